"""A file without hooks is a plugin: what stands in it comes in, under the name of its class where it tells none."""

from __future__ import annotations

from pathlib import Path

import pytest

from downslope import Learn, Session
from registry.dropped import loaded

HEAD = "from downslope import Example, Knob, Learner, Level, Metric, Near, hookimpl\n\n"
OWN = HEAD + '''
class LazyOne(Learner):
    effort = Knob(0.0, 1.0, start=0.5)

    def update(self, weight, weight_delta, alpha):
        return weight - weight_delta * alpha * self.effort


class _Base(Metric):
    scale = Knob(0.5, 4.0, start=1.0)

    def error(self, prediction, goal_prediction):
        return (prediction - goal_prediction) ** 4 * self.scale


class Quartic(_Base):
    pass


class Steeper(Quartic):
    scale = Knob(0.5, 4.0, start=2.0)

'''
LEVEL = """Level("{name}", title="A spring", examples=[Example(2.0, 0.8)], weights=[0.5], alpha=1.0,
    learner="lazy-one", metric="quartic", target=Near(0.05), knobs=[Knob("alpha", 0.01, 1.0), Knob("effort", 0.0, 1.0)])
"""


@pytest.mark.parametrize("listed", ["LEVELS = [{}]", "spring = {}", "LEVELS = {}"])
def test_its_classes_and_levels_come_in(home: Path, listed: str) -> None:
    registry, plugin = loaded(home, "own", OWN + listed.format(LEVEL.format(name="spring")))
    assert plugin.faults == []
    names = ["metric quartic", "metric steeper", "learner lazy-one", "level spring"]
    assert [f"{kind} {key.removeprefix('own/')}" for kind, key in plugin.things] == names
    session = Session(registry.catalog.level("own/spring"), registry.catalog)
    session.do(Learn(500))
    assert session.outcome is not None and session.outcome.kind == "land"


def test_of_a_file_with_hooks_they_alone_count(home: Path) -> None:
    hooks = '@hookimpl\ndef learners():\n    return [LazyOne]\n\n\nLEVELS = ["none of these"]\n'
    _registry, plugin = loaded(home, "own", OWN + hooks)
    assert (plugin.faults, plugin.things) == ([], [("learner", "own/lazy-one")])


def test_what_begins_with_a_line_and_what_is_of_another_module_stays_out(home: Path) -> None:
    text = HEAD + "from downslope import load\nMomentum = load(plugins=False).learner('momentum')\n_mine = " + LEVEL
    _registry, plugin = loaded(home, "own", text.format(name="hidden"))
    (fault,) = plugin.faults
    assert fault.sentence == "No hook found, and no learner, metric or level stands in it."


FAULTS = [
    ("class Odd(Learner):\n    pass\n", "The learner Odd has neither an update nor a step.", "class Odd"),
    ("class Größe(Quartic):\n    pass\n", "Größe.name is 'größe'; allowed:", "class Größe"),
    ("class Twice(Quartic):\n    name = 'steeper'\n", "There is already a metric named steeper", "name = "),
    ("class lazyOne(LazyOne):\n    pass\n", "There is already a learner named lazy-one", "class lazyOne"),
    ("class Asks(Metric):\n    error = Quartic.error\n    delta = Quartic.delta\n\n    def __init__(self, scale):\n"
     "        pass\n", "missing 1 required positional argument: 'scale'", ""),
    ("from math import atan\n\n\nclass Turned(Metric):\n    def error(self, prediction, goal_prediction):\n"
     "        return atan(prediction - goal_prediction) ** 2\n",
     "Write delta too: there is no rule for atan.", "class Turned"),
    ("def levels():\n    return []\n", "No hook found: is @hookimpl missing above levels()?", "def levels"),
    ("LEVELS = [3]\n", "levels() returned 3, not", ""),
]  # fmt: skip


def test_a_fault_is_told_with_its_line(home: Path) -> None:
    for number, (more, said, at) in enumerate(FAULTS):
        text = OWN + more
        _registry, plugin = loaded(home, f"own{number}", text)
        (fault,) = plugin.faults
        assert said in fault.sentence
        assert fault.line == (text[: text.rindex(at)].count("\n") + 1 if at else 0)

"""The names of 1.0 that have a better one now still do what they did, for plugins and scripts written then."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import pytest

from downslope import ConvNet, Example, Layers, Learn, Level, Network, Neuron, Run, Session
from support import shipped

# class -> {old name: new name}; nothing is taken out of here before 2.0
OLD_NAMES: dict[type, dict[str, str]] = {
    Run: {
        "told": "measured", "told_at": "measured_at", "known": "measurement", "whole": "full_problem",
        "judged": "sample_problem", "turned": "set_weights", "renew": "invalidate_loop", "over": "diverged",
    },
    Network: {"bends": "nonlinear_units", "turned": "with_knob", "places": "knob_size"},
    ConvNet: {"votes": "classes", "bends": "nonlinear_units", "turned": "with_knob", "places": "knob_size"},
    Layers: {"bends": "nonlinear_units", "turned": "with_knob", "places": "knob_size"},
    Session: {
        "look_anew": "forget_outcome", "by_hand": "judge_without_learner", "left": "steps_left",
        "entry": "carried_weights", "began": "run_began_at", "watch": "detector", "watched": "start_detector",
        "tape": "recording_run", "taped": "recording_steps", "learn_on": "learn_until_outcome",
    },
    Level: {"sees": "visibility", "beside": "compared_metric"},
}  # fmt: skip
NAMES = [(kind, old, new) for kind, names in OLD_NAMES.items() for old, new in names.items()]


def one_of(kind: type) -> Any:
    level = Level("small", title="", examples=[Example(1.0, 0.8)], weights=[0.5], beside="absolute")
    session = Session(level, shipped(), [Learn(2)])
    made: dict[type, Any] = {Run: session.run, Session: session, Level: level, Network: Neuron(2, 1)}
    return made.get(kind) or {ConvNet: ConvNet(8, 4, 10), Layers: Layers(3, 4, 1)}[kind]


@pytest.mark.parametrize("kind, old, new", NAMES, ids=lambda value: getattr(value, "__name__", value))
def test_an_old_name_is_the_new_one(kind: type, old: str, new: str) -> None:
    one = one_of(kind)
    assert old != new
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert getattr(one, old) == getattr(one, new)
    aliases = kind in (Run, Session) or old == "votes"
    assert [str(one.message) for one in told] == ([f"{old} is called {new} now"] if aliases else [])
    assert not told or told[0].filename == __file__, "it is said of the line that uses it"


@pytest.mark.parametrize("old, value", [("over", True), ("told_at", 7), ("whole", None)])
def test_an_old_name_is_set_too(old: str, value: object) -> None:
    run = one_of(Run)
    with pytest.deprecated_call(match=f"{old} is called"):
        setattr(run, old, value)
    assert getattr(run, OLD_NAMES[Run][old]) == value


class Old(Network):
    """A plugin's network of 1.0's time."""

    inputs = outputs = 1
    knobs = ("twist",)
    bends = 3

    def turned(self, knob: str, value: object, index: int = 0) -> Network:
        if knob != "twist":
            return super().turned(knob, value, index)
        return Neuron(index + 1, 1)

    def places(self, knob: str) -> int:
        return super().places(knob) + 1


class OldLayers(Layers):
    """One that builds on a network of the game."""

    @property
    def bends(self) -> int:  # type: ignore[override]
        return super().bends + 10

    def turned(self, knob: str, value: object, index: int = 0) -> Network:
        return super().turned(knob, value, index + 1)


class Set(Network):
    def __init__(self, bends: int) -> None:
        self.bends = bends


class New(Old):
    def with_knob(self, knob: str, value: object, index: int = 0) -> Network:
        return Neuron(9, 1)


def test_a_network_that_overrides_the_old_names_is_asked_by_the_new_ones() -> None:
    old = Old()
    assert (old.nonlinear_units, old.knob_size("twist")) == (3, 2)
    assert old.with_knob("twist", 0, 4) == Neuron(5, 1)
    with pytest.raises(LookupError):
        old.with_knob("other", 0)
    assert Set(5).nonlinear_units == 5


def test_it_may_build_on_a_network_of_the_game() -> None:
    net = OldLayers(1, 3, 1)
    assert net.nonlinear_units == net.bends == 13
    activations: Sequence[str] = getattr(net.with_knob("activation", "tanh", 0), "activations")  # noqa: B009
    assert activations == ("relu", "tanh", "relu")


def test_a_new_name_over_an_old_one_is_had_by_both() -> None:
    assert New().with_knob("twist", 0) == New().turned("twist", 0) == Neuron(9, 1)

"""A metric may have knobs of its own, as learners have: turned, replayed, run fast, written out, swept and mapped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from downslope import (
    Catalog,
    Example,
    Impossible,
    Knob,
    Layers,
    Learn,
    Level,
    Metric,
    Neuron,
    Neurons,
    Reset,
    Run,
    Session,
    Turn,
)
from downslope.convergence.convergence_map import planes
from downslope.registry import load_all
from downslope.scripts.forms import written_as
from downslope.scripts.walk import walk_round
from downslope.sweep.grid import SweepRequest, jobs
from downslope.sweep.job import level_of, run_job
from scripts.test_script import expected, printed
from support import script, shipped

TAU = Knob("tau", 0.05, 0.95, start=0.5)


class Tilted(Metric):
    """Misses below the goal count `tau`, those above it the rest."""

    name = "tilted"
    slope_factor = 2.0
    knobs = (TAU,)
    tau: float

    def error(self, prediction: float, goal_prediction: float) -> float:
        miss = prediction - goal_prediction
        return (1 - self.tau if miss > 0 else self.tau) * miss * miss

    def delta(self, prediction: float, goal_prediction: float) -> float:
        miss = prediction - goal_prediction
        return (1 - self.tau if miss > 0 else self.tau) * miss


class Whole(Tilted):
    """The same, of all outputs at once: more than plain lines can say."""

    name = "whole"

    def deltas(self, predictions: Any, goal_predictions: Any) -> list[float]:
        return [self.delta(p, g) for p, g in zip(predictions, goal_predictions)]


CATALOG = Catalog(
    {**shipped().metrics, "tilted": Tilted(), "whole": Whole()}, dict(shipped().learners), dict(shipped().levels)
)
LEVEL = Level("lean", title="Lean", examples=[Example(0.5, 0.8), Example(1.0, 0.2)], weights=[0.1], alpha=0.3,
              metric="tilted", knobs=[TAU, Knob("alpha", 0.1, 1.0)], budget=400)  # fmt: skip


def session(*actions: Any, **fields: Any) -> Session:
    return Session(replace(LEVEL, **fields), CATALOG, actions)


def by_hand(tau: float, steps: int, weight: float = 0.1, alpha: float = 0.3) -> float:
    """The article's rule, with the miss tilted; an oracle of its own."""
    for _step in range(steps):
        pull = 0.0
        for number, (input, goal) in enumerate(((0.5, 0.8), (1.0, 0.2))):
            miss = input * weight - goal
            share = (1 - tau if miss > 0 else tau) * miss * input
            pull = pull + share if number else share
        weight -= alpha * (pull / 2)
    return weight


def test_the_knob_is_what_the_formulas_read() -> None:
    for tau in [0.05, 0.5, 0.7, 0.95]:
        for played in (session(Turn("tau", tau), Learn(200)), session(Learn(200), settings={"tau": tau})):
            assert played.weights[0] == pytest.approx(by_hand(tau, played.count), rel=1e-12)


def test_where_nothing_is_said_it_starts_where_the_metric_says() -> None:
    assert session().knobs["tau"] == 0.5 and session().run.metric.tau == 0.5  # type: ignore[attr-defined]


def test_a_session_has_a_copy_of_its_own() -> None:
    one, other = session(Turn("tau", 0.9)), session(Turn("tau", 0.2))
    assert one.run.metric.tau == 0.9 and other.run.metric.tau == 0.2  # type: ignore[attr-defined]
    assert "tau" not in vars(CATALOG.metrics["tilted"])


def test_the_loop_is_the_readable_run_before_and_after_a_turn() -> None:
    for metric in ["tilted", "whole"]:
        for network in [Neuron(), Neuron(2), Neurons(2), Layers(2, 3, 1)]:
            goals: Any = [(0.8, 0.1), (0.2, 0.6)] if network.outputs == 2 else [0.8, 0.2]
            inputs: Any = [(0.5, -1.0), (1.0, 0.3)] if network.inputs == 2 else [0.5, 1.0]
            level = replace(LEVEL, network=network, weights=[0.1 * (k + 1) for k in range(network.size)], metric=metric,
                            examples=[Example(i, g) for i, g in zip(inputs, goals)])  # fmt: skip
            fast = Session(level, CATALOG, [Learn(40), Turn("tau", 0.9), Learn(40)])
            readable = Session(level, CATALOG)
            start, learner = list(level.weights or ()), readable.new_learner()
            slow = Run(level.network, level.data(), readable.run.metric, learner, start, 0.3)
            for _step in range(40):
                slow.step()
            slow.change(metric=fast.run.metric)
            for _step in range(40):
                slow.step()
            assert repr(fast.weights) == repr(slow.weights)
            assert repr(list(fast.run.errors)) == repr(list(slow.errors))
            assert repr(fast.run.at(20)) == repr(slow.at(20)), "with the knob as it was then"


def test_undone_and_played_again_it_is_the_same() -> None:
    actions = [Turn("tau", 0.9), Learn(5), Turn("tau", 0.2), Learn(5), Reset(), Learn(3)]
    whole = session(*actions)
    again = session(*whole.actions)
    assert repr(again.weights) == repr(whole.weights) and again.knobs == whole.knobs
    assert session(*actions[:2]).knobs["tau"] == 0.9


def test_another_metric_and_back_keeps_the_knob() -> None:
    stops = Knob("metric", stops=["tilted", "squared"])
    played = session(Turn("tau", 0.9), Turn("metric", "squared"), Learn(3), Turn("metric", "tilted"), Learn(3),
                     knobs=[TAU, stops])  # fmt: skip
    assert played.run.metric.tau == 0.9  # type: ignore[attr-defined]


def test_one_metric_is_one_object_until_its_knob_is_turned() -> None:
    played = session()
    first = played.metric("tilted")
    assert played.metric("tilted") is first is played.run.metric
    played.do(Turn("tau", 0.9))
    assert played.metric("tilted") is not first and played.metric("tilted") is played.run.metric


def test_its_lines_have_the_number_and_give_the_run() -> None:
    for turns in [[], [Turn("tau", 0.8)]]:
        played = session(*turns, Learn(7))
        lines = script(session(*turns, Learn(7)))
        assert str(played.knobs["tau"]) in lines
        assert repr(printed(lines)) == repr(expected(played))
        assert any(line.name == "delta" for line in walk_round(session(*turns, Learn(1))))


def test_its_methods_are_written_out_with_the_number() -> None:
    turned = Turn("tau", 0.8), Learn(7)
    text = written_as(session(*turned, metric="whole"))
    assert "0.8" in text.partition("for ")[0]
    assert repr(printed(text)) == repr(expected(session(*turned, metric="whole"))), text


class Shaky(Metric):
    name = "shaky"
    knobs = (Knob("beta", 0.0, 1.0, start=0.5),)

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) ** 2

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


def test_a_learner_with_a_knob_of_that_name_is_refused() -> None:
    catalog = replace(CATALOG, metrics={**CATALOG.metrics, "shaky": Shaky()})
    level = replace(LEVEL, metric="shaky", knobs=[Knob("learner", stops=["gradient-descent", "momentum"])])
    played = Session(level, catalog)
    with pytest.raises(Impossible, match="momentum and shaky both have a knob beta"):
        played.do(Turn("learner", "momentum"))
    assert played.knobs["learner"] == "gradient-descent"
    played.do(Learn(3))
    with pytest.raises(Impossible, match="both have a knob beta"):
        Session(replace(level, learner="momentum"), catalog)


TILTED = '''
from downslope import Example, Knob, Level, Metric, hookimpl

class {name}(Metric):
    name = "{key}"
    knobs = {knobs}
    def error(self, prediction, goal_prediction):
        return abs(prediction - goal_prediction)
    def delta(self, prediction, goal_prediction):
        return 1.0

@hookimpl
def metrics():
    return [{name}()]

@hookimpl
def levels():
    return [Level("one", title="One", examples=[Example(1, 0.5)], weights=[0.1], metric="{key}", learner="momentum")]
'''


@pytest.mark.parametrize(
    "knobs, said",
    [
        ('(Knob("beta", 0.0, 1.0, start=0.5),)', "a metric without a knob beta: the learner momentum has one of"),
        ('(Knob("tau", 0.0, 1.0),)', "Tilted.knobs: tau starts at None; allowed: 0 ... 1."),
        ('("tau",)', "Tilted.knobs has 'tau'; allowed: Knob(name, low, high, start=...)"),
        ('Knob("tau", 0.0, 1.0, start=0.5)', "Tilted.knobs has "),
        ('(Knob(0.0, 1.0, start=0.5),)', "Tilted.knobs has Knob(name='', low=0.0"),
        ('(Knob("title", 0.0, 1.0, start=0.5),)', "Tilted.title is a knob; every Metric has something else of that"),
    ],
)
def test_what_cannot_be_is_told_at_load(home: Path, knobs: str, said: str) -> None:
    (home / "plugins").mkdir()
    text = TILTED.format(name="Tilted", key="tilted", knobs=knobs)
    (home / "plugins" / "lean.py").write_text(text, encoding="utf-8")
    plugin = load_all(home, packages=False).plugin("lean")
    assert plugin is not None
    assert any(said in fault.sentence for fault in plugin.faults), plugin.faults


def test_a_sweep_and_a_map_go_over_it() -> None:
    catalog = replace(CATALOG, levels={"lean": LEVEL})
    request = SweepRequest(["lean"], ["gradient-descent"], ["tilted"], ["0.3"], [], [], ["0"], 100, ["tau=0.2:0.8:3"])
    found = jobs(request, catalog)
    assert [job.knobs for job in found] == ["tau=0.2", "tau=0.5", "tau=0.8"]
    assert [level_of(job, catalog).settings["tau"] for job in found] == [0.2, 0.5, 0.8]
    ends = [run_job(job, catalog).prediction[1] for job in found]  # of input 1: the weight
    assert ends == [pytest.approx(by_hand(tau, 100), rel=1e-2) for tau in (0.2, 0.5, 0.8)]
    assert [plane.across.name for plane in planes(Session(LEVEL, CATALOG))].count("tau") == 1

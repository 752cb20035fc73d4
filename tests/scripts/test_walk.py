"""A step once more by a twin: the same weights, or it is said why there are no values."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from downslope import Catalog, Example, Knob, Learner, Level, Neuron
from downslope.engine.watchdog import StopPoint
from downslope.rules.actions import Freeze, Learn, Turn
from downslope.rules.session import Session
from downslope.scripts.walk import (
    BUSY,
    CHANCE,
    LATE,
    NOT_READ,
    RAISED,
    TracedStep,
    Twins,
    source_of_part,
    trace_example,
    trace_learner,
    walk_round,
)
from plugin_learners import Branchy, Careful, Chancy, Deep, Guarded, Holding, Patient, Plain, Squares, Streaming
from scripts.test_script import LARGE as PICTURED
from scripts.test_script import LEARNED, NETWORKS, level, played
from support import shipped
from tracers import another_tracer

KINDS: list[type[Learner]] = [Careful, Deep, Streaming, Guarded, Patient, Holding, Plain, Chancy]
CATALOG = Catalog(
    {**shipped().metrics, "branchy": Branchy()}, {**shipped().learners, **{kind.name: kind for kind in KINDS}}, {}
)
TWO = Level(
    "two", title="Two", network=Neuron(2), examples=[Example([0.9, 0.2], 0.7), Example([0.1, 0.8], 0.3)],
    weights=[0.1, 0.2], alpha=0.1,
    knobs=[Knob("alpha", 0.01, 1.0), Knob("freeze"), Knob("beta", 0.0, 0.9),
           Knob("learner", stops=("momentum", "adam"))],
)  # fmt: skip


def plainly(call: Callable[[], Any]) -> Any:
    return call()


def session(learner: str, *actions: Any, **fields: Any) -> Session:
    return Session(replace(TWO, learner=learner, **fields), CATALOG, actions)


def traced(session: Session, step: int, weight: int = 0, guard: Callable[..., Any] = plainly) -> TracedStep:
    *_working, twin = Twins().find(session, step)
    assert twin is not None
    return trace_learner(session, step, twin, weight, guard)


def test_the_second_time_it_gives_the_same_weights() -> None:
    for name in [kind.name for kind in KINDS if kind is not Chancy]:
        here = session(name, Learn(4))
        before = (list(here.weights), here.run.learner, here.count)
        found = traced(here, 2)
        assert found.note == "" and found.line_runs
        assert not found.whole or found.line_runs[-1].gave is not None
        assert (list(here.weights), here.run.learner, here.count) == before
        assert found.source.name == "plugin_learners.py"


def test_every_shipped_learner_is_seen_to_think() -> None:
    for name in sorted(shipped().learners):
        kind = shipped().learners[name]
        level = replace(TWO, learner=name) if kind().fits(TWO.network) else None
        if level is None:
            level = Level("one", title="One", examples=[Example(0.9, 0.7)], weights=[0.1], alpha=0.1, learner=name)
        here = Session(level, CATALOG, [Learn(5)])
        found = traced(here, here.count - 1)
        assert found.note == "" and found.line_runs, found.note


def test_of_a_formula_the_call_for_the_weight_that_is_looked_at_is_told() -> None:
    here = session("plain", Learn(3))
    for weight in (0, 1):
        line_runs = traced(here, 1, weight).line_runs
        assert [line_run.function for line_run in line_runs] == ["Plain.update"] * 2
        value = f"{here.run.history.weights_at(2)[weight]:.4g}"
        assert line_runs[-1].gave == value


class Tiring(Learner):
    """A formula that counts its calls."""

    name = "tiring"
    calls = 0

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        self.calls += 1
        return weight - alpha * weight_delta / self.calls


def test_of_a_formula_the_calls_before_it_are_made_too() -> None:
    catalog = replace(CATALOG, learners={**CATALOG.learners, "tiring": Tiring})
    here = Session(replace(TWO, learner="tiring"), catalog, [Learn(3)])
    assert [traced(here, 1, weight).note for weight in (0, 1)] == ["", ""]


def test_a_copy_from_before_a_turn_is_another_learner() -> None:
    here, twins = session("momentum", Learn(3)), Twins()
    twins.note(here.run)
    here.do(Turn("beta", 0.2))
    *_working, twin = twins.find(here, here.count)
    assert twin is not None and vars(twin)["beta"] == 0.2


def test_a_learner_whose_steps_depend_on_chance_is_told() -> None:
    here = session("chancy", Learn(3))
    dice = random.getstate()
    found = traced(here, 2)
    assert found.note == CHANCE and not found.line_runs
    assert random.getstate() == dice


def test_knobs_turned_on_the_way_are_turned_again() -> None:
    turns = Turn("beta", 0.5), Learn(2), Turn("alpha", 0.05), Learn(2), Freeze(0), Learn(2)
    here = session("momentum", Learn(3), *turns)
    for step in range(here.count):
        assert traced(here, step).note == "", step


def test_a_learner_that_was_changed_on_the_way_is_the_one_of_its_time() -> None:
    here = session("momentum", Learn(2), Turn("learner", "adam"), Learn(2))
    if here.count == 4:
        assert traced(here, 1).source.name == "momentum.py"
    assert traced(here, here.count - 1).source.name == "adam.py"


def test_weights_turned_after_the_step_do_not_make_it_another() -> None:
    here = Session(replace(TWO, learner="careful", knobs=[Knob("weight", -2.0, 2.0)]), CATALOG, [Learn(2)])
    here.do(Turn("weight", 1.5))
    assert traced(here, 1).note == ""


def test_what_is_kept_of_the_learner_spares_the_steps_before() -> None:
    here, twins = session("careful"), Twins()
    for _step in range(3):
        here.do(Learn(1))
        twins.note(here.run)
    assert len(list(twins.find(here, 2))) == 1  # it stood there when it was noted
    assert len(list(Twins().find(here, 2))) == 3


def test_error_and_delta_are_told_for_an_example() -> None:
    here = session("gradient-descent", Learn(2), metric="branchy")
    found = trace_example(here, 1, "metric", 1, plainly)
    assert found.note == "" and [line_run.function for line_run in found.line_runs][:1] == ["Branchy.error"]
    assert found.line_runs[-1].function == "Branchy.delta"
    weights = here.run.history.weights_at(1)
    miss = 0.1 * weights[0] + 0.8 * weights[1] - 0.3
    assert dict(found.line_runs[0].changes)["miss"] == f"{miss:.4g}"


def test_a_network_is_told_forward_and_back() -> None:
    here = session("gradient-descent", Learn(2), network=Squares())
    found = trace_example(here, 1, "network", 0, plainly)
    assert found.note == "" and {line_run.function for line_run in found.line_runs} == {
        "Squares.forward", "Squares.weight_deltas",
    }  # fmt: skip


def test_a_source_that_cannot_be_read_gives_no_values() -> None:
    space: dict[str, Any] = {"Learner": Learner}
    step = "    def step(self, problem, weights, alpha):\n        return [0.5, 0.5]\n"
    exec(f"class Gone(Learner):\n    name = 'gone'\n{step}", space)
    catalog = replace(CATALOG, learners={**CATALOG.learners, "gone": space["Gone"]})
    here = Session(replace(TWO, learner="gone"), catalog, [Learn(1)])
    assert traced(here, 0).note == NOT_READ
    assert source_of_part(space["Gone"]()).outline is None


def test_a_file_that_was_changed_since_is_not_shown_as_if_it_ran(tmp_path: Any) -> None:
    file = tmp_path / "changing.py"
    text = "from downslope import Learner\n\nclass Changing(Learner):\n    name = 'changing'\n" \
           "    def step(self, problem, weights, alpha):\n        return [w + 1 for w in weights]\n"  # fmt: skip
    file.write_text(text)
    module = ModuleType("changing")
    exec(compile(text, str(file), "exec"), vars(module))
    file.write_text(text.replace("+ 1", "+ 2"))
    assert source_of_part(module.Changing()).outline is None


def test_what_stops_or_raises_the_second_time_is_said() -> None:
    here = session("careful", Learn(1))

    def late(call: Callable[[], Any]) -> Any:
        raise StopPoint("{what} did not come back within {limit:g} s.", what="careful", limit=2.0)

    def wrong(call: Callable[[], Any]) -> Any:
        raise ValueError("no")

    assert traced(here, 0, guard=late).note == LATE
    found = traced(here, 0, guard=wrong)
    assert (found.note, found.error) == (RAISED, "ValueError")


def test_beside_a_debugger_there_is_the_source_alone() -> None:
    here = session("careful", Learn(1))
    with another_tracer():
        assert traced(here, 0).note == BUSY


@pytest.mark.slow
def test_walking_the_lines_gives_the_step_s_numbers() -> None:
    for name in [*LEARNED, *PICTURED]:
        session = Session(shipped().levels[name], shipped())
        session.learn_until_outcome(11) if name in LEARNED else session.do(Learn(2))
        last = session.count - 1
        for step in range(max(session.recorded, last - 8), session.count):
            walked = walk_round(session, step)
            values = {line.name: line.value for line in walked}
            look, after = session.run.at(step), session.run.weights_at(step + 1)
            assert values["error"] == look.error
            told = values["prediction"] if "prediction" in values else values["predictions"][-1]
            assert told == look.predictions[-1][-1]
            moved = [line.value for line in walked if line.name == "weights[i]"] or [values["weight"]]
            assert moved == list(after)


@pytest.mark.parametrize("learner", ["momentum", "adam"])
def test_tracing_forward_back_and_after_a_turn_knows_the_memory(learner: str) -> None:
    session = played(level(NETWORKS["relu"], learner=learner, batch=2), Learn(12), Turn("weight", 0.3), Learn(9))
    for step in (3, 4, 5, 20, 19, 2, 12, 13, 14, 7, 21):
        memory = session.rewind(step).run.learner
        assert memory is not None
        name = memory.memory[0]
        first = next(t.value for t in walk_round(session, step) if t.name == f"{name}[i]")
        memory.step(session.run.problem(step), session.run.history.weights_at(step) if step < session.count
                    else session.weights, session.run.alpha_at(step))  # fmt: skip
        assert first == memory.memories[0][0]


def test_a_number_of_the_learner_stands_in_the_lines_as_it_is_now() -> None:
    session = played(level(NETWORKS["relu"], learner="momentum"), Learn(6))
    learner = session.run.learner
    assert learner is not None
    told = [walk_round(session, 4)]
    vars(learner)["beta"] = 0.25  # as if it counted something
    told.append(walk_round(session, 4))
    del vars(learner)["beta"]
    assert told[0] != told[1] and len(told[0]) == len(told[1])

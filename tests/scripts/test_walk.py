"""A step once more by a twin: the same weights, or it is said why there are no values."""

import random
from dataclasses import replace
from operator import call
from pathlib import Path
from types import ModuleType
from typing import Any

from downslope import Catalog, Example, Knob, Level, Neuron
from downslope.engine.watchdog import StopPoint
from downslope.rules import Freeze, Learn, Session, Turn
from downslope.scripts import walk
from lib import plugins as own
from lib.support import shipped
from scripts.test_script import LARGE, LEARNED

KINDS = [own.Careful, own.Winding, own.Patient, own.Plain, own.Chancy]
CATALOG = Catalog({**shipped().metrics, "branchy": own.Branchy()},
                  {**shipped().learners, **{kind.name: kind for kind in KINDS}}, {})  # fmt: skip
TWO = Level(
    "two", title="Two", network=Neuron(2), examples=[Example([0.9, 0.2], 0.7), Example([0.1, 0.8], 0.3)],
    weights=[0.1, 0.2], alpha=0.1,
    knobs=[Knob("alpha", 0.01, 1.0), Knob("freeze"), Knob("beta", 0.0, 0.9), Knob("weight", -2.0, 2.0),
           Knob("learner", stops=("momentum", "adam"))],
)  # fmt: skip
ONE = Level("one", title="One", examples=[Example(0.9, 0.7)], weights=[0.1], alpha=0.1)


def session(learner: str, *actions: Any, **fields: Any) -> Session:
    start = TWO if CATALOG.learners[learner]().fits(TWO.network) else ONE
    return Session(replace(start, learner=learner, **fields), CATALOG, actions)


def traced(session: Session, step: int, guard: Any = call) -> walk.TracedStep:
    *_working, twin = walk.Twins().find(session, step)
    assert twin is not None
    return walk.trace_learner(session, step, twin, 0, guard)


def test_the_second_time_it_gives_the_same_weights_and_what_was_turned_on_the_way_is_turned_again() -> None:
    for name in CATALOG.learners.keys() - {"chancy"}:
        here = session(name, Learn(4))
        before = (list(here.weights), here.run.learner, here.count)
        found = traced(here, here.count - 1)
        assert found.note == "" and found.line_runs and not (found.whole and found.line_runs[-1].gave is None), name
        assert (list(here.weights), here.run.learner, here.count) == before
    assert found.source.name
    turns = Turn("beta", 0.5), Learn(2), Turn("alpha", 0.05), Learn(2), Freeze(0), Learn(2), Turn("weight", 1.5)
    here = session("momentum", Learn(3), *turns)
    assert [traced(here, step).note for step in range(here.count)] == [""] * here.count
    here.do(Turn("learner", "adam"))
    here.do(Learn(2))
    assert [traced(here, step).source.name for step in (1, here.count - 1)] == ["momentum.py", "adam.py"]


def test_error_delta_and_a_network_are_told_for_an_example() -> None:
    here = session("gradient-descent", Learn(2), metric="branchy")
    found = walk.trace_example(here, 1, "metric", 1, call)
    functions = [line_run.function for line_run in found.line_runs]
    assert found.note == "" and (functions[0], functions[-1]) == ("Branchy.error", "Branchy.delta")
    weights = here.run.history.weights_at(1)
    assert dict(found.line_runs[0].changes)["miss"] == f"{0.1 * weights[0] + 0.8 * weights[1] - 0.3:.4g}"
    biased = session("gradient-descent", Learn(2), network=own.BiasedNeuron(), weights=[0.1, 0.2, 0.3])
    lines = walk.trace_example(biased, 1, "network", 0, call).line_runs
    assert {line.function for line in lines} == {"BiasedNeuron.forward", "BiasedNeuron.weight_deltas"}


def test_why_there_are_no_values_is_said(tmp_path: Path) -> None:
    here, chancy, dice = session("careful", Learn(1)), session("chancy", Learn(3)), random.getstate()
    found = traced(chancy, 2)
    assert found.note == walk.CHANCE and not found.line_runs and random.getstate() == dice

    def late(_asked: Any) -> Any:
        raise StopPoint("{what} did not come back within {limit:g} s.", what="careful", limit=2.0)

    assert traced(here, 0, late).note == walk.LATE
    found = traced(here, 0, lambda _asked: 1 // 0)
    assert (found.note, found.error) == (walk.RAISED, "ZeroDivisionError")
    with own.another_tracer():
        assert traced(here, 0).note == walk.BUSY
    step = "    def step(self, problem, weights, alpha):\n        return [0.5, 0.5]\n"
    text = f"from downslope import Learner\n\nclass Gone(Learner):\n    name = 'gone'\n{step}"
    space: dict[str, Any] = {}
    exec(text, space)
    gone = Session(replace(TWO, learner="gone"), replace(CATALOG, learners={"gone": space["Gone"]}), [Learn(1)])
    assert traced(gone, 0).note == walk.NOT_READ
    file, module = tmp_path / "other.py", ModuleType("gone")
    file.write_text(text.replace("0.5]", "0.25]"))  # a file that was changed since is not shown as if it ran
    exec(compile(text, str(file), "exec"), vars(module))
    sources = [walk.source_of_part(kind()) for kind in (module.Gone, space["Gone"])]
    assert [(source.name, source.outline) for source in sources] == [("other.py", None), ("gone.py", None)]


def test_walking_the_lines_gives_the_step_s_numbers() -> None:
    for name in [*LEARNED, *LARGE]:
        session = Session(shipped().levels[name], shipped())
        session.learn_until_outcome(11) if name in LEARNED else session.do(Learn(2))
        for step in range(max(session.recorded, session.count - 4), session.count):
            walked = walk.walk_round(session, step)
            values = {line.name: line.value for line in walked}
            look, after = session.run.at(step), session.run.weights_at(step + 1)
            told = values["prediction"] if "prediction" in values else values["predictions"][-1]
            assert (values["error"], told) == (look.error, look.predictions[-1][-1])
            moved = [line.value for line in walked if line.name == "weights[i]"] or [values["weight"]]
            assert moved == list(after)

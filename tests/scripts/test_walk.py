"""A step once more by a twin: the same weights, or it is said why there are no values."""

import random
from collections import Counter
from dataclasses import replace
from operator import call
from pathlib import Path
from types import ModuleType
from typing import Any

from downslope import Catalog, Example, Knob, Level, Neuron
from downslope.engine.watchdog import StopPoint
from downslope.rules import Learn, Session
from downslope.scripts import walk
from lib import plugins as own
from lib.playing import need
from lib.support import shipped
from lib.walks import answers, differences, questions, said_of
from scripts.test_script import LARGE, LEARNED

WALK = Path(__file__).with_name("walk.txt")
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


def traced(session: Session, step: int = 0, guard: Any = call) -> walk.TracedStep:
    *_working, twin = walk.Twins().find(session, step)
    before = list(session.weights), session.run.learner, session.count, random.getstate()
    found = walk.trace_learner(session, step, need(twin), 0, guard)
    assert (list(session.weights), session.run.learner, session.count, random.getstate()) == before
    return found


def told(found: walk.TracedStep) -> str:
    """How many lines of which functions ran, what the first one changed and the last one gave; or why none did."""
    ran, note = found.line_runs, f"{found.source.name}: {found.note.format(error=found.error)}"
    functions = ", ".join(f"{many} of {name}" for name, many in Counter(line.function for line in ran).items())
    whole = f" -> {ran[-1].gave}" if ran and found.whole else " ..." if ran else ""
    return f"{note}{functions}{whole} {said_of(dict(ran[0].changes)) if ran else ''}".rstrip()


def late(_asked: Any) -> Any:
    raise StopPoint("{what} did not come back within {limit:g} s.", what="careful", limit=2.0)


def beside_another(session: Session) -> walk.TracedStep:
    with own.another_tracer():
        return traced(session)


def test_a_step_is_made_once_more_with_all_that_was_turned_on_the_way_or_it_is_said_why_not() -> None:
    assert differences(WALK, questions("rules", "scripts.walk", names=globals()), answers) == []


def test_of_a_file_that_is_gone_or_was_changed_nothing_is_told(tmp_path: Path) -> None:
    step = "    def step(self, problem, weights, alpha):\n        return [0.5, 0.5]\n"
    text = f"from downslope import Learner\n\nclass Gone(Learner):\n    name = 'gone'\n{step}"
    space: dict[str, Any] = {}
    exec(text, space)
    gone = Session(replace(TWO, learner="gone"), replace(CATALOG, learners={"gone": space["Gone"]}), [Learn(1)])
    assert traced(gone).note == walk.NOT_READ
    file, module = tmp_path / "other.py", ModuleType("gone")
    file.write_text(text.replace("0.5]", "0.25]"))
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

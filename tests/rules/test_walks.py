"""What each action does to a session, and what it is refused for: walks.txt is the transcript."""

import inspect
from math import inf
from pathlib import Path
from typing import Any

from downslope import Example, Gate, Impossible, Knob, Learn, Level, Near, Neuron, Question, Session, Turn
from downslope.rules import UNITS, RunFacts, outcome_title, start_knobs, to_json
from downslope.rules.stars import refusal_reason
from downslope.solving.autosolve import run_until
from lib.support import play
from lib.walks import PUBLIC, differences, said_of
from rules import levels

WALKS = Path(__file__).with_name("walks.txt")
KNOBS = (
    Knob("weight", -2, 2, title="scoop"), Knob("alpha", 0.01, 1, title="stride"), Knob("freeze"), Knob("spread", 0, 4),
    Knob("seed", 0, 9), Knob("metric", stops=("squared", "absolute")),
)  # fmt: skip


def two(**fields: Any) -> Level:
    """Two weights, two examples."""
    given: dict[str, Any] = {"network": Neuron(2), "weights": [0.5, -0.5], "alpha": 0.1, "knobs": KNOBS, "budget": 9}
    return Level("two", title="Two", examples=[Example([1, 2], 1), Example([2, 1], 1)], **given | fields)


def hand(**fields: Any) -> Level:
    """One weight by hand: won with 1."""
    knobs = Knob("weight"), Knob("metric", stops=("squared", "absolute"))
    return levels.small(**{"learner": None, "knobs": knobs, "par_unit": "turns"} | fields)


def lock(**fields: Any) -> Level:
    """Input .5, goal .8, and a gate: hot and cold moves the prediction by half of alpha."""
    knobs = [Knob("alpha", 0.1, 4), Knob("learner", stops=("hot-and-cold", "gradient-descent")), Knob("freeze")]
    given: dict[str, Any] = {"weights": [0.5], "alpha": 0.2, "learner": "hot-and-cold", "gates": [Gate(0.6, 0.1)]}
    return Level("lock", title="Lock", examples=[Example(0.5, 0.8)], knobs=knobs, target=Near(0.02), budget=60,
                 **given | {"knobs_until": "start"} | fields)  # fmt: skip


def state(session: Session) -> str:
    """All that the rules know of it."""
    run, tally, end, start = session.run, session.tally, session.outcome, start_knobs(session.base)
    reasons = " ".join(refusal_reason(session, star) or "*" for star in (1, 2, 3))
    looks = [(look.weights, look.predictions, look.error, look.unseen, look.choices) for look in session.probed]
    return f"{session.count}: " + said_of({
        "weights": " ".join(f"{weight:.6g}" for weight in session.weights),
        "stars": reasons.replace("unreached unreached unreached", ""), "part": session.stage, "won": session.won,
        "reached": session.complete, "recorded": session.recorded, "frozen": sorted(session.frozen),
        "watched": session.detector is not None, "called": session.called, "used up": session.used_up,
        "turned": {name: value for name, value in session.knobs.items() if start.get(name) != value},
        "counted": {name: unit.count(session) for name, unit in UNITS.items() if unit.count(session)},
        "took": tally.cost_at_win, "besides": tally.par_target_met if session.level.par_target else None,
        "first": tally.first_values, "carried": tally.carried, "left": session.steps_left, "looks": looks,
        "answers": session.answers, "done": " · ".join(" ".join(map(str, to_json(each))) for each in session.actions),
        "end": end and f"{outcome_title(end)}, {end.cause} {end.step} {end.turn}", "away": run.diverged,
        "values": end and {name: float(f"{value:.6g}") for name, value in sorted(end.values.items())},
    })  # fmt: skip


def facts(session: Session) -> str:
    """What is true of the run that has ended."""
    assert session.outcome is not None
    told = RunFacts(session, session.outcome)
    names = [name for name in vars(RunFacts) if not name.startswith("_") and callable(getattr(told, name))]
    ratio = "no ratio" if told.ratio is None else f"{told.ratio:.6g}"
    return " ".join([ratio, *(name for name in names if getattr(told, name)())])


def does(press: str, names: dict[str, Any]) -> None:
    """An action, or several; another session takes its place; else what it says is said."""
    try:
        done = eval(press, names)
        if isinstance(done, Session):
            names["it"] = done
        elif isinstance(done, str):
            names["said"].append(done)
        else:
            names["it"].do(done)
    except Impossible as why:
        names["said"].append(str(why))


NAMES: dict[str, Any] = {
    **PUBLIC, "begin": play, "state": state, "facts": facts, "two": two, "hand": hand, "lock": lock, "inf": inf,
    "small": levels.small, "run_until": run_until, "BOTH": levels.BOTH, "WON": Turn("weight", 1.0),
    "LOW": Turn("weight", 0.25), "BET": Question("?", ["a", "b"], right="a"),
    "DELTA": [Turn("learner", "gradient-descent"), Turn("alpha", 2.0)],
    "LATE": [Learn(1), Turn("alpha", 1.0), Learn(1), Learn(2)],
}  # fmt: skip


def test_what_follows_of_each_action() -> None:
    assert differences(WALKS, NAMES, does) == []
    asked = {name for name in vars(RunFacts) if not name.startswith("_") and inspect.isfunction(vars(RunFacts)[name])}
    assert asked <= {*WALKS.read_text(encoding="utf-8").split()}, "each is true of some run"

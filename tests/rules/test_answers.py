"""What the rules answer when they are asked: of stars, targets, knobs, levels, names, actions. answers.txt has it
all."""

from dataclasses import replace
from math import inf, nan
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from downslope import Catalog, Drawn, Example, Knob, Level, Neuron, Neurons, Question, Session, Show, Turn, rules
from downslope.rules import campaign as trail, catalog, stars
from downslope.rules.target import Accuracy, TargetInfo, share_correct, target_info_of
from lib.compiled_loops import metric
from lib.support import play, shipped
from lib.walks import answers, differences, questions, said_of
from rules.levels import BOTH, small
from rules.test_walks import hand

ANSWERS = Path(__file__).with_name("answers.txt")
BET = Question("?", ["a", "b"], right="a")
LEVEL = Level(
    "pack/small", title="Small", examples=[Example(1, 2)], unseen=[Example(3, 4)], par=3, settings={"tau": 0.5},
    sight={"bowl": "fog"}, knobs=(Knob("weight", index=1), Knob("alpha", 0.1, 1.0), Knob("seed", 0, 3)),
    stages=[{"title": "Two"}, {"star": 2, "brief": "Other"}, {"star": None, "par": 7, "alpha": 0.3}, {"star": 3}],
    variants={"seed": {1: {"title": "Sown"}, 2: {"network": Neurons(2)}}, "gear": {"x": {"par": 9}}},
)  # fmt: skip


def named(name: str, chapter: str = "", **fields: Any) -> Level:
    return replace(small(**fields), id=name, title=name, chapter=chapter)


ROW = [
    named("one", "forward"), named("pack/own", "forward"), named("three", "delta"), named("two", "forward"),
    named("four", "error"), named("five", "error", recap=[BET]), named("six", "error"), named("pack/more"),
    named("code", "nowhere"),
]  # fmt: skip
COURSE = Catalog(levels={each.id: each for each in ROW}, owner={"level code": "outside"}, trails={"pack": "Pack"})
TAUGHT = {
    "first": named("first", introduces=["dial"], stages=[{"introduces": ["table"]}, {"brief": "once more"}]),
    "second": named("second"), "third": named("third", introduces=["undo", "loop"]),
}  # fmt: skip
FUSSY = metric("fussy", "[1.0][abs(prediction - 0.3388) < 1e-4]", "prediction - 1")


def place(level: Level) -> str:
    after = trail.following(level, COURSE)
    return f"{level.id} {trail.code(level, COURSE)}, then {after and after.id}"


def opened(chapter: int, *reached: str) -> str:
    missing, *told = (ask(chapter, reached, COURSE) for ask in (trail.missing, trail.is_open, trail.is_complete))
    return said_of({"missing": missing, "open": told[0], "complete": told[1]})


def conditions(**fields: Any) -> str:
    return ", ".join(" ".join(map(str, stars.condition_of(hand(**fields), star))).strip() for star in (1, 2, 3))


def part_of(session: Session) -> str:
    return f"part {session.stage}, par {stars.par_here(session)}, counts part {stars.part_with_count(session)}"


def on(weight: float) -> Session:
    return play(small(examples=BOTH, unseen=[Example(1, 3)], weights=[weight], knobs=()))


def asks(target: Any) -> str:
    info = target_info_of(target)
    text, numbers = info.asks()
    assert (info is target) is isinstance(target, TargetInfo) and hash(info) == hash(info)
    refused = info.refusals[numbers.get("count") != 1].format(**numbers) * (info.refusals != TargetInfo.refusals)
    return said_of({
        text.format(**numbers): True, "mean error": info.mean_error(RUN, "squared", 1.0), "within": info.within(RUN),
        "tolerance": info.tolerance, "summed": info.summed, "drawn": info.drawn, "unseen": info.unseen,
        "refused:": refused,
    })  # fmt: skip


RUN = on(1.0).run
TURNED = [Example([1, 0], [1, 0]), Example([0, 1], [0, 1])]


def reading(*done: Any, weights: Any = (1.0, 0.0, 0.0, 1.0), **fields: Any) -> Session:
    """A net that sees two pixels and reads which of them is lit."""
    given: dict[str, Any] = {"examples": TURNED, "unseen": TURNED[:1], "target": Drawn(2), "knobs": ()}
    return play(small(network=Neuron(2, 2), weights=list(weights), **given), *done)


def reads(weights: list[float]) -> list[float]:
    """Which share of what it has seen, of what it has not, of nothing; up to which share each counts as met."""
    session = reading(weights=weights)
    shares = [share_correct(session.run, session.level.data(unseen=unseen)) for unseen in (False, True)]
    for share, unseen in zip(shares, (False, True)):
        assert Accuracy(share, unseen).met(session) and not Accuracy(share + 0.01, unseen).met(session)
    return [*map(float, shares), share_correct(session.run, [])]


def of_knob(turned: Knob[Any]) -> str:
    return f"{turned.allowed_values()}: {turned.values()}" + ", notched" * turned.notched


def along(session: Session, name: str) -> dict[str, float]:
    return rules.answers(session.run, session.weights, name)


def behind(session: Session) -> str:
    """The numbers behind the facts of a run that has ended; walks.txt has which of these are true."""
    assert session.outcome is not None
    told = rules.RunFacts(session, session.outcome)
    return said_of({
        "misses": [*told.misses], "seen": [*told.seen], "watched from": told.watched_from, "crossing": told.crossing,
        "cycle": told.cycle_errors, "signed": rules.signed_misses(session, 1, 2),
        "alpha since": rules.alpha_since(session), "ratio": rules.constant_ratio(session),
    })  # fmt: skip


def met(weight: float, *some: Any) -> list[bool]:
    return [target.met(on(weight)) for target in some]


def panels(name: str, part: int = 0) -> list[str]:
    return sorted(trail.shown(TAUGHT[name], TAUGHT.values(), part))


ROOMS = ("schema.level_rules", "solving.autosolve", "rules.judged_steps", "rules.picture_numbers", "rules.level_words",
         "rules.outcome", "rules.knob", "rules.actions", "rules")  # fmt: skip
ASKED = questions(*ROOMS, names=globals() | {
    "names": catalog, "names_of": lambda level: [*rules.names(level)], "nan": nan, "inf": inf, "Plain": SimpleNamespace,
    "WON": Turn("weight", 1.0), "BARE": {"sight": {"bowl": "none"}}, "AFTER": BET._replace(star=None),
    "NEEDLE": Question("?!", ["up", "down"], right="up", needle=0),
    "LEFT": Show((1, 0), (1, 0)), "RIGHT": Show((0, 1), (0, 1)), "WRONG": Show((0, 1), (1, 0)),
    "HALF": Show((0, 0.5), (1, 0)), "TILES": shipped().learner("rule-of-tiles"),
    "GEAR": Knob("gear", stops=(3, 0.5, 1)), "NAMES": Knob("metric", stops=("squared", "absolute")),
    "DIAL": Knob("dial", -1.0, 1.0, step=0.1), "PLAIN": Knob("weight", -4.0, 4.0),
    "FUSSED": replace(shipped(), metrics={"fussy": FUSSY}),
    "HALVES": small(examples=[Example(2, 1)], alpha=0.125, budget=50),
    "TWO": small(network=Neuron(1, 2), weights=[0.0, 0.0], examples=[Example(1, (1, 2))], alpha=0.125),
    "BESIDE": {"network": Neurons(2), "examples": [Example((1, 2), (1, 1))], "weights": [0.0, 0.0]},
    "BOTH_FAR": small(examples=[Example(1, 1), Example(2, 2)], weights=[3.0], alpha=0.1),
    "LOG": Knob("alpha", 0.01, 2.0, log=True), "LOG_STEP": Knob("alpha", 0.01, 2.0, log=True, step=0.1),
})  # fmt: skip


def test_what_is_answered() -> None:
    assert differences(ANSWERS, ASKED, answers) == []

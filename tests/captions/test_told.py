"""What is told while the machine tries, of a run and at its end, word by word: told.txt is the transcript. And findings
read a second time: every setting runs apart, to its end; and what is told of runs that are drawn, and of digits."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings, strategies as st

from downslope import Fault
from downslope.attempt.rehearsal import shipped_drawings
from downslope.captions import findings as told
from downslope.captions.look_moments import BY_CHANCE, kernel_moments, last_moments, look_moment
from downslope.captions.moments import moments_incremental
from downslope.captions.sentences import LONGEST, TEMPLATES, Moment, sentence
from downslope.engine.checkpoint import Snapshot
from downslope.learning import Metric
from downslope.rules import UNITS, Action, Impossible, Learn, Probe, Reset, Session, Turn, merge_learns
from downslope.solving.tried import Tried, level_with
from downslope.view.format.markup import plain
from lib.finding_claims import FINDING_CHECKS, Reading, told_of
from lib.moment_claims import CHECKS, moments, wrong_moments
from lib.playing import need
from lib.shows import all_runs, parts_of, tried_parts
from lib.support import campaign, play, shipped
from lib.walks import PUBLIC, differences

TOLD = Path(__file__).with_name("told.txt")
# What none of these tells (those that are drawn do), and what the long ones alone tell
RARE = {"tries learners", "out", "schedule falls", "out, one is not", "runs away", "peek higher", "all dark",
        "high, one to blame", "first of several", "differ", "rises", "one dark", "all alike"}  # fmt: skip
LATE = {"answer mostly", "lights up", "nudge", "nudges", "plays", "some alike", "together little", "tries spreads"}
# Of these the numbers themselves are compared below, or in told.txt.
END = {"there", "won with", "not there", "given up", "draw", "instead", "there, par", "there, par and yours",
       "won with, par", "won with, par and yours"}  # fmt: skip
READING = {"half a pass", "pass reads", "pass reads, mistakes", "light below dark", "light above dark",
           "light right of dark", "light left of dark", "by chance", "before it trains", "digits read", "passes read",
           "still training"}  # fmt: skip
OWN = {"own way", "own way, alphas", "own alphas", "no try", "looks", "looks, by hand", "again", "as set"}
KINDS = set[str]()


def said(moment: Moment | None) -> str:
    if moment is None:
        return "nothing"
    KINDS.add(moment.kind)
    text = plain(sentence(moment))
    return text if len(text) <= LONGEST else f"too long: {text}"


def captions(session: Session) -> list[str]:
    """Each with its step, or its action; and which of them are not so."""
    found = moments(session)
    texts = [f"{moment.step}: {said(moment)}" for moment in found]
    asked = [moment for moment in found if moment.kind in CHECKS]  # of digits it is asked below
    return texts + [f"not so: {sentence(moment)}" for moment in wrong_moments(session, asked)]


def run(level: str, *actions: Action) -> list[str]:
    """Of a run to its end after these actions."""
    session = play(level, *actions)
    session.learn_until_outcome(session.level.budget * len(session.run.batches))
    return captions(session)


def show(part: str) -> list[str]:
    """Of what the machine tries there, when it is seen; of its run; and of its end."""
    ((tried, session),) = (each[1:] for each in parts_of(part.split()[0]) if each.name == part)
    found = told_of(tried) if tried is not None else []
    return [*(f"tries, {each.step}: {said(each)}" for each in found), *captions(session),
            f"end: {said(told.end_moment(session, 99))}"]  # fmt: skip


def drawings() -> list[str]:
    session = play("read-my-hand")
    for drawing in shipped_drawings(session)[:3]:
        session.do(drawing)
    return captions(session)


def again(level: str, steps: int, knob: str, value: str) -> Iterator[str]:
    """Of four runs, with a Reset after each, and a knob that is turned as soon as it may be."""
    session = play(level)
    for _run in range(4):
        session.do(Learn(steps))
        yield said(told.again_moment(session))
        session.do(Reset())
        with suppress(Impossible):
            session.do(Turn(knob, value))


def end(level: str, steps: int, *actions: Action) -> str:
    session = play(level, *actions)
    if steps:
        session.learn_until_outcome(steps)
    return said(told.end_moment(session))


def does(press: str, names: dict[str, Any]) -> None:
    answer = eval(press, names)
    names["said"] += [answer] if isinstance(answer, str) else answer


NAMES: dict[str, Any] = {
    **PUBLIC, "run": run, "show": show, "end": end, "again": again, "drawings": drawings, "it": None,
    "state": lambda _it: "nothing", "done": lambda *what: captions(play(*what)),
    "own_way": lambda level: said(told.own_way(play(level))),
    "search": lambda level: said(told.search_moment(play(level))),
}  # fmt: skip


def test_every_caption_has_a_claim_that_is_checked_and_every_mark_is_one() -> None:
    checked = [set(CHECKS), set(FINDING_CHECKS), END, READING, OWN]
    assert set(TEMPLATES) == set().union(*checked) and sum(map(len, checked)) == len(TEMPLATES)
    assert [text for text in TEMPLATES.values() if re.search(r"[\[\]]", plain(text))] == []


@pytest.mark.parametrize("long", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_what_is_told_of_all_that_is_shown_and_of_other_runs(long: bool) -> None:
    KINDS.clear()
    file = TOLD.with_stem("told_long") if long else TOLD
    assert differences(file, NAMES, does) == []
    text = file.read_text(encoding="utf-8")
    assert [part for part, _run in all_runs(long) if f'show("{part}")' not in text] == []
    missing = {*CHECKS, *FINDING_CHECKS} - KINDS
    assert missing.isdisjoint(LATE) if long else missing == RARE | LATE


@pytest.mark.slow
def test_every_finding_is_true_by_a_second_reading() -> None:
    readings = [Reading(tried) for _name, tried in tried_parts()]
    found = [(reading, each) for reading in readings for each in told_of(reading.tried)]
    assert [sentence(each) for reading, each in found if not reading.holds(each)] == []


@pytest.mark.parametrize(("part", "other", "border"), [
    ("valley 0", "", "From alpha .65 up it runs away."), ("thirteen 0", "With alpha 15 instead: 4 nights.", ""),
    ("valley 1", "With momentum 0 instead: 58 steps.", ""), ("three-neurons 0", "", "From leash .51 up it runs away."),
])  # fmt: skip
def test_what_another_setting_takes_and_where_running_away_begins_is_true(part: str, other: str, border: str) -> None:
    """Once all tries have come to their ends; what comes after the choice changes no word before it."""
    first = need({each.name: each.tried for each in parts_of(part.split()[0])}[part])
    tried = Tried(first.session)
    assert told.other_setting(tried) is None and told.border_moment(tried) is None
    tried.finish()
    found, edge, choice = told.other_setting(tried), told.border_moment(tried), tried.choice
    assert found is not None and choice is not None and told_of(tried) == told_of(first)
    assert (other in ("", said(found))) and (border in ("", said(edge)))
    assert edge is None or Reading(tried).holds(edge)
    ((knob, _title, value),) = found.facts["way"]
    done = [action for action in choice.actions if not (isinstance(action, Turn) and action.knob == knob)]
    actions = merge_learns([*tried.session.actions, *done, Turn(knob, value)])
    again = Session(tried.session.base, tried.session.catalog, actions)
    again.learn_until_outcome(again.level.budget * len(again.run.batches))
    assert again.won and (again.count - again.recorded) // len(again.run.batches) == found.facts["steps"].n


def test_the_end_says_what_it_took() -> None:
    for _part, session in all_runs(False):
        found, count = told.end_moment(session, 99), UNITS[session.level.par_unit].count(session)
        assert not session.won or found.facts["steps"].n == (count or session.count - session.recorded)


# drawn, and digits look by look


def wrong(session: Session) -> list[str]:
    return [text for text in captions(session) if re.search("not so: |too long: ", text)]


LEARNED = [level.id for level in campaign() if level.learner and not level.solution and not level.stop]


@pytest.mark.slow
@settings(max_examples=25)
@given(st.sampled_from(LEARNED), st.floats(-3.0, 0.5), st.sampled_from([None, *sorted(shipped().learners)]))
def test_every_caption_of_a_run_that_was_drawn_is_true(name: str, power: float, learner: str | None) -> None:
    level = shipped().level(name)
    changes: dict[str, Any] = {"alpha": round(10**power, 4)} if isinstance(level.alpha, float) else {}
    try:
        session = Session(level_with(level, learner, budget=60, **changes), shipped())
        session.learn_until_outcome(60 * len(session.run.batches))
    except (Impossible, Fault):  # a learner that is made for other levels
        assume(False)
    assert wrong(session) == []


BY_HAND = [level.id for level in campaign() if level.learner is None and level.network.size == 1]


@settings(max_examples=20)
@given(st.sampled_from(BY_HAND), st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_every_caption_of_looks_that_were_drawn_is_true(name: str, places: list[float]) -> None:
    session = play(name)
    knob = session.level.knob("weight")
    assert knob is not None
    for place in places:
        if not session.won:
            session.do(Turn("weight", knob.snap(knob.low + (knob.high - knob.low) * place)))
            if session.level.probes is not None:
                session.do(Probe())
    assert moments(session) and wrong(session) == []


def test_a_metric_that_raises_tells_of_its_error_alone() -> None:
    def delta(_self: Metric, prediction: float, goal_prediction: float) -> float:
        if abs(prediction - goal_prediction) > 0.5:  # raises when it is asked far away
            raise TypeError("too far")
        return 1.0 if prediction > goal_prediction else -1.0

    absolute = type(shipped().metrics["absolute"])
    catalog = replace(shipped(), metrics={"narrow": type("Narrow", (absolute,), {"name": "narrow", "delta": delta})()})
    level = replace(shipped().level("goldilocks"), metric="narrow", stages=(), questions=(), alpha=0.005, knobs=())
    session = Session(level, catalog)
    session.learn_until_outcome(6)
    assert [plain(sentence(each)) for each in moments(session)] == ["The error falls from .20 to .08 in 6 steps."]


PASS = 1437


def votes(session: Session, step: int) -> tuple[float, Counter[tuple[int, int]]]:
    """The share that is read rightly, and what is taken for what."""
    weights, pictures, wrong = session.run.weights_at(step), session.level.data(unseen=True), Counter[tuple[int, int]]()
    for picture, goal in pictures:
        found = list(session.run.network.forward(weights, picture)[-1])
        if found.index(max(found)) != goal.index(max(goal)):
            wrong[list(goal).index(max(goal)), found.index(max(found))] += 1
    return (len(pictures) - wrong.total()) / len(pictures), wrong


@pytest.mark.parametrize("level", [pytest.param("kernels", marks=pytest.mark.slow), "ten-neurons"])
def test_what_is_told_of_half_a_pass_and_of_a_pass_is_so_and_the_same_look_by_look(level: str) -> None:
    session = play(level, Learn(PASS))
    found = {moment.kind: moment for moment in moments(session)}
    half, whole = found["half a pass"], found["pass reads, mistakes"]
    (begin, _wrong), (middle, _other), (share, wrong) = (votes(session, step) for step in (0, PASS // 2, PASS))
    assert (half.step, half.facts["part"], half.facts["begin"]) == (PASS // 2, middle, begin)
    assert (whole.step, whole.facts["pass"], whole.facts["part"]) == (PASS, 1, share)
    assert wrong[whole.facts["meant"], whole.facts["read"]] == whole.facts["times"] == max(wrong.values())
    looks = [Snapshot(step, list(session.run.history.weights_at(step)), {"unseen": part})
             for step, part in ((0, begin), (10, 0.1), (PASS // 2, middle))]  # fmt: skip
    looks.append(Snapshot(PASS, list(session.weights), {"unseen": share}))
    seen = [look_moment(look, looks[0], PASS) for look in looks]
    assert [moment.kind for moment in seen] == ["before it trains", "digits read", "half a pass", "pass reads"]
    assert [moment.facts["part"] for moment in seen] == [look.measured["unseen"] for look in looks]
    assert seen[2].facts == pytest.approx(half.facts)
    end, *kernels = last_moments(session.run.network, looks[-1], looks[0], PASS)
    assert kernels == [moment for kind, moment in found.items() if kind.startswith("light")]
    assert f"it reads {100 * share:.1f}% of unseen digits; {100 * begin:.1f}%" in plain(sentence(end))
    assert "Still training" in sentence(look_moment(looks[2], looks[0], PASS, waits=True))
    assert all(len(plain(sentence(moment))) <= LONGEST for moment in [*seen, *found.values(), end, BY_CHANCE])
    assert len(list(moments_incremental(session))) > 3 * 360 // 12, "between two pauses are no more than some pictures"


def test_a_kernel_is_said_to_look_for_what_it_weighs_most() -> None:
    network = play("kernels").run.network
    for kernel, kind in (((-1, -1, -1, 0, 0, 0, 1, 1, 1), "below"), ((1, 0, 0, 1, 0, 0, 1, 0, 0), "left of")):
        weights = [0.0] * network.size
        weights[9:18] = kernel
        assert kernel_moments(network, weights, 7) == [Moment(7, 1, f"light {kind} dark", {"kernel": 2})]

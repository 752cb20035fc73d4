"""What is told while the machine tries, of a run and at its end, word by word: told.txt is the transcript. And findings
read a second time: every setting runs apart, to its end."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from downslope.attempt.rehearsal import shipped_drawings
from downslope.captions import findings as told
from downslope.captions.sentences import LONGEST, Moment, sentence
from downslope.rules import UNITS, Action, Impossible, Learn, Reset, Session, Turn, merge_learns
from downslope.solving.tried import Tried
from downslope.view.format.markup import plain
from lib.finding_claims import FINDING_CHECKS, Reading, readings, told_of
from lib.moment_claims import CHECKS, moments, wrong_moments
from lib.shows import all_runs, tried_parts
from lib.support import play
from lib.walks import PUBLIC, differences

TOLD = Path(__file__).with_name("told.txt")
# What none of these tells; those that are drawn do
RARE = {"tries learners", "out", "schedule falls", "out, one is not", "runs away", "peek higher", "all dark",
        "high, one to blame", "first of several", "differ", "rises", "one dark", "all alike"}  # fmt: skip
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
    asked = [moment for moment in found if moment.kind in CHECKS]  # of digits test_moments.py asks
    return texts + [f"not so: {sentence(moment)}" for moment in wrong_moments(session, asked)]


def run(level: str, *actions: Action) -> list[str]:
    """Of a run to its end after these actions."""
    session = play(level, *actions)
    session.learn_until_outcome(session.level.budget * len(session.run.batches))
    return captions(session)


def show(part: str) -> list[str]:
    """Of what the machine tries there, when it is seen; of its run; and of its end."""
    tries, session = dict(tried_parts()), dict(all_runs())[part]
    found = told_of(tries[part]) if part in tries else []
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


def test_what_is_told_of_all_that_is_shown_and_of_other_runs() -> None:
    KINDS.clear()
    assert differences(TOLD, NAMES, does) == []
    text = TOLD.read_text(encoding="utf-8")
    assert [part for part, _run in all_runs() if f'show("{part}")' not in text] == []
    assert {*CHECKS, *FINDING_CHECKS} - KINDS == RARE


@pytest.mark.slow
def test_every_finding_is_true_by_a_second_reading() -> None:
    found = [(reading, each) for reading in readings().values() for each in told_of(reading.tried)]
    assert [sentence(each) for reading, each in found if not reading.holds(each)] == []


@pytest.mark.parametrize(("part", "other", "border"), [
    ("valley 0", "", "From alpha .65 up it runs away."), ("thirteen 0", "With alpha 15 instead: 4 nights.", ""),
    ("valley 1", "With momentum 0 instead: 58 steps.", ""), ("three-neurons 0", "", "From leash .51 up it runs away."),
])  # fmt: skip
def test_what_another_setting_takes_and_where_running_away_begins_is_true(part: str, other: str, border: str) -> None:
    """Once all tries have come to their ends; what comes after the choice changes no word before it."""
    first = dict(tried_parts())[part]
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
    for session in dict(all_runs()).values():
        found, count = told.end_moment(session, 99), UNITS[session.level.par_unit].count(session)
        assert not session.won or found.facts["steps"].n == (count or session.count - session.recorded)

"""What is said while the machine tries, read a second time: every setting runs apart, from its start to its end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from downslope.attempt.playback import Playback
from downslope.attempt.rehearsal import ShowPhase
from downslope.attempt.show import MachineShow
from downslope.captions.findings import again_moment, choice_finding, findings, own_way, search_moment
from downslope.captions.sentences import LONGEST, Moment, sentence
from downslope.rules.actions import Impossible, Learn, Reset, Turn
from downslope.rules.example import Example
from downslope.rules.knob import Knob
from downslope.rules.session import Session
from downslope.rules.target import Near
from downslope.solving.tried import Tried
from downslope.view.format.markup import plain
from finding_claims import FINDING_CHECKS, Reading, readings
from shows import tried_parts
from support import play, shipped, stops


def told_of(tried: Tried) -> list[Moment]:
    last = choice_finding(tried)
    return [*findings(tried), *([last] if last is not None else [])]


@pytest.mark.slow
def test_every_finding_is_true_by_a_second_reading() -> None:
    wrong = [
        (name, sentence(told))
        for name, reading in readings().items()
        for told in told_of(reading.tried)
        if not FINDING_CHECKS[told.kind](reading, told)
    ]
    assert not wrong, wrong


def test_no_finding_is_too_long() -> None:
    said = [plain(sentence(told)) for _name, tried in tried_parts() for told in told_of(tried)]
    assert len(said) > 100 and [text for text in said if len(text) > LONGEST] == []


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("thirteen 0", ["It tries 7 alphas from one start.",
                        "Alpha 9 lands after 3 nights, first of all.",
                        "Alpha 15 crosses the flag, nearer each time: .35 a step.",
                        "Alpha 9 needs the fewest: 3 nights."]),
        ("goldilocks 0", ["Alpha .5 swings between the same two weights.",
                          "Alpha .2 and alpha .3: 4 steps each; it takes the calmer one."]),
        ("valley 1", ["It tries 120 ways to set two knobs."]),
        ("orbit 0", ["None gets there by itself. The lowest is alpha .4.", "No single alpha does it: 1 and 1.2 in "
        "turn."]),
        ("all-zeros 1", ["It moves one weight by hand first: left → hidden 1 to −.3."]),
    ],
)  # fmt: skip
def test_what_is_said_of_some_tries(part: str, said: list[str]) -> None:
    tried = dict(tried_parts())[part]
    assert [text for text in map(plain, map(sentence, told_of(tried))) if text in said] == said


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("ten-neurons", "The level’s own way: alpha from .01 to .001."),
        ("kernels", "The level’s own way: kernels 16, alpha .1 to .001."),
    ],
)
def test_a_level_may_have_a_way_of_its_own(level: str, said: str) -> None:
    assert plain(sentence(own_way(play(level)))) == said


def test_a_teacher_that_teaches_itself_alone_is_played_first() -> None:
    """By the level's own knobs, to its end; then the tries."""
    show, said = MachineShow(play("edge-learned"), Playback()), list[str]()
    while not show.over:
        show.update(1 / 20)
        if show.caption not in said:
            said.append(show.caption)
        if show.phase is ShowPhase.ENDS and not show.done:
            run = show.session.run
            maps = [[run.network.predict(run.weights, x)[0] - goal for x, (goal,) in show.session.level.data(unseen)]
                    for unseen in (False, True)]  # fmt: skip
            assert max(map(abs, maps[0])) < 1e-3 < 0.5 < max(map(abs, maps[1]))
            assert [run.weights[k : k + 3] for k in (3, 6)] == [pytest.approx(run.weights[:3], abs=1e-6)] * 2
            assert show.session.knobs["picture"] == play("edge-learned").knobs["picture"] == "stripes"
    told = ["First the start setting: alpha .1, stripes.", "Stripes: own error 0, yet all three rows came out alike.",
            "It tries 18 ways to set two knobs.", "Dot, alpha 1: one pass, each cell in one step."]  # fmt: skip
    assert [text for text in map(plain, said) if text in told] == told and show.session.won


def test_a_falling_alpha_is_shown_where_no_constant_one_is_as_quick() -> None:
    level = shipped().level("noisy-lights")
    alphas = [float(action.value) for action in level.solution if isinstance(action, Turn)]
    assert all(b < a for a, b in pairwise(alphas)) and len(alphas) > 1
    shown = play(level, *level.solution)
    notches = [play(level, Turn("alpha", alpha)) for alpha in stops("noisy-lights")]
    for session in notches:
        session.learn_until_outcome(level.budget * len(session.run.batches))
    ends = [session.tally.cost_at_win[0] for session in notches if session.won]
    assert shown.tally.cost_at_win[0] == level.par and level.par is not None and level.par < min(ends)


def test_what_comes_after_the_choice_changes_no_word() -> None:
    for name in ("valley 0", "streetlights 0", "thirteen 0"):
        tried = dict(tried_parts())[name]
        later = Tried(tried.session)
        later.finish()
        assert told_of(later) == told_of(tried)


@pytest.mark.slow
@profile(max_examples=12)
@given(st.floats(0.2, 3.0), st.floats(-2.0, 2.0), st.integers(1, 200),
       st.sampled_from(["squared", "absolute", "huber", "log-cosh"]))  # fmt: skip
def test_every_finding_of_a_level_that_was_drawn_is_true(
    given_input: float, goal: float, hundredths: int, metric: str
) -> None:
    """Its alpha has no notches, so that nobody looks for a sequence of them."""
    least = hundredths / 100
    level = replace(
        shipped().level("goldilocks"), examples=[Example(round(given_input, 2), round(goal, 2))], stages=(), budget=20,
        knobs=[Knob("alpha", least, round(40 * least, 1), log=True)], alpha=least, metric=metric, target=Near(0.05),
    )  # fmt: skip
    tried = Tried(Session(level, shipped()))
    tried.work(lambda: tried.choice is None)
    reading = Reading(tried)
    assert [told for told in told_of(tried) if not FINDING_CHECKS[told.kind](reading, told)] == []


def test_once_more_is_said_while_a_knob_waits_for_runs_and_only_then() -> None:
    session, said = Session(shipped().level("the-wall"), shipped()), list[str]()
    for _run in range(4):
        session.do(Learn(4 * 30))
        moment = again_moment(session)
        said.append(plain(sentence(moment)) if moment is not None else "")
        session.do(Reset())
        with suppress(Impossible):
            session.do(Turn("wire", "always 1"))
    opens = [action for action in session.actions if isinstance(action, Turn)]
    told = "Once more: extra wire opens after 3 runs."
    assert said == ["", told, told, ""] and len(opens) == 2


@pytest.mark.parametrize(("level", "kind"), [
    ("dead-relu", "looks, by hand"), ("in-the-dark", "looks"), ("dead-wire", "looks"), ("stop-in-time", "looks"),
])  # fmt: skip
def test_what_it_looks_for_is_said(level: str, kind: str) -> None:
    assert search_moment(play(level)).kind == kind

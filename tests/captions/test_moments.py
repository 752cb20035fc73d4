"""What is told of a run, word by word, and that no sentence is too long for its place."""

from __future__ import annotations

import pytest

from downslope.captions.moments import moments
from downslope.captions.sentences import LONGEST, sentence
from downslope.rules.actions import Action, Turn
from downslope.rules.session import Session
from downslope.view.format.markup import plain
from shows import all_runs
from support import play


def run_of(level: str, *actions: Action) -> Session:
    session = play(level, *actions)
    session.learn_until_outcome(session.level.budget * len(session.run.batches))
    return session


def told(session: Session) -> list[tuple[int, str]]:
    """(pass, caption), in their order."""
    each = len(session.run.batches)
    return [((moment.step - session.recorded) // each, plain(sentence(moment))) for moment in moments(session)]


@pytest.mark.parametrize(
    ("level", "alpha", "said"),
    [
        ("thirteen", 9, [(1, "After each step .19 is left of the miss, on the same side.")]),
        ("thirteen", 15, [(1, "After each step .35 is left of the miss, on the other side."),
                          (1, "Step 1 goes past the flag, by .23.")]),
        ("thirteen", 24, [(1, "1.16 times the miss: each step lands farther out."),
                          (1, "Step 1 goes past the flag, by .78.")]),
        ("goldilocks", 0.5, [(1, "1.00 times the miss, on the other side: it never ends."),
                             (1, "Step 1 goes past the flag, by .20.")]),
        ("valley", 0.6, [(10, "9 of the first 10 steps turn back across the valley.")]),
        ("hidden-four", 0.5, [(0, "Neurons 1 and 3 stay dark: no example lights them."),
                              (1, "Neuron 2 answers only to: left, not middle."),
                              (5, "Right from pass 5 on: left, not middle."),
                              (11, "Neuron 4 answers only to: middle, not left."),
                              (12, "Right from pass 12 on: middle, not left.")]),
    ],
)  # fmt: skip
def test_what_is_told_of_a_run(level: str, alpha: float, said: list[tuple[int, str]]) -> None:
    assert [each for each in told(run_of(level, Turn("alpha", alpha))) if each in said] == said


def test_no_caption_of_the_campaign_is_too_long() -> None:
    said = {plain(sentence(moment)) for _name, run in all_runs() for moment in moments(run)}
    assert said and {text for text in said if len(text) > LONGEST} == set()

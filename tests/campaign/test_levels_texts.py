"""What is said in the campaign: length, order, questions."""

import re
from math import ceil

import pytest

from downslope.attempt.shown import par_phrase
from downslope.rules import Level, Marker, campaign
from downslope.schema.level_rules import faults
from downslope.view.cards.terms import TERMS
from downslope.view.format.markup import plain
from lib.support import campaign as levels, free, play, shipped, told

ORDER = {
    "forward": ["double-it", "a-hundredth", "seven", "below-zero", "one-knob-two-days"],
    "error": ["in-the-dark", "plus-and-minus", "the-grump", "no-perfect-answer"],
    "hot-and-cold": ["warmer", "stuck-steps"],
    "delta": ["which-way", "dead-wire", "hands-off"],
    "alpha": ["thirteen", "goldilocks", "overshoot", "runaway", "two-recipes", "orbit", "one-step", "sealed-box"],
    "many": ["three-neurons", "toes", "freeze-the-toes", "valley", "streetlights", "noisy-lights"],
    "deep": ["the-wall", "hidden-four", "all-zeros", "dead-relu", "linear-layers", "stop-in-time"],
    "images": ["edge-by-hand", "edge-learned", "ten-neurons", "kernels", "read-my-hand"],
}
FIRST = ("forward", "error", "hot-and-cold", "delta")  # chapters whose texts are shorter still

# What a player can be asked to do: the task of every level and of every part of it says one of them.
TO_DO = re.compile(
    r"\b(bring|build|call|change|choose|draw|feel|fill|find|freeze|give|land|learn|leave|look|make|peek|pick|probe|roll"
    r"|send|set|stop|strike|switch|take|teach|train|tune|turn|wake|which way|write|Be quicker)\b", re.I,
)  # fmt: skip

# A word of the trade -> the level whose own texts introduce it. No level before that one may use it.
INTRODUCED = {
    "error": "in-the-dark", "delta": "which-way", "alpha": "thirteen", "weight_delta": "two-recipes",
    "law": "one-step", "momentum": "valley", "beta": "valley", "exam": "streetlights", "pass(es)?": "streetlights",
    "hidden": "hidden-four", "spread": "all-zeros", "ReLU": "dead-relu", "(un)?seen error": "stop-in-time",
    "kernels?": "edge-by-hand", "shifts": "kernels",
}  # fmt: skip


def test_the_levels_are_there_in_order_and_take_as_long_as_was_meant() -> None:
    found: dict[str, list[str]] = {}
    for place in campaign.places(shipped()):
        found.setdefault(place.level.chapter, []).append(place.level.id)
    assert found == ORDER
    assert [len(ids) for ids in ORDER.values()] == [c.planned for c in campaign.CHAPTERS[: len(ORDER)]]
    minutes = [ceil(sum(shipped().level(name).minutes or 0 for name in ids)) for ids in ORDER.values()]
    assert minutes == [7, 12, 4, 10, 22, 24, 28, 32]


def tasks(level: Level) -> list[str]:
    """Of the level, and of its parts that have one of their own."""
    return [plain(text) for text in (level.brief, *(str(s["brief"]) for s in level.stages if "brief" in s))]


def told_in(level: Level) -> list[str]:
    """Everything that is told in a level."""
    asked = [text for q in level.questions for text in (q.text, q.why, *getattr(q, "answers", ()))]
    par = [par_phrase(level, level.par)] if level.par is not None else []
    return [*tasks(level), *par, level.insight, *level.hints, *asked, *map(str, level.words.values())]


@pytest.mark.parametrize("level", levels(), ids=lambda level: level.id)
def test_texts_are_short_and_whole(level: Level) -> None:
    first = level.chapter in FIRST
    hints = [hint for part in range(1 + len(level.stages)) for hint in level.stage(part).hints]
    limits = {20 if first else 25: tasks(level), 12 if first else 99: hints, 22 if first else 30: [level.insight]}
    for most, texts in limits.items():
        assert all(0 < len(plain(text).split()) <= most for text in texts)
    assert not first or all(len(plain(question.text).split()) <= 20 for question in level.questions)
    assert all(TO_DO.search(task) for task in tasks(level))
    assert len(level.hints) == 3 and all(level.hints) and level.title and level.minutes
    for text in (*told_in(level), level.title, *(text for q in level.recap for text in (q.text, q.why))):
        assert not set("[]") & set(plain(text)), "every bracket is a mark that is shown in its hue"
        assert " -" not in text and ":-" not in text, "a minus is written −"


def test_no_word_is_used_before_the_level_that_introduces_it() -> None:
    texts = {level.id: "\n".join(map(plain, told_in(level))) for level in levels()}
    first = {word: next(name for name, text in texts.items() if re.search(rf"\b{word}\b", text, re.I))
             for word in INTRODUCED}  # fmt: skip
    assert first == INTRODUCED
    assert shipped().level("all-zeros").brief.endswith("Spread = how far apart the start weights are.")
    (exam,) = [term for term in TERMS if term.word == "exam"]
    assert exam.level == "streetlights" and exam.word in shipped().level(exam.level).brief


@pytest.mark.parametrize("level", levels(), ids=lambda level: level.id)
def test_questions_are_whole_and_a_level_of_their_own_is_valid(level: Level) -> None:
    for question in (*level.questions, *level.recap):
        assert question.text and (question.why or level.id == "the-grump")
        assert question.level is None or faults(question.level) == []
        if isinstance(question, Marker):
            assert question.low < question.right < question.high
            assert 0 < question.within < 0.1 * (question.high - question.low)  # no luck
        else:
            assert len(set(question.answers)) == len(question.answers)
            if not question.knob:  # that one has an answer for each place of its knob
                assert len(question.answers) == (2 if level.id == "which-way" else 3)


@pytest.mark.parametrize("number", range(1, 1 + len(ORDER)))
def test_recaps_end_each_chapter_and_bring_one_question_back(number: int) -> None:
    chapters, recap = list(ORDER), campaign.recap_of(number, shipped())
    assert all(question.when == "recap" for question in recap)
    assert [question.level.chapter for question in recap] == [chapters[number - 1]] * 2 + [chapters[max(0, number - 2)]]
    with_recap = [name for name in ORDER[chapters[number - 1]] if shipped().level(name).recap]
    assert with_recap == ORDER[chapters[number - 1]][-1:]


def test_what_recaps_tell_is_so() -> None:
    signed = shipped().level("no-perfect-answer").recap[0].level
    assert [m for m in ("signed-miss", "absolute", "squared") if play(signed).error_by(m) == 0] == ["signed-miss"]
    assert play(shipped().level("stuck-steps").recap[2].level).run.error() == 9
    other = shipped().level("sealed-box").recap[1].level
    assert told(play(other)) == "runaway"
    assert told(free("sealed-box", examples=other.examples, weights=[0], alpha=0.2)).startswith("overshoot")

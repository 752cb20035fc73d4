"""What is said in the campaign: length, order, questions; every answer that a run gives is found by running it."""

import re
from math import ceil

from downslope.attempt.shown import par_phrase
from downslope.rules import campaign
from downslope.rules.actions import Turn
from downslope.rules.level import Level
from downslope.rules.question import Marker, Question
from downslope.schema.level_rules import faults
from downslope.view.cards.terms import TERMS
from downslope.view.format.markup import plain
from support import campaign as levels
from support import free, play, shipped, told

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


def asked() -> list[tuple[Level, Question | Marker]]:
    return [(level, question) for level in levels() for question in (*level.questions, *level.recap)]


def test_the_levels_are_there_in_order() -> None:
    found: dict[str, list[str]] = {}
    for place in campaign.places(shipped()):
        found.setdefault(place.level.chapter, []).append(place.level.id)
    assert found == ORDER
    assert [len(ids) for ids in ORDER.values()] == [c.planned for c in campaign.CHAPTERS[: len(ORDER)]]


def test_a_visit_takes_as_long_as_was_meant() -> None:
    minutes = {chapter: sum(shipped().level(i).minutes or 0 for i in ids) for chapter, ids in ORDER.items()}
    assert [ceil(m) for m in minutes.values()] == [7, 12, 4, 10, 22, 24, 28, 32]


def test_texts_are_short() -> None:
    """In the first four chapters shorter still."""
    for level in levels():
        if level.chapter in ("forward", "error", "hot-and-cold", "delta"):
            hints = [hint for part in range(1 + len(level.stages)) for hint in level.stage(part).hints]
            asked = [question.text for question in level.questions]
            for most, texts in {20: [*tasks(level), *asked], 12: hints, 22: [level.insight]}.items():
                assert [text for text in texts if len(plain(text).split()) > most] == []
        assert 0 < len(plain(level.brief).split()) <= 25 and 0 < len(plain(level.insight).split()) <= 30, level.id
        assert len(level.hints) == 3 and all(level.hints) and level.title and level.minutes, level.id


# What a player can be asked to do: the task of every level and of every part of it says one of them.
TO_DO = re.compile(
    r"\b(bring|build|call|change|choose|draw|feel|fill|find|freeze|give|land|learn|leave|look|make|peek|pick|probe|roll"
    r"|send|set|stop|strike"
    r"|switch|take|teach|train|tune|turn|wake|which way|write)\b", re.I,
)  # fmt: skip
PLAYS_BY_ITSELF = ("Be quicker",)  # the knob was told before


def tasks(level: Level) -> list[str]:
    """Of the level, and of its parts that have one of their own."""
    return [plain(text) for text in (level.brief, *(str(s["brief"]) for s in level.stages if "brief" in s))]


def test_a_task_says_in_few_words_what_to_do() -> None:
    for task in (task for level in levels() for task in tasks(level)):
        assert len(task.split()) <= 25, task
        assert TO_DO.search(task) or any(known in task for known in PLAYS_BY_ITSELF), task


# A word of the trade -> the level whose own texts introduce it. No level before that one may use it.
INTRODUCED = {
    "error": "in-the-dark", "delta": "which-way", "alpha": "thirteen", "weight_delta": "two-recipes",
    "law": "one-step", "momentum": "valley", "beta": "valley", "exam": "streetlights", "pass(es)?": "streetlights",
    "hidden": "hidden-four", "spread": "all-zeros", "ReLU": "dead-relu", "(un)?seen error": "stop-in-time",
    "kernels?": "edge-by-hand", "shifts": "kernels",
}  # fmt: skip


def test_no_word_is_used_before_the_level_that_introduces_it() -> None:
    texts = {level.id: "\n".join(told_in(level)) for level in levels()}
    first = {word: next(name for name, text in texts.items() if re.search(rf"\b{word}\b", text, re.I))
             for word in INTRODUCED}  # fmt: skip
    assert first == INTRODUCED


def told_in(level: Level) -> list[str]:
    """Everything that is told in a level, in plain words."""
    asked = [text for q in level.questions for text in (q.text, q.why, *getattr(q, "answers", ()))]
    named = [str(word) for word in level.words.values()]
    par = [par_phrase(level, level.par)] if level.par is not None else []
    return [plain(text) for text in (*tasks(level), *par, level.insight, *level.hints, *asked, *named)]


WRITTEN_OUT = {
    "kernels": "Shifts = half of the pictures moved by a pixel.",
    "all-zeros": "Spread = how far apart the start weights are.",
}


def test_a_task_that_brings_a_new_word_ends_with_what_it_means_or_is_where_the_glossary_brings_it() -> None:
    assert all(shipped().level(level).brief.endswith(meaning) for level, meaning in WRITTEN_OUT.items())
    (exam,) = [term for term in TERMS if term.word == "exam"]
    assert exam.level == "streetlights" and exam.word in shipped().level(exam.level).brief


def test_every_bracket_in_a_text_is_a_mark_that_is_shown_in_its_hue() -> None:
    for level in levels():
        questions = [text for q in (*level.questions, *level.recap) for text in (q.text, q.why)]
        for text in (level.title, level.brief, level.insight, *level.hints, *questions, *level.words.values()):
            assert not set("[]") & set(plain(text)), text


def test_no_text_names_a_number_as_a_program_would() -> None:
    for level in levels():
        for text in (level.brief, level.insight, *level.hints, *(q.text for q in level.questions)):
            assert " -" not in text and ":-" not in text, text  # a minus is written −


def test_questions_are_whole_and_a_level_of_their_own_is_valid() -> None:
    for level, question in asked():
        assert question.text and (question.why or level.id == "the-grump"), level.id
        assert question.level is None or faults(question.level) == []
        if isinstance(question, Marker):
            assert question.low < question.right < question.high, question.text
            assert 0 < question.within < 0.1 * (question.high - question.low), question.text  # no luck
        else:
            assert len(set(question.answers)) == len(question.answers), question.text
            if not question.knob:  # that one has an answer for each place of its knob
                assert len(question.answers) == (2 if level.id == "which-way" else 3), question.text


def test_recaps_end_each_chapter_and_bring_one_question_back() -> None:
    for number, ids in enumerate(ORDER.values(), 1):
        recap = campaign.recap_of(number, shipped())
        assert len(recap) == 3 and all(q.when == "recap" for q in recap)
        chapters = [q.level.chapter for q in recap]
        earlier = list(ORDER)[max(0, number - 2)]
        assert chapters == [list(ORDER)[number - 1]] * 2 + [earlier]
        assert [bool(shipped().level(i).recap) for i in ids] == [False] * (len(ids) - 1) + [True]


def test_only_the_signed_meter_says_0() -> None:
    (question, bottom, _) = shipped().level("no-perfect-answer").recap
    errors = {m: play(question.level).error_by(m) for m in ("signed-miss", "absolute", "squared")}
    assert [m for m, error in errors.items() if error == 0] == ["signed-miss"]
    squared = min(stops_of(bottom.level), key=lambda w: play(bottom.level, Turn("weight", w)).error_by("squared"))
    assert squared == 4  # the wrong answer that a squared meter would give


def stops_of(level: Level) -> list[float]:
    knob = level.knob("weight")
    assert knob is not None
    return [float(value) for value in knob.values() or ()]


def test_the_square_of_the_miss_at_input_3() -> None:
    question = shipped().level("stuck-steps").recap[2]
    assert play(question.level).run.error() == 9


def test_the_other_cookbook_would_have_landed() -> None:
    level = shipped().level("sealed-box").recap[1].level
    assert told(play(level)) == "runaway"
    assert told(free("sealed-box", examples=level.examples, weights=[0], alpha=0.2)).startswith("overshoot")

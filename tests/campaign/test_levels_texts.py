"""What is said in the campaign: length, order, questions."""

import re

from downslope.attempt.shown import par_phrase
from downslope.rules import Level, Marker, campaign
from downslope.schema.level_rules import faults
from downslope.view.cards.terms import TERMS
from downslope.view.format.markup import plain
from lib.support import campaign as levels, shipped
from lib.walkthrough import MOVES

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


def tasks(level: Level) -> list[str]:
    """Of the level, and of its parts that have one of their own."""
    return [plain(text) for text in (level.brief, *(str(s["brief"]) for s in level.stages if "brief" in s))]


def told_in(level: Level) -> list[str]:
    """Everything that is told in a level."""
    asked = [text for q in level.questions for text in (q.text, q.why, *getattr(q, "answers", ()))]
    par = [par_phrase(level, level.par)] if level.par is not None else []
    return [*tasks(level), *par, level.insight, *level.hints, *asked, *map(str, level.words.values())]


def test_texts_are_short_and_whole_and_so_are_questions() -> None:
    for level in levels():
        first = level.chapter in FIRST
        hints = [hint for part in range(1 + len(level.stages)) for hint in level.stage(part).hints]
        limits = {20 if first else 25: tasks(level), 12 if first else 99: hints, 22 if first else 30: [level.insight]}
        long = [text for most, texts in limits.items() for text in texts if not 0 < len(plain(text).split()) <= most]
        long += [asked.text for asked in level.questions if first and len(plain(asked.text).split()) > 20]
        assert long == [] and all(map(TO_DO.search, tasks(level))), level.id
        assert len(level.hints) == 3 and all(level.hints) and level.title and level.minutes
        recap = [text for asked in level.recap for text in (asked.text, asked.why)]
        for text in (*told_in(level), level.title, *recap):
            assert not set("[]") & set(plain(text)), "every bracket is a mark that is shown in its hue"
            assert " -" not in text and ":-" not in text, "a minus is written −"
        for asked in (*level.questions, *level.recap):
            assert asked.text and (asked.why or level.id == "the-grump")
            assert asked.level is None or faults(asked.level) == []
            if isinstance(asked, Marker):
                assert 0 < asked.within < 0.1 * (asked.high - asked.low), "no luck"
            elif not asked.knob:  # that one has an answer for each place of its knob
                assert len(asked.answers) == (2 if level.id == "which-way" else 3)


def test_no_word_is_used_before_the_level_that_introduces_it() -> None:
    texts = {level.id: "\n".join(map(plain, told_in(level))) for level in levels()}
    first = {word: next(name for name, text in texts.items() if re.search(rf"\b{word}\b", text, re.I))
             for word in INTRODUCED}  # fmt: skip
    assert first == INTRODUCED
    (exam,) = [term for term in TERMS if term.word == "exam"]
    assert exam.level == "streetlights" and exam.word in shipped().level(exam.level).brief


def test_levels_are_as_they_were_planned_and_recaps_end_each_chapter_and_bring_one_question_back() -> None:
    assert [level.id for level in levels()] == list(MOVES), "in the order in which they are played"
    chapters = [chapter.key for chapter in campaign.CHAPTERS[:8]]
    for number, chapter in enumerate(campaign.CHAPTERS[:8], 1):
        names = [level for level in levels() if level.chapter == chapter.key]
        recap = campaign.recap_of(number, shipped())
        assert len(names) == chapter.planned and all(asked.when == "recap" for asked in recap)
        assert [asked.level.chapter for asked in recap] == [chapter.key] * 2 + [chapters[max(0, number - 2)]]
        assert [level for level in names if level.recap] == names[-1:]

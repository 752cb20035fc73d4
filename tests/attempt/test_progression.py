"""How far the player has come: what is open, what comes next, what a chapter came to."""

from __future__ import annotations

from typing import Any

from downslope.attempt.game.progression import (
    can_play,
    chapter_ended_by,
    chapter_score,
    count,
    next_level,
    note_ends,
    stops,
)
from downslope.rules.campaign import CHAPTERS, levels_of, recap_of
from downslope.storage.saves import Progress
from support import shipped

CATALOG = shipped()
FIRST, SECOND = levels_of(1, CATALOG), levels_of(2, CATALOG)


def reached(*keys: str, stars: int = 1) -> Progress:
    progress = Progress()
    for key in keys:
        record = progress.level(key)
        record.reached, record.stars = True, list(range(1, 1 + stars))
        progress.last_level = key
    return progress


def test_a_chapter_opens_where_all_but_one_of_those_before_are_reached() -> None:
    keys = [level.id for level in FIRST]
    assert can_play(FIRST[0], CATALOG, Progress()) and not can_play(SECOND[0], CATALOG, Progress())
    assert can_play(SECOND[0], CATALOG, reached(*keys[:-1])) and not can_play(SECOND[0], CATALOG, reached(*keys[:-2]))


def test_what_comes_next_is_the_last_one_until_it_is_reached_then_the_one_after_it() -> None:
    progress = reached(FIRST[0].id)
    assert next_level(CATALOG, Progress()) == FIRST[0] and next_level(CATALOG, progress) == FIRST[1]
    progress.last_level = FIRST[3].id
    assert next_level(CATALOG, progress) == FIRST[3]
    done = reached(FIRST[1].id, FIRST[0].id)
    assert next_level(CATALOG, done) == FIRST[2]  # the one after the last is reached: the first that is not
    last = reached(*(level.id for level in FIRST[:-2]), FIRST[-1].id)
    assert next_level(CATALOG, last) == SECOND[0]


def test_levels_and_stars_are_counted_for_the_campaign() -> None:
    progress = reached(FIRST[0].id, FIRST[1].id, "somewhere/else", stars=2)
    told = count(CATALOG, progress)
    assert told[:3] == (2, sum(len(levels_of(n, CATALOG)) for n in range(1, 9)), 4) and told.most == 3 * told.levels


def test_the_map_has_a_stop_for_each_level_and_a_recap_last() -> None:
    path = stops(CATALOG, reached(FIRST[0].id, stars=2))
    chapter = [stop for stop in path if stop.chapter == 1]
    assert [stop.kind for stop in chapter] == ["level"] * len(FIRST) + ["recap"] * bool(recap_of(1, CATALOG))
    assert [stop.state for stop in chapter[:3]] == ["done", "open", "open"] and chapter[0].marks == (True, True, False)
    assert {stop.state for stop in path if stop.chapter == 2} == {"locked"}
    assert [stop.number for stop in chapter if stop.kind == "level"] == list(range(1, len(FIRST) + 1))


def test_a_recap_opens_with_the_next_chapter_and_is_done_when_all_is_answered() -> None:
    number = next(n for n in range(1, 9) if recap_of(n, CATALOG))
    progress = reached(*(level.id for n in range(1, number + 1) for level in levels_of(n, CATALOG)[:-1]))

    def recap() -> Any:
        return next(stop for stop in stops(CATALOG, progress) if stop.kind == "recap" and stop.chapter == number)

    assert recap().state == "open"
    answers = progress.recap(CHAPTERS[number - 1].key)
    for place in range(len(recap_of(number, CATALOG))):
        assert recap().state == "open"
        answers[str(place)] = place == 0
    assert recap().state == "done" and recap().marks[0] and not recap().marks[1]


def test_the_end_of_a_chapter_is_shown_once() -> None:
    progress = reached(*(level.id for level in FIRST))
    assert chapter_ended_by(FIRST[-1], CATALOG, progress) == 1
    assert chapter_ended_by(SECOND[0], CATALOG, progress) is None
    assert chapter_ended_by(FIRST[-1], CATALOG, reached(*(level.id for level in FIRST[:-1]))) is None
    note_ends(CATALOG, progress)
    note_ends(CATALOG, progress)
    assert progress.chapters_ended == [CHAPTERS[0].key] and chapter_ended_by(FIRST[-1], CATALOG, progress) is None


def test_what_was_done_in_a_chapter() -> None:
    progress = reached(*(level.id for level in FIRST), stars=2)
    progress.level(FIRST[0].id).bets |= {"0": True, "1": False}
    score = chapter_score(1, CATALOG, progress)
    assert score[:3] == (len(FIRST), 2 * len(FIRST), 3 * len(FIRST)) and 1 <= score.right < score.bets

"""How far the player has come: what is open, what comes next, what a chapter came to."""

from downslope.attempt.game import progression
from downslope.attempt.game.progression import can_play, chapter_ended_by, next_level, stops
from downslope.rules import CHAPTERS, levels_of, recap_of
from downslope.storage.saves import Progress
from lib.support import shipped

CATALOG = shipped()
FIRST, SECOND = levels_of(1, CATALOG), levels_of(2, CATALOG)
KEYS = [level.id for level in FIRST]


def reached(*keys: str, stars: int = 1) -> Progress:
    progress = Progress()
    for key in keys:
        record = progress.level(key)
        record.reached, record.stars = True, list(range(1, 1 + stars))
        progress.last_level = key
    return progress


def test_what_is_open_what_comes_next_and_when_the_end_of_a_chapter_is_shown() -> None:
    for level, keys, opened in ((FIRST[0], [], True), (SECOND[0], [], False), (SECOND[0], KEYS[:-1], True),
                                (SECOND[0], KEYS[:-2], False)):  # fmt: skip
        assert can_play(level, CATALOG, reached(*keys)) is opened
    left = reached(KEYS[0])
    left.last_level = KEYS[3]
    for progress, level in (
        (Progress(), FIRST[0]), (reached(KEYS[0]), FIRST[1]), (left, FIRST[3]),
        (reached(KEYS[1], KEYS[0]), FIRST[2]),  # the one after the last is reached: the first that is not
        (reached(*KEYS[:-2], KEYS[-1]), SECOND[0]),
    ):  # fmt: skip
        assert next_level(CATALOG, progress) == level
    progress = reached(*KEYS)
    ended = [chapter_ended_by(*each) for each in ((FIRST[-1], CATALOG, progress), (SECOND[0], CATALOG, progress),
                                                  (FIRST[-1], CATALOG, left))]  # fmt: skip
    assert ended == [1, None, None]
    for _time in range(2):
        progression.note_ends(CATALOG, progress)
    assert progress.chapters_ended == [CHAPTERS[0].key] and chapter_ended_by(FIRST[-1], CATALOG, progress) is None


def test_levels_stars_and_bets_are_counted_and_the_map_has_a_stop_for_each_level_and_a_recap_last() -> None:
    told = progression.count(CATALOG, reached(KEYS[0], KEYS[1], "somewhere/else", stars=2))
    assert told[:3] == (2, sum(len(levels_of(n, CATALOG)) for n in range(1, 9)), 4) and told.most == 3 * told.levels
    progress = reached(*KEYS, stars=2)
    progress.level(KEYS[0]).bets |= {"0": True, "1": False}
    score = progression.chapter_score(1, CATALOG, progress)
    assert score[:3] == (len(FIRST), 2 * len(FIRST), 3 * len(FIRST)) and 1 <= score.right < score.bets
    path = stops(CATALOG, reached(KEYS[0], stars=2))
    chapter = [(stop.kind, stop.number) for stop in path if stop.chapter == 1]
    assert chapter == [*(("level", n + 1) for n in range(len(FIRST))), *[("recap", 0)] * bool(recap_of(1, CATALOG))]
    assert [stop.state for stop in path[:3]] == ["done", "open", "open"] and path[0].marks == (True, True, False)
    assert {stop.state for stop in path if stop.chapter == 2} == {"locked"}
    number = next(n for n in range(1, 9) if recap_of(n, CATALOG))
    progress = reached(*(level.id for n in range(1, number + 1) for level in levels_of(n, CATALOG)[:-1]))
    answers = progress.recap(CHAPTERS[number - 1].key)
    for place in range(4):  # it opens with the next chapter, and is done when all three are answered
        (recap,) = (stop for stop in stops(CATALOG, progress) if stop.kind == "recap" and stop.chapter == number)
        assert recap.state == ("done" if place == 3 else "open") and recap.marks == (place > 0, False, False)
        answers[str(place)] = place == 0

"""What a player has reached: the best run, two games of one player joined, two players merged, and read from a file."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope.storage.save_file import Unreadable
from downslope.storage.saves import MOST, LevelProgress, Progress, progress_from
from storage.kept import RUN, games, levels

OLD, NEW = "0a2b230f43ca 3 runs", "1ec37954ab4e 1 turns"


def read(levels: dict[str, LevelProgress]) -> Progress:
    """As from a file: nothing of it was opened in this game."""
    return progress_from({"levels": {key: level.as_data() for key, level in levels.items()}}, [])


def test_a_run_is_kept_where_it_is_better_or_the_level_is_another() -> None:
    level = LevelProgress(stars=[3])
    for count, terms, kept, best in (
        (5, OLD, True, 5), (5, OLD, False, 5), (6, OLD, False, 5), (4, OLD, True, 4), (9, NEW, True, 9),
        (9, NEW, False, 9), (9, "1ec37954ab4e", False, 9), (10, "1ec37954ab4e 2 turns", True, 10),
    ):  # fmt: skip
        assert (level.keep(count, RUN, terms), level.best) == (kept, best), (count, terms)
    assert (level.reached, level.stars, level.actions) == (True, [1, 3], RUN)
    assert (level.digest, level.par) == ("1ec37954ab4e", "2 turns")
    assert level.is_under("1ec37954ab4e") and not level.is_under("1ec37954ab4e 3 turns") and not level.is_under(OLD)


def test_of_two_games_of_one_player_nothing_is_lost_and_the_least_is_best() -> None:
    def played(best: int | None, terms: str = OLD) -> LevelProgress:
        level = LevelProgress()
        if best is not None:
            level.keep(best, [["learn", best]], terms)
        return level

    for ours, theirs, opened, best in (
        (played(None), played(4), True, 4), (played(3), played(4), True, 3), (played(4), played(3), True, 3),
        (played(3), played(None), False, 3), (played(3), played(4), False, 3), (played(4), played(3), False, 3),
        (played(3), played(9, NEW), False, 9),  # they have played the level as it is now
        (played(3), played(9, NEW), True, 3),  # so may we have
    ):  # fmt: skip
        game = read({"a": ours})
        if opened:
            game.level("a")
        game.join(Progress({"a": theirs}))
        assert (game.levels["a"].best, game.levels["a"].actions) == (best, [["learn", best]])
    level = played(9, NEW)
    level.merge(played(1), NEW)
    assert level.best == 9  # of another version of the level is no better


@given(ours=levels, theirs=levels, opened=st.booleans())
def test_joined_and_merged_have_all_that_either_has(ours: LevelProgress, theirs: LevelProgress, opened: bool) -> None:
    joined, merged, other = (read({"a": level}) for level in (ours, ours, theirs))
    if opened:
        joined.level("a")
    joined.join(other)
    merged.merge(read({"a": theirs}), lambda key: "x 3 runs")
    for one in (joined.levels["a"], merged.levels["a"]):
        assert one.reached is (ours.reached or theirs.reached) and one.ghost is (ours.ghost or theirs.ghost)
        assert one.stars == sorted({*ours.stars, *theirs.stars}) and one.hints == max(ours.hints, theirs.hints)
        assert one.bets == {key: True in (ours.bets.get(key), theirs.bets.get(key)) for key in ours.bets | theirs.bets}
        assert (one.best is None) is (ours.best is theirs.best is None)


@given(ours=games, theirs=games)
def test_games_are_joined_and_merged_level_by_level(ours: Progress, theirs: Progress) -> None:
    joined, merged, nothing = (progress_from(game.as_data(), []) for game in (ours, ours, Progress()))
    assert joined.as_data() == ours.as_data()
    joined.join(theirs)
    merged.merge(theirs, lambda key: "")
    nothing.join(theirs)
    assert (nothing.levels.keys(), nothing.recaps) == (theirs.levels.keys(), theirs.recaps)
    assert nothing.last_level == theirs.last_level and joined.last_level == merged.last_level == ours.last_level
    for game in (joined, merged):
        assert game.levels.keys() == ours.levels.keys() | theirs.levels.keys()
        assert sorted(game.chapters_ended) == sorted({*ours.chapters_ended, *theirs.chapters_ended})
        for chapter, answers in theirs.recaps.items():
            for key, right in answers.items():
                assert game.recaps[chapter][key] is (right or ours.recaps.get(chapter, {}).get(key, False))


def test_what_is_not_what_it_must_be_is_named_and_left_out() -> None:
    good: dict[str, Any] = {"best": 3, "stars": [1, 3], "actions": RUN, "bets": {"0": True}, "hints": 2}
    for key, value in (
        ("best", -1), ("best", 2.5), ("best", True), ("best", MOST + 1), ("stars", [4]), ("stars", [0]),
        ("stars", [True]), ("stars", 1), ("actions", ["learn"]), ("actions", "x"), ("bets", {"0": 1}), ("bets", []),
        ("hints", "2"), ("hints", -1), ("reached", 1), ("ghost", "no"), ("digest", 5), ("par", None),
    ):  # fmt: skip
        faults: list[str] = []
        level = progress_from({"levels": {"a": {**good, key: value}}}, faults).level("a")
        (fault,) = faults
        assert f"progress.json: a.{key} cannot be {value!r}" in fault
        others = {name: each for name, each in good.items() if name != key}
        assert {name: getattr(level, name) for name in others} == others
        assert getattr(level, key) == getattr(LevelProgress(), key)
    wrong: tuple[dict[str, Any], ...] = (
        {"levels": {"a": 1}}, {"recaps": {"c": {"q": 1}}}, {"last_level": 1}, {"chapters_ended": [1]},
    )  # fmt: skip
    for data in wrong:
        faults = []
        assert len(progress_from({"levels": {"b": good}, **data}, faults).levels) == 1 and len(faults) == 1
    with pytest.raises(Unreadable):
        progress_from({"levels": []}, [])
    before = {"levels": {"a": {"best": MOST, "digest": "0a2b230f43ca"}}}
    assert progress_from(before, []).level("a").par == "2 runs"


def test_what_is_read_of_it() -> None:
    game = Progress({"a": LevelProgress(True, [1, 2]), "b": LevelProgress()})
    assert (game.stars("a"), game.stars("b"), game.stars("c")) == ([1, 2], [], [])
    assert [game.has_reached(key) for key in "abc"] == [True, False, False] and "c" not in game.levels
    rows: tuple[tuple[str, list[list[Any]], tuple[float, ...]], ...] = (
        ("a", [], ()), ("a", [["show", [0.5, 1]], ["show", [0.0]]], (0.5, 1)),
        ("c", [["learn", 1], ["show", [0.25]]], (0.25,)), ("d", [["show", ["x"]]], ()),
    )  # fmt: skip
    for key, runs, drawing in rows:
        game.level(key).actions = runs
        assert game.drawing() == drawing

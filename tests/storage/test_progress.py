"""What a player has reached: the best run, two games joined, and taken to another computer in a file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from downslope import Neuron, paths
from downslope.cli import run
from downslope.storage.files import Refused
from downslope.storage.netfile import SavedNet, load_net, save_net
from downslope.storage.progress_export import NAME, MergedProgress, export_progress, merge_progress, read_progress
from downslope.storage.save_file import with_checksum
from downslope.storage.saves import LevelProgress, Progress, Settings, Store, progress_from
from storage.kept import RUN, games, names

OLD, NEW = "0a2b230f43ca 3 runs", "1ec37954ab4e 1 turns"


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
        game = progress_from({"levels": {"a": ours.as_data()}}, [])  # from a file: nothing of it was opened here
        if opened:
            game.level("a")
        game.join(Progress({"a": theirs}))
        assert (game.levels["a"].best, game.levels["a"].actions) == (best, [["learn", best]])
    level = played(9, NEW)
    level.merge(played(1), NEW)
    assert level.best == 9  # of another version of the level is no better


TERMS = "x 3 runs"  # of every level as it is


def terms(_level: str) -> str:
    return TERMS


def merged(one: Progress, *others: Progress) -> Progress:
    joined = progress_from(one.as_data(), [])
    for other in others:
        joined.merge(progress_from(other.as_data(), []), terms)
    return joined


@settings(max_examples=30)
@given(games, games, games, st.sets(names))
def test_joined_and_merged_have_all_that_either_has(a: Progress, b: Progress, c: Progress, opened: set[str]) -> None:
    def alike(*which: Progress) -> bool:
        """Whatever the order is."""
        rows = [asdict(each) | {"chapters_ended": sorted(each.chapters_ended), "last_level": ""} for each in which]
        return all(row == rows[0] for row in rows)

    assert alike(merged(a, b, b), merged(a, b), merged(b, a)) and alike(merged(a, a), merged(a))
    assert alike(merged(a, b, c), merged(a, merged(b, c)))
    joined, nothing = merged(a), Progress()
    assert joined.as_data() == a.as_data()
    for key in opened & a.levels.keys():
        joined.level(key)
    joined.join(b)
    nothing.join(b)
    assert (nothing.levels.keys(), nothing.recaps, nothing.last_level) == (b.levels.keys(), b.recaps, b.last_level)
    for game in (joined, merged(a, b)):
        assert game.levels.keys() == a.levels.keys() | b.levels.keys() and game.last_level == a.last_level
        assert sorted(game.chapters_ended) == sorted({*a.chapters_ended, *b.chapters_ended})
        for chapter, answers in b.recaps.items():
            for key, right in answers.items():
                assert game.recaps[chapter][key] is (right or a.recaps.get(chapter, {}).get(key, False))
        for key, one in game.levels.items():
            x, y = (each.levels.get(key, LevelProgress()) for each in (a, b))
            assert one.reached is (x.reached or y.reached) and one.ghost is (x.ghost or y.ghost)
            assert one.stars == sorted({*x.stars, *y.stars}) and one.hints == max(x.hints, y.hints)
            assert one.bets == {bet: True in (x.bets.get(bet), y.bets.get(bet)) for bet in x.bets | y.bets}
            assert (one.best is None) is (x.best is y.best is None)


def played() -> tuple[Settings, Progress]:
    level = LevelProgress(True, [1, 2], 3, [["turn", "weight", 6.5]], "x")
    return Settings(theme="light", text=1.25, keys={"step": "k"}), Progress({"thirteen": level}, last_level="seven")


def taken(text: str | bytes, likes: Settings, progress: Progress, home: Path | None = None) -> MergedProgress:
    raw = text if isinstance(text, bytes) else text.encode()
    return merge_progress(read_progress(raw), likes, progress, terms, home)


def test_all_of_it_goes_to_another_computer_where_what_is_better_stays(tmp_path: Path) -> None:
    def keep(home: Path, name: str, unseen: float, weight: float = 0.5, inputs: int = 2) -> None:
        told = {"unseen": unseen} if unseen else {}
        save_net(paths.net(name, home), SavedNet(Neuron(inputs, 1), [weight] * inputs, told))

    here, there = tmp_path / "here", tmp_path / "there"
    for name, unseen, other in (("kernels", 0.9, 0.95), ("edge", 0.2, 0.1), ("untold", 0.0, 0.5)):
        keep(here, name, unseen, 0.1)
        keep(there, name, other, 0.2)
    keep(here, "large", 0.9, 1 / 3, 100_000)
    paths.net("broken", here).write_text("{")
    text, left_out = export_progress(*played(), here)
    likes, progress, new = Settings(), Progress(), tmp_path / "new"
    first = taken(text, likes, progress, new)
    assert (first, left_out) == (MergedProgress(levels=1, stars=2, nets=3, settings=3), 1)
    assert first.sentence() == "Imported: 1 level, 2 stars, 3 nets, 3 settings. All else stays as it was."
    assert (likes, progress) == played() and not paths.saves(new).exists()  # there was nothing to keep a copy of
    again = taken(text, likes, progress, new)
    assert not any(again) and again.sentence() == "Nothing in it is better than what you have."
    likes = Settings(theme="dark", text=1.5)
    progress = Progress({"thirteen": LevelProgress(True, [1, 3], 2, [["learn", 1]], "x")})
    before = export_progress(likes, progress, there)[0]
    assert taken(text, likes, progress, there) == MergedProgress(levels=1, stars=1, nets=1, settings=2)
    assert likes.text == 1.5 and likes.theme == "light"  # dark is what it is at first
    assert progress.levels["thirteen"].best == 2 and progress.stars("thirteen") == [1, 2, 3]
    found = [load_net(paths.net(*each)).weights[0] for each in (("kernels", there), ("edge", there), ("edge", new))]
    assert found == [0.2, 0.1, 0.1]
    taken(text, likes, progress, there)
    (copy,) = paths.saves(there).glob("before-import-*.json")
    assert copy.read_text(encoding="utf-8") == before
    (tmp_path / "saves").write_text("no folder")
    with pytest.raises(Refused, match="cannot be written"):
        taken(text, likes, progress, tmp_path)


def written(**changes: Any) -> bytes:
    data = json.loads(export_progress(*played(), Path("nowhere"))[0]) | changes
    return with_checksum(data).encode()


NO_PROGRESS = [
    (b"x" * 2_000_001, "2 MB"), (b"x" * 2_000_000, "not valid JSON from line 1"), (b"[]", "no version"),
    (written(version=2), "a later version"), (written(version="1"), "no version"),
    (written(format="downslope net"), "not a progress file"), (written().replace(b"thirteen", b"fourteen"), "changed"),
    (json.dumps(json.loads(written())).replace('"checksum"', '"sum"').encode(), "no checksum"),
    (written(progress={"levels": {"thirteen": {"stars": [9]}}}), "thirteen.stars"), (written(progress=3), "missing"),
    (written(nets={"../../mine": "{}"}), "nets.../../mine"), (written(nets={"kernels": "{}"}), "kernels.json"),
]  # fmt: skip


def test_what_is_no_such_file_is_refused(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for raw, told in NO_PROGRESS:
        with pytest.raises(Refused) as why:
            read_progress(raw)
        assert told in str(why.value) and len(str(why.value).splitlines()) == 1
    likes, odd = Settings(), written(settings={"theme": "pink", "text": 7, "still": True, "new in 9.0": 1})
    assert taken(odd, likes, Progress()).settings == 1
    assert likes == Settings(still=True), "a setting that cannot be is left out"
    store, file = Store(), tmp_path / NAME
    store.progress.level("thirteen").stars = [1]
    store.save()
    assert run(["progress", "export", str(file)]) == 0 and str(file) in capsys.readouterr().out
    (home / "saves" / "progress.json").unlink()
    assert run(["progress", "import", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"levels": 1, "stars": 1, "nets": 0, "settings": 0}
    assert Store().progress.stars("thirteen") == [1]

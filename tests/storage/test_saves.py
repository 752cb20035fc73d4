"""Settings and progress: what is written comes back, and whatever happens to the files, the game starts and says so."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from downslope.registry.trust import PluginChoices, TrustEntry
from downslope.storage.level_digest import terms_of
from downslope.storage.progress_export import export_progress, merge_progress, read_progress
from downslope.storage.save_file import with_checksum
from downslope.storage.saves import CHOICES, FIRST_PARS, LevelProgress, Progress, Settings, Store
from storage.kept import games, played
from support import campaign, shipped

words = st.text(min_size=1, max_size=12)
likes = st.builds(
    Settings, language=st.just(""),
    theme=st.sampled_from(CHOICES["theme"]), text=st.sampled_from(CHOICES["text"]),
    colours=st.sampled_from(CHOICES["colours"]), sound=st.floats(0, 1), wind=st.floats(0, 1), music=st.floats(0, 1),
    keys=st.dictionaries(words, words, max_size=4), **dict.fromkeys(("still", "full_screen", "bets"), st.booleans()),
)  # fmt: skip
SHARED_FOLDER = [HealthCheck.function_scoped_fixture]


def folder(home: Path) -> Path:
    found = home / "saves"
    found.mkdir(exist_ok=True)
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=SHARED_FOLDER)
@given(games, likes)
def test_what_is_saved_is_there_in_the_next_game(
    tmp_path_factory: pytest.TempPathFactory, progress: Progress, liked: Settings
) -> None:
    home = tmp_path_factory.mktemp("home")
    store = Store(home)
    store.progress, store.settings = progress, liked
    assert store.save()
    again = Store(home)
    assert (again.progress, again.settings, again.faults) == (progress, liked, [])


LATER = {"later": {"deep": [1, {"more": None}]}, "beside": "own", "join": [[]]}  # entries of a version to come
ROW = {"kind": "file", "source": "/a.py", "print": "12", "since": "2026-11-24"}
KNOWN: dict[str, dict[str, Any]] = {
    "settings": {"theme": "light"},
    "progress": {"levels": {"seven": {"reached": True, "stars": [1], **LATER}, "pack/own": {**LATER}}},
    "plugins": {"off": ["a"], "trusted": {"own": {**ROW, **LATER}}},
}


def later_files(home: Path) -> dict[str, dict[str, Any]]:
    """The three files as a later version has written them."""
    made: dict[str, dict[str, Any]] = {name: {"version": 1, **data, **LATER} for name, data in KNOWN.items()}
    for name, data in made.items():
        path = home / "plugins.json" if name == "plugins" else folder(home) / f"{name}.json"
        path.write_text(with_checksum(data), encoding="utf-8")
    return made


def entries(home: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / name).read_text(encoding="utf-8"))
    return found


def all_progress(home: Path) -> dict[str, Any]:
    """What both files have."""
    game, plugins = (entries(home, f"saves/{name}.json") for name in ("progress", "progress-plugins"))
    return game | {"levels": game["levels"] | plugins["levels"]}


def keeps(written: object, given: object) -> bool:
    """All that was given is in what is written, at every depth."""
    if isinstance(given, dict) and isinstance(written, dict):
        return all(name in written and keeps(written[name], value) for name, value in given.items())
    return written == given


def test_entries_that_this_version_does_not_know_are_kept(home: Path, tmp_path: Path) -> None:
    made = later_files(home)
    one, other = Store(home), Store(home)
    one.settings.text, other.settings.text = 1.25, 1.5
    one.progress.level("seven").hints = 2
    other.progress.level("toes").keep(3, [], "abc")
    for store in (one, other):  # the second one is joined with what the first one wrote
        assert store.save() and store.faults == []
        assert keeps(entries(home, "saves/settings.json"), made["settings"])
        assert keeps(all_progress(home), made["progress"])
    text = export_progress(one.settings, one.progress, home)[0]
    there = Store(tmp_path / "there")
    there.progress.level("seven").beside = {"later": "stays"}
    merge_progress(read_progress(text.encode()), there.settings, there.progress, lambda key: "", tmp_path / "there")
    assert there.save()
    found = all_progress(tmp_path / "there")
    assert found["levels"]["seven"].pop("later") == "stays" and keeps(found["levels"]["seven"]["beside"], "own")
    found["levels"]["seven"]["later"] = LATER["later"]
    assert keeps(found, made["progress"])
    assert keeps(entries(tmp_path / "there", "saves/settings.json"), made["settings"])


def test_so_are_those_of_what_was_decided_about_plugins(home: Path) -> None:
    made = later_files(home)["plugins"]
    one, other = PluginChoices(home), PluginChoices(home)
    assert one.trusted == {"own": TrustEntry(**ROW)}
    assert one.switch("b", on=False) and other.trust({"new": TrustEntry(**ROW)}) and other.forget("new")
    assert keeps(entries(home, "plugins.json"), {**made, "off": ["a", "b"]})


@settings(max_examples=30, deadline=None, suppress_health_check=SHARED_FOLDER)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_whatever_is_in_the_files_the_game_starts(home: Path, text: bytes) -> None:
    for name in ("settings", "progress"):
        (folder(home) / f"{name}.json").write_bytes(text)
    store = Store(home)
    assert isinstance(store.progress, Progress) and isinstance(store.settings, Settings)
    assert store.save()


def test_an_empty_folder_is_a_new_start(home: Path) -> None:
    store = Store(home)
    assert (store.settings, store.progress, store.faults) == (Settings(), Progress(), [])
    assert not (home / "saves").exists()


def test_three_earlier_versions_are_kept_one_a_game(home: Path) -> None:
    for number in range(6):
        store = played(home, *"abcdef"[: number + 1])
        store.progress.last_level = "again"
        store.save()  # twice in one game: one version
    found = [json.loads((folder(home) / f"progress.json.{n}").read_text(encoding="utf-8")) for n in (1, 2, 3)]
    assert [len(data["levels"]) for data in found] == [5, 4, 3]
    assert not (folder(home) / "progress.json.4").exists()


def test_a_file_of_a_later_game_is_kept_under_a_name_that_says_so(home: Path) -> None:
    (folder(home) / "progress.json").write_text('{"version": 99}', encoding="utf-8")
    store = Store(home)
    (aside,) = folder(home).glob("progress.newer-*.json")
    assert "written by a later version of the game" in store.faults[0] and aside.name in store.faults[0]


def test_two_broken_files_on_one_day_are_both_kept(home: Path) -> None:
    for _ in range(2):
        (folder(home) / "progress.json").write_text("{", encoding="utf-8")
        Store(home)
    assert len(list(folder(home).glob("progress.broken-*.json"))) == 2


def test_a_setting_that_is_none_goes_back_to_its_usual_value(home: Path) -> None:
    data = {"version": 1, "theme": "pink", "text": 1.25, "sound": 7, "keys": {"step": 5}, "still": 1}
    (folder(home) / "settings.json").write_text(json.dumps(data), encoding="utf-8")
    store = Store(home)
    assert store.settings == Settings(text=1.25)
    assert [fault.split(" ")[1] for fault in store.faults] == ["theme", "sound", "keys", "still"]
    assert "'pink'" in store.faults[0] and "'dark'" in store.faults[0]


def test_who_has_come_far_before_panels_came_one_by_one_begins_with_all(home: Path) -> None:
    for level, panels in (("thirteen", "come"), ("hands-off", "all")):
        played(home, level)
        (folder(home) / "settings.json").write_text('{"version": 1, "theme": "light"}', encoding="utf-8")
        assert Store(home).settings.panels == panels
    store = Store(home)
    store.settings.panels = "come"
    store.save()
    assert Store(home).settings.panels == "come"


def no_space() -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_told_once_and_the_game_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = played(home, "a")
    before = (folder(home) / "progress.json").read_text(encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", lambda number: no_space())
        for key in "bc":
            store.progress.level(key).keep(1, [], "")
            assert not store.save()
    assert store.faults == [
        "progress.json could not be saved (No space left on device); it is kept in memory while the game runs."
    ]
    assert (folder(home) / "progress.json").read_text(encoding="utf-8") == before
    assert store.save()  # there is room again
    assert set(Store(home).progress.levels) == {"a", "b", "c"}


def test_a_folder_that_cannot_be_made_is_told(home: Path) -> None:
    (home / "saves").write_text("a file where the folder should be", encoding="utf-8")
    store = Store(home)
    store.progress.level("a")
    assert not store.save()
    assert all("could not be" in fault for fault in store.faults)


def test_what_cannot_be_read_nor_set_aside_is_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    (folder(home) / "progress.json").write_text("{", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        store = Store(home)
    store.progress.level("a")
    assert not store.save()
    assert "nothing is saved over it" in store.faults[0]
    assert (folder(home) / "progress.json").read_text(encoding="utf-8") == "{"


def test_a_best_is_compared_under_the_par_that_it_was_played_under(home: Path) -> None:
    level = LevelProgress()
    assert level.keep(2, [["learn", 2]], "abc 2 runs") and not level.keep(3, [], "abc 2 runs")
    assert level.is_under("abc 2 runs") and not level.is_under("abc 3 runs") and not level.is_under("def 2 runs")
    assert level.is_under("abc")  # nobody knows another par
    assert level.keep(3, [["learn", 3]], "abc 3 runs") and (level.best, level.par) == (3, "3 runs")
    older = LevelProgress(best=1, digest="abc", par="2 runs")
    level.merge(older, "abc 3 runs")
    assert level.best == 3
    now = Progress()
    now.levels["a"] = level  # as it was read
    now.join(Progress({"a": older}))
    assert now.levels["a"].best == 1  # another game has played it since


def test_of_a_best_of_before_the_par_is_known_by_its_digest(home: Path) -> None:
    levels = {"the-grump": "0a2b230f43ca", "thirteen": "f74cba5763d4", "pack/own": "0123456789ab"}
    best = {"best": 2, "reached": True, "stars": [1, 2]}
    data = {"version": 1, "levels": {key: {**best, "digest": digest} for key, digest in levels.items()}}
    (folder(home) / "progress.json").write_text(json.dumps(data), encoding="utf-8")
    found = Store(home).progress
    assert [found.level(key).par for key in levels] == ["2 runs", "3 steps", ""]
    assert all(found.level(key).best == 2 and found.stars(key) == [1, 2] for key in levels)
    now = terms_of(shipped().levels)
    assert found.level("thirteen").is_under(now("thirteen")) and found.level("pack/own").is_under("0123456789ab 1 runs")
    assert not found.level("the-grump").is_under(now("the-grump"))  # three runs are its par by now


def test_a_save_with_all_stars_keeps_them_and_compares_no_best_of_a_level_that_has_changed(home: Path) -> None:
    """With the digests and pars of all levels as they were when bests did not keep a par yet."""
    first = dict(zip((level.id for level in campaign()), FIRST_PARS.items()))
    best = {"best": 1, "reached": True, "stars": [1, 2, 3]}
    data = {"version": 1, "levels": {key: {**best, "digest": digest} for key, (digest, _par) in first.items()}}
    (folder(home) / "progress.json").write_text(json.dumps(data), encoding="utf-8")
    found, now = Store(home).progress, terms_of(shipped().levels)
    assert len(first) == len(campaign()) and all(found.stars(key) == [1, 2, 3] for key in first)
    other = {key for key, (digest, par) in first.items() if now(key) not in (f"{digest} {par}", digest)}
    assert {key for key in first if not found.level(key).is_under(now(key))} == other
    assert other == {"a-hundredth", "seven", "below-zero", "the-grump", "warmer", "hands-off"}


def test_what_holds_for_a_visit_is_not_written_unless_the_player_changes_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.settings.theme = "light"
    for sound in (0.0, 0.1):
        store.set_for_visit("sound", sound)
    assert (store.settings.sound, store.own_settings()["sound"]) == (0.1, 0.6)
    assert store.save() and (Store(tmp_path).settings.sound, Store(tmp_path).settings.theme) == (0.6, "light")
    store.settings.sound = 0.3
    assert store.save() and Store(tmp_path).settings.sound == 0.3

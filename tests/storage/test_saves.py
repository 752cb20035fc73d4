"""Settings and progress: what is written comes back, and whatever happens to the files, nothing is lost."""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import ExitStack
from errno import EIO, ENOSPC
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from downslope.registry.trust import PluginChoices, TrustEntry
from downslope.storage.level_digest import terms_of
from downslope.storage.progress_export import export_progress, merge_progress, read_progress
from downslope.storage.save_file import is_whole, with_checksum
from downslope.storage.saves import CHOICES, FIRST_PARS, Progress, Settings, Store
from lib.blocks import differences
from lib.processes import GAME, started
from lib.support import campaign, shipped
from lib.waiting import PATIENCE
from storage.kept import games

words = st.text(min_size=1, max_size=12)
likes = st.builds(
    Settings, language=st.just(""),
    theme=st.sampled_from(CHOICES["theme"]), text=st.sampled_from(CHOICES["text"]),
    colours=st.sampled_from(CHOICES["colours"]), sound=st.floats(0, 1), wind=st.floats(0, 1), music=st.floats(0, 1),
    keys=st.dictionaries(words, words, max_size=4), **dict.fromkeys(("still", "full_screen", "bets"), st.booleans()),
)  # fmt: skip


def played(home: Path, *keys: str) -> Store:
    """A game in which these levels were reached."""
    store = Store(home)
    for key in keys:
        store.progress.level(key).keep(12, [["learn", 12]], "abc")
    assert store.save()
    return store


def put(home: Path, name: str, data: dict[str, Any] | str) -> None:
    (home / "saves").mkdir(exist_ok=True)
    text = data if isinstance(data, str) else json.dumps({"version": 1, **data})
    (home / "saves" / f"{name}.json").write_text(text, encoding="utf-8")


def entries(file: Path) -> dict[str, Any]:
    found = json.loads(file.read_text(encoding="utf-8"))
    return {name: value for name, value in found.items() if name not in ("checksum", "version")}


def progress(home: Path) -> Path:
    return home / "saves" / "progress.json"


@settings(max_examples=15, deadline=None)
@given(games, likes)
def test_what_is_saved_is_there_in_the_next_game(
    tmp_path_factory: pytest.TempPathFactory, progress: Progress, liked: Settings
) -> None:
    home = tmp_path_factory.mktemp("home")
    store = Store(home)
    assert (store.settings, store.progress, store.faults) == (Settings(), Progress(), [])
    assert not (home / "saves").exists()
    store.progress, store.settings = progress, liked
    assert store.save()
    again = Store(home)
    assert (again.progress, again.settings, again.faults) == (progress, liked, [])


OLD = Path(__file__).parent / "saves"


def keeps(written: object, given: object) -> bool:
    """All that was given is in what is written, at every depth."""
    if isinstance(given, dict) and isinstance(written, dict):
        return all(name in written and keeps(written[name], value) for name, value in given.items())
    return written == given


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_saves_of_before_open_with_all_that_is_in_them_and_are_divided(home: Path, version: str) -> None:
    """What 1.0 and 1.1 have written. The levels of plugins go over into a file of their own, and nothing is lost."""
    likes, old = (entries(OLD / f"{name}-{version}.json") for name in ("settings", "progress"))
    put(home, "settings", likes)
    put(home, "progress", old)
    store = Store(home)
    likes["wind"] = likes.pop("ambience", likes.get("wind"))
    assert keeps(store.settings.as_data(), likes) and store.faults == []
    assert keeps(store.progress.as_data(), old) and store.progress.level("thirteen").par == "3 steps"
    assert len(old["levels"]) > 6 and store.save()
    own, plugins = (entries(home / "saves" / f"{name}.json")["levels"] for name in ("progress", "progress-plugins"))
    assert set(plugins) == {"physics/spring", "winter/jackets", "winter/tea"} and not set(own) & set(plugins)
    put(home, "progress", old)  # it was played once more
    back = Store(home)
    assert back.progress == store.progress and back.save() and Store(home).progress == store.progress
    # with the digests and pars of all levels as they were when bests did not keep a par yet
    first = dict(zip((level.id for level in campaign()), FIRST_PARS.items())) | {"pack/own": ("0123456789ab", "")}
    put(home, "progress", {"levels": {key: {"best": 1, "digest": digest} for key, (digest, _par) in first.items()}})
    found, now = Store(home).progress, terms_of(shipped().levels)
    assert len(first) == len(campaign()) + 1
    assert [found.level(key).par for key in first] == [par for _digest, par in first.values()]
    assert found.level("pack/own").is_under("0123456789ab 1 runs")
    changed = {level.id for level in campaign() if not found.level(level.id).is_under(now(level.id))}
    assert changed == {"a-hundredth", "seven", "below-zero", "the-grump", "warmer", "hands-off"}


LATER = {"later": {"deep": [1, {"more": None}]}, "beside": "own", "join": [[]]}  # entries of a version to come
ROW = {"kind": "file", "source": "/a.py", "print": "12", "since": "2026-11-24"}
LEVELS: dict[str, Any] = {"levels": {"seven": {"reached": True, "stars": [1], **LATER}, "pack/own": {**LATER}}, **LATER}


def test_entries_that_this_version_does_not_know_are_kept(home: Path, tmp_path: Path) -> None:
    def saved(home: Path) -> list[dict[str, Any]]:
        """Settings, progress, and that of levels of plugins."""
        return [entries(home / f"saves/{name}.json") for name in ("settings", "progress", "progress-plugins")]

    put(home, "settings", {"theme": "light", **LATER})
    put(home, "progress", LEVELS)
    one, other = Store(home), Store(home)
    one.settings.text, other.settings.text = 1.25, 1.5
    one.progress.level("seven").hints = 2
    other.progress.level("toes").keep(3, [], "abc")
    for store in (one, other):  # the second one is joined with what the first one wrote
        assert store.save() and store.faults == []
        own = {"levels": {"seven": LEVELS["levels"]["seven"]}, **LATER}
        assert all(map(keeps, saved(home), [LATER, own, {"levels": {"pack/own": LATER}}]))
    text = export_progress(one.settings, one.progress, home)[0]
    there = Store(tmp_path)
    there.progress.level("seven").beside = {"beside": "stays"}
    merge_progress(read_progress(text.encode()), there.settings, there.progress, lambda key: "", tmp_path)
    assert there.save()
    merged = {"levels": {"seven": {**LATER, "beside": "stays"}}, **LATER}
    wanted = [{"theme": "light", **LATER}, merged, {"levels": {"pack/own": LATER}}]
    assert all(map(keeps, saved(tmp_path), wanted))
    decided = {"off": ["a"], "trusted": {"own": {**ROW, **LATER}}, **LATER}
    (home / "plugins.json").write_text(with_checksum({"version": 1, **decided}), encoding="utf-8")
    first, second = PluginChoices(home), PluginChoices(home)
    assert first.switch("b", on=False) and second.trust({"new": TrustEntry(**ROW)}) and second.forget("new")
    assert keeps(entries(home / "plugins.json"), {**decided, "off": ["a", "b"]})


def test_a_setting_that_depends_on_what_was_reached_or_holds_for_a_visit_alone(home: Path, tmp_path: Path) -> None:
    for level, panels in (("thirteen", "come"), ("hands-off", "all")):  # who had come far begins with all panels
        played(home, level)
        put(home, "settings", {"theme": "light"})
        assert Store(home).settings.panels == panels
    store = Store(home)
    store.settings.panels = "come"
    assert store.save() and Store(home).settings.panels == "come"
    store = Store(tmp_path)
    store.settings.theme = "light"
    for sound in (0.0, 0.1):
        store.set_for_visit("sound", sound)
    assert (store.settings.sound, store.own_settings()["sound"]) == (0.1, 0.6)
    assert store.save() and (Store(tmp_path).settings.sound, Store(tmp_path).settings.theme) == (0.6, "light")
    store.settings.sound = 0.3
    assert store.save() and Store(tmp_path).settings.sound == 0.3


ENDS = ("", ".1", ".2", ".3")


def versions(home: Path) -> list[set[str]]:
    """The levels in the file and in its earlier versions, newest first; a place where there is none is left out."""
    files = [home / "saves" / f"progress.json{end}" for end in ENDS]
    return [set(entries(file)["levels"]) for file in files if file.exists()]


def test_a_file_that_something_else_has_changed_is_used_and_that_is_said(home: Path) -> None:
    played(home, "double-it")
    raw = progress(home).read_bytes()
    number = int.from_bytes(raw, "big")
    flipped = (number ^ 1 << bit for bit in range(8 * len(raw)))
    assert is_whole(raw) and not any(is_whole(each.to_bytes(len(raw), "big")) for each in flipped)
    for old, new in (('"checksum"', '"chocksum"'), ('"hints": 0', '"hints": 2')):
        edited = raw.decode().replace(old, new)
        put(home, "progress", edited)
        store = Store(home)
        assert store.faults == ["progress.json was changed by something other than the game; it is used as it is."]
    assert store.progress.level("double-it").hints == 2 and store.save() and Store(home).faults == []
    assert progress(home).with_name("progress.json.1").read_text() == edited
    other = played(home, "seven")
    put(home, "progress", progress(home).read_text().replace('"hints": 2', '"hints": 3'))  # while a game runs
    other.progress.level("toes").reached = True
    assert other.save() and "by something other" in other.faults[-1] and other.progress.level("double-it").hints == 3
    played(home, "pack/a")
    for file in (home / "saves").iterdir():
        os.utime(file, (1, 1))
    assert Store(home).save() and {file.stat().st_mtime for file in (home / "saves").iterdir()} == {1}, "no change"
    played(home, "pack/b")
    assert progress(home).stat().st_mtime == 1  # a plugin's level has a file of its own


DEEP, HUGE, SAVES = "[" * 900 + "]" * 900, "1" + "0" * 400, Path(__file__).with_name("saves.txt")


def told_of(home: Path, files: list[str]) -> list[list[str]]:
    """What a game says of each, what it has set aside, and what of it is used; the next save mends it."""
    told = list[list[str]]()
    for each in files:
        name, _space, text = each.replace("DEEP", DEEP).replace("HUGE", HUGE).partition(" ")
        shutil.rmtree(home / "saves", ignore_errors=True)
        for count in (1, 2):  # two on one day are both kept
            put(home, name, text)
            store = Store(home)
            aside = sorted(path.name for path in (home / "saves").iterdir() if path.stem != name)
            assert not aside or (len(aside) == count and any(name in store.faults[0] for name in aside))
            assert all((home / "saves" / kept).read_text() == text for kept in aside)
        likes, first = store.settings.as_data(), Settings().as_data()
        used = [f"{key} {value}" for key, value in likes.items() if value != first[key]]
        for key, level in store.progress.as_data()["levels"].items():
            fields = [f"{field} {value}" for field, value in level.items() if value]
            used.append(f"{key}: {', '.join(fields) or 'nothing'}")
        assert store.save() and Store(home).faults == []
        rows = [re.sub(r"20[-\d]+(\.\d)?", "DAY", row) for row in (*store.faults, *aside[:1], *used)]
        told.append([re.sub(r"(\d{60}|\[{60})[\d[]*[\]…]*", "LONG", row) for row in rows])
    return told


def test_what_is_said_of_a_broken_file_and_what_of_it_is_used(home: Path) -> None:
    assert differences(SAVES, partial(told_of, home)) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | st.sampled_from(["folder", "pipe", "device"]))
def test_whatever_is_in_the_place_of_the_files_the_game_starts_and_keeps_on(home: Path, what: bytes | str) -> None:
    def make(path: Path) -> None:
        if isinstance(what, bytes):
            path.write_bytes(what)
        else:
            odd = what if hasattr(os, "mkfifo") else "folder"
            path.mkdir() if odd == "folder" else os.mkfifo(path) if odd == "pipe" else path.symlink_to("/dev/zero")

    shutil.rmtree(home / "saves", ignore_errors=True)
    (home / "saves").mkdir()
    for name in ("settings", "progress"):
        make(home / "saves" / f"{name}.json")
    store = played(home, "a")
    assert isinstance(what, bytes) or [fault.count("could not be read (") for fault in store.faults] == [1, 1]
    store = Store(home)
    assert store.progress.has_reached("a")
    progress(home).unlink()
    make(progress(home))  # while the game runs
    store.progress.level("b").keep(1, [], "")
    assert store.save() and {*Store(home).progress.levels} >= {"a", "b"}
    assert isinstance(what, bytes) or "when it was saved; it is kept as progress.broken-" in store.faults[-1]


def test_of_three_earlier_versions_the_newest_good_one_is_taken(home: Path, tmp_path: Path) -> None:
    for keys in ("z", "a", "ab", "abc", "abcd"):
        store = played(home, *keys)
        store.progress.last_level = "again"
        assert store.save()  # twice in one game: one version
    assert versions(home) == [{*"zabcd"}, {*"zabc"}, {*"zab"}, {*"za"}]
    files = {number: (home / "saves" / f"progress.json{end}").read_bytes() for number, end in enumerate(ENDS)}
    for cut, gone, taken in (
        ([0], [], 1), ([0, 1], [], 2), ([], [0], 1), ([1], [0], 2), ([0], [1, 2], 3), ([1, 2, 3], [0], None)
    ):  # fmt: skip
        for file in progress(home).parent.iterdir():
            file.unlink()
        for number in files.keys() - {*gone}:
            raw = files[number]
            (home / "saves" / f"progress.json{ENDS[number]}").write_bytes(raw[:9] if number in cut else raw)
        store = Store(home)
        start = "the beginning" if taken is None else f"progress.json.{taken}"
        assert set(store.progress.levels) == (set() if taken is None else {*"zabcd"[: 5 - taken]})
        (said,) = store.faults
        assert said.endswith(f"the game starts from {start}.") and ("is missing; " in said) is (0 in gone)
        assert store.save() and Store(home).progress == store.progress and Store(home).faults == []
    for home in (tmp_path / "cut", tmp_path / "gone"):  # so it is with the progress in levels of plugins
        for key in "abc":
            played(home, f"pack/{key}")
        file = home / "saves" / "progress-plugins.json"
        file.write_text(file.read_text()[:90]) if home.name == "cut" else file.unlink()
        assert set(played(home, "pack/d").progress.levels) == {"pack/a", "pack/b", "pack/d"}
        for earlier in file.parent.glob("progress-plugins.json.?"):
            earlier.unlink()
        assert set(Store(home).progress.levels) == {"pack/a", "pack/b", "pack/d"}


CALLS = ("fsync", "replace", "rename", "open", "unlink", "mkdir")  # of os; what pathlib does goes through them


def test_a_write_that_fails_anywhere_costs_no_version(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call to the system fails once, in turn."""
    for keys in ("a", "ab", "abc", "abcd"):
        played(home, *keys)
    before = versions(home)
    files = {file.name: file.read_bytes() for file in progress(home).parent.iterdir()}
    left, failed = [0], 0

    def call(real: Callable[..., Any], *words: Any, **more: Any) -> Any:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(EIO, os.strerror(EIO))
        return real(*words, **more)

    while True:
        store = Store(home)
        store.progress.level("e").keep(1, [], "")
        left[0] = failed
        with monkeypatch.context() as patched:
            for name in CALLS:
                real = getattr(os, name)
                patched.setattr(os, name, lambda *words, real=real, **more: call(real, *words, **more))
            saved = store.save()
        if left[0] >= 0:
            assert saved and failed > 3
            break  # nothing failed
        failed += 1
        now = versions(home)
        if saved:
            assert now[0] == set("abcde") and all(any(old <= new for new in now) for old in before)
        else:
            assert now == before and "progress.json could not be saved" in store.faults[-1]
        assert store.save() and versions(home)[0] == set("abcde")  # there is room again
        assert not list(progress(home).parent.glob(".*.new"))
        for file in progress(home).parent.iterdir():
            file.unlink()
        for name, raw in files.items():
            (home / "saves" / name).write_bytes(raw)


def test_what_cannot_be_written_is_left_as_it_is(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = played(home, "a")
    before = progress(home).read_text(encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", Mock(side_effect=OSError(ENOSPC, "No space left on device")))
        for key in "bc":
            store.progress.level(key).keep(1, [], "")
            assert not store.save()
    (said,) = store.faults
    assert "progress.json" in said and "No space left on device" in said and "kept in memory while" in said
    assert progress(home).read_text(encoding="utf-8") == before
    assert store.save() and set(Store(home).progress.levels) == {"a", "b", "c"}  # there is room again
    (tmp_path / "saves").write_text("a file where the folder should be", encoding="utf-8")
    store = Store(tmp_path)
    store.progress.level("a")
    assert not store.save() and all("could not be" in fault for fault in store.faults)
    shutil.rmtree(home / "saves")
    (home / "saves" / "progress-plugins.json").mkdir(parents=True)
    put(home, "progress", {"levels": {"a": {"reached": True}, "pack/b": {"reached": True}}})
    old = progress(home).read_text()
    store = Store(home)
    store.progress.level("a").hints = 3
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", Mock(side_effect=PermissionError(13, "Permission denied")))
        assert not store.save()
        assert progress(home).read_text() == old, "a plugin's level leaves only once it is in its own file"
        progress(home).write_text("{")
        store = Store(home)
    store.progress.level("a")
    assert not store.save() and "nothing is saved over it" in store.faults[0]
    assert progress(home).read_text(encoding="utf-8") == "{"


def test_two_games_on_one_home_lose_nothing_and_of_each_setting_the_last_change_counts(home: Path) -> None:
    (home / "saves").mkdir()
    left = home / "saves" / ".progress.json.123.new"  # by a game that was killed
    left.write_text("half")
    one, other = Store(home), Store(home)
    assert not left.exists()
    one.play()
    other.play()
    assert (one.faults, other.faults) == ([], ["Downslope is already open elsewhere. Both keep their progress."])
    one.progress.level("a").keep(12, [["learn", 12]], "abc")
    one.progress.level("both").keep(7, [["learn", 7]], "abc")
    one.settings.theme = "light"
    assert one.save()
    other.progress.level("b").keep(3, [["learn", 3]], "abc")
    other.progress.level("both").keep(5, [["learn", 5]], "abc")
    other.progress.level("both").stars = [1, 3]
    other.progress.level("a").hints = 2
    other.settings.sound = 0.25
    assert other.save()
    found = Store(home).progress
    assert found == other.progress
    assert {key: level.best for key, level in found.levels.items()} == {"a": 12, "b": 3, "both": 5}
    assert (found.level("both").stars, found.level("a").stars, found.level("a").hints) == ([1, 3], [1], 2)
    assert one.save() and Store(home).progress == found  # nothing was taken back
    assert (other.settings.theme, Store(home).settings.theme, Store(home).settings.sound) == ("dark", "light", 0.25)
    one.progress.level("c").keep(1, [], "")
    one.settings.sound = 0.5
    assert one.save() and set(one.progress.levels) == {"a", "b", "both", "c"}
    other.settings.text = 1.5
    assert other.save()
    likes = Store(home).settings
    assert (likes.theme, likes.sound, likes.text) == ("light", 0.5, 1.5)


WRITES = """
import os, sys
from downslope.storage.saves import Store
who, count, left = sys.argv[1], *map(int, sys.argv[2:])
def end(event, words):
    global left
    left -= event in ("open", "os.rename", "os.remove")
    if left == 0:
        os._exit(9)
store = Store()
for number in range(count):
    store.progress.level(f"{who} {number}").keep(number, [["learn", number]], "abc")
    if number == 0:
        sys.addaudithook(end)
    assert store.save(), store.faults
"""


def test_processes_that_write_at_once_or_are_killed_lose_nothing(home: Path) -> None:
    for keys in ("a", "ab", "abc", "abcd"):
        played(home, *keys)
    environment = {**os.environ, "PYTHONPATH": str(GAME)}
    games = [("one", 15, -1), ("two", 15, -1), *((f"killed {left}", 1, left) for left in (1, 2, 3, 4, 5, 6, 7))]
    with ExitStack() as under_way:
        words = [[sys.executable, "-c", WRITES, who, str(count), str(left)] for who, count, left in games]
        ends = [under_way.enter_context(started(command, env=environment)) for command in words]
        codes = [game.wait(PATIENCE) for game in ends]
    assert codes == [0, 0, *[9] * 7]
    store = Store(home)
    assert store.faults == [] and len([key for key in store.progress.levels if key[:3] in ("one", "two")]) == 30
    assert set(store.progress.levels) >= set("abcd") and len(versions(home)) >= 3

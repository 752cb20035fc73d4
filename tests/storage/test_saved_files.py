"""What may happen to the files that the game keeps: nothing of it goes unnoticed, and nothing that was kept is lost."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from errno import EIO, ENOSPC
from pathlib import Path
from typing import Any

import pytest

from downslope.storage.saves import Progress, Store
from processes import GAME, started
from storage.kept import played
from waiting import PATIENCE

UNIX, ENDS = hasattr(os, "mkfifo"), ("", ".1", ".2", ".3")


def progress(home: Path) -> Path:
    return home / "saves" / "progress.json"


def versions(home: Path) -> list[set[str]]:
    """The levels in the file and in its earlier versions, newest first; a place where there is none is left out."""
    files = [home / "saves" / f"progress.json{end}" for end in ENDS]
    return [set(json.loads(file.read_text())["levels"]) for file in files if file.exists()]


# What is in a file


@pytest.mark.slow
def test_flipped_bits_of_every_byte_are_noticed(home: Path) -> None:
    played(home, "double-it")
    for name in ("progress", "settings"):
        file = home / "saves" / f"{name}.json"
        raw = file.read_bytes()
        for bit in range(0, 8 * len(raw), 7):
            changed = bytearray(raw)
            changed[bit // 8] ^= 1 << bit % 8
            file.write_bytes(changed)
            assert len(Store(home).faults) in (1, 2), (name, bit, changed)  # also that a setting cannot be
            for aside in file.parent.glob(f"{name}.broken-*"):
                aside.unlink()
        file.write_bytes(raw)
    assert Store(home).faults == []


def test_a_file_that_something_else_has_changed_is_used_and_that_is_said(home: Path) -> None:
    played(home, "double-it")
    edited = progress(home).read_text().replace('"hints": 0', '"hints": 2')
    progress(home).write_text(edited)
    store = Store(home)
    assert store.faults == ["progress.json was changed by something other than the game; it is used as it is."]
    assert store.progress.level("double-it").hints == 2 and store.save() and Store(home).faults == []
    assert progress(home).with_name("progress.json.1").read_text() == edited
    other = played(home, "seven")
    progress(home).write_text(progress(home).read_text().replace('"hints": 2', '"hints": 3'))  # while a game runs
    other.progress.level("toes").reached = True
    assert other.save() and "by something other" in other.faults[-1] and other.progress.level("double-it").hints == 3


def test_what_has_not_changed_is_not_written_again(home: Path) -> None:
    played(home, "a", "pack/a")
    for file in (home / "saves").iterdir():
        os.utime(file, (1, 1))
    assert Store(home).save() and {file.stat().st_mtime for file in (home / "saves").iterdir()} == {1}
    played(home, "pack/b")
    assert progress(home).stat().st_mtime == 1  # a plugin's level has a file of its own


DEEP, HUGE = "[" * 900 + "]" * 900, "1" + "0" * 400
# What is in a file -> what is said of it, and whether it is set aside.
BROKEN: list[tuple[str, str, str, bool]] = [
    ("progress", '{"version": 1, "levels": {"thirt', "not valid JSON from line 1, column ", True),
    ("progress", "", "not valid JSON from line 1, column 1", True),
    ("progress", "[1]", "it has no version", True),
    ("progress", '{"levels": {}}', "it has no version", True),
    ("progress", '{"version": 99}', "written by a later version of the game", True),
    ("progress", '{"version": 1, "lebels": {}}', "levels is not what it must be", True),
    ("progress", '{"version": 1, "levels": {"a": {"best": NaN}}}', "NaN is not a number", True),
    ("progress", '{"version": 1, "levels": 1e999}', "1e999 is not a number", True),
    ("progress", f'{{"version": 1, "levels": {{"a": {{"actions": {DEEP}}}}}}}', "it is nested too deeply", True),
    ("progress", f'{{"version": 1, "levels": {{"a": {{"best": {HUGE}}}}}}}', "a.best cannot be 1000", False),
    ("progress", '{"version": 1, "levels": {"a": {"stars": [true]}}}', "a.stars cannot be [True]", False),
    ("settings", f'{{"version": 1, "sound": {HUGE}}}', "sound cannot be 1000", False),
]  # fmt: skip


def test_a_broken_file_is_one_sentence_and_set_aside(tmp_path: Path) -> None:
    for number, (name, text, reason, aside) in enumerate(BROKEN):
        home = tmp_path / str(number)
        (home / "saves").mkdir(parents=True)
        for count in range(1, 3):  # two on one day are both kept
            (home / "saves" / f"{name}.json").write_text(text)
            store = Store(home)
            (fault,) = store.faults
            assert reason in fault and "\n" not in fault
            kept = sorted((home / "saves").glob(f"{name}.{'newer' if ': 99' in text else 'broken'}-*.json"))
            assert [file.read_text() for file in kept] == [text] * (count if aside else 0)
            assert not aside or (any(file.name in fault for file in kept) and store.progress == Progress())
        assert store.save() and Store(home).faults == []


# What is in the place of a file


@pytest.mark.parametrize("kind", ["folder", *["pipe", "device"] * UNIX])
def test_what_is_no_file_is_set_aside(home: Path, kind: str) -> None:
    def make(path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        path.mkdir() if kind == "folder" else os.mkfifo(path) if kind == "pipe" else path.symlink_to("/dev/zero")

    for name in ("settings", "progress"):
        make(home / "saves" / f"{name}.json")
    store = Store(home)
    assert len(store.faults) == 2 and all("could not be read (" in fault for fault in store.faults)
    store.progress.level("a").keep(1, [], "")
    assert store.save() and Store(home).progress.has_reached("a")
    store = Store(home)
    progress(home).unlink()
    make(progress(home))  # while the game runs
    store.progress.level("b").keep(1, [], "")
    assert store.save() and set(Store(home).progress.levels) == {"a", "b"}
    (fault,) = store.faults
    assert "when it was saved; it is kept as progress.broken-" in fault


# Earlier versions


def test_three_earlier_versions_are_kept_one_a_game_and_the_newest_good_one_is_taken(home: Path) -> None:
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


def test_what_an_earlier_version_of_plugins_progress_has_is_written_again(tmp_path: Path) -> None:
    for home in (tmp_path / "cut", tmp_path / "gone"):
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
    assert before == [set("abcd"), set("abc"), set("ab"), set("a")]
    files = {file.name: file.read_bytes() for file in progress(home).parent.iterdir()}
    failed = 0
    for number in range(100):
        store = Store(home)
        store.progress.level("e").keep(1, [], "")
        left = [number]

        def call(real: Callable[..., Any], *words: Any, left: list[int] = left, **more: Any) -> Any:
            left[0] -= 1
            if left[0] == -1:
                raise OSError(EIO, os.strerror(EIO))
            return real(*words, **more)

        with monkeypatch.context() as patched:
            for name in CALLS:
                real = getattr(os, name)
                patched.setattr(os, name, lambda *words, real=real, **more: call(real, *words, **more))
            saved = store.save()
        if left[0] >= 0:
            assert saved and number > 3
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
    assert failed > 3


def test_a_full_disk_is_told_once_and_the_game_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = played(home, "a")
    before = progress(home).read_text(encoding="utf-8")

    def full(_number: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        for key in "bc":
            store.progress.level(key).keep(1, [], "")
            assert not store.save()
    assert store.faults == [
        "progress.json could not be saved (No space left on device); it is kept in memory while the game runs."
    ]
    assert progress(home).read_text(encoding="utf-8") == before
    assert store.save() and set(Store(home).progress.levels) == {"a", "b", "c"}  # there is room again


def test_what_cannot_be_written_or_set_aside_is_left_as_it_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object) -> None:
        raise PermissionError(13, "Permission denied")

    (home / "saves").write_text("a file where the folder should be", encoding="utf-8")
    store = Store(home)
    store.progress.level("a")
    assert not store.save() and all("could not be" in fault for fault in store.faults)
    (home / "saves").unlink()
    (home / "saves" / "progress-plugins.json").mkdir(parents=True)
    old = json.dumps({"version": 1, "levels": {"a": {"reached": True}, "pack/b": {"reached": True}}})
    progress(home).write_text(old)
    store = Store(home)
    store.progress.level("a").hints = 3
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        assert not store.save()
        assert progress(home).read_text() == old, "a plugin's level leaves only once it is in its own file"
        progress(home).write_text("{")
        store = Store(home)
    store.progress.level("a")
    assert not store.save() and "nothing is saved over it" in store.faults[0]
    assert progress(home).read_text(encoding="utf-8") == "{"


# Two games


def test_two_games_on_one_home_lose_nothing(home: Path) -> None:
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
    assert one.save()
    other.progress.level("b").keep(3, [["learn", 3]], "abc")
    other.progress.level("both").keep(5, [["learn", 5]], "abc")
    other.progress.level("both").stars = [1, 3]
    other.progress.level("a").hints = 2
    assert other.save()
    found = Store(home).progress
    assert found == other.progress
    assert {key: level.best for key, level in found.levels.items()} == {"a": 12, "b": 3, "both": 5}
    assert (found.level("both").stars, found.level("a").stars, found.level("a").hints) == ([1, 3], [1], 2)
    assert one.save() and Store(home).progress == found  # nothing was taken back
    one.progress.level("c").keep(1, [], "")
    assert one.save() and set(one.progress.levels) == {"a", "b", "both", "c"}


def test_of_each_setting_the_last_change_counts(home: Path) -> None:
    one, other = Store(home), Store(home)
    one.settings.theme = "light"
    assert one.save()
    other.settings.sound = 0.25
    assert other.save()
    assert (other.settings.theme, Store(home).settings.theme, Store(home).settings.sound) == ("dark", "light", 0.25)
    one.settings.sound = 0.5
    assert one.save()
    other.settings.text = 1.5
    assert other.save()
    found = Store(home).settings
    assert (found.theme, found.sound, found.text) == ("light", 0.5, 1.5)


WRITES = """
import os, sys
from downslope.storage.saves import Store
who, count, left = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

def end(event, words):
    global left
    if event in ("open", "os.rename", "os.remove"):
        left -= 1
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
    games = [("one", 15, 0), ("two", 15, 0), *((f"killed {left}", 1, left) for left in (1, 2, 3, 4, 5, 6, 7))]
    with ExitStack() as under_way:
        words = [[sys.executable, "-c", WRITES, who, str(count), str(left)] for who, count, left in games]
        ends = [under_way.enter_context(started(command, env=environment)) for command in words]
        codes = [game.wait(PATIENCE) for game in ends]
    assert codes == [0, 0, *[9] * 7]
    store = Store(home)
    assert store.faults == [] and len([key for key in store.progress.levels if key[:3] in ("one", "two")]) == 30
    assert set(store.progress.levels) >= set("abcd") and len(versions(home)) >= 3

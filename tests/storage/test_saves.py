"""Settings and progress: what is written comes back, and whatever happens to the files, nothing is lost."""

import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from contextlib import ExitStack
from errno import EACCES, EIO, ENOSPC
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from downslope.registry.trust import PluginChoices, TrustEntry
from downslope.storage.level_digest import terms_of
from downslope.storage.progress_export import export_progress, merge_progress, read_progress
from downslope.storage.save_file import is_whole, with_checksum
from downslope.storage.saves import CHOICES, FIRST_PARS, Progress, Settings, Store
from lib import walks
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
    assert str(Settings()) == (
        "Settings(theme='dark', text=1.0, still=False, colours='standard', full_screen=False, attract=False, "
        "panels='come', bets=True, read_aloud=False, sound=0.6, wind=0.35, music=0.25, language='', keys={})"
    )
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
    assert all(map(keeps, saved(tmp_path), [{"theme": "light", **LATER}, merged, {"levels": {"pack/own": LATER}}]))
    decided = {"off": ["a"], "trusted": {"own": {**ROW, **LATER}}, **LATER}
    (home / "plugins.json").write_text(with_checksum({"version": 1, **decided}), encoding="utf-8")
    first, second = PluginChoices(home), PluginChoices(home)
    assert first.switch("b", on=False) and second.trust({"new": TrustEntry(**ROW)}) and second.forget("new")
    assert keeps(entries(home / "plugins.json"), {**decided, "off": ["a", "b"]})


ENDS = ("", ".1", ".2", ".3")


def versions(home: Path) -> list[set[str]]:
    """The levels in the file and in its earlier versions, newest first; a place where there is none is left out."""
    files = [home / "saves" / f"progress.json{end}" for end in ENDS]
    return [set(entries(file)["levels"]) for file in files if file.exists()]


def test_one_bit_makes_it_another_file_and_without_a_change_nothing_is_written(home: Path) -> None:
    played(home, "double-it")
    raw = progress(home).read_bytes()
    number = int.from_bytes(raw, "big")
    flipped = (number ^ 1 << bit for bit in range(8 * len(raw)))
    assert is_whole(raw) and not any(is_whole(each.to_bytes(len(raw), "big")) for each in flipped)
    played(home, "pack/a")
    for file in (home / "saves").iterdir():
        os.utime(file, (1, 1))
    assert Store(home).save() and {file.stat().st_mtime for file in (home / "saves").iterdir()} == {1}
    played(home, "pack/b")
    assert progress(home).stat().st_mtime == 1  # a plugin's level has a file of its own


DEEP, HUGE, SAVES = "[" * 900 + "]" * 900, "1" + "0" * 400, Path(__file__).with_name("saves.txt")


def used_by(store: Store) -> list[str]:
    """The settings that are not as they were at first, and the levels."""
    likes, first = store.settings.as_data(), Settings().as_data()
    used = [f"{key} {value}" for key, value in likes.items() if value != first[key]]
    for key, level in store.progress.as_data()["levels"].items():
        fields = [f"{field} {value}" for field, value in level.items() if value]
        used.append(f"{key}: {', '.join(fields) or 'nothing'}")
    return used


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
        used = used_by(store)
        assert store.save() and Store(home).faults == []
        rows = [re.sub(r"20[-\d]+(\.\d)?", "DAY", row) for row in (*store.faults, *aside[:1], *used)]
        told.append([re.sub(r"(\d{60}|\[{60})[\d[]*[\]…]*", "LONG", row) for row in rows])
    return told


def test_what_is_said_of_a_broken_file_and_what_of_it_is_used(home: Path) -> None:
    assert differences(SAVES, partial(told_of, home)) == []


REPLACE, DENIED = os.replace, PermissionError(EACCES, "Permission denied")


def replace_all_but_plugins(source: Path, target: Path) -> None:
    if "plugins" in target.name:
        raise DENIED
    REPLACE(source, target)


MISHAPS: dict[str, tuple[str, Any]] = {
    "full": ("os.fsync", OSError(ENOSPC, "No space left on device")),
    "locked": ("pathlib.Path.replace", DENIED), "partly": ("os.replace", replace_all_but_plugins),
}  # fmt: skip


def levels_in(file: Path) -> str:
    try:
        return " ".join(["", *entries(file).get("levels", {})])
    except ValueError:
        return " is cut"


def does(press: str, names: dict[str, Any]) -> None:
    """What games on one home do, by name, and what is done to their files."""
    home, games, said = names["home"], names["games"], names["said"]
    game, what, *words = shlex.split(press)
    file, store = home / what, games.get(game)
    if game == "put":
        file.parent.mkdir(exist_ok=True)
        file.write_text(words[0], encoding="utf-8")
    elif game == "edit":
        file.write_text(file.read_text(encoding="utf-8").replace(*words), encoding="utf-8")
    elif game == "cut":
        file.write_bytes(file.read_bytes()[:90])
    elif game == "folder":
        file.mkdir(parents=True)
    elif game == "copy":
        shutil.rmtree(home / words[0], ignore_errors=True)
        shutil.copytree(file, home / words[0])
    elif game == "drop":
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    elif what in ("best", "hints"):
        level = store.progress.level(words[0])
        level.keep(int(words[1]), [], "") if what == "best" else setattr(level, "hints", int(words[1]))
    elif what == "sets":
        setattr(store.settings, words[0], json.loads(words[1]))
    elif what == "visits":
        store.set_for_visit(words[0], json.loads(words[1]))
    else:
        before = len(store.faults) if store is not None and what != "begins" else 0
        with ExitStack() as mishaps:
            for name in words:
                mishaps.enter_context(patch(MISHAPS[name][0], side_effect=MISHAPS[name][1]))
            if what == "begins":
                store = games[game] = Store(home)
            elif what == "plays":
                store.play()
            elif not store.save():
                said.append("! not saved")
        rows = [f"{game}: {'; '.join(used_by(store)) or 'nothing'}", *(f"! {each}" for each in store.faults[before:])]
        if what == "saves" and (home / "saves").is_dir():
            files = sorted((home / "saves").glob("*progress*.json*"))
            rows.append(", ".join(path.name + levels_in(path) for path in files if path.is_file()))
        for told, short in ((r"20\d\d-\d\d-\d\d", "DAY"), (r"reached True, stars \[1\], best ", "")):
            rows = [re.sub(told, short, row) for row in rows]
        said += rows


@pytest.mark.skipif(sys.platform == "win32", reason="other words are said of a folder there")
def test_games_that_begin_play_and_save_on_one_home(home: Path) -> None:
    names = {"home": home, "games": dict[str, Store](), "begin": lambda it: it, "state": lambda _it: "done"}
    assert walks.differences(Path(__file__).with_name("games.txt"), {**names, "it": ""}, does) == []


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

"""What may happen to the files that the game keeps: nothing of it goes unnoticed, and nothing that was kept is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from errno import EIO, ENOSPC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from downslope import Neuron
from downslope.digits.csv_examples import from_csv
from downslope.digits.png import read_picture
from downslope.storage.files import Refused, write_file
from downslope.storage.netfile import SavedNet, load_net, save_net
from downslope.storage.saves import Progress, Store
from processes import GAME, started
from storage.kept import played
from waiting import PATIENCE

SHARED_FOLDER = [HealthCheck.function_scoped_fixture]
UNIX = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files here")


def progress(home: Path) -> Path:
    return home / "saves" / "progress.json"


def flipped(raw: bytes, bits: list[int]) -> bytes:
    changed = bytearray(raw)
    for bit in bits:
        changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


# What is in a file


@pytest.mark.slow
def test_flipped_bits_of_every_byte_are_noticed(home: Path) -> None:
    played(home, "double-it")
    for name in ("progress", "settings"):
        file = home / "saves" / f"{name}.json"
        raw = file.read_bytes()
        for bit in range(0, 8 * len(raw), 3):
            file.write_bytes(flipped(raw, [bit]))
            assert len(Store(home).faults) in (1, 2), (name, bit, file.read_bytes())  # also that a setting cannot be
            for aside in file.parent.glob(f"{name}.broken-*"):
                aside.unlink()
        file.write_bytes(raw)
    assert Store(home).faults == []


@settings(max_examples=60, suppress_health_check=SHARED_FOLDER)
@given(st.data())
def test_flipped_bits_of_a_net_are_noticed(tmp_path: Path, data: st.DataObject) -> None:
    file = tmp_path / "net.json"
    save_net(file, SavedNet(Neuron(2, 2), [0.5, -1.25, 3.0, 0.1], {"unseen": 0.75}))
    raw = file.read_bytes()
    bits = data.draw(st.lists(st.integers(0, 8 * len(raw) - 1), min_size=1, max_size=5, unique=True))
    file.write_bytes(flipped(raw, bits))
    with pytest.raises(Refused):
        load_net(file)


def test_a_file_that_something_else_has_changed_is_used_and_that_is_said(home: Path) -> None:
    played(home, "double-it")
    edited = progress(home).read_text().replace('"hints": 0', '"hints": 2')
    progress(home).write_text(edited)
    store = Store(home)
    assert store.faults == ["progress.json was changed by something other than the game; it is used as it is."]
    assert store.progress.level("double-it").hints == 2 and store.save() and Store(home).faults == []
    assert progress(home).with_name("progress.json.1").read_text() == edited
    other = played(home, "seven")
    text = progress(home).read_text()
    progress(home).write_text(text.replace('"hints": 2', '"hints": 3'))  # while a game runs
    other.progress.level("toes").reached = True
    assert other.save() and "by something other" in other.faults[-1] and other.progress.level("double-it").hints == 3
    progress(home).write_text(progress(home).read_text().replace('"levels"', '"lebels"'))  # it would all be gone
    assert "levels is not what it must be" in Store(home).faults[-1]


def test_each_level_has_a_line(home: Path) -> None:
    store = played(home, *"abc", *(f"pack/{number}" for number in range(500)))
    assert len(progress(home).read_text().splitlines()) == 10
    assert len((home / "saves" / "progress-plugins.json").read_text().splitlines()) > 500
    assert Store(home).progress == store.progress


OLD = Path(__file__).parent / "saves"
STARS = {
    "double-it": [1, 2, 3], "thirteen": [1, 2], "the-grump": [1, 3], "kernels": [1], "physics/spring": [1, 2, 3],
    "winter/jackets": [1],
}  # fmt: skip


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_saves_of_before_open_with_all_their_stars_and_are_divided(home: Path, version: str) -> None:
    """What 1.0 and 1.1 have written. The levels of plugins go over into a file of their own, and nothing is lost."""
    (home / "saves").mkdir()
    for name in ("progress", "settings"):
        (home / "saves" / f"{name}.json").write_bytes((OLD / f"{name}-{version}.json").read_bytes())
    store = Store(home)
    assert store.faults == [] and {key: store.progress.stars(key) for key in STARS} == STARS
    thirteen = store.progress.level("thirteen")
    assert (thirteen.best, thirteen.actions, thirteen.digest, thirteen.par, thirteen.hints, thirteen.ghost) == (
        3, [["turn", "alpha", 0.3, 0], ["learn", 3]], "f74cba5763d4", "3 steps", 2, True
    )  # fmt: skip
    assert store.progress.level("the-grump").bets == {"0": False, "1": True}
    assert store.progress.recap("forward") == {"0": True, "1": False, "2": True}
    assert store.progress.last_level == "winter/jackets" and store.progress.level("winter/tea").hints == 1
    assert (store.settings.theme, store.settings.sound, store.settings.keys) == ("light", 0.25, {"step": "k"})
    assert store.settings.wind == (0.5 if version == "1.0" else 0.35)
    assert store.save()
    files = [json.loads((home / "saves" / name).read_text()) for name in ("progress.json", "progress-plugins.json")]
    assert all("checksum" in file for file in files)  # 1.0 had none
    assert set(files[1]["levels"]) == {"physics/spring", "winter/jackets", "winter/tea"}
    assert not set(files[0]["levels"]) & set(files[1]["levels"])
    again = Store(home)
    assert (again.progress, again.settings, again.faults) == (store.progress, store.settings, [])
    assert files[0]["levels"]["seven"].get("medal") == ("gold" if version == "1.1" else None)
    progress(home).write_bytes((OLD / f"progress-{version}.json").read_bytes())  # that version was played once more
    back = Store(home)
    assert back.progress == store.progress and back.save() and Store(home).progress == store.progress


def test_a_level_of_a_plugin_leaves_the_games_file_only_once_it_is_in_its_own(home: Path) -> None:
    (home / "saves").mkdir()
    (home / "saves" / "progress-plugins.json").mkdir()
    progress(home).write_bytes((OLD / "progress-1.1.json").read_bytes())
    store = Store(home)
    store.progress.level("thirteen").hints = 3
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Path, "replace", lambda self, target: (_ for _ in ()).throw(PermissionError(13, "no")))
        assert not store.save()
    assert set(json.loads(progress(home).read_text())["levels"]) >= set(STARS)


@pytest.mark.parametrize("how", ["cut", "gone"])
def test_what_an_earlier_version_of_plugins_progress_has_is_written_again(home: Path, how: str) -> None:
    for keys in (("pack/a",), ("pack/a", "pack/b"), ("pack/c",)):
        played(home, *keys)
    file = home / "saves" / "progress-plugins.json"
    file.write_text(file.read_text()[:90]) if how == "cut" else file.unlink()
    assert set(played(home, "pack/d").progress.levels) == {"pack/a", "pack/b", "pack/d"}
    for number in (1, 2, 3):
        file.with_name(f"{file.name}.{number}").unlink(missing_ok=True)
    assert set(Store(home).progress.levels) == {"pack/a", "pack/b", "pack/d"}


def test_winning_a_level_writes_that_level_anew_and_no_other(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are of plugins: what is not played is not made into text again."""
    played(home, "a", *(f"pack{number}/a" for number in range(300)))
    store = Store(home)
    made: list[object] = []
    dumps = json.dumps

    def note(value: object, **more: Any) -> str:
        made.append(value)
        return dumps(value, **more)

    monkeypatch.setattr(json, "dumps", note)
    for key in ("pack7/a", "a"):
        made.clear()
        store.progress.level(key).keep(1, [["learn", 1]], "abc")
        assert store.save() and len(made) < 100
    assert Store(home).progress == store.progress and len(store.progress.levels) == 301


DEEP = "[" * 900 + "]" * 900
HUGE = "1" + "0" * 400
BROKEN = [
    ('{"version": 1, "levels": {"thirt', "not valid JSON from line 1, column "),
    ("", "not valid JSON from line 1, column 1"),
    ("[1]", "it has no version"),
    ('{"levels": {}}', "it has no version"),
    ('{"version": 1, "levels": []}', "levels is not what it must be"),
    ('{"version": 1, "levels": {"a": {"best": NaN}}}', "NaN is not a number"),
    ('{"version": 1, "lebels": {}}', "levels is not what it must be"),
]
BAD: dict[str, tuple[str, str, str]] = {
    "a number of 400 digits": ("settings", f'"sound": {HUGE}', "sound cannot be 1000"),
    "such a count": ("progress", f'"levels": {{"a": {{"best": {HUGE}}}}}', "a.best cannot be 1000"),
    "a count that none is": ("progress", '"levels": {"a": {"best": -3}}', "a.best cannot be -3"),
    "a star that is none": ("progress", '"levels": {"a": {"stars": [true]}}', "a.stars cannot be [True]"),
    "900 levels of nesting": ("progress", f'"levels": {{"a": {{"actions": {DEEP}}}}}', "it is nested too deeply"),
    "900 in a setting": ("settings", f'"keys": {DEEP}', "it is nested too deeply"),
    "a number that is infinite": ("progress", '"levels": 1e999', "1e999 is not a number"),
}


def test_what_no_game_writes_is_one_sentence(tmp_path: Path) -> None:
    for what, (name, text, reason) in BAD.items():
        home = tmp_path / what
        (home / "saves").mkdir(parents=True)
        (home / "saves" / f"{name}.json").write_text(f'{{"version": 1, {text}}}')
        store = Store(home)
        (fault,) = store.faults
        assert reason in fault and "\n" not in fault
        assert store.save() and Store(home).faults == []


def test_a_broken_file_is_set_aside_and_named(tmp_path: Path) -> None:
    for number, (text, reason) in enumerate(BROKEN):
        home = tmp_path / str(number)
        (home / "saves").mkdir(parents=True)
        progress(home).write_text(text)
        store = Store(home)
        (fault,) = store.faults
        (aside,) = (home / "saves").glob("progress.broken-*.json")
        assert store.progress == Progress() and reason in fault
        assert aside.name in fault and aside.read_text() == text and not progress(home).exists()


# What is in the place of a file


def folder_there(path: Path) -> None:
    path.mkdir(parents=True)


def pipe_there(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)


def device_there(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to("/dev/zero")


PLACES = [folder_there, pytest.param(pipe_there, marks=UNIX), pytest.param(device_there, marks=UNIX)]


@pytest.mark.parametrize("make", PLACES)
def test_what_is_no_file_is_set_aside(home: Path, make: Callable[[Path], None]) -> None:
    for name in ("settings", "progress"):
        make(home / "saves" / f"{name}.json")
    store = Store(home)
    assert len(store.faults) == 2 and all("could not be read (" in fault for fault in store.faults)
    store.progress.level("a").keep(1, [], "")
    assert store.save() and Store(home).progress.has_reached("a")


@pytest.mark.parametrize("make", PLACES)
def test_what_comes_in_the_place_of_a_file_while_the_game_runs_is_set_aside(
    home: Path, make: Callable[[Path], None]
) -> None:
    store = played(home, "a")
    progress(home).unlink()
    make(progress(home))
    store.progress.level("b").keep(1, [], "")
    assert store.save()
    (fault,) = store.faults
    assert "when it was saved; it is kept as progress.broken-" in fault
    assert set(Store(home).progress.levels) == {"a", "b"}


@pytest.mark.parametrize("make", PLACES)
def test_nets_tables_and_pictures_wait_for_nothing(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "what.json")
    with pytest.raises(Refused, match=r"what\.json cannot be read: "):
        load_net(tmp_path / "what.json")
    with pytest.raises(Refused, match=r"what\.json cannot be saved: "):
        save_net(tmp_path / "what.json", SavedNet(Neuron(), [0.0]))
    with pytest.raises(Refused, match=r"what\.json cannot be read: "):
        read_picture(tmp_path / "what.json")
    if make is not folder_there:  # a folder may be one of pictures
        with pytest.raises(Refused, match=r"what\.json cannot be read: "):
            from_csv(tmp_path / "what.json")
    left = [path.name for path in tmp_path.iterdir()]
    assert left == ["what.json"]  # what is there stays there


@UNIX
def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there" / "file")
    write_file(tmp_path / "link", "a")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "there" / "file").read_text() == "a"


@UNIX
def test_saves_that_are_links_stay_links(home: Path, tmp_path: Path) -> None:
    """A folder that a cloud copies, or files that somebody keeps together elsewhere."""
    played(home, "a")
    for name in ("progress", "settings"):
        (home / "saves" / f"{name}.json").rename(tmp_path / f"{name}.json")
        (home / "saves" / f"{name}.json").symlink_to(tmp_path / f"{name}.json")
    store = played(home, "a", "b")
    store.settings.theme = "light"
    assert store.save() and store.faults == []
    assert all((home / "saves" / f"{name}.json").is_symlink() for name in ("progress", "settings"))
    assert '"b"' in (tmp_path / "progress.json").read_text() and '"light"' in (tmp_path / "settings.json").read_text()
    assert versions(home) == [{"a", "b"}, {"a"}] and not list(tmp_path.glob(".*.new"))


# Earlier versions


def versions(home: Path) -> list[set[str]]:
    """The levels in the file and in its earlier versions, newest first; a place where there is none is left out."""
    files = [progress(home), *(progress(home).with_name(f"progress.json.{number}") for number in (1, 2, 3))]
    return [set(json.loads(file.read_text())["levels"]) for file in files if file.exists()]


@pytest.mark.parametrize(("cut", "gone", "taken"), [
    ([0], [], 1), ([0, 1], [], 2), ([], [0], 1), ([1], [0], 2), ([1, 2], [0], None),
])  # fmt: skip
def test_the_newest_good_version_is_taken_and_that_is_said(
    home: Path, cut: list[int], gone: list[int], taken: int | None
) -> None:
    for keys in ("a", "ab", "abc"):
        played(home, *keys)
    files = [progress(home), *(progress(home).with_name(f"progress.json.{number}") for number in (1, 2))]
    for number in cut:
        files[number].write_text("{")
    for number in gone:
        files[number].unlink()
    store = Store(home)
    assert set(store.progress.levels) == set(["abc", "ab", "a"][taken] if taken else "")
    said = f"the game starts from {files[taken].name if taken else 'the beginning'}."
    assert store.faults[0].endswith(said) and ("progress.json is missing; " in store.faults[0]) == bool(gone)
    assert store.save() and Store(home).progress == store.progress and Store(home).faults == []


CALLS = ("fsync", "replace", "rename", "open", "unlink", "mkdir")  # of os; what pathlib does goes through them


@pytest.mark.parametrize("error", [ENOSPC, EIO])
def test_a_write_that_fails_anywhere_costs_no_version(home: Path, error: int, monkeypatch: pytest.MonkeyPatch) -> None:
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
                raise OSError(error, os.strerror(error))
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


def test_what_a_killed_game_left_is_taken_away(home: Path) -> None:
    played(home, "a")
    left = home / "saves" / ".progress.json.123.new"
    left.write_text("half")
    Store(home)
    assert not left.exists()


def test_what_was_left_beside_a_net_goes_with_the_next_one(tmp_path: Path) -> None:
    names = (".net.json.1.new", ".other.json.2.new", ".net.json.new", "net.json.3.new")
    for name in names:
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1, 1))
    save_net(tmp_path / "net.json", SavedNet(Neuron(), [0.0]))
    assert {path.name for path in tmp_path.iterdir()} == {"net.json", *names[1:]}


# Two games


def test_two_games_on_one_home_lose_nothing(home: Path) -> None:
    one, other = Store(home), Store(home)
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
    other.settings.theme = "light"
    other.settings.theme = "dark"
    assert other.save() and Store(home).settings.theme == "light"  # it was not changed there


def test_a_second_game_says_that_it_is_one(home: Path) -> None:
    one, other = Store(home), Store(home)
    one.play()
    assert one.faults == []
    other.play()
    assert other.faults == ["Downslope is already open elsewhere. Both keep their progress."]


WRITES = """
import sys
from downslope.storage.saves import Store
who, count = sys.argv[1], int(sys.argv[2])
store = Store()
for number in range(count):
    store.progress.level(f"{who} {number}").keep(number, [["learn", number]], "abc")
    assert store.save(), store.faults
"""


def test_processes_that_write_at_once_lose_nothing(home: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(GAME)}
    with ExitStack() as under_way:
        words = [[sys.executable, "-c", WRITES, who, "15"] for who in ("a", "b", "c")]
        games = [under_way.enter_context(started(command, env=environment)) for command in words]
        assert [game.wait(PATIENCE) for game in games] == [0, 0, 0]
    store = Store(home)
    assert len(store.progress.levels) == 45 and store.faults == []


KILLED = """
import os, sys
from downslope.storage.saves import Store
left = int(sys.argv[1])

def end(event, words):
    global left
    if event in ("open", "os.rename", "os.remove"):
        left -= 1
        if left < 0:
            os._exit(9)

store = Store()
store.progress.level("new").keep(1, [], "")
sys.addaudithook(end)
store.save()
"""


@pytest.mark.slow
def test_a_game_that_is_killed_while_it_saves_loses_nothing(home: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(GAME)}
    seen = set()
    for number in (0, 1, 2, 3, 4, 5, 6, 7, 50):
        for keys in ("a", "ab", "abc", "abcd"):
            played(home, *keys)
        words = [sys.executable, "-c", KILLED, str(number)]
        seen.add(subprocess.run(words, env=environment, timeout=PATIENCE).returncode)
        assert set(Store(home).progress.levels) >= set("abcd")
        assert set().union(*versions(home)) >= set("abcd") and len(versions(home)) >= 3
    assert seen == {0, 9}


def test_what_has_not_changed_is_not_written(home: Path) -> None:
    played(home, "a")
    for file in (home / "saves").iterdir():
        os.utime(file, (1, 1))
    store = Store(home)
    assert store.save() and {file.stat().st_mtime for file in (home / "saves").iterdir()} == {1}

"""Files have one door: what is no ordinary file is never opened, a write is whole or nothing."""

from __future__ import annotations

import os
import re
from errno import EFBIG
from pathlib import Path
from typing import Any

import pytest

from downslope.storage import files
from downslope.storage.files import (
    Refused,
    read_file,
    reason_of,
    remove_leftovers,
    text_in,
    unreadable,
    unwritable,
    write_file,
    write_log,
    write_temporary,
)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_byte_that_is_no_text_is_told_with_its_line() -> None:
    assert text_in("é\n".encode(), "a.txt") == "é\n" and text_in(b"\xef\xbb\xbfa", "a.txt", "utf-8-sig") == "a"
    with pytest.raises(Refused) as refused:
        text_in(b"a\nb\n\xff", "a.txt")
    assert refused.value.line == 3 and "a.txt is not UTF-8: byte 0xff" in str(refused.value)
    full = OSError(28, "No space left on device")
    assert reason_of(OSError("odd")) == "odd" == reason_of(ValueError("odd"))
    assert unwritable("a", full) == "a cannot be written: No space left on device"
    assert str(unreadable("a", full)) == "a cannot be read: No space left on device."


def test_a_file_has_a_largest_size(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_file(path, 5) == b"12345" == read_file(path)
    with pytest.raises(OSError) as raised:
        read_file(path, 4)
    assert raised.value.errno == EFBIG


def test_what_is_no_ordinary_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Any, *_rest: Any) -> int:
        raise AssertionError(f"{path} is opened")

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(files, "home", lambda: tmp_path)
    places = [tmp_path / "downslope.log"]
    places[0].mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "device").symlink_to("/dev/zero")
        places += [tmp_path / "pipe", tmp_path / "device"]
    before = names_in(tmp_path)
    for path in places:
        for use in (read_file, lambda path: write_temporary(path, "x"), lambda path: write_file(path, "x")):
            with pytest.raises(OSError, match=r"Is a directory|it is not an ordinary file"):
                use(path)
    assert write_log("x") == places[0] and names_in(tmp_path) == before


def test_what_is_written_takes_the_place_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(files, "on_write", [lambda: told.append(1)])
    monkeypatch.setattr(files, "home", lambda: tmp_path)
    path = tmp_path / "downslope.log"
    write_file(path, "one")
    write_file(path, b"two")
    assert write_log("\ud800!") == path and re.fullmatch(rb"two[-: \d]+\n\?!\n", path.read_bytes())
    assert told == [1, 1, 1] and names_in(tmp_path) == ["downslope.log"]
    write_file(path, "three")
    (tmp_path / "link").symlink_to(path)
    write_file(tmp_path / "link", "four")
    assert (tmp_path / "link").is_symlink() and path.read_text() == "four"
    monkeypatch.setattr(os, "fsync", lambda number: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_file(path, "five")
    assert path.read_text() == "four" and names_in(tmp_path) == ["downslope.log", "link"]


def test_leftovers_of_games_that_were_killed_are_taken_away(tmp_path: Path) -> None:
    names = [".a.12.new", ".b.12.new", "a.12.new", ".a.x.new", ".a.12.newer", f".{'x' * 60}.1.new"]
    for name in names:
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (0, 0))
    write_file(tmp_path / "a", "x")
    assert names_in(tmp_path) == sorted([*names[1:], "a"])
    remove_leftovers(tmp_path, name="x" * 90)
    (tmp_path / ".c.1.new").write_text("being written")
    assert names_in(tmp_path) == sorted([*names[1:5], "a", ".c.1.new"])
    remove_leftovers(tmp_path)
    assert names_in(tmp_path) == sorted([*names[2:5], "a", ".c.1.new"])
    remove_leftovers(tmp_path / "none")

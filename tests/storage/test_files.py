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
    temporary_name,
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


def test_a_file_has_a_largest_size(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_file(path, 5) == b"12345" and read_file(path) == b"12345"
    with pytest.raises(OSError) as raised:
        read_file(path, 4)
    assert raised.value.errno == EFBIG
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "none")


def test_what_is_no_ordinary_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    plain = os.open

    def note(path: Any, *rest: Any) -> int:
        opened.append(path)
        return plain(path, *rest)

    monkeypatch.setattr(os, "open", note)
    monkeypatch.setattr(Path, "open", note)
    with pytest.raises(IsADirectoryError):
        read_file(tmp_path)
    for write in (write_temporary, write_file):
        with pytest.raises(IsADirectoryError):
            write(tmp_path, "x")
    monkeypatch.setattr(files, "home", lambda: tmp_path)
    (tmp_path / "downslope.log").mkdir()
    assert write_log("x") == tmp_path / "downslope.log"
    assert opened == [] and list(tmp_path.parent.glob("*.new")) == []


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
    monkeypatch.setattr(os, "fsync", lambda number: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_file(path, "four")
    assert path.read_text() == "three" and names_in(tmp_path) == ["downslope.log"]


def test_leftovers_of_games_that_were_killed_are_taken_away(tmp_path: Path) -> None:
    assert temporary_name(tmp_path / ("x" * 90)).name == f".{'x' * 60}.{os.getpid()}.new"
    names = [".a.12.new", ".b.12.new", "a.12.new", ".a.x.new", ".a.12.newer", f".{'x' * 60}.1.new"]
    for name in names:
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (0, 0))
    remove_leftovers(tmp_path, name="a")
    assert names_in(tmp_path) == sorted(names[1:])
    remove_leftovers(tmp_path, name="x" * 90)
    assert names_in(tmp_path) == sorted(names[1:5])
    (tmp_path / ".c.1.new").write_text("being written")
    remove_leftovers(tmp_path)
    assert names_in(tmp_path) == sorted([*names[2:5], ".c.1.new"])
    remove_leftovers(tmp_path / "none")


def test_the_reason_is_the_end_of_a_sentence() -> None:
    full = OSError(28, "No space left on device")
    assert reason_of(full) == "No space left on device"
    assert reason_of(OSError("odd")) == "odd" == reason_of(ValueError("odd"))
    assert unwritable("a", full) == "a cannot be written: No space left on device"
    assert str(unreadable("a", full)) == "a cannot be read: No space left on device."

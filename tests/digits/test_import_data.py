"""Pictures and tables that a player brings along: read where they are right, refused in one sentence where not."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from downslope.digits.csv_examples import from_csv, from_folder
from downslope.digits.dataset import load
from downslope.digits.png import preprocess, read_picture
from downslope.storage.files import Refused
from hands import rasterize, strokes


def paint(path: Path, side: int, dark: bool = False, clear: bool = False) -> list[float]:
    """A seven in a PNG file; what the net sees of it."""
    ink = rasterize(strokes(2, 7), side, 0.08)
    picture = pygame.Surface((side, side), pygame.SRCALPHA, 32)
    ground, pen = ((0, 0, 30), (250, 250, 240)) if dark else ((255, 255, 255), (30, 20, 20))
    picture.fill((0, 0, 0, 0) if clear else ground)
    for number, value in enumerate(ink):
        if value:
            picture.set_at((number % side, number // side), pen)
    pygame.image.save(picture, str(path))
    found = preprocess(ink, side)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", [{}, {"dark": True}, {"clear": True}], ids=str)
def test_a_picture_is_read_whatever_its_ground(tmp_path: Path, kind: dict[str, bool]) -> None:
    path = tmp_path / "seven.png"
    seen = paint(path, 64, **kind)
    assert read_picture(path) == seen


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    path = tmp_path / "seven.png"
    paint(path, 300)
    small = paint(tmp_path / "small.png", 64)
    found = read_picture(path)
    assert sum(abs(a - b) for a, b in zip(found, small)) < 4


def test_a_picture_of_8x8_is_what_the_net_sees(tmp_path: Path) -> None:
    digit = load()[5]
    picture = pygame.Surface((8, 8), 0, 32)
    for number, pixel in enumerate(digit.pixels):
        shade = 255 - round(255 * pixel)
        picture.set_at((number % 8, number // 8), (shade, shade, shade))
    pygame.image.save(picture, str(tmp_path / "small.png"))
    assert read_picture(tmp_path / "small.png") == list(digit.pixels)


def told(path: Path, read: Callable[[Path], object] = read_picture) -> str:
    with pytest.raises(Refused) as refused:
        read(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(width: int, height: int) -> bytes:
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IEND", b"")


NO_PICTURES = [
    (b"", "it.png: an empty file; expected a PNG picture"),
    (b"GIF89a" + b"\0" * 40, "it.png: not a PNG picture; expected a PNG picture"),
    (b"\x89PNG\r\n\x1a\n", "it.png: not a PNG picture; expected a PNG picture"),
    (png(20_000, 10), "it.png: 20000 × 10 pixels; expected 1 to 4096 each way"),
    (png(10, 4097), "it.png: 10 × 4097 pixels; expected 1 to 4096 each way"),
    (png(0, 5), "it.png: 0 × 5 pixels; expected 1 to 4096 each way"),
    (png(8, 8), "it.png: damaged ("),
]


def test_what_is_no_such_picture_is_refused(tmp_path: Path) -> None:
    for content, sentence in NO_PICTURES:
        (tmp_path / "it.png").write_bytes(content)
        assert told(tmp_path / "it.png").startswith(sentence)


def test_a_picture_that_was_cut_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "it.png"
    paint(path, 64)
    path.write_bytes(path.read_bytes()[:60])
    assert told(path).startswith("it.png: damaged (")


def test_an_even_picture_and_no_picture_are_refused(tmp_path: Path) -> None:
    picture = pygame.Surface((30, 30))
    picture.fill((240, 240, 240))
    pygame.image.save(picture, str(tmp_path / "white.png"))
    assert told(tmp_path / "white.png").startswith("white.png: nothing is drawn on it; expected dark ink")
    assert told(tmp_path / "none.png").startswith("none.png cannot be read: ")
    assert told(tmp_path).startswith(f"{tmp_path.name} cannot be read: ")


ROW = "7," + ",".join(["16"] * 64)


def test_a_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    head = "\ufefflabel," + ",".join(f"p{k}" for k in range(64))
    path.write_text(f"{head}\r\n{ROW}\r\n\r\n 3 , {' 0,' * 63}8\r\n", encoding="utf-8")
    one, other = from_csv(path)
    assert (one.label, one.input, other.label) == ("7", (1.0,) * 64, "3")
    assert other.pair == ((0.0,) * 63 + (0.5,), (0, 0, 0, 1, 0, 0, 0, 0, 0, 0))


NO_TABLES = [
    ("", "mine.csv: no rows; expected one or more, each a label and 64 pixels"),
    ("label,pixels\n\n", "mine.csv: no rows; expected one or more, each a label and 64 pixels"),
    (f"{ROW}\n7,1,2\n", "mine.csv, line 2: 3 columns; expected 65: a label and 64 pixels"),
    (f"{ROW},3\n", "mine.csv, line 1: 66 columns; expected 65: a label and 64 pixels"),
    (f"{ROW}\n1{ROW}\n", "mine.csv, line 2, column 1: '17'; expected a whole number 0 ... 9"),
    (f"-{ROW}\n", "mine.csv, line 1, column 1: '-7'; expected a whole number 0 ... 9"),
    (ROW.replace("16", "17", 1), "mine.csv, line 1, column 2: '17'; expected a whole number 0 ... 16"),
    (f"{ROW}\n\n{ROW[:-2]}nan", "mine.csv, line 3, column 65: 'nan'; expected a whole number 0 ... 16"),
    (ROW.replace("16", "²", 1), "mine.csv, line 1, column 2: '²'; expected a whole number 0 ... 16"),
    (ROW.replace(",16", ",", 1), "mine.csv, line 1, column 2: ''; expected a whole number 0 ... 16"),
    ("7," + "1" * 20_000, "mine.csv, line 1: 2 columns; expected 65: a label and 64 pixels"),
]  # fmt: skip


def test_a_table_that_is_wrong_is_refused(tmp_path: Path) -> None:
    for text, sentence in NO_TABLES:
        (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
        assert told(tmp_path / "mine.csv", from_csv) == sentence


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(os.urandom(50) + b"\xff\xfe\x80")
    assert told(path, from_csv).startswith("mine.csv")
    assert told(tmp_path / "none.csv", from_csv).startswith("none.csv cannot be read: ")


def test_a_folder_of_pictures_is_read(tmp_path: Path) -> None:
    seen = paint(tmp_path / "7.png", 64)
    paint(tmp_path / "2-anna.PNG", 64)
    (tmp_path / "notes.txt").write_text("not a picture")
    two, seven = from_folder(tmp_path)
    assert (two.label, seven.label, list(seven.pair[0])) == ("2", "7", seen)


def test_a_folder_that_is_wrong_is_refused(tmp_path: Path) -> None:
    (tmp_path / "7.txt").write_text("")
    assert told(tmp_path, from_folder) == (
        f"{tmp_path.name}: no pictures; expected PNG pictures, each named by its digit, such as 7.png"
    )
    paint(tmp_path / "anna.png", 32)
    assert told(tmp_path, from_folder) == (
        "anna.png, its name: 'anna.png'; expected a name that begins with its digit, 0 ... 9"
    )
    (tmp_path / "anna.png").replace(tmp_path / "3.png")
    (tmp_path / "4.png").write_bytes(b"")
    assert told(tmp_path, from_folder) == "4.png: an empty file; expected a PNG picture"

"""What is drawn or photographed becomes 8x8 blocks as the data set has them, whatever its size and its ground; what is
read from tables and folders, or refused, is in answers.txt."""

import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pygame
import pytest
from hypothesis import given, settings, strategies as st

from downslope import read_csv
from downslope.digits import csv_examples, drawing
from downslope.digits.csv_examples import from_csv, from_folder
from downslope.digits.dataset import load
from downslope.digits.drawing import SIDE, blocks, count, preprocess, read_picture
from downslope.storage.files import Refused
from lib.hands import HANDS, rasterize, strokes
from lib.walks import answers, differences, questions


def test_a_drawing_fills_the_height_in_the_middle_and_has_as_much_ink_as_the_data_set() -> None:
    ours, digest = list[float](), sha256()
    for hand, digit in ((hand, digit) for hand in range(len(HANDS)) for digit in range(10)):
        bitmap = drawing.bitmap_of(rasterize(strokes(hand, digit), 48, 0.06), 48) or []
        rows = [y for y, row in enumerate(bitmap) if any(row)]
        columns = [x for x in range(SIDE) if any(row[x] for row in bitmap)]
        assert (rows[0] <= 3 and rows[-1] >= SIDE - 4) or columns[-1] - columns[0] >= 22
        assert abs(columns[0] + columns[-1] - SIDE + 1) <= 1
        assert drawing.LEAST * SIDE * SIDE <= count(bitmap) <= 0.5 * SIDE * SIDE
        ours.append(count(bitmap) / SIDE**2)
        thin = preprocess(rasterize(strokes(hand, digit), 32, 0.02), 32) or []
        digest.update(bytes(round(16 * value) for value in [*blocks(bitmap), *thin]))
    theirs = sorted(sum(digit.pixels) / 64 for digit in load())
    assert abs(sorted(ours)[25] - theirs[len(theirs) // 2]) < 0.04
    assert theirs[0] <= min(ours) and max(ours) <= theirs[-1] + 0.05
    assert digest.hexdigest()[:16] == "9bcf1ce437d29f9b", "what a net sees of a drawing is what it was"


@settings(max_examples=10)
@given(hand=st.integers(0, 4), digit=st.integers(0, 9), right=st.integers(0, 15), down=st.integers(0, 15))
def test_where_on_the_pad_it_is_drawn_does_not_matter(hand: int, digit: int, right: int, down: int) -> None:
    small = [[(x * 0.6, y * 0.6) for x, y in stroke] for stroke in strokes(hand, digit)]
    moved = [[(x + right / 48, y + down / 48) for x, y in stroke] for stroke in small]
    assert preprocess(rasterize(small, 48, 0.08), 48) == preprocess(rasterize(moved, 48, 0.08), 48)


# files


def save(path: Path, side: int, points: Any, ground: Any = "white") -> None:
    """A PNG file with these points, {place: colour}."""
    picture = pygame.Surface((side, side), pygame.SRCALPHA, 32)
    picture.fill(ground)
    for place, colour in points.items():
        picture.set_at(place, colour)
    path.parent.mkdir(parents=True, exist_ok=True)
    pygame.image.save(picture, str(path))


def paint(path: Path, side: int, ground: Any = "white", pen: Any = (30, 20, 20)) -> None:
    """A seven."""
    ink = enumerate(rasterize(strokes(2, 7), side, 0.08))
    save(path, side, {(number % side, number // side): pen for number, value in ink if value}, ground)


def test_a_picture_is_read_whatever_its_ground_and_its_size(tmp_path: Path) -> None:
    path, seen = tmp_path / "it.png", preprocess(rasterize(strokes(2, 7), 64, 0.08), 64)
    assert seen is not None
    for ground, pen in (
        ("white", (30, 20, 20)), ((0, 0, 30), (250, 250, 240)), ((0, 0, 0, 0), (30, 20, 20)), ("black", (0, 200, 0))
    ):  # fmt: skip
        paint(path, 64, ground, pen)
        assert read_picture(path) == seen
    paint(path, 300)
    assert sum(abs(a - b) for a, b in zip(read_picture(path), seen)) < 4
    shades = [255 - round(255 * pixel) for pixel in load()[5].pixels]  # 8x8 is what the net sees
    save(path, 8, {(number % 8, number // 8): (shade,) * 3 for number, shade in enumerate(shades)})
    assert read_picture(path) == list(load()[5].pixels)
    # the ground is what most of the edge is
    half = [place for k in range(2, 6) for place in ((k, 0), (k, 7), (0, k), (7, k))]  # 4 of each edge's 8
    for dark in (half, [*half, (6, 0)]):
        save(path, 8, dict.fromkeys(dark, "black"))
        ink = {(number % 8, number // 8) for number, value in enumerate(read_picture(path)) if value}
        assert (ink == set(dark)) == (dark == half) and len(ink) == (16 if dark == half else 64 - 17)


ROW = "7," + ",".join(["16"] * 64)


def refused(read: Callable[..., object], *given: Any) -> str:
    """Why it is, in one sentence; what Python or a library says of it is left out."""
    with pytest.raises(Refused) as why:
        read(*given)
    return re.sub(r"(damaged|read:|UTF-8).*", r"\1 …", str(why.value))


def picture(content: bytes, home: Path) -> str:
    (home / "it.png").write_bytes(content)
    return refused(read_picture, home / "it.png")


def head(width: int, height: int) -> bytes:
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + size + b"\x08\0\0\0\0"


def folder(home: Path, *names: str) -> Path:
    """With these pictures, and what is none."""
    for name in names:
        paint(home / name, 32)
    home.mkdir(exist_ok=True)
    (home / "notes.txt").write_text("not looked at", encoding="utf-8")
    return home


def digits(text: str, home: Path) -> str:
    """What a table of this text holds: a label, how many pixels of which value, and the votes that are its goal."""
    (home / "mine.csv").write_text(text, encoding="utf-8", errors="surrogateescape")
    parts = [(each.label, *each.pair) for each in from_csv(home / "mine.csv")]
    return " | ".join(f"{label}: {lengths(pixels)} -> {lengths(goals)}" for label, pixels, goals in parts)


def lengths(values: Iterable[float]) -> str:
    return ", ".join(f"{len([*same])} times {value:g}" for value, same in groupby(values))


def columns(text: str, home: Path, inputs: str = "sun degrees", label: str = "") -> list[tuple[Any, ...]]:
    """The examples of a file of this text: input, goal, and the word beside it."""
    (home / "ice_cream.csv").write_text(text, encoding="utf-8")
    found = read_csv(str(home / "ice_cream.csv"), inputs.split(), ["sold"], label=label)
    return [(each.input, each.goal_prediction, each.label) for each in found]


ANSWERS = Path(__file__).with_name("answers.txt")
BESIDE = SimpleNamespace(read=lambda name, most: f"sun,left,sold\n{len(name)},2,3\n".encode())
ASKED = questions("digits.csv_examples", "digits.dataset", "digits.drawing", "storage.level_digest", names=globals())


def test_tables_pictures_and_folders_of_them_are_read_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_examples, "MOST", 2)
    monkeypatch.setattr(csv_examples, "NUMBERS", 4)
    paint(tmp_path / "seven.png", 64)
    paint(tmp_path / "pale.png", 30, pen=(255, 255, 240))
    assert differences(ANSWERS, ASKED | {"home": tmp_path}, answers) == []
    two, seven = from_folder(tmp_path / "digits")
    assert list(seven.pair[0]) == read_picture(tmp_path / "digits" / "7.png") and two.pair[0] == seven.pair[0]

"""What is drawn or photographed becomes 8x8 blocks as the data set has them, whatever its size and its ground."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pygame
import pytest
from hypothesis import given, settings, strategies as st

from downslope import read_pictures
from downslope.digits import drawing
from downslope.digits.csv_examples import from_folder
from downslope.digits.dataset import load
from downslope.digits.drawing import SIDE, blocks, box_of, count, preprocess, read_picture
from downslope.storage.files import Refused
from lib.hands import HANDS, rasterize, strokes


def test_a_drawing_fills_the_height_in_the_middle_and_has_as_much_ink_as_the_data_set() -> None:
    bitmap = [[int(x >= 4 and y < 30) for x in range(SIDE)] for y in range(SIDE)]
    assert blocks(bitmap) == ([0.0] + [1.0] * 7) * 7 + [0.0] + [0.5] * 7
    assert preprocess([0.0] * 100, 10) is None and preprocess([0.4] * 100, 10) is None
    assert preprocess([0.0] * 50 + [1.0] + [0.0] * 49, 10) is not None
    ink = [0.0] * 200
    ink[3 * 20 + 5] = ink[7 * 20 + 11] = 1.0
    ink[9 * 20 + 19] = 0.3  # a smudge
    assert box_of(ink, 20) == (5, 3, 12, 8)
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
    path.parent.mkdir(exist_ok=True)
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


def head(width: int, height: int) -> bytes:
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + size + b"\x08\0\0\0\0"


NO_PICTURES = [
    (b"", "an empty file; expected a PNG picture"), (b"GIF89a" + b"\0" * 40, "not a PNG picture"),
    (head(8, 8)[:8], "not a PNG picture"), (head(20_000, 10), "20000 × 10 pixels; expected 1 to 4096 each way"),
    (head(10, 4097), "10 × 4097 pixels"), (head(0, 5), "0 × 5 pixels"), (head(8, 8), "damaged ("),
]  # fmt: skip


def test_pictures_and_folders_of_them_are_read_or_refused(tmp_path: Path) -> None:
    def told(path: Path, said: str, read: Any = read_picture) -> None:
        with pytest.raises(Refused) as refused:
            read(path)
        assert said in str(refused.value) and "\n" not in str(refused.value)

    path = tmp_path / "elsewhere" / "it.png"
    paint(path, 30, pen=(255, 255, 240))
    told(path, "it.png: nothing is drawn on it; expected dark ink")
    paint(path, 64)
    for content, sentence in [*NO_PICTURES, (path.read_bytes()[:60], "damaged (")]:
        path.write_bytes(content)
        told(path, f"it.png: {sentence}")
    told(tmp_path / "none.png", "none.png cannot be read: ")
    folder = tmp_path / "digits"
    folder.mkdir()
    (folder / "notes.txt").write_text("not looked at", encoding="utf-8")
    told(folder, "digits: no pictures; expected PNG pictures", from_folder)
    for name in ("7.png", "2-anna.PNG", "bars/1.png", "bars/2.png", "posts/1.png"):
        paint(folder / name, 32)
    two, seven = from_folder(folder)
    assert (two.label, seven.label, list(seven.pair[0])) == ("2", "7", read_picture(folder / "7.png"))
    for side in (4, 8, 16):
        found, names = read_pictures(folder, side)
        assert names == ["bars", "posts"] and [each.label for each in found] == ["bars", "bars", "posts"]
        assert [each.goal_prediction for each in found] == [(1.0, 0.0)] * 2 + [(0.0, 1.0)]
        assert {len(each.pair[0]) for each in found} == {side * side}
    (folder / "anna.png").write_bytes(b"")
    told(folder, "anna.png, its name: 'anna.png'; expected a name that begins with", from_folder)
    told(folder / "bars", "0 folders with pictures; expected 2 to 100 folders", read_pictures)
    told(folder, "7; expected a side of 4, 8, 16, 32", lambda folder: read_pictures(folder, 7))
    told(tmp_path / "nowhere", "nowhere cannot be read", read_pictures)

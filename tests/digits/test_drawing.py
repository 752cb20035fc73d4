"""What is drawn or photographed becomes 8x8 blocks as the data set has them, whatever its size and its ground."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pygame
import pytest
from hypothesis import given, settings, strategies as st

from downslope import read_pictures
from downslope.digits.csv_examples import from_folder
from downslope.digits.dataset import load
from downslope.digits.drawing import LEAST, SIDE, bitmap_of, blocks, box_of, count, preprocess, read_picture
from downslope.storage.files import Refused
from lib.hands import HANDS, rasterize, strokes

SEEN = "28c19f845db2a0d1"


def test_blocks_count_the_points_that_are_ink_and_the_box_is_where_it_is() -> None:
    bitmap = [[int(x >= 4 and y < 30) for x in range(SIDE)] for y in range(SIDE)]
    assert blocks(bitmap) == ([0.0] + [1.0] * 7) * 7 + [0.0] + [0.5] * 7
    assert preprocess([0.0] * 100, 10) is None and preprocess([0.4] * 100, 10) is None
    assert preprocess([0.0] * 50 + [1.0] + [0.0] * 49, 10) is not None
    ink = [0.0] * 200
    ink[3 * 20 + 5] = ink[7 * 20 + 11] = 1.0
    ink[9 * 20 + 19] = 0.3  # a smudge
    assert box_of(ink, 20) == (5, 3, 12, 8)


def test_a_drawing_fills_the_height_in_the_middle_and_has_as_much_ink_as_the_data_set() -> None:
    ours, digest = list[float](), sha256()
    for hand in range(len(HANDS)):
        for digit in range(10):
            bitmap = bitmap_of(rasterize(strokes(hand, digit), 48, 0.06), 48)
            assert bitmap is not None
            rows = [y for y, row in enumerate(bitmap) if any(row)]
            columns = [x for x in range(SIDE) if any(row[x] for row in bitmap)]
            assert (rows[0] <= 3 and rows[-1] >= SIDE - 4) or columns[-1] - columns[0] >= 22
            assert abs(columns[0] + columns[-1] - SIDE + 1) <= 1
            assert LEAST * SIDE * SIDE <= count(bitmap) <= 0.5 * SIDE * SIDE
            ours.append(count(bitmap) / SIDE**2)
            thin = preprocess(rasterize(strokes(hand, digit), 32, 0.02), 32) or []
            digest.update(bytes(round(16 * value) for value in [*blocks(bitmap), *thin]))
    theirs = sorted(sum(digit.pixels) / 64 for digit in load())
    assert abs(sorted(ours)[25] - theirs[len(theirs) // 2]) < 0.04
    assert theirs[0] <= min(ours) and max(ours) <= theirs[-1] + 0.05
    assert digest.hexdigest()[:16] == SEEN, "what a net sees of a drawing is what it was"


@settings(max_examples=10)
@given(hand=st.integers(0, 4), digit=st.integers(0, 9), right=st.integers(0, 15), down=st.integers(0, 15))
def test_where_on_the_pad_it_is_drawn_does_not_matter(hand: int, digit: int, right: int, down: int) -> None:
    small = [[(x * 0.6, y * 0.6) for x, y in stroke] for stroke in strokes(hand, digit)]
    moved = [[(x + right / 48, y + down / 48) for x, y in stroke] for stroke in small]
    assert preprocess(rasterize(small, 48, 0.08), 48) == preprocess(rasterize(moved, 48, 0.08), 48)


# files


Colour = tuple[int, ...]


def paint(path: Path, side: int, ground: Colour = (255, 255, 255), pen: Colour = (30, 20, 20)) -> None:
    """A seven in a PNG file."""
    picture = pygame.Surface((side, side), pygame.SRCALPHA, 32)
    picture.fill(ground)
    for number, value in enumerate(rasterize(strokes(2, 7), side, 0.08)):
        if value:
            picture.set_at((number % side, number // side), pen)
    path.parent.mkdir(exist_ok=True)
    pygame.image.save(picture, str(path))


def test_a_picture_is_read_whatever_its_ground_and_its_size(tmp_path: Path) -> None:
    path, seen = tmp_path / "seven.png", preprocess(rasterize(strokes(2, 7), 64, 0.08), 64)
    assert seen is not None
    for ground, pen in (((255, 255, 255), (30, 20, 20)), ((0, 0, 30), (250, 250, 240)), ((0, 0, 0, 0), (30, 20, 20))):
        paint(path, 64, ground, pen)
        assert read_picture(path) == seen
    paint(path, 300)
    assert sum(abs(a - b) for a, b in zip(read_picture(path), seen)) < 4


def test_the_ground_is_what_most_of_the_edge_is_and_8x8_is_what_the_net_sees(tmp_path: Path) -> None:
    path, picture = tmp_path / "small.png", pygame.Surface((8, 8), 0, 32)
    picture.fill("white")
    for number, pixel in enumerate(load()[5].pixels):
        shade = 255 - round(255 * pixel)
        picture.set_at((number % 8, number // 8), (shade, shade, shade))
    pygame.image.save(picture, str(path))
    assert read_picture(path) == list(load()[5].pixels)
    half = [place for k in range(2, 6) for place in ((k, 0), (k, 7), (0, k), (7, k))]  # 4 of each edge's 8
    for dark in (half, [*half, (6, 0)]):
        picture.fill("white")
        for place in dark:
            picture.set_at(place, "black")
        pygame.image.save(picture, str(path))
        ink = {(number % 8, number // 8) for number, value in enumerate(read_picture(path)) if value}
        assert (ink == set(dark)) == (dark == half) and len(ink) == (16 if dark == half else 64 - 17)


def told(path: Path, read: Callable[[Path], object] = read_picture) -> str:
    with pytest.raises(Refused) as refused:
        read(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def head(width: int, height: int) -> bytes:
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + size + b"\x08\0\0\0\0"


NO_PICTURES = [
    (b"", "it.png: an empty file; expected a PNG picture"),
    (b"GIF89a" + b"\0" * 40, "it.png: not a PNG picture; expected a PNG picture"),
    (head(8, 8)[:8], "it.png: not a PNG picture; expected a PNG picture"),
    (head(20_000, 10), "it.png: 20000 × 10 pixels; expected 1 to 4096 each way"),
    (head(10, 4097), "it.png: 10 × 4097 pixels; expected 1 to 4096 each way"),
    (head(0, 5), "it.png: 0 × 5 pixels; expected 1 to 4096 each way"),
    (head(8, 8), "it.png: damaged ("),
]


def test_what_is_no_such_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "it.png"
    for content, sentence in NO_PICTURES:
        path.write_bytes(content)
        assert told(path).startswith(sentence)
    paint(path, 30, pen=(255, 255, 240))
    assert told(path).startswith("it.png: nothing is drawn on it; expected dark ink")
    paint(path, 64)
    path.write_bytes(path.read_bytes()[:60])
    assert told(path).startswith("it.png: damaged (")
    assert told(tmp_path / "none.png").startswith("none.png cannot be read: ")


def test_folders_of_pictures_are_read_or_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not looked at", encoding="utf-8")
    assert told(tmp_path, from_folder).startswith(f"{tmp_path.name}: no pictures; expected PNG pictures")
    for name in ("7.png", "2-anna.PNG", "bars/1.png", "bars/2.png", "posts/1.png"):
        paint(tmp_path / name, 32)
    two, seven = from_folder(tmp_path)
    assert (two.label, seven.label, list(seven.pair[0])) == ("2", "7", read_picture(tmp_path / "7.png"))
    for side in (4, 8, 16):
        found, names = read_pictures(tmp_path, side)
        assert names == ["bars", "posts"] and [each.label for each in found] == ["bars", "bars", "posts"]
        assert [each.goal_prediction for each in found] == [(1.0, 0.0)] * 2 + [(0.0, 1.0)]
        assert {len(each.pair[0]) for each in found} == {side * side}
    (tmp_path / "anna.png").write_bytes(b"")
    assert told(tmp_path, from_folder).startswith("anna.png, its name: 'anna.png'; expected a name that begins with")
    for folder, side, said in (
        (tmp_path / "bars", 8, "0 folders with pictures; expected 2 to 100 folders"),
        (tmp_path, 7, "7; expected a side of 4, 8, 16, 32"), (tmp_path / "nowhere", 8, "nowhere cannot be read"),
    ):  # fmt: skip
        assert said in told(folder, lambda folder, side=side: read_pictures(folder, side))  # type: ignore[misc]

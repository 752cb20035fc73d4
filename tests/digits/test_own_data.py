"""One's own data as examples: columns of a file, folders of pictures; a sentence with the place for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pygame
import pytest

from downslope import read_csv, read_pictures

HEAD = "day,sun,degrees,sold\n"


def test_columns_of_a_file_are_examples(tmp_path: Path) -> None:
    file = tmp_path / "ice_cream.csv"
    file.write_text(HEAD + "Mo,1,20,0.4\n\nTu,0,10,0.1\n", encoding="utf-8")
    found = read_csv(file, ["sun", "degrees"], ["sold"], label="day")
    assert [(each.input, each.goal_prediction, each.label) for each in found] == [
        ((1.0, 20.0), 0.4, "Mo"), ((0.0, 10.0), 0.1, "Tu"),
    ]  # fmt: skip
    assert [each.input for each in read_csv(str(file), ["degrees"], ["sold"])] == [20.0, 10.0]


def test_where_no_comma_parts_the_cells_one_may_part_the_decimals(tmp_path: Path) -> None:
    file = tmp_path / "ice_cream.csv"
    for mark in ";\t":
        file.write_text(f"degrees{mark}sold\n-1,5{mark}1.234,5\n2.5{mark}3\n", encoding="utf-8")
        found = read_csv(file, ["degrees"], ["sold"])
        assert [(each.input, each.goal_prediction) for each in found] == [(-1.5, 1234.5), (2.5, 3.0)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD + "Mo,1,hot,0.4\n", "ice_cream.csv, line 2: 'hot' is not a number (column degrees)."),
        (HEAD + "Mo,1\n", "ice_cream.csv, line 2: '' is not a number (column degrees)."),
        (HEAD + "Mo,1,inf,0.4\n", "line 2: 'inf' is not a number"),
        ("day,sun\n", "ice_cream.csv, line 1: there is no column 'degrees'"),
        (HEAD, "ice_cream.csv has no rows below its header."),
        ("", "there is no column"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "ice_cream.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError) as refused:
        read_csv(tmp_path / "ice_cream.csv", ["sun", "degrees"], ["sold"])
    assert sentence in str(refused.value)


def draw(file: Path, *strokes: tuple[int, int, int, int], size: int = 20) -> None:
    file.parent.mkdir(exist_ok=True)
    paper = pygame.Surface((size, size))
    paper.fill("white")
    for stroke in strokes:
        paper.fill("black", stroke)
    pygame.image.save(paper, file)


def test_folders_of_pictures_are_examples_of_classes(tmp_path: Path) -> None:
    for number in (1, 2):
        draw(tmp_path / "bars" / f"{number}.png", (2, 8, 16, 3))
        draw(tmp_path / "posts" / f"{number}.png", (8, 2, 3, 16))
    (tmp_path / "notes.txt").write_text("not looked at", encoding="utf-8")
    for side in (4, 8, 16):
        found, names = read_pictures(tmp_path, side)
        assert names == ["bars", "posts"] and [each.label for each in found] == ["bars", "bars", "posts", "posts"]
        assert [each.goal_prediction for each in found] == [(1.0, 0.0)] * 2 + [(0.0, 1.0)] * 2
        assert {len(each.input) for each in found if isinstance(each.input, tuple)} == {side * side}
        assert found[0].input == found[1].input != found[2].input


def test_what_is_wrong_with_pictures_is_told_with_its_file(tmp_path: Path) -> None:
    draw(tmp_path / "bars" / "1.png", (2, 8, 16, 3))
    with pytest.raises(ValueError, match="1 folder with pictures; expected 2 to 100 folders"):
        read_pictures(tmp_path)
    draw(tmp_path / "posts" / "1.png")
    with pytest.raises(ValueError, match=r"1\.png: nothing is drawn on it"):
        read_pictures(tmp_path)
    with pytest.raises(ValueError, match="7; expected a side of 4, 8, 16, 32"):
        read_pictures(tmp_path, 7)
    with pytest.raises(ValueError, match="nowhere cannot be read"):
        read_pictures(tmp_path / "nowhere")

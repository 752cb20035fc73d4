"""Colours stand in the theme and sizes of text among the tokens: a file that draws asks for them by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import downslope
from syntax import nodes, tree_of

ROOT = Path(downslope.__file__).parent
SOURCES = {path.relative_to(ROOT).as_posix(): path for path in sorted(ROOT.rglob("*.py"))}
HOME = {"view/draw/theme.py", "view/draw/tokens.py"}
HEX = re.compile("#[0-9A-Fa-f]{6}")
SIZED = {"with_size", "TextStyle"}
DRAWS = ("view/", "boards/", "scenes/", "app/")

# How many a file has.
COLOURS = {
    "terminal/show/chart.py": 13,  # the terminal's own
}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """(name of what is called, its first argument)."""
    for node in nodes(tree, ast.Call):
        if node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node.args[0]


def numbers(tree: ast.AST) -> int:
    """Sizes of text that are written as numbers, or as so many times a number."""
    found = [argument for name, argument in calls(tree) if name in SIZED]
    firsts = [node.left if isinstance(node, ast.BinOp) else node for node in found]
    return sum(isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) for node in firsts)


def colours(tree: ast.AST) -> int:
    """Colours that are written as '#RRGGBB', or filled as (red, green, blue)."""
    strings = [node.value for node in nodes(tree, ast.Constant)]
    filled = [argument for name, argument in calls(tree) if name == "fill" and isinstance(argument, ast.Tuple)]
    tuples = [[part.value for part in node.elts if isinstance(part, ast.Constant)] for node in filled]
    written = [parts for parts in tuples if len(parts) >= 3 and len(set(parts[:3])) > 1]  # not black or white: a mask
    return sum(isinstance(text, str) and bool(HEX.fullmatch(text)) for text in strings) + len(written)


def more(count: Callable[[ast.AST], int], known: dict[str, int], rooms: tuple[str, ...]) -> dict[str, int]:
    """The files of these rooms that have more of them than is known, and how many."""
    files = [name for name in SOURCES if name not in HOME and name.startswith(rooms)]
    found = {name: count(tree_of(SOURCES[name])) for name in files}
    return {name: number for name, number in found.items() if number > known.get(name, 0)}


@pytest.mark.source
def test_colours_stand_in_the_theme() -> None:
    assert more(colours, COLOURS, ("",)) == {}


@pytest.mark.source
def test_sizes_of_text_stand_among_the_tokens() -> None:
    assert more(numbers, {}, DRAWS) == {}


def test_a_colour_and_a_size_are_found_where_they_are_written() -> None:
    tree = ast.parse('canvas.rect(0, 0, 9, 9, "#FFEE00"); large.fill((9, 8, 7)); BODY.with_size(18); CODE.with_size(9)')
    assert colours(tree) == 2 and numbers(tree) == 2
    other = ast.parse('large.fill((255, 255, 255, 0)); canvas.rect(*box, "weight"); BODY.with_size(room)')
    assert colours(other) == numbers(other) == 0


def thresholds(tree: ast.AST) -> int:
    """Comparisons of how large the text is with a number or a constant, instead of with a room."""

    def is_text(node: ast.expr) -> bool:
        return isinstance(node, ast.Attribute) and node.attr in ("type", "text_scale")

    def is_fixed(node: ast.expr) -> bool:
        return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())

    def is_short(node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == "k"  # what a function calls it

    def is_factor(node: ast.expr) -> bool:
        return isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value > 1

    orders = [node for node in nodes(tree, ast.Compare) if isinstance(node.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE))]
    sides = [(node.left, *node.comparators) for node in orders]
    kinds = ((is_text, is_fixed), (is_short, is_factor))
    return sum(any(any(map(one, each)) and any(map(other, each)) for one, other in kinds) for each in sides)


@pytest.mark.source
def test_no_picture_is_another_because_text_is_large() -> None:
    """What has room is measured."""
    assert more(thresholds, {}, DRAWS) == {}


def test_a_threshold_of_text_is_found_whatever_it_is_called() -> None:
    tree = ast.parse("canvas.type < 1.4; text_scale; self.text_scale > MOST; k <= 1.2; k > 0; k < room * 2")
    assert thresholds(tree) == 3

"""Pages and tabs: one of several panels, or trees of panels, in one place."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from downslope.attempt.game.game import Game
from downslope.boards.shared.panel import Host, Pages
from downslope.view.widgets.panel import Laid, Panel, Part, Split, column
from downslope.view.widgets.widget import Rect, Widget
from driving import MemoryStore

pytestmark = pytest.mark.usefixtures("display")
PLACE: Rect = (10.0, 20.0, 200.0, 354.0)


class Screen:
    """What pages ask of the screen."""

    width, height = 1280, 720

    def __init__(self) -> None:
        self.game = Game(MemoryStore())
        self.attempt = SimpleNamespace(shows={"table"})


class Sheet(Panel):
    """One widget of 30 x 50, and for how long it was told of time."""

    def least_size(self) -> tuple[float, float]:
        return (30.0, 50.0)

    def __init__(self, name: str) -> None:
        self.name, self.seconds = name, 0.0

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        return [Widget(self.name, rect)]

    def update(self, seconds: float) -> None:
        self.seconds += seconds


def pages(named: bool = False) -> tuple[Screen, Pages, list[Sheet]]:
    screen, sheets = Screen(), [Sheet(name) for name in "abc"]
    items: list[tuple[str, Panel | Split]] = [
        ("one", sheets[0]), ("two", column(Part(sheets[1], 100), Part(sheets[2]))),
    ]  # fmt: skip
    return screen, Pages(cast(Host, screen), lambda: items, named=named), sheets


def test_a_page_may_be_a_tree() -> None:
    _screen, found, (a, b, c) = pages()
    assert [widget.name for widget in found.place(PLACE)] == ["a"] and found.sheets() == [PLACE]
    changes = Laid.changes
    found.choose(1)
    assert Laid.changes == changes + 1, "a screen is laid out anew"
    assert [widget.name for widget in found.place(PLACE)] == ["b", "c"]
    assert found.sheets() == [b.rect, c.rect] == [(10, 20, 200, 100), (10, 132, 200, 242)]
    found.update(2.0)
    assert [sheet.seconds for sheet in (a, b, c)] == [0.0, 2.0, 2.0], "time goes by for what is seen"


def test_pages_are_as_large_as_the_largest_of_them() -> None:
    assert pages()[1].least_size() == (30, 162)
    assert pages(named=True)[1].least_size() == (30, 216)
    assert Pages(cast(Host, Screen()), lambda: [("one", Sheet("a"))], named=True).least_size() == (30, 50)


def test_names_stand_above_pages_but_not_above_one_that_is_alone() -> None:
    _screen, found, (a, _b, _c) = pages(named=True)
    bar, _widget = found.place(PLACE)
    assert bar.name == "tabs" and bar.rect == (10, 20, 200, 46) and a.rect == (10, 74, 200, 300)
    assert found.rect == PLACE
    lone = Pages(cast(Host, Screen()), lambda: [("one", a)], 1, named=True)
    assert [widget.name for widget in lone.place(PLACE)] == ["a"] and a.rect == PLACE


def test_a_page_that_the_level_does_not_show_is_not_there() -> None:
    screen, made, sheets = pages(named=True)
    sheets[0].thing, sheets[1].thing = "code", "table"
    assert [name for name, _page in made.items()] == ["two"] and made.place(PLACE)[0].name != "tabs"
    screen.attempt.shows.clear()
    made.place(PLACE)
    assert made.shown == [sheets[2]]

"""Pages and tabs: one of several panels, or trees of panels, in one place."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from downslope.attempt.game.game import Game
from downslope.boards.shared.panel import Host, Pages
from downslope.view.widgets.panel import Panel, Part, column
from downslope.view.widgets.widget import Rect, Widget
from driving import MemoryStore

pytestmark = pytest.mark.usefixtures("display")
PLACE: Rect = (10.0, 20.0, 200.0, 354.0)


class Sheet(Panel):
    """One widget of 30 x 50, and for how long it was told of time."""

    def __init__(self, name: str, thing: str = "") -> None:
        self.name, self.seconds, self.thing = name, 0.0, thing

    def least_size(self) -> tuple[float, float]:
        return (30.0, 50.0)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        return [Widget(self.name, rect)]

    def update(self, seconds: float) -> None:
        self.seconds += seconds


def test_a_page_may_be_a_tree_and_names_stand_above_pages_but_not_above_one_that_is_alone() -> None:
    a, b, c = Sheet("a", "code"), Sheet("b", "table"), Sheet("c")
    screen = SimpleNamespace(width=1280, height=720, game=Game(MemoryStore()), attempt=SimpleNamespace(shows={"code"}))
    pages = Pages(cast(Host, screen), lambda: [("one", a), ("two", column(Part(b, 100), Part(c)))], named=True)
    screen.attempt.shows.add("table")
    assert pages.least_size() == (30, 216), "as large as the largest of them"
    assert [widget.name for widget in pages.place(PLACE)] == ["tabs", "a"] and a.rect == (10, 74, 200, 300)
    pages.choose(1)
    assert [widget.name for widget in pages.place(PLACE)] == ["tabs", "b", "c"]
    assert pages.sheets() == [b.rect, c.rect] == [(10, 74, 200, 100), (10, 186, 200, 188)]
    pages.update(2.0)
    assert [sheet.seconds for sheet in (a, b, c)] == [0.0, 2.0, 2.0], "time goes by for what is seen"
    screen.attempt.shows.discard("code")
    assert [name for name, _page in pages.items()] == ["two"] and pages.place(PLACE)[0].name != "tabs"
    screen.attempt.shows.clear()
    pages.place(PLACE)
    assert pages.shown == [c], "a page that the level does not show is not there"

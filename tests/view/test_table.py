"""The table: how columns share its width, what gives way where there is too little, which rows are in view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from checks.paper import Text, written
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import Look, theme_for
from downslope.view.widgets.table import EDGE, HEAD, INDENT, RINGS, ROW, TOP, Column, Table, TableRow

pytestmark = pytest.mark.usefixtures("display")


def words(text: str) -> tuple[tuple[str, str], ...]:
    return ((text, "text"),)


def texts(paint: Callable[[Canvas], None], size: tuple[int, int] = (640, 360), text: float = 1.0) -> dict[str, Text]:
    return {text.string: text for text in written(paint, size, Look(theme_for(), 1.0, text))}


NUMBERS = Table(
    "",
    (Column("pass", 100), Column("seen", 120, optional=True), Column("unseen", anchor="end", glyph="error", least=90)),
    tuple(TableRow(str(n), (words(f"at {n}"), words(f"seen {n}"), words(f"unseen {n}"))) for n in range(1, 5)),
)


def test_a_column_without_a_size_has_what_is_left() -> None:
    assert NUMBERS.spots(600) == [(INDENT, INDENT + 100), (INDENT + 100, INDENT + 220), (INDENT + 220, 600 - EDGE)]


def test_a_row_that_is_done_has_a_tick_in_place_of_its_number() -> None:
    for ring in RINGS:
        table = Table("", (Column("x", 40),), (TableRow("12", ring=ring),))
        assert ("12" in texts(partial(table.paint, rect=(0, 0, 200, 120)))) == (ring != "done")


def test_what_may_be_missed_is_left_out_where_there_is_no_room_for_all() -> None:
    least = INDENT + 100 + 90 + EDGE
    assert NUMBERS.least_size() == (least, HEAD + 2 * TOP + ROW)
    assert NUMBERS.spots(least + 120)[1] is not None
    assert NUMBERS.spots(least + 119) == [(INDENT, INDENT + 100), None, (INDENT + 100, least + 119 - EDGE)]
    seen = texts(lambda canvas: NUMBERS.paint(canvas, (0, 0, least, 300)))
    assert "seen 1" not in seen
    assert seen["unseen 1"].ink.right <= least - EDGE + 1


def test_rows_out_of_view_are_not_drawn_and_those_at_the_edge_are_cut() -> None:
    rect = (10, 20, 500, HEAD + 2.5 * ROW)
    found = texts(lambda canvas: NUMBERS.paint(canvas, rect, TOP + ROW))
    assert "at 1" not in found
    assert found["at 2"].ink.centery - 20 == pytest.approx(HEAD + ROW / 2, abs=3)
    assert "at 4" in found
    low = texts(lambda canvas: NUMBERS.paint(canvas, rect, TOP + 0.6 * ROW))
    assert "at 4" not in low


def test_a_row_may_be_higher_than_the_others() -> None:
    table = NUMBERS._replace(rows=(TableRow("1", high=100.0), *NUMBERS.rows))
    assert (table.top(1), table.top(2)) == (100, 100 + ROW)
    assert table.height == 100 + 4 * ROW + 2 * TOP


def test_a_name_that_would_meet_its_neighbour_leaves_its_glyph_alone() -> None:
    columns = (Column("weight", 60, glyph="weight"), Column("error", glyph="error", anchor="end"))
    narrow = Table("A long title", columns, ())
    found = texts(lambda canvas: narrow.paint(canvas, (0, 0, 220, 200)))
    assert set(found) == {"A long title", "error"}
    wide = narrow._replace(columns=(Column(size=120), *columns))
    found = texts(lambda canvas: wide.paint(canvas, (100, 0, 500, 200)))
    assert set(found) == {"A long title", "error", "weight"}


def test_the_last_cell_of_a_short_row_has_all_the_room_that_is_left() -> None:
    said = "what takes more room than its column has"
    row = TableRow("1", (words(said),))
    alone = texts(lambda canvas: NUMBERS._replace(rows=(row,)).paint(canvas, (0, 0, 600, 300)))[said]
    beside = TableRow("1", (words(said), words("2")))
    both = texts(lambda canvas: NUMBERS._replace(rows=(beside,)).paint(canvas, (0, 0, 600, 300)))
    shrunk = next(text for text in both.values() if text.short)
    assert not alone.short and alone.ink.width > 1.2 * shrunk.ink.width

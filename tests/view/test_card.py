"""A card: its size comes from its parts, they lie inside its padding, and it is drawn anew only for what is new."""

from __future__ import annotations

from pygame import Surface

from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, Look
from downslope.view.draw.tokens import LEAD, LIT_PANEL, PANEL, SPACE_2, SPACE_4, Sheet
from downslope.view.widgets.ink import Card, Label
from downslope.view.widgets.panel import Figure, Panel, Part, column
from downslope.view.widgets.widget import Rect

PLACE: Rect = (40.0, 30.0, 300.0, 200.0)
DRAWN: list[tuple[Rect, int]] = []


def canvas(text: float = 1.0) -> Canvas:
    return Canvas(Surface((640, 480)), Look(DUSK, 1.0, text))


def draw_number(canvas: Canvas, rect: Rect, number: int) -> None:
    DRAWN.append((rect, number))
    canvas.rect(*rect, "weight")


def card_of(sheet: Canvas, number: int, kind: Sheet = PANEL) -> Card:
    figure = Figure(draw_number, number, least=(80, 60))
    parts = column(Part(Label(sheet, "one of several", LEAD)), Part(figure, share=3), gap=SPACE_2)
    return Card(parts, kind)


def test_it_is_as_large_as_its_parts_which_lie_inside_its_padding() -> None:
    sheet = canvas(1.5)
    label, card = Label(sheet, "one of several", LEAD), card_of(sheet, 1)
    least = max(80, label.wide) + 2 * SPACE_4, label.high + SPACE_2 + 60 + 2 * SPACE_4
    assert card.least_size() == least
    assert card.place(PLACE) == [] and card.rect == PLACE and card.sheets() == []
    x, y, w, h = PLACE
    for panel in card.shown:
        left, top, wide, high = panel.rect
        assert left == x + SPACE_4 and wide == w - 2 * SPACE_4
        assert y + SPACE_4 <= top and top + high <= y + h - SPACE_4 + 0.01


def test_it_is_drawn_once_and_again_for_what_is_new() -> None:
    sheet = canvas()
    DRAWN.clear()
    for number, kind in ((1, PANEL), (1, PANEL), (2, PANEL), (2, LIT_PANEL), (2, LIT_PANEL), (1, PANEL)):
        card = card_of(sheet, number, kind)  # made anew, as a value is
        card.place(PLACE)
        card.paint(sheet)
    assert [number for _rect, number in DRAWN] == [1, 2], "its edge may change without its parts"


def test_a_part_draws_in_every_frame_and_a_figure_once_on_a_sheet() -> None:
    class Clock(Panel):
        frames = 0

        def paint(self, canvas: Canvas) -> None:
            self.frames += 1

    sheet, clock = canvas(), Clock()
    DRAWN.clear()
    card = Card(column(Part(clock), Part(Figure(draw_number, 7))))
    card.place(PLACE)
    for _frame in range(3):
        card.paint(sheet)
    assert clock.frames == 3 and len(DRAWN) == 1
    x, y, w, h = (int(part) for part in PLACE)
    assert sheet.picture.get_at((x + 8, y + h // 2))[:3] == DUSK.rgb("panel"), "inside its padding is the sheet"
    assert sheet.picture.get_at((x + w // 2, y + h + 30)) != sheet.picture.get_at((2, 2)), "below it is its shadow"

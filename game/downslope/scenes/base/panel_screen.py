"""Screens whose content is one tree of panels: its places, the order of the focus and what is drawn follow from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...attempt.game.game import Game
from ...desktop import clipboard
from ...i18n import _
from ...view.draw import BODY, CARD, TITLE, Canvas
from ...view.scenery.landscape import draw_grass, paint_sheets
from ...view.widgets.button import Button, IconButton
from ...view.widgets.ink import Ink
from ...view.widgets.panel import ButtonPanel, Panel, Split, layout_tree, least_size
from ...view.widgets.widget import UNPLACED, Rect, Widget
from .scene import Scene


class PanelScreen(Scene):
    """A subclass says which panels there are in `tree`; what may be too high is a ScrollPanel made with `self.area`."""

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        self.panels: list[Panel] = []

    def tree(self, canvas: Canvas) -> Split:
        """The panels as they share `room` now; the canvas tells how wide texts are."""
        raise NotImplementedError

    def layout(self) -> None:
        self.panels, self.widgets = layout_tree(self.tree(self.measure()), (0.0, 0.0, self.width, self.height))

    def order(self) -> list[Widget]:
        """The widgets in the order of the tree."""
        return [widget for widget in self.widgets if widget.live and widget.focusable]

    def open_code(self) -> None:
        """Play what lies on the clipboard, the code of a run or of a level, or a link; or say why that cannot be."""
        from ...attempt.link import open_link, query_in
        from ...attempt.shared_level import SharedRun, is_level_code, offer_to_keep, pasted_run

        text = clipboard.paste() or ""
        query = "" if is_level_code(text) else query_in(text)
        if query:
            link = open_link(self.game, query)
            if link.level is not None:
                self.open("play", level=link.level, start=link.start, replay=link.replay)
            elif link.plugin:
                self.open_plugin(link.plugin)
            else:
                self._laid_out = None  # what it hides is gone
            return
        run = pasted_run(self.game, self.open_plugin)
        if run is None:
            self.game.player_feedback.feedback("refuse")
        elif isinstance(run, SharedRun):
            self.open("play", level=run.level, replay=run.actions)
        else:
            self.open("play", level=run)
            offer_to_keep(self.game, run)

    def paint(self, canvas: Canvas) -> None:
        draw_beneath(canvas, self.panels)
        self.paint_panels(canvas)

    def paint_panels(self, canvas: Canvas) -> None:
        for panel in self.panels:
            panel.paint(canvas)


def draw_beneath(canvas: Canvas, panels: Sequence[Panel], grass: bool = False) -> None:
    """The backdrop, and with it, as one layer, what lies on it and the empty sheets."""
    sheets = tuple(sheet for panel in panels for sheet in panel.sheets())
    lands = tuple(land for panel in panels if (land := panel.beneath()) is not None)
    canvas.once((0, 0, canvas.w, canvas.h), paint_sheets, sheets, lands, opaque=True)
    if grass:
        canvas.alive(lambda: draw_grass(canvas))


PAPER = 0.7  # of the scrim
LIGHT = ((0.0, 1.0), (0.5, 0.33), (1.0, 0.0))


class Modal(PanelScreen):
    """A card whose content is one tree: as high as that must be, in the middle of the window. The screen under it
    stands still, dimmed, with a warm light behind the card.

    `place` is the card's rect. Esc gives the parent back.
    """

    parent: Scene
    scrim = 0.72  # how much of the parent is dimmed, in the dark theme; on paper less is enough
    wide, grows = 680.0, 640.0  # its width at the ordinary text size, and by how much it is wider at twice that
    above, below = 24.0, 24.0  # design pixels of the window that are left free at least

    def __init__(self, game: Game, parent: Scene) -> None:
        super().__init__(game)
        self.parent = parent
        self.place: Rect = (300.0, 104.0, 680.0, 552.0)
        self._under = object()  # key of the layer with the parent: one for each card

    def resize(self, width: float, height: float, scale: float = 1.0) -> None:
        self.parent.resize(width, height, scale)
        super().resize(width, height, scale)

    @property
    def type(self) -> float:
        """By how much text is larger than it usually is."""
        return self.game.look().type

    @property
    def span(self) -> float:
        """Width of the card."""
        return min(self.wide + self.grows * (self.type - 1), self.width - 64)

    def layout(self) -> None:
        tree = self.tree(self.measure())
        width = self.span
        height = min(least_size(tree, preferred_size=True)[1], self.height - self.above - self.below)
        self.place = ((self.width - width) / 2, max(self.above, (self.height - height) / 2), width, height)
        self.panels, self.widgets = layout_tree(tree, self.place)

    def close_button(self, canvas: Canvas) -> ButtonPanel:
        """It gives the parent back, as Esc does."""
        return ButtonPanel(canvas, Button("close", UNPLACED, _("Close"), "", self.back, key="back"))

    def paint(self, canvas: Canvas) -> None:
        canvas.keep(self._under, 0, 0, canvas.w, canvas.h, self._paint_under, opaque=True)
        self.paint_behind(canvas)
        canvas.sheet(*self.place, CARD if canvas.look.theme.dark else CARD._replace(edge="border"))
        self.paint_panels(canvas)

    def paint_behind(self, canvas: Canvas) -> None:
        """What lies between the parent and the card."""

    def _paint_under(self, canvas: Canvas) -> None:
        dark = canvas.look.theme.dark
        self.parent.draw_under(canvas)
        canvas.rect(0, 0, canvas.w, canvas.h, "scrim", alpha=self.scrim if dark else PAPER * self.scrim)
        middle, top = self.place[0] + self.place[2] / 2, self.place[1]
        canvas.glow(middle, top + 46, 420, "lamp", 0.42 if dark else 0.75, LIGHT)


BAR_EDGE, BAR_TOP, BAR_HIGH = 24.0, 10.0, 48.0  # the window's edge; of the controls
TITLE_LEFT = 88.0  # where the title begins
BAR_GAP = 12.0
LARGER = 1.25  # a title above what is told grows no further: its capitals would touch the window's edge


class TitleBar(Panel):
    """`aside` stands at the right end, `below` under the title; `after` follows the title, `controls` stand last.

    `note`: ink before the controls.
    """

    flat = True

    def __init__(self, canvas: Canvas, title: str, back: Callable[[], None], *, aside: str = "", below: str = "",
                 after: Sequence[Widget] = (), controls: Sequence[Widget] = (),
                 note: Ink | None = None) -> None:  # fmt: skip
        self.title, self.back, self.aside, self.below, self.note = title, back, aside, below, note
        self.after, self.controls = after, controls
        self.wide = canvas.width(title, TITLE)
        self.end = 0.0  # where the controls begin

    def least_size(self) -> tuple[float, float]:
        width = TITLE_LEFT + self.wide + BAR_EDGE
        for widget in (*self.after, *self.controls):
            width += widget.rect[2] + BAR_GAP
        return width, BAR_TOP + BAR_HIGH

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, _h = rect
        back = IconButton(
            "back", (x + BAR_EDGE, y + BAR_TOP, BAR_HIGH, BAR_HIGH), icon="back", on_press=self.back, tip=_("Back")
        )
        left = x + TITLE_LEFT + self.wide + BAR_EDGE
        for widget in self.after:
            widget.rect = (left, y + BAR_TOP, widget.rect[2], BAR_HIGH)
            left += widget.rect[2] + BAR_GAP
        self.end = x + w - BAR_EDGE
        for widget in reversed(self.controls):
            width = widget.rect[2]
            widget.rect = (self.end - width, y + BAR_TOP, width, BAR_HIGH)
            self.end -= width + BAR_GAP
        return [back, *self.after, *self.controls]

    def paint(self, canvas: Canvas) -> None:
        x, y, _w, _h = self.rect
        left, room = x + TITLE_LEFT, self.end - x - TITLE_LEFT
        if self.below:
            canvas.within(left, y + 34, self.title, room, canvas.cap(TITLE, LARGER), "text")
            canvas.within(left, y + 40 + 18 * min(canvas.type, 1.4), self.below, room, BODY, "text2")
            return
        base = y + 34 + 8.6 * canvas.type
        width = canvas.within(left, base, self.title, room, TITLE, "text")
        canvas.within(self.end, base, self.aside, room - width - BAR_EDGE, BODY, "text2", "end")
        if self.note is not None:
            wide = self.note.size(canvas)[0]
            self.note.put(canvas, (self.end + BAR_GAP - 16 - wide, BAR_TOP, wide, BAR_HIGH))

"""Below the board: Step, Learn, Bet and Reset, and the runs that were made; while a bet is asked, its six cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.draw.tokens import LABEL, LEAD
from ...view.widgets.button import IconButton, Tile
from ...view.widgets.number_field import NumberField
from ...view.widgets.panel import Panel, place_tree
from ...view.widgets.widget import Rect, Widget
from .bet_cards import bet_tree
from .run_rows import RunRows

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .bench_screen import BenchScreen

TILES, PAD, GAP = 76.0, 16.0, 7.0
MOST = 1e9  # a mean error that can be asked for
FIELD = 92.0  # width of the target's box


class RunsPanel(Panel):
    """Tiles above, runs below; the mean error that is to be reached is typed in their heading."""

    def __init__(self, scene: BenchScreen, canvas: Canvas) -> None:
        self.scene, self.canvas = scene, canvas
        self.cards: list[Panel] = []
        self.field: NumberField | None = None

    def smallest(self) -> tuple[float, float]:
        return (440.0 * self.scene.text_scale, 232.0)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, self.cards, self.field = rect, [], None
        scene = self.scene
        x, y, w, h = rect
        if scene.betting:
            tree = bet_tree(self.canvas, _("How will the run end?"), scene.answer_bet, scene.close_bet)
            self.cards, found = place_tree(tree, rect)
            return found
        k, visit = scene.text_scale, scene.visit
        top = y + PAD + TILES + 8
        head = max(34.0, 18 + 16 * k)
        box = FIELD * max(1.0, 0.5 + 0.5 * k)
        self.head = (x, top, w, head)
        self.field = self._target_field((x + w - PAD - box, top, box, head))
        self.rows = RunRows(
            (x + 8, top + head + 4, w - 16, h - PAD - TILES - 8 - head - 10),
            visit.runs,
            scene.run_words,
            visit.bring_back,
            visit.choose,
        )
        tiles = self._tiles((x + PAD, y + PAD, w - 2 * PAD, TILES))
        return [*tiles, *self._switch(x, top, head), self.field, self.rows]

    def _tiles(self, place: Rect) -> list[Widget]:
        """What is done with the bench, side by side."""
        x, y, w, h = place
        scene, visit = self.scene, self.scene.visit
        names = (
            ("step", _("Step"), "step", "step", visit.step),
            ("learn", _("Learn"), "learn", "learn", visit.learn),
            ("bet", _("Bet"), "flask", "task", scene.open_bet),
            ("reset", _("Reset"), "reset", "reset", visit.reset),
        )
        wide = (w - (len(names) - 1) * GAP) / len(names)
        return [
            Tile(
                f"tile {name}",
                (x + number * (wide + GAP), y, wide, h),
                words,
                icon,
                press,
                key=key,
                group="tiles",
                kind="normal",
            )
            for number, (name, words, icon, key, press) in enumerate(names)
        ]

    def _target_field(self, place: Rect) -> NumberField:
        """The mean error that is to be reached."""
        scene = self.scene
        return NumberField(
            "target",
            place,
            scene.visit.target or 0.0,
            0.0,
            MOST,
            size=16.0,
            hue="goal",
            label=_("the mean error to be reached"),
            show=scene.target_text,
            on_done=scene.set_target,
            on_fault=scene.game.toasts.add,
            nudge=lambda value, steps, fine: float(f"{value * (1.01 if fine else 1.1) ** steps:.3g}"),
        )

    def _switch(self, x: float, top: float, head: float) -> list[Widget]:
        """Another picture of the network, where there is one."""
        following = self.scene.following_picture
        if not following:
            return []
        left = x + 30 + self.canvas.width(_("Runs"), LEAD)
        tip = _("Show: {name}").format(name=following)
        place = (left, top, head + 8, head)
        return [IconButton("picture", place, "", "eye", self.scene.show_following, key="compare", tip=tip)]

    def refresh(self) -> None:
        field = self.field
        target = self.scene.visit.target
        if field is not None:
            field.visible = target is not None
        if field is not None and field.typed is None and target is not None:
            field.value = target

    def paint(self, canvas: Canvas) -> None:
        for card in self.cards:
            card.paint(canvas)
        if self.field is None:
            return
        x, y, _w, h = self.head
        middle = y + h / 2
        left = x + 18 + canvas.mid_text(x + 18, middle, _("Runs"), LEAD, "text") + 16
        left += h + 20 if self.scene.following_picture else 0.0
        right = self.field.rect[0] - 10
        style, words = canvas.fitted(_("steps to a mean error of"), right - left, LABEL)
        canvas.mid_text(right, middle, words, style, "text2", "end")

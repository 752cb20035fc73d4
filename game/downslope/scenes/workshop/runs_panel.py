"""Below the board: Step, Learn, Bet and Reset, and the runs that were made; while a bet is asked, its six cards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ...view.charts.outcome_sketch import draw_sketch
from ...view.draw.tokens import LABEL, LEAD
from ...view.widgets.answer_card import AnswerCard, AnswerRow
from ...view.widgets.button import Button, IconButton, Tile
from ...view.widgets.ink import Col, InkBox, Line
from ...view.widgets.layout import Box, Part, Split, column, first_that_fits, fit_content, grid, row, with_padding
from ...view.widgets.number_input import NumberField
from ...view.widgets.panel import Panel, WidgetPanel, layout_tree
from ...view.widgets.widget import UNPLACED, Rect, Widget
from .bench_screen import RunRows

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .bench_screen import BenchScreen


# ---------------------------------------------------------------------------------------------------------------------
# The bet of a run: six cards, one for each way in which it can end.


KEYS = ("one", "two", "three", "four", "five", "six")
CARD, SMALL = 76.0, 46.0


def bet_tree(canvas: Canvas, title: str, answer: Callable[[str], None], skip: Callable[[], None]) -> Split:
    """What is asked, the six cards, and the way round it."""

    def cards(kind: type[AnswerCard], least: float, columns: int) -> Split:
        made = [kind(f"bet {each}", UNPLACED, _(OUTCOMES[each].title), partial(answer, each), icons=(each,),
                     picture=partial(draw_sketch, kind=each), key=key, group="answers")
                for each, key in zip(OUTCOMES, KEYS)]  # fmt: skip
        return grid(columns, *(WidgetPanel(card, 0, least) for card in made), gap=8)

    way_round = Button("skip bet", UNPLACED, _("Skip"), "", skip, key="back")
    asked = InkBox(canvas, Col((Line(_("Your bet"), LABEL, "text2", spacing=1.5), Line(title, LEAD, spacing=1.5))))
    head = row(fit_content(asked), Part(Box()), Part(WidgetPanel(way_round, 90, 42), 120), gap=12)
    body = first_that_fits(cards(AnswerCard, CARD, 3), cards(AnswerRow, SMALL, 3), cards(AnswerRow, SMALL, 2))
    return with_padding(column(fit_content(head), Part(body), gap=8), 14, 8, 14, 12)


WIDE = 440.0  # at least, at 100 %
TILES, PAD, GAP = 76.0, 16.0, 10.0
MOST = 1e9  # a mean error that can be asked for
FIELD = 92.0  # width of the target's box


class RunsPanel(Panel):
    """Tiles above, runs below; the mean error that is to be reached is typed in their heading."""

    def __init__(self, scene: BenchScreen, canvas: Canvas) -> None:
        self.scene, self.canvas = scene, canvas
        self.cards: list[Panel] = []
        self.field: NumberField | None = None

    def least_size(self) -> tuple[float, float]:
        return (WIDE * self.scene.text_scale, 232.0)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, self.field = rect, None
        if self.scene.betting:
            tree = bet_tree(self.canvas, _("How will the run end?"), self.scene.answer_bet, self.scene.close_bet)
        else:
            tree = self._tree()
        self.cards, found = layout_tree(tree, rect)
        return found

    def _tree(self) -> Split:
        """What is done with the bench, side by side; the heading with the target; the runs."""
        scene, visit, k = self.scene, self.scene.visit, self.scene.text_scale
        tiles = [Tile(f"tile {name}", UNPLACED, words, icon, press, key=key, group="tiles", kind="normal")
                 for name, words, icon, key, press in (
                     ("step", _("Step"), "step", "step", visit.step),
                     ("learn", _("Learn"), "learn", "learn", visit.learn),
                     ("bet", _("Bet"), "flask", "task", scene.open_bet),
                     ("reset", _("Reset"), "reset", "reset", visit.reset))]  # fmt: skip
        height = max([TILES, *(tile.high(self.canvas) for tile in tiles)])
        head, self.field = max(34.0, 18 + 16 * k), self._target_field()
        heading = row(
            fit_content(InkBox(self.canvas, Line(_("Runs"), LEAD))),
            *self._switch(head),
            Part(InkBox(self.canvas, Line(_("steps to a mean error of"), LABEL, "text2", "end"), 0)),
            Part(WidgetPanel(self.field), FIELD * max(1.0, 0.5 + 0.5 * k)),
            gap=GAP,
        )
        rows = WidgetPanel(RunRows(UNPLACED, visit.runs, scene.run_words, visit.bring_back, visit.choose))
        return column(
            Part(with_padding(row(*(Part(WidgetPanel(tile)) for tile in tiles), gap=7), PAD, PAD, PAD), PAD + height),
            Part(Box(), 8),
            Part(with_padding(heading, 18, 0, PAD), head),
            Part(Box(), 4),
            Part(with_padding(rows, 8, 0, 8, 6)),
            gap=0,
        )

    def _target_field(self) -> NumberField:
        """The mean error that is to be reached."""
        scene = self.scene
        return NumberField(
            "target",
            UNPLACED,
            scene.visit.target or 0.0,
            0.0,
            MOST,
            size=16.0,
            hue="goal",
            label=_("the mean error to reach"),
            show=scene.target_text,
            on_done=scene.set_target,
            on_fault=scene.game.toasts.add,
            nudge=lambda value, steps, fine: float(f"{value * (1.01 if fine else 1.1) ** steps:.3g}"),
        )

    def _switch(self, high: float) -> list[Part]:
        """Another picture of the network, where there is one."""
        following = self.scene.following_picture
        if not following:
            return []
        tip = _("Show: {name}").format(name=following)
        button = IconButton("picture", UNPLACED, "", "eye", self.scene.show_following, key="compare", tip=tip)
        return [Part(WidgetPanel(button), high + 8)]

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

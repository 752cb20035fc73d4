"""The bet of a run: six cards, one for each way in which it can end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ...view.charts.outcome_sketch import draw_sketch
from ...view.draw.tokens import LABEL, LEAD
from ...view.widgets.answer_card import AnswerCard
from ...view.widgets.answer_row import AnswerRow
from ...view.widgets.button import Button
from ...view.widgets.label import Label
from ...view.widgets.layout import Box, Part, Split, column, either, grid, inset, row, tight
from ...view.widgets.panel import WidgetPanel
from ...view.widgets.widget import UNPLACED

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas

KEYS = ("one", "two", "three", "four", "five", "six")
CARD, SMALL = 76.0, 46.0


def bet_tree(canvas: Canvas, title: str, answer: Callable[[str], None], skip: Callable[[], None]) -> Split:
    """What is asked, the six cards, and the way round it."""

    def cards(kind: type[AnswerCard], least: float, columns: int) -> Split:
        return grid(
            columns,
            *(
                WidgetPanel(
                    kind(
                        f"bet {each}",
                        UNPLACED,
                        _(OUTCOMES[each].title),
                        partial(answer, each),
                        icons=(each,),
                        picture=partial(draw_sketch, kind=each),
                        key=key,
                        group="answers",
                    ),
                    0,
                    least,
                )
                for each, key in zip(OUTCOMES, KEYS)
            ),
            gap=8,
        )

    way_round = Button("skip bet", UNPLACED, _("Skip"), "", skip, key="back")
    head = row(
        tight(
            column(
                tight(Label(canvas, _("Your bet"), LABEL, "text2")),
                tight(Label(canvas, title, LEAD, width=340)),
                gap=0,
            )
        ),
        Part(Box()),
        Part(WidgetPanel(way_round, 90, 42), 120),
        gap=12,
    )
    body = either(cards(AnswerCard, CARD, 3), cards(AnswerRow, SMALL, 3), cards(AnswerRow, SMALL, 2))
    return inset(column(tight(head), Part(body), gap=8), 14, 8, 14, 12)

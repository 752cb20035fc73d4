"""The rows of a recap: a question that was answered, with its reason; the one that is asked now; one still to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..i18n import _
from ..rules.question import Question
from ..view.cards.recap_parts import (
    PICTURE,
    TEXT,
    RecapAnswer,
    Small,
    draw_active,
    draw_answered,
    draw_smalls,
    draw_waiting,
)
from ..view.draw.tokens import BODY, HEADING, LABEL
from ..view.widgets.label import Label
from ..view.widgets.layout import Part, column, inset, row, tight
from ..view.widgets.panel import Figure, Group, Panel, WidgetPanel

if TYPE_CHECKING:
    from ..view.draw.canvas import Canvas

GAP = 12.0  # between rows, and between answers
AS_IT_STANDS = ("error", "move", "move sign", "miss sign")  # asked of a neuron as it is: it may be shown beforehand


class AnsweredRow(Group):
    """`right`: it was answered so; `star`: that won one back."""

    def __init__(self, canvas: Canvas, question: Question, width: float, right: bool, star: bool) -> None:
        self.right, self.star = right, star
        told = f"{_(question.right)}: {_(question.why)}" if question.why else _(question.right)
        asked = Label(canvas, _(question.text), BODY, "text2", width=width - TEXT - 70)
        answer = Label(canvas, told, LABEL, width=width - TEXT - 70)
        self.words = [*asked.words(), *answer.words()]
        super().__init__(inset(column(tight(asked), tight(answer), gap=3), TEXT, 13, 70, 12))

    def paint(self, canvas: Canvas) -> None:
        draw_answered(canvas, self.rect, self.right, self.star)
        super().paint(canvas)


class ActiveRow(Group):
    """The question, where they help the neurons that it is about, and its answers."""

    def __init__(self, canvas: Canvas, number: int, question: Question, width: float,
                 cards: Sequence[RecapAnswer]) -> None:  # fmt: skip
        self.number, smalls = number, neurons(question)
        asked = Label(canvas, _(question.text), HEADING, width=width - TEXT - 24, spacing=1.4)
        parts = [tight(inset(asked, TEXT, 19, 24))]
        if smalls:
            parts.append(Part(Figure(draw_smalls, smalls), PICTURE + 8))
        answers = row(*(Part(WidgetPanel(card)) for card in cards), gap=GAP)
        parts.append(Part(inset(answers, 20, 14, 20, 14), 68 + 42 * canvas.type))
        super().__init__(column(*parts, gap=1))

    def paint(self, canvas: Canvas) -> None:
        draw_active(canvas, self.rect, self.number)
        super().paint(canvas)


def waiting_row(canvas: Canvas, number: int, words: str) -> Panel:
    """`words`: where the question comes from."""
    return Figure(draw_waiting, number, words, least=(0.0, 36 + 24 * canvas.type))


def neurons(question: Question) -> tuple[Small, ...]:
    """What the question is about; empty where showing it would give the answer away."""
    level = question.level
    if level is None or question.actions or question.asks not in AS_IT_STANDS:
        return ()
    if (level.network.inputs, level.network.outputs) != (1, 1) or level.weights is None:
        return ()
    found = []
    for (given, *_more), (goal, *_others) in level.data()[:3]:
        prediction = level.network.predict(level.weights, (given,))[0]
        found.append(Small(given, level.weights[0], prediction, goal))
    return tuple(found)

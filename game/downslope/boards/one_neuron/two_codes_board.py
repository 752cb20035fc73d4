"""Two recipes side by side: the level's own code, where it runs, beside that of another metric from the same weight."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from ...i18n import _
from ...rules import is_fresh
from ...view.cards.code_listing import CodeRow, Spans
from ...view.draw import Canvas
from ...view.format.markup import TOKEN
from ...view.widgets.panel import Box, Panel, Part, Split, column, fit_content
from ...view.widgets.widget import Rect, Widget
from ..shared.code_panel import CodePanel, RunningLine
from ..shared.panel import TABS, Host
from .bowl_board import BowlBoard


def compare(left: Sequence[CodeRow], right: Sequence[CodeRow]) -> tuple[list[CodeRow], list[CodeRow]]:
    """The rows of both, those that differ with their `differs`: in which characters."""
    listings = list(left), list(right)
    lines = (tuple(listed.line for listed in rows) for rows in listings)
    for kind, a, a_end, b, b_end in _changes(*lines):
        paired = min(a_end - a, b_end - b) if kind == "replace" else 0
        for i in range(paired):
            one, other = in_line(left[a + i].line, right[b + i].line)
            listings[0][a + i] = left[a + i]._replace(differs=one)
            listings[1][b + i] = right[b + i]._replace(differs=other)
        for rows, first, end in ((listings[0], a + paired, a_end), (listings[1], b + paired, b_end)):
            for i in range(first, end):
                rows[i] = rows[i]._replace(differs=((0, len(rows[i].line)),))
    return listings


def in_line(left: str, right: str) -> tuple[Spans, Spans]:
    """For each of two lines the characters that the other has not, in whole words."""
    words = [[(token.start(), token.end(), token.group()) for token in TOKEN.finditer(line)] for line in (left, right)]
    spans: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for _kind, a, a_end, b, b_end in _changes(*(tuple(word[2] for word in side) for side in words)):
        for side, first, end in ((0, a, a_end), (1, b, b_end)):
            if first < end:
                line, start = (left, right)[side], words[side][first][0]
                text = line[start : words[side][end - 1][1]]
                before, after = len(text) - len(text.lstrip()), len(text.rstrip())
                if before < after:
                    spans[side].append((start + before, start + after))
    return tuple(spans[0]), tuple(spans[1])


@lru_cache(maxsize=256)
def _changes(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[tuple[str, int, int, int, int], ...]:
    """Asked for in each frame, of lines that are seldom others."""
    return tuple(code for code in SequenceMatcher(None, left, right, False).get_opcodes() if code[0] != "equal")


LINES = 8  # of each code, where both are seen


class TwoCodesBoard(BowlBoard):
    """Beside the bowl both codes, one under the other; where that has no room they share it.

    At first the line in which they differ stands alone.
    """

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.code = ComparedCode(host, "code")
        self.other = ComparedCode(host, "other code", host.attempt.level.beside)
        self.code.beside, self.other.beside = self.other, self.code
        self.code_line = RunningLine(host, self.code, self.other)

    def items(self) -> list[tuple[str, Panel]]:
        return [*super().items(), (_("Other code"), self.other)]

    def sides(self) -> Sequence[Box | Split]:
        if not self.attempt.whole_code:
            lines = column(fit_content(self.code_line))
            return [lines] if is_fresh(self.attempt.shown) else super().sides()
        high = self.code.high(LINES)
        both = column(Part(self.code, high, 1.0), Part(self.other, high, 0.9))
        return [both, column(Part(self.bar, TABS), Part(self.pages))]


class ComparedCode(CodePanel):
    """What differs from the code `beside` it is marked. Of two, only the level's own runs."""

    beside: CodePanel
    whole = True

    def place(self, rect: Rect) -> list[Widget]:
        widgets = super().place(rect)
        self.beside.numbers = self.numbers  # lines are compared as they are shown here, also where only one is seen
        return widgets

    def lines_name(self, count: int) -> str:
        """What the level calls its own metric (`metric 1`) or the one beside it (`metric 2`); else its name."""
        word = self.attempt.now.words.get("metric 2" if self.metric else "metric 1", "")
        return _(word) or self.metric or self.attempt.shown.run.metric.name

    def line(self) -> CodeRow:
        return next((row for row in self.marked_rows() if row.differs is not None), super().line())

    def marked_rows(self) -> Sequence[CodeRow]:
        """In the order of the two panels."""
        if self.metric:  # it is the other
            _own, rows = compare(self.beside.rows(self.secret), self.rows(self.secret))
            return [row._replace(running=False) for row in rows]
        return compare(self.rows(self.secret), self.beside.rows(self.secret))[0]

    def paint(self, canvas: Canvas, title: str = "") -> None:
        super().paint(canvas, title or self.lines_name(0))

"""The bet strip: the question, its answers as cards or a marker on a line, and the way round it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ...rules.question import Marker, Question
from ...view.charts.number_line import Line, NumberLine
from ...view.charts.outcome_sketch import draw_trace
from ...view.draw.tokens import BODY, LABEL, LIT_PANEL
from ...view.format.markup import Line as Words
from ...view.format.markup import draw_hued, fitting
from ...view.format.measure import measure
from ...view.format.numbers import number
from ...view.widgets.answer_card import AnswerCard
from ...view.widgets.answer_row import AnswerRow
from ...view.widgets.button import Button
from ...view.widgets.widget import COMPACT, Rect, Widget

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen

NARROW = 520.0  # a strip that is narrower has its answers in rows
RISE, RISING = 12.0, 0.18  # design pixels and seconds
KEYS = ("one", "two", "three", "four", "five")
PAD, GAP = 16.0, 10.0
LEAST = 46.0  # height of a card
NUMBER = re.compile(r"[−+\-]?[\d.,]+( ?%)?")


class Places(NamedTuple):
    """Where the parts of the strip go."""

    heading: float | None  # baseline of "Your bet"
    first: float  # baseline of the question's first line
    size: float
    lines: list[Words]
    top: float  # where the cards begin


class BetStrip:
    """Lies over the code panel while a question is open."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.asking = play.attempt.asking
        self._opened: tuple[int | None, int] = (None, -1)  # question and stage
        self._since = 0.0
        self._tops: list[tuple[Widget, float]] = []
        self._marker: float | None = None  # where it stands, kept through a new layout

    # -- widgets -----------------------------------------------------------------------------------------------------

    def widgets(self, rect: Rect) -> list[Widget]:
        question = self.asking.question
        if question is None:
            return []
        opened = (self.asking.open, self.play.attempt.session.stage)
        if opened != self._opened:
            self._opened, self._since, self._marker = opened, self.play.time, None
        canvas = measure(self.play.game, self.play.width, self.play.height)
        places = self._places(canvas, rect, question)
        skip = Button("skip bet", self._skip_at(canvas, rect), _("Skip"), "", self.asking.skip, key="back")
        body = self._line(canvas, rect, question, places) if isinstance(question, Marker) else self._cards(
            canvas, rect, question, places
        )
        found = [skip, *body]
        self._tops = [(widget, widget.rect[1]) for widget in found]
        self.update()
        return found

    def first(self) -> str:
        """The first card, whichever answer the shuffle put there; or the marker."""
        return "marker" if isinstance(self.asking.question, Marker) else "answer 1"

    def _cards(self, canvas: Canvas, rect: Rect, question: Question, places: Places) -> list[Widget]:
        x, _y, width, _h = rect
        answers = self.asking.order(self.asking.open or 0)
        icons = {answer: outcomes(question, answer) for answer in answers}
        shown = all(icons.values())
        narrow = width < NARROW
        columns = 1 if narrow else 3 if len(answers) > 3 and canvas.type > COMPACT else len(answers)
        rows = -(-len(answers) // columns)
        gap = GAP if not narrow else 8.0
        wide = (width - 2 * PAD - gap * (columns - 1)) / columns
        high = (rect[1] + rect[3] - PAD - places.top - gap * (rows - 1)) / rows
        found: list[Widget] = []
        for i, answer in enumerate(answers):
            kinds = icons[answer] if shown else ()
            at = (x + PAD + i % columns * (wide + gap), places.top + i // columns * (high + gap), wide, high)
            found.append(
                (AnswerRow if narrow or high < 76 else AnswerCard)(
                    f"answer {i + 1}", at, _(answer), partial(self.asking.answer, answer), icons=kinds,
                    picture=partial(draw_trace, kind=kinds[0]) if kinds else None, mono=bool(NUMBER.fullmatch(answer)),
                    key=KEYS[i] if i < len(KEYS) else "", group="answers", tip=_caption(question, answer),
                )
            )  # fmt: skip
        return found

    def _line(self, canvas: Canvas, rect: Rect, question: Marker, places: Places) -> list[Widget]:
        x, y, width, height = rect
        high = 46.0
        low = y + height - 12 - high
        well = (x + PAD, places.top, width - 2 * PAD, min(98.0, low - 10 - places.top))
        line = line_of(self.play, question)
        start = self._marker if self._marker is not None else start_of(question)
        marker = NumberLine("marker", well, line, start, self._drop, self._complain)
        drop = Button("drop it", (x + width - PAD - 188, low, 188, high), _("Drop it"), "down_arrow", self._drop,
                      kind="primary", key="accept")  # fmt: skip
        return [marker, drop]

    def _drop(self) -> None:
        marker = self.play.widget("marker")
        if isinstance(marker, NumberLine):
            marker.commit()
            if not marker.wrong:
                self.asking.answer(marker.value)

    def _complain(self, sentence: str) -> None:
        self.play.game.toasts.add(sentence)

    # -- where things are --------------------------------------------------------------------------------------------

    def _places(self, canvas: Canvas, rect: Rect, question: Question | Marker) -> Places:
        x, y, width, height = rect
        headed = canvas.type <= COMPACT
        room = self._skip_at(canvas, rect)[0] - 14 - (x + 20)
        cards = 1 if isinstance(question, Marker) or width >= NARROW else len(question.answers)
        need = cards * (LEAST + 8) if cards > 1 else 112.0 if isinstance(question, Marker) else 84.0
        size, lines = fitting(canvas, _(question.text), room, max(40.0, height - PAD - need - 40), 20, 700)
        first = y + (50 if headed else 12 + 0.9 * size * canvas.type)
        last = first + (len(lines) - 1) * 1.22 * size * canvas.type
        return Places(y + 25 if headed else None, first, size, lines, max(last + 16, y + 66))

    def _skip_at(self, canvas: Canvas, rect: Rect) -> Rect:
        wide = 120.0 if canvas.type <= COMPACT else 92.0
        return (rect[0] + rect[2] - PAD - wide, rect[1] + 10, wide, 42)

    # -- drawing -----------------------------------------------------------------------------------------------------

    @property
    def risen(self) -> float:
        """0 ... 1 while the strip comes up."""
        return min(1.0, (self.play.time - self._since) / RISING)

    def update(self) -> None:
        """The cards rise with the strip; a half-placed marker is remembered."""
        below = self._below()
        for widget, top in self._tops:
            x, _y, width, height = widget.rect
            widget.rect = (x, top + below, width, height)
            if isinstance(widget, NumberLine):
                self._marker = widget.value

    def _below(self) -> float:
        return 0.0 if self.play.game.settings.still else RISE * (1 - self.risen) ** 2

    def paint(self, canvas: Canvas, rect: Rect) -> None:
        question = self.asking.question
        if question is None:
            return
        x, y, width, height = rect[0], rect[1] + self._below(), rect[2], rect[3]
        places = self._places(canvas, (x, y, width, height), question)

        def still(sub: Canvas) -> None:
            sub.sheet(x, y, width, height, LIT_PANEL)
            if places.heading is not None:
                sub.text(x + 20, places.heading, self._heading(question), LABEL, "text2")
            draw_hued(sub, x + 20, places.first, places.lines, places.size, "text", 700, 1.22 * places.size)
            if isinstance(question, Marker):
                self._paint_hints(sub, (x, y, width, height), question)

        key = ("bet strip", self._opened, rect, question.text)  # not its height: it is the same while it rises
        canvas.cached(key, x - 40, y - 40, width + 80, height + 90, still)

    def paint_over(self, canvas: Canvas, rect: Rect) -> None:
        """With reduced motion the strip fades in instead of rising."""
        if self.play.game.settings.still and self.risen < 1:
            canvas.rect(*rect, "panel", 16, alpha=1 - self.risen)

    def _heading(self, question: Question | Marker) -> str:
        number = self.asking.open or 0
        if self.asking.is_call(number):
            cards = [n for n, q in enumerate(self.asking.questions) if q.when == question.when]
            return _("Your call: {n} of {of}").format(n=cards.index(number) + 1, of=len(cards))
        return _("Your bet: drop the marker") if isinstance(question, Marker) else _("Your bet")

    def _paint_hints(self, canvas: Canvas, rect: Rect, question: Marker) -> None:
        x, y, width, height = rect
        middle = y + height - 35 + 5.8 * canvas.type
        right = x + width - PAD - 188 - 16
        within = _("within ±{within}").format(within=number(question.within))
        wide = canvas.text(right, middle, within, LABEL, "text2", "end")
        move, typed = _("move"), _("or type it")
        need = 80 + canvas.width(move) + canvas.width(typed)
        if canvas.type > COMPACT or x + 20 + need > right - wide - 16:
            return
        left = x + 20 + canvas.keycap(x + 20, y + height - 47, "←") + 6
        left += canvas.keycap(left, y + height - 47, "→") + 10
        left += canvas.text(left, middle, move, BODY, "text2") + 18
        canvas.text(left, middle, typed, BODY, "text2")


def outcomes(question: Question, answer: str) -> tuple[str, ...]:
    """The outcomes that an answer stands for, two at most; none where its meaning names none."""
    place = list(question.answers).index(answer)
    means: Any = question.means[place] if place < len(question.means) else ()
    entries = means if isinstance(means, (tuple, list)) else (means,)
    return tuple(kind for kind in entries if isinstance(kind, str) and kind in OUTCOMES)[:2]


def line_of(play: PlayScreen, question: Marker) -> Line:
    """The line of a marker, with the steps that the player has seen where they are the same quantity."""
    session = play.attempt.session
    run, stones, goal = session.run, list[tuple[float, str]](), None
    if run.network.outputs == 1 and len(run.examples) == 1:
        input, goals = run.examples[0]
        looks = [run.history.weights_at(k) for k in range(session.recorded, run.count)] + [tuple(run.weights)]
        if question.hue == "prediction":
            stones = [(run.network.predict(w, input)[0], str(k)) for k, w in enumerate(looks)]
            goal = goals[0]
        elif question.hue == "weight" and len(run.weights) == 1:
            stones = [(w[0], str(k)) for k, w in enumerate(looks)]
    return Line(question.low, question.high, question.within, question.hue, tuple(stones), goal)


def start_of(question: Marker) -> float:
    """Mid-range; where that is the answer, a quarter of the way."""
    middle = (question.low + question.high) / 2
    return middle if not question.is_right(middle) else question.low + (question.high - question.low) / 4


def _caption(question: Question, answer: str) -> str:
    place = list(question.answers).index(answer)
    return _(question.notes[place]) if place < len(question.notes) else ""

"""The verdict over the code panel: how the run ended and why, what became of the bet, and where to go from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ...view.charts.misses_chart import Trail, draw_misses
from ...view.charts.number_line import draw_line, draw_marker, draw_truth
from ...view.draw.tokens import CODE, LABEL, LIT_PANEL, STRONG, TextStyle
from ...view.format.markup import Line as Words
from ...view.format.markup import draw_hued, hued_lines
from ...view.format.measure import measure
from ...view.format.numbers import number
from ...view.widgets.button import Button, IconButton
from ...view.widgets.widget import COMPACT, Rect, Widget
from .verdict_story import Placed, Story, story_of

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen

NARROW = 520.0
LOW = 220.0  # less than that: the buttons stand in the head
PAD, HEAD, FOOT = 16.0, 66.0, 62.0
BUTTON = 42.0
CHARTS = (264.0, 216.0, 0.0)  # widths of the chart, the widest first that leaves room for the words
LINES = (320.0, 270.0)  # of a number line
SPACINGS = (1.55, 1.4, 1.26)


NAMES = ("jump", "rewind", "to map", "start anew", "to code", "go on")  # of its buttons
Spec = tuple[str, str, str, str, Callable[[], None], str]


class Body(NamedTuple):
    """Where chart and words go."""

    chart: Rect | None
    left: float
    top: float
    size: float
    spacing: float
    head: list[Words]
    lines: list[Words]


class Verdict:
    """Lies where the board lets it, until it is put away."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.attempt = play.attempt
        self._kept: tuple[object, Story | None] = (None, None)

    def _told(self) -> Story | None:
        """The story, worked out once for each verdict: long runs take some milliseconds."""
        attempt, asking = self.attempt, self.attempt.asking
        session = attempt.session
        key = (asking.last, attempt.fault, session, session.outcome, session.count, dict(asking.given),
               self.play.game.settings_key())  # fmt: skip
        if self._kept[0] != key:
            self._kept = key, story_of(self.play)
        return self._kept[1]

    # -- widgets -----------------------------------------------------------------------------------------------------

    def widgets(self, rect: Rect) -> list[Widget]:
        story = self._told()
        if story is None:
            return []
        x, y, width, height = rect
        if height < LOW:
            return self._in_head(rect, story)
        top = y + height - PAD - BUTTON + 4
        specs = self._buttons(story, width < NARROW)
        gap = 12.0 if width >= NARROW else 8.0
        room = width - 2 * PAD - gap * (len(specs) - 1)
        canvas = measure(self.play.game, self.play.width, self.play.height)
        cap_of = self.play.game.controls.label if canvas.type <= COMPACT else lambda key: ""
        wide = [_wide(canvas, label, cap_of(key)) for _name, label, _icon, key, _press, _kind in specs]
        if sum(wide) > room:  # the keys work without their caps too
            specs = [(*spec[:3], "", *spec[4:]) for spec in specs]
            wide = [_wide(canvas, spec[1], "") for spec in specs]
        if sum(wide) > room:
            specs = [(*spec[:3], "", *spec[4:]) for spec in self._buttons(story, True)]
            wide = [_wide(canvas, spec[1], "") for spec in specs]
        wide = [each * min(1.0, room / sum(wide)) for each in wide]
        found: list[Widget] = []
        left = x + PAD
        for i, spec in enumerate(specs):
            if i == len(specs) - 1:
                left = x + width - PAD - wide[i]  # the way on stands at the right
            name, label, icon, key, press, kind = spec
            found.append(Button(name, (left, top, wide[i], BUTTON), label, icon, press, key=key, kind=kind))
            left += wide[i] + gap
        return found

    def _in_head(self, rect: Rect, story: Story) -> list[Widget]:
        """As many as there is room for beside the badge, from the right; the way on is always there."""
        x, y, width, _height = rect
        canvas = measure(self.play.game, self.play.width, self.play.height)
        room = width - 3 * PAD - _headed(canvas, story)
        right, top = x + width - PAD, y + (HEAD - BUTTON) / 2
        found: list[Widget] = []
        for name, label, icon, key, press, kind in reversed(self._buttons(story, True)):
            close = name == "to code"
            wide = BUTTON + 6 if close else _wide(canvas, label, "")
            if found and wide > room:
                continue
            make = IconButton if close else Button
            place = (right - wide, top, wide, BUTTON)
            key = key if close or kind == "primary" else ""  # the keys of the others work without their caps too
            found.append(make(name, place, label, icon, press, key=key, kind=kind, tip=label if close else ""))
            right, room = right - wide - 8, room - wide - 8
        return found[::-1]

    def _buttons(self, story: Story, narrow: bool) -> list[Spec]:
        """(name, label, icon, key, what it does, kind), the way on last."""
        play, attempt = self.play, self.attempt
        found: list[Spec] = []
        shown = attempt.shown
        if 0 <= story.turn < shown.count and shown.outcome is not None:
            each, turn = len(shown.run.batches), story.turn
            label = _("Step {n}") if narrow else _("Go to step {n}")
            if each > 1:
                label, turn = _("Pass {n}") if narrow else _("Go to pass {n}"), (turn - shown.recorded) // each
            found.append(("jump", label.format(n=turn), "step_back", "jump", play.jump, "normal"))
        if attempt.asking.last is not None:
            found.append(("go on", _("Go on"), "next", "accept", attempt.asking.go_on, "primary"))
            return found
        if attempt.step < attempt.session.count:
            found.append(("rewind", _("Rewind"), "reset", "", attempt.rewind, "normal"))
        elif not attempt.session.won:
            found.append(("start anew", _("Reset"), "reset", "reset", attempt.reset, "normal"))
        if play.charted or (attempt.session.won and attempt.step >= attempt.session.count):
            found.append(("to map", _("Map"), "map", "map", play.to_chart, "normal"))
        if play.board.has_code:
            label, icon = (_("Code") if narrow else _("Back to the code")), "chevron"
        else:
            label, icon = _("Close"), "close"
        found.append(("to code", label, icon, "code", play.show_code, "normal"))
        return found

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas, rect: Rect) -> None:
        story = self._told()
        if story is None:
            return
        x, y, width, height = rect

        def still(sub: Canvas) -> None:
            sub.sheet(x, y, width, height, LIT_PANEL)
            self._paint_head(sub, rect, story)
            body = self._body(sub, rect, story)
            if body.chart is not None:
                self._paint_chart(sub, body.chart, story)
            step = body.spacing * body.size
            first = body.top + 0.9 * body.size * sub.type
            draw_hued(sub, body.left, first, body.head, body.size, "text", 700, step)
            first += len(body.head) * step * sub.type
            draw_hued(sub, body.left, first, body.lines, body.size, "text2", 500, step)

        key = ("verdict", rect, self._aside_end(rect), repr(story))
        canvas.cached(key, x - 40, y - 40, width + 80, height + 90, still)

    def _paint_head(self, canvas: Canvas, rect: Rect, story: Story) -> None:
        x, y, width, _height = rect
        left = x + 20.0
        if story.badge:
            kind = OUTCOMES[story.badge]
            left = x + PAD + canvas.badge(x + PAD, y + 14, kind.icon, _(kind.title), 40)
        else:
            if story.result is None:
                canvas.icon("warn", left, y + 23, 24, "error")
                left += 36
            left += canvas.text(left, y + 34 + 7 * canvas.type, story.title, STRONG.sized(20), "text")
        end = self._aside_end(rect)
        if rect[3] >= LOW or canvas.width(story.aside, STRONG) + 52 < end - left:
            self._paint_aside(canvas, end, left + 18, y + 34 + 5.8 * canvas.type, y + 34, story)
        canvas.line(x + 1, y + HEAD + 0.5, x + width - 1, y + HEAD + 0.5, "border", 1)

    def _aside_end(self, rect: Rect) -> float:
        """x where the words at the right of the head end."""
        ends = [w.rect[0] - 14 for w in self.play.widgets if w.name in NAMES] if rect[3] < LOW else []
        return min([rect[0] + rect[2] - 20, *ends])

    def _paint_aside(self, canvas: Canvas, right: float, left: float, low: float, middle: float, story: Story) -> None:
        """From the right: the result in words and as an icon, the icons of the bet."""
        weight = 600 if story.result is None else 700
        colour = "text2" if story.result is None else "text"
        room = right - left - (34 if story.result is not None else 0)
        if canvas.fits([(story.aside, colour, weight)], room):  # the sentence below says it too
            right -= canvas.within(right, low, story.aside, room, TextStyle(16, weight), colour, "end")
        if story.result is None:
            return
        canvas.icon("check" if story.result else "hint", right - 32, middle - 12, 24, "text", 2.6)
        right -= 44
        for icon in reversed(story.bet):
            if right - 24 > left:
                canvas.icon(icon, right - 24, middle - 12, 24)
                right -= 34
        word = _("bet")
        if story.bet and right - canvas.width(word, LABEL) > left:
            canvas.text(right - 2, low, word, LABEL, "text2", "end")

    def _body(self, canvas: Canvas, rect: Rect, story: Story) -> Body:
        """The widest chart, the largest words and the most air that fit."""
        x, y, width, height = rect
        low = height < LOW
        top, high = y + HEAD + (8 if low else 12), height - HEAD - (16 if low else 12 + FOOT)
        if width < NARROW and story.chart is not None and not low:
            part = high * 0.42
            chart = (x + PAD, top, width - 2 * PAD, part)
            return self._words(canvas, story, (x + 20, top + part + 10, width - 40, high - part - 10), chart)[0]
        charts: tuple[float, ...] = LINES if isinstance(story.chart, Placed) else CHARTS
        if story.chart is None or low or (canvas.type > 1.2 and not isinstance(story.chart, Placed)):
            charts = (0.0,)
        for wide in charts:
            place: Rect | None = (x + PAD, top, wide, high) if wide else None
            left = x + PAD + wide + 20 if wide else x + 20
            body, fits = self._words(canvas, story, (left, top, x + width - 16 - left, high), place)
            if fits:
                break
        return body

    def _words(self, canvas: Canvas, story: Story, room: Rect, chart: Rect | None) -> tuple[Body, bool]:
        left, top, width, high = room
        least = canvas.least(16)
        size = 16.0
        while True:
            head = hued_lines(canvas, story.head, width, size, 700) if story.head else []
            lines = hued_lines(canvas, story.text, width, size) if story.text else []
            for spacing in SPACINGS:
                tall = (len(head) + len(lines)) * spacing * size * canvas.type
                if tall <= high + 4:
                    air = max(0.0, min(6.0, (high - tall) / 2))
                    return Body(chart, left, top + air, size, spacing, head, lines), True
            if size <= least:
                return Body(chart, left, top, size, spacing, head, lines), False
            size = max(least, size - 1)

    def _paint_chart(self, canvas: Canvas, rect: Rect, story: Story) -> None:
        if isinstance(story.chart, Trail):
            draw_misses(canvas, rect, story.chart, story.turn)
        elif story.chart is not None:
            line, given, right = story.chart
            draw_line(canvas, rect, line)
            draw_marker(canvas, rect, line, given, number(given, line.digits))
            draw_truth(canvas, rect, line, right)


def _headed(canvas: Canvas, story: Story) -> float:
    """What the badge or the title needs."""
    if story.badge:
        return canvas.badge_width(_(OUTCOMES[story.badge].title))
    return canvas.width(story.title, STRONG.sized(20))


def _wide(canvas: Canvas, label: str, cap: str) -> float:
    """What a button with an icon needs."""
    return 62 + canvas.width(label, LABEL) + (20 + canvas.width(cap, CODE) if cap else 0)

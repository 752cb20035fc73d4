"""Toasts: a short note, one at a time. It goes after four seconds; a long one when something is pressed.

It may offer one action. Where a screen has a place for what is told (`voice`), it is told there instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ..draw import AWAKE, BODY, LABEL, NOTE, NUMBER, STRONG, TIP, Canvas, first_free_place, holds
from ..format.markup import plain
from .ink import Key, Label, Line, Row, icon
from .widget import Intent, Rect

# A strip at the foot of every screen: which file is being written, and what came of its last version.


HIGH, EDGE, ICON, CAP = 22.0, 24.0, 16.0, 20.0
HUES = {"check": "text2", "warn": "error", "eye": "goal"}


class StatusLine(NamedTuple):
    """`icon`: check, eye (findings) or warn. `told` stands beside the file's name; `state` and the keys at the right.

    keys   (keycap, what it does)
    """

    icon: str
    file: str
    told: str
    state: str
    keys: tuple[tuple[str, str], ...]

    @staticmethod
    def beyond(canvas: Canvas) -> float:
        """How much more than the margin under the board it needs: the screens end so far above the window's foot."""
        return HIGH * (canvas.type - 1.0)

    def draw(self, canvas: Canvas) -> None:
        height, colour = HIGH * canvas.type, HUES.get(self.icon, "text2")
        canvas.rect(0, canvas.h - height, canvas.w, height, "well")
        tint = "error" if self.icon == "warn" and not self.state else "text2"
        told = Line(self.told, LABEL, tint, yields=True, grow=1.0), Line(self.state, STRONG, colour, yields=True)
        keys = [each for cap, words in self.keys for each in (Key(cap, high=CAP), Line(words, LABEL, "text2"))]
        row = Row((icon(self.icon, ICON, colour), Line(self.file, NUMBER), *told, *keys), 10)
        row.draw(canvas, (EDGE, canvas.h - height, canvas.w - 2 * EDGE, height))


WIDTH, MARGIN = 404.0, 24.0
WIDEST = 1.4  # times that, where the text is large
LINES = 8  # at most
TOP, LOW = 72.0, 120.0  # below the top bar; from the window's foot to its lower edge, above the row of tiles
UP = 12.0  # steps in which a free place is looked for
SECONDS = 4.0
READ = 60  # characters: what is longer stays until something is pressed
HEARD = 0.4  # seconds before a press counts for that
CLOSE = 20.0  # of the sign that closes it
LEFT, SPACING = 72.0, 23 / 16  # from its edge to the words; from one line to the next


@dataclass
class Toast:
    """Title and body may carry light markup.

    `hue`: the bar's colour; "text" (ivory) for news, "error" only for faults. `action`: label and what it does.
    """

    title: str
    body: str = ""
    icon: str = "hint"
    hue: str = "text"
    action: tuple[str, Callable[[], None]] | None = None
    age: float = 0.0
    seconds: float = SECONDS  # so long it stays
    labels: tuple[Label, ...] = ()  # title and body, as they are written in this window

    @property
    def stays(self) -> bool:
        """It takes long to read, so it stays until something is pressed."""
        return self.action is None and len(plain(f"{self.title} {self.body}")) > READ

    @property
    def lines(self) -> list[str]:
        return [line for label in self.labels for line in label.words()]


@dataclass(eq=False)
class Toasts:
    """The note that is to be seen now, in the place that the screen has for it, else at the bottom right of the window.

    shown       it, or nothing            waiting   what came in the same moment: shown in turn
    kept_free   what is turned or asked on the screen: no note lies on it
    place       where the screen keeps room for it; None: nowhere
    """

    shown: list[Toast] = field(default_factory=list)
    waiting: list[Toast] = field(default_factory=list)
    place: Rect | None = None
    kept_free: tuple[Rect, ...] = ()
    size = (1280.0, 720.0)  # of the window in design pixels
    type: float = 1.0  # how much larger than usual the text is
    _fitted: object = None  # the note and the look for which its lines were broken

    def add(self, title: str, body: str = "", *, icon: str = "hint", hue: str = "text",
            action: tuple[str, Callable[[], None]] | None = None, seconds: float = SECONDS) -> None:  # fmt: skip
        """Show a note in place of the one before, or after it, where that has only just come.

        The same note again only starts anew.
        """
        AWAKE.touch()
        new = Toast(title, body, icon, hue, action, seconds=seconds)
        self.shown, self.waiting = ([toast for toast in kept if (toast.title, toast.body) != (title, body)]
                                    for kept in (self.shown, self.waiting))  # fmt: skip
        if self.shown and self.shown[0].age < HEARD:
            self.waiting.append(new)
        else:
            self.shown, self.waiting = [new], []

    def drop(self, *titles: str) -> None:
        AWAKE.touch()
        self.shown, self.waiting = ([toast for toast in kept if toast.title not in titles]
                                    for kept in (self.shown, self.waiting))  # fmt: skip

    def fault(self, sentence: str, seconds: float = SECONDS,
              action: tuple[str, Callable[[], None]] | None = None) -> None:  # fmt: skip
        self.add(sentence, icon="warn", hue="error", seconds=seconds, action=action)

    def update(self, seconds: float) -> None:
        for toast in self.shown:
            toast.age += seconds
            if not toast.stays and toast.age >= toast.seconds:
                AWAKE.touch()
                self.shown = []
        if self.waiting and not self.shown:
            self.shown = [self.waiting.pop(0)]

    def press(self) -> None:
        """Something was pressed: what stayed to be read goes."""
        self.shown = [toast for toast in self.shown if not toast.stays or toast.age < HEARD]

    def fit(self, canvas: Canvas) -> None:
        """Before drawing: break the sentences for this window."""
        self.size, self.type = (canvas.w, canvas.h), canvas.type
        for toast in self.shown:
            now = (canvas.whole, canvas.look, self.width, toast.title, toast.body)
            if now != self._fitted or not toast.labels:
                self._fitted, toast.labels = now, labels_of(canvas, toast, self.width)

    def height(self, canvas: Canvas, width: float) -> float:
        lines = sum(len(label.lines) for toast in self.shown for label in labels_of(canvas, toast, width))
        return 20 + 24 * canvas.type * max(2, lines)

    @property
    def width(self) -> float:
        if self.place is not None:
            return self.place[2]
        return min(WIDTH * min(WIDEST, max(1.0, self.type)), self.size[0] - 2 * MARGIN)

    def rects(self) -> list[Rect]:
        """Where it stands: in its corner, above the row of tiles, or where it hides least of what is kept free."""
        if self.place is not None or not self.shown:
            return [self.place] * len(self.shown) if self.place is not None else []
        width, high = self.width, 20 + 24 * self.type * max(2, len(self.shown[0].lines))
        right, low = self.size[0] - MARGIN - width, self.size[1] - LOW - high
        tops = [low - UP * k for k in range(int(max(0.0, low - TOP) / UP) + 1)]
        places = [(left, top, width, high) for left in (right, MARGIN, (right + MARGIN) / 2) for top in tops]
        return [places[first_free_place(places, self.kept_free)]]

    def handle(self, intent: Intent) -> bool:
        """A press on a toast takes its action and closes it; what happens beside it is not ours."""
        met = intent.name == "press" and any(holds(rect, (intent.x, intent.y)) for rect in self.rects())
        return met and self.act_on_newest(pressed=True)

    def act_on_newest(self, pressed: bool = False) -> bool:
        """Its action by keyboard, or put away what stays; False: there is neither. `pressed`: put away in any case."""
        toast = next(iter(self.shown), None)
        if toast is None or not (pressed or toast.action or toast.stays):
            return False
        self.shown = []
        if toast.action:
            toast.action[1]()
        return True

    def draw(self, canvas: Canvas, cap: str = "") -> None:
        for toast, rect in zip(self.shown, self.rects(), strict=True):
            # Bar, icon, the lines; the action as an outlined button, or the sign that closes it
            x, y, width, height = rect
            canvas.sheet(x, y, width, height, NOTE)
            canvas.rect(x + 8, y + 14, 5, height - 28, toast.hue, 2.5)
            middle = y + height / 2
            canvas.icon(toast.icon, x + 28, middle - 13, 26, toast.hue)
            if toast.action:
                label = f"{toast.action[0]}  {cap}" if cap else toast.action[0]
                wide = canvas.width(label, LABEL) + 28
                canvas.rect(x + width - wide - 14, middle - 18, wide, 36, r=10, stroke="border2", width=1.5)
                canvas.text_vcenter(x + width - 14 - wide / 2, middle, label, LABEL, "text", "middle")
            elif toast.stays:
                canvas.icon("close", x + width - 14 - CLOSE, y + 12, CLOSE, "text2")
            labels = toast.labels or labels_of(canvas, toast, width)
            top = middle - math.fsum(part.high for part in labels) / 2
            for part in labels:
                top = part.draw(canvas, x + LEFT, top)


def labels_of(canvas: Canvas, toast: Toast, width: float) -> tuple[Label, ...]:
    """Title over body, or one sentence, on as many lines as it takes; what is beyond the last ends with dots."""
    aside = canvas.width(f"{toast.action[0]}  Enter", LABEL) + 42 if toast.action else 0.0  # the widest keycap
    aside = aside or (CLOSE + 8 if toast.stays else 0.0)
    room = width - LEFT - 16 - aside
    if not toast.body:
        return (Label(canvas, toast.title, LABEL, width=room, most=LINES, spacing=SPACING),)
    title = Label(canvas, toast.title, STRONG, width=room, most=LINES - 1, spacing=SPACING)
    maximum = LINES - len(title.lines)
    return title, Label(canvas, toast.body, BODY, "text2", width=room, most=maximum, spacing=SPACING)


# A tip: one line beside a widget on which the pointer rests.


TIP_GAP, TIP_PAD, TIP_EDGE = 8.0, 12.0, 8.0


def draw_tip(canvas: Canvas, rect: Rect, sentence: str) -> None:
    """Above the widget, or below it; where it would lie over words there, beside it, or further to a side."""
    x, y, width, height = rect
    wide = canvas.width(sentence, LABEL) + 2 * TIP_PAD
    high = 10 + 24 * canvas.type
    across = min(max(TIP_EDGE, x + width / 2 - wide / 2), max(TIP_EDGE, canvas.w - TIP_EDGE - wide))
    above, below = y - TIP_GAP - high, y + height + TIP_GAP
    ends = (x - TIP_GAP - wide, x + width + TIP_GAP)
    positions = [(across, above), (across, below), *((end, y + height / 2 - high / 2) for end in ends)]
    positions += [(left, top) for top in (above, below) for left in (x, x + width - wide)]
    room = (TIP_EDGE, TIP_EDGE, canvas.w - 2 * TIP_EDGE - wide, canvas.h - 2 * TIP_EDGE - high)
    inside = [(*position, wide, high) for position in positions if holds(room, position)]
    places = inside or [(across, above if y > high + TIP_GAP + TIP_EDGE else below, wide, high)]
    left, top, _w, _h = places[first_free_place(places, canvas.words_at())]
    canvas.sheet(left, top, wide, high, TIP)
    canvas.text_vcenter(left + TIP_PAD, top + high / 2, sentence, LABEL, "text")

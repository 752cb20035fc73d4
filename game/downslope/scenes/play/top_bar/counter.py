"""What was used of the par, and the stars, in the top bar; pressed, they say what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....i18n import _, sentence_case, several
from ....view.draw.tween import ease_out_back
from ....view.format.measure import measure
from ....view.widgets.panel import Panel
from ....view.widgets.widget import UNPLACED, Press, Rect, State, Widget
from ..card.star_card import draw_star_card
from ..card.star_conditions import StarRow, star_rows
from .level_title import HIGH

if TYPE_CHECKING:
    from ....view.draw.canvas import Canvas
    from ....view.draw.text import Run
    from ..shared.play_screen import PlayScreen

DOTS = 10  # up to this par each unit is a dot, above it is a part of a bar
OVER_DOTS, FOOT = 30.0, 3.7  # how far down words over the dots reach, and what of them is below their line
SOON, APART = 0.2, 0.14  # seconds until a star lights, between two of them
STARS = 106.0  # what the three stars need at the right of the counter
COUNTER = 226.0  # its least width, where beside it a task is told
REST = 0.3  # seconds for which the pointer rests on the counter until its card opens


class Counter(Panel):
    """What was used, of how much; the stars. Pressed, it says what they ask for."""

    flat = True

    def __init__(self, play: PlayScreen) -> None:
        self.play, self.attempt = play, play.attempt
        self.button = CounterButton(self)
        self.card = UNPLACED  # where the card of the stars lay when it was drawn last
        self._rows: list[StarRow] = []  # as they were told last
        self._kept: frozenset[int] = frozenset()  # seen in this visit, and in the player's record
        self._lit = self.stars  # those that have lit already
        self._due = SOON  # seconds until the next one does

    def smallest(self) -> tuple[float, float]:
        canvas = measure(self.play.game, self.play.width, self.play.height)
        return self._needed(canvas, self._runs(short=True)), HIGH

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = self.button.rect = rect
        return [self.button]

    def wide(self, canvas: Canvas) -> float:
        """How wide it would like to be: with the word for what is counted."""
        return max(COUNTER, self._needed(canvas, self._runs(short=False)))

    def _needed(self, canvas: Canvas, runs: Sequence[Run]) -> float:
        """What the words, the dots and the stars need."""
        par = self.play.board.counter()[2] or self.play.board.counts_of() or 0
        used = 12 + (par - 1) * _pitch(par) if 0 < par <= DOTS else 110.0 if par else 0.0
        return 16 + STARS + max(canvas.rich_width(runs), used)

    @property
    def stars(self) -> frozenset[int]:
        """Those that are lit: none of what is still played out, and all that a Reset does not take away."""
        return self.attempt.director.seen.stars | self.attempt.stars_before | self._kept

    def update(self, seconds: float) -> None:
        """Time goes by: stars light one after the other."""
        attempt = self.attempt
        self._kept |= attempt.director.seen.stars & frozenset(attempt.game.progress.stars(attempt.level.id))
        self._lit &= self.stars
        waiting = sorted(self.stars - self._lit)
        self._due = max(0.0, self._due - seconds) if waiting else SOON
        if waiting and not self._due:
            self._lit, self._due = self._lit | {waiting[0]}, APART
            self.play.game.feel.star(waiting[0])

    @property
    def moving(self) -> bool:
        """A star is still to light."""
        return self._lit != self.stars

    def rows(self) -> list[StarRow]:
        """What each star asks for and how it stands."""
        attempt = self.attempt
        if not attempt.director.pending or not self._rows:
            self._rows = star_rows(attempt.level, self.stars, attempt.session, attempt.watched)
        return self._rows

    @property
    def card_open(self) -> bool:
        """The card of the stars is open: it was asked for, the keyboard is on it, or the pointer has rested here."""
        play = self.play
        over = play.hovered == self.button.name and play.rested >= REST
        return self.button.on or over or (play.ring and play.focus == self.button.name)

    def in_words(self) -> str:
        """What was used, of how much, and the stars."""
        word, used, par = self.play.board.counter()
        lit = several("{n} star", "{n} stars", len(self.stars)).format(n=len(self.stars))
        told = [f"{word} {used}", _("par {n}").format(n=par) if par is not None else "", lit]
        return ", ".join(filter(None, told))

    def paint_card(self, canvas: Canvas) -> None:
        """Over the board."""
        rows = self.rows() if self.card_open else []
        self.card = UNPLACED
        if rows:
            self.card = draw_star_card(canvas, self.rect, self.rect[0] + self.rect[2] - 52, rows)

    def _runs(self, short: bool) -> Sequence[Run]:
        """What is counted, in words. `short`: without the word, where a par tells what it is."""
        word, used, par = self.play.board.counter()
        over = par is not None and used > par
        runs: list[Run] = []
        if not short or par is None:
            runs.append((sentence_case(word) + " ", "text2", 600, "ui"))
        if par is None and not short and self.play.board.counts_of() is not None:
            return runs  # the dots tell how many
        runs.append((str(used), "error" if over else "text", 700, "mono"))
        if par is not None:
            runs += [("  " + _("par") + " ", "text2", 600, "ui"), (str(par), "text", 700, "mono")]
        return runs

    def paint(self, canvas: Canvas) -> None:
        pops = {n: part for n in self._lit if (part := self.play.game.feel.part("star", str(n))) is not None}
        earned = frozenset(self._lit - pops.keys())
        runs = self._runs(short=False)
        if self._needed(canvas, runs) > self.rect[2] + 0.5:
            runs = self._runs(short=True)
        used, par = self.play.board.counter()[1:]
        most = self.play.board.counts_of() if par is None else par
        dots = most if 12 + 24 * canvas.type <= HIGH else None  # words over dots
        x, y, w, h = self.rect

        def draw(sub: Canvas) -> None:
            sub.rect(x, y, w, h, "panel", 14)
            sub.rect(x + 0.5, y + 0.5, w - 1, h - 1, r=13.5, stroke="border")
            over = min(10 + 12 * sub.type, OVER_DOTS - FOOT * sub.type)
            sub.rich(x + 16, y + (over if dots else 24 + 6 * sub.type), runs)
            if dots:
                draw_used(sub, (x + 16, y, w - 24 - STARS, h), used, dots)
            for i in range(3):
                sub.star(x + w - 80 + i * 28, y + 24, 10, on=i + 1 in earned)

        canvas.keep(("counter", self.rect, tuple(runs), used, dots, earned), x - 2, y - 2, w + 4, h + 4, draw)
        for n, part in pops.items():
            size = 10.0 if canvas.look.still else max(1.0, 10 * ease_out_back(part))
            canvas.star(x + w - 80 + (n - 1) * 28, y + 24, size, glow=not canvas.look.still)


class CounterButton(Press):
    """`on`: the card of the stars was opened by a press, and stays until the next or until something is done."""

    def __init__(self, counter: Counter) -> None:
        super().__init__("stars", UNPLACED, key="stars")
        self.counter = counter
        self.on, self._done = False, 0

    def accessible_name(self) -> str:
        return self.counter.in_words()

    def press(self) -> None:
        self.on, self._done = not self.on, len(self.counter.attempt.session.actions)

    def fold(self) -> None:
        """Once a frame: something was done, so that it is read no longer."""
        self.on = self.on and len(self.counter.attempt.session.actions) == self._done

    def draw(self, canvas: Canvas, state: State) -> None:
        self.counter.paint(canvas)
        if state.focus or state.hover or state.pressed:
            x, y, w, h = self.rect
            place = (x + w - 96, y + 4, 92.0, h - 8)
            canvas.focus(*place, 12) if state.focus else canvas.rect(*place, r=12, stroke="border2", width=1.5)


def draw_used(canvas: Canvas, rect: Rect, used: int, par: int) -> None:
    """A dot for each of the par, or a bar."""
    left, y, wide, _h = rect
    hue = "error" if used > par else "text"
    if par > DOTS:
        canvas.rect(left, y + 33, wide, 7, "well", 3.5)
        canvas.rect(left, y + 33, wide * min(1.0, used / par), 7, hue, 3.5)
        return
    for i in range(par):
        x = left + 6 + i * _pitch(par)
        if i < used:
            canvas.circle(x, y + 36, 5, hue)
        else:
            canvas.circle(x, y + 36, 4.2, None, "border2", 1.6)


def _pitch(par: int) -> float:
    """From dot to dot."""
    return 17.0 if par < 5 else 15.0 if par < 7 else 13.2

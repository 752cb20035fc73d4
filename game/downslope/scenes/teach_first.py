"""Teach it first: on the title, while nothing is saved. A net that nobody has taught guesses a digit; it learns; it
reads it.

No stars, no count, and the net is forgotten. The title stays a key away: Esc, at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from ..attempt.game.game import Game
from ..desktop.controls import Intent
from ..digits.dataset import Digits, shares, small_level
from ..digits.drawing import preprocess
from ..i18n import _
from ..rules import Catalog, Session, advance_incremental, largest, places
from ..storage.files import Refused
from ..view.draw import AWAKE, BODY, HEADING, NUMBER, Canvas, TimeSlice, Tween, draw_plate, smooth
from ..view.format.numbers import percent
from ..view.pictures.pixel_grids import RASTER, DrawingPad, raster
from ..view.scenery.title_picture import RADIUS, offset, paint_title, paint_twinkle, pip_anchor
from ..view.widgets.button import Tile
from ..view.widgets.ink import Boxed, Col, Ink, Para, speech
from ..view.widgets.panel import Laid
from ..view.widgets.widget import UNPLACED
from .base.event_routing import ALWAYS, KeyAction
from .base.scene import Scene

PAD, BARS, SAYS, PIP = (70.0, 262.0, 248.0), (352.0, 272.0, 226.0), (790.0, 376.0, 420.0), (742.0, 446.0)
LOW, TILES = 530.0, ((70.0, 248.0), (334.0, 120.0), (470.0, 120.0))  # y of the tiles, and x and width of each
TILE, PITCH = 84.0, 23.6  # height of the tiles; from vote to vote
REST = 0.6  # seconds without a stroke until what is drawn is read
FRESH = 2.0  # seconds after which a drawing that was read by the net once it had learned makes room for the next
STAGED, SHARE = 4.0, 0.006  # seconds that the learning is spread over; of a frame, for it
PEN = 0.12  # as part of the pad: so thick the net sees the strokes
SURE = 0.6  # share of the votes from which on it is sure
LOOKS = (50, 200, 400, 800)  # so many digits into the first pass the unseen digits are read too
TITLE_KEYS = frozenset({"paste", "words", "settings", "map"})
AT_ONCE = 4  # steps between two looks at the clock


class Pupil:
    """A small net that learns the digits in parts of frames. `unseen`: share of the unseen digits that it reads."""

    def __init__(self, catalog: Catalog, seed: int = 1) -> None:
        self.session = Session(small_level(seed), catalog)
        self.seen = len(self.session.level.examples)
        self.all = self.seen * self.session.level.budget
        self.unseen, self.taught = 0.0, False
        self.due = 0  # steps that it may have done by now
        self._lessons = self._learn()

    @property
    def steps(self) -> int:
        return self.session.run.count

    def votes(self, pixels: Sequence[float]) -> list[float]:
        return shares(self.session.run.predict(self.session.weights, tuple(pixels)))

    def work(self, seconds: float) -> None:
        """Learn as far as it may, for so long at most."""
        part = TimeSlice(seconds)
        while not self.taught and part.left > 0 and next(self._lessons, False):
            pass

    def _learn(self) -> Iterator[bool]:
        """A few steps, or a few looks at unseen digits, at a time. False: no more is due."""
        unseen = Digits(unseen=True).pairs
        yield True
        self.session.run.stretch_loop()  # made while nothing is due
        for end in (*LOOKS, self.seen, self.all):
            while self.steps < end:
                count = min(AT_ONCE, end - self.steps, self.due - self.steps)
                for _piece in advance_incremental(self.session, max(0, count), watched=False):
                    pass
                yield count > 0
            right = 0
            for number, (pixels, goal) in enumerate(unseen):
                right += largest(self.votes(pixels)) == largest(goal)
                if number % AT_ONCE == 0:
                    yield True
            self.unseen = right / len(unseen)
        self.taught = True


def draw_bars(canvas: Canvas, x: float, y: float, wide: float, votes: Sequence[float]) -> None:
    """A bar for each digit, the most voted one framed."""
    best = largest(votes)
    for digit, share in enumerate(votes):
        top, on = y + digit * PITCH, digit == best
        if on:
            fill = canvas.mix("panel", "prediction", 0.24)
            draw_plate(canvas, (x - 10, top - 2, wide + 10, PITCH + 1), "prediction", 8, fill=fill)
        middle = top + PITCH / 2 - 1
        canvas.text_vcenter(x + 8, middle, str(digit), canvas.cap(NUMBER, 1.2), "text", "middle")
        canvas.rect(x + 26, middle - 5, wide - 36, 10, "well", 5)
        if share * (wide - 36) > 2:
            canvas.rect(x + 26, middle - 5, max(10.0, share * (wide - 36)), 10, "prediction", 5, alpha=1 if on else 0.7)


class TeachFirstScene(Scene):
    """`parent`: the title, or the map that it was opened from; Esc leads back there."""

    parent: Scene
    popups = {"help": "help"}
    _stage = Laid[object](None)

    def __init__(self, game: Game, parent: Scene) -> None:
        super().__init__(game)
        self.parent = parent
        self.pad = DrawingPad("pad", UNPLACED)
        self.pad.blank = True
        self.pad.tip, self.pad.group = _("Draw a digit here"), "tiles"  # the arrow up leads to it
        self.pupil: Pupil | None = None
        self.pixels: Sequence[float] = ()  # of the drawing that was read
        self.guess = -1  # as what it was read before the net had learned
        self.votes: Sequence[float] = ()
        self.teaching = -1.0  # seconds of it; below 0: not yet
        self._points = self._updates = 0
        self._rest = 0.0  # seconds since a stroke grew
        self._leap = Tween(0.6, ease=smooth)  # Pip's, out of the name
        self._leap.go(1.0)
        self.focus = "play"

    # -- what is to be seen ------------------------------------------------------------------------------------------

    @property
    def taught(self) -> bool:
        """The net has learned all there is, and all of it was shown."""
        return self.pupil is not None and self.pupil.taught

    @property
    def learning(self) -> bool:
        return self.teaching >= 0 and not self.taught

    def says(self) -> tuple[str, str]:
        pupil = self.pupil
        if pupil is None or not self.votes:
            return _("Draw a digit."), ""
        digit = largest(self.votes)
        if self.teaching < 0:
            return _("{digit}? I am guessing.").format(digit=digit), _("Nobody has taught me yet.")
        if self.learning:
            words = _("{n} of {all} digits seen.") if pupil.steps <= pupil.seen else _("{n} of {all} digits, again.")
            count = min(pupil.steps, pupil.seen) if pupil.steps <= pupil.seen else pupil.steps - pupil.seen
            share = _("Of unseen digits I read {share}.").format(share=percent(pupil.unseen))
            return words.format(n=count, all=pupil.seen), share if pupil.unseen else ""
        if max(self.votes) < SURE:
            return _("{digit}, I think. Not sure.").format(digit=digit), _("Draw it once more?")
        if digit == self.guess:
            return _("{digit}! Before, that was luck.").format(digit=digit), _("Draw another.")
        fact = _("Not one picture is in me. Only {weights} weights.")
        return (_("{digit}! I had never seen yours.").format(digit=digit),
                fact.format(weights=len(pupil.session.weights)))  # fmt: skip

    def _ink(self) -> Ink:
        bold, plain = self.says()
        return Boxed(Col((Para(bold, HEADING, spacing=1.4), Para(plain, BODY, "text2", spacing=1.5))), (24, 14))

    def spoken_line(self) -> str:
        return speech(self._ink())

    def layout(self) -> None:
        dx, dy = offset(self.width, self.height)
        x, y, side = PAD
        self.pad.rect = (x + dx, y + dy, side, side)
        tiles: tuple[tuple[str, str, str, str, Callable[[], object]], ...]
        clear = "clear", _("Clear"), "eraser", "erase", self.pad.clear
        if self.taught:
            tiles = (("how", _("Show me how"), "next", "accept", self._play), clear,
                     ("map", _("Map"), "map", "map", lambda: self.open("map")))  # fmt: skip
        else:
            first = ("play", _("Play"), "play", "accept", self._play)
            if self.learning:
                first = "faster", _("Faster"), "next", "accept", self._hurry
            elif self._points:
                first = "teach", _("Teach it"), "learn", "accept", self._teach
            tiles = first, clear, ("back", _("Skip"), "play", "back", self.back)
        self.widgets = [self.pad]
        for (left, wide), (name, label, icon, key, press) in zip(TILES, tiles):
            rect = left + dx, LOW + dy, wide, TILE
            enabled = name != "clear" or (self._points > 0 and not self.learning)
            kind = "primary" if key == "accept" else "normal"
            tile = Tile(name, rect, label, icon, press, key=key, group="tiles", enabled=enabled, kind=kind)
            self.widgets.append(tile)

    def paint(self, canvas: Canvas) -> None:
        dx, dy = offset(canvas.w, canvas.h)
        canvas.once((0, 0, canvas.w, canvas.h), paint_title, opaque=True)
        if not canvas.look.still:
            canvas.alive(lambda: paint_twinkle(canvas))
        (x, y), (end_x, end_y), part = pip_anchor(), PIP, self._leap.value
        x, y = x + (end_x - x) * part + dx, y + (end_y - y) * part - 120 * part * (1 - part) + dy
        mood = "happy" if self.taught and self.votes else "calm"
        canvas.alive(lambda: canvas.pip(x, y, RADIUS, (-0.4, -0.1), mood, glow=False))
        if self.votes:
            left, top, wide = BARS
            votes = tuple(self.votes)
            box = (left + dx - 12, top + dy - 4, wide + 14, 10 * PITCH + 8)
            canvas.once(box, draw_bars, left + dx, top + dy, wide, votes)
        left, low, wide, ink = SAYS[0] + dx, SAYS[1] + dy, SAYS[2], self._ink()  # a bubble that grows upwards
        high = ink.size(canvas, wide)[1]
        canvas.sheet(left, low - high, wide, high)
        canvas.polygon([(left + 10, low - 2), (left + 40, low - 2), (left - 14, low + 48)], "panel")
        ink.put(canvas, (left, low - high, wide, high))

    # -- what happens ------------------------------------------------------------------------------------------------

    def after_update(self, seconds: float) -> None:
        self._leap.update(seconds, self.game.settings.still)
        self._updates += 1
        if self.pupil is None and self._updates > 1:  # not before it is seen
            try:
                self.pupil = Pupil(self.game.catalog)
            except (Refused, KeyError) as why:  # the digits, or what they are learned with, are not there
                self.game.toasts.fault(str(why))
                self.back()
        if self.pupil is None:
            return
        if self.focus == "pad" and not self.ring and self.held != "pad":  # Enter is the tile's after a stroke by hand
            self.set_focus(self.widgets[1].name)
        points = sum(len(stroke) for stroke in self.pad.strokes)
        if points != self._points:
            anew = not points or not self._points
            self._points, self._rest, self.pixels = points, 0.0, ()
            self.votes = () if anew else self.votes
        self._rest += seconds
        if points and not self.pixels and self._rest >= REST and not (self.pad.down or self.held == "pad"):
            self._read(self.pupil)
        self.pad.judged = self.taught and bool(self.pixels) and self._rest >= FRESH
        if self.learning:
            # The learning is spread over some seconds: slowly at first, when much happens
            self.teaching += seconds
            part, before = min(1.0, self.teaching / STAGED), self.pupil.unseen
            self.pupil.due = round(self.pupil.all * part * part)
            self.pupil.work(SHARE)
            if not self.game.settings.still or self.pupil.unseen != before:
                self.votes = self.pupil.votes(self.pixels)
            AWAKE.touch()
            if self.pupil.taught:
                self._rest, self.teaching = 0.0, STAGED
                self.game.player_feedback.sing("land")
        else:
            self.pupil.work(SHARE)
        self._stage = bool(points), self.learning, self.taught

    def _read(self, pupil: Pupil) -> None:
        self.pixels = preprocess(raster(self.pad.strokes, PEN), RASTER) or ()
        if self.pixels:
            self.votes = pupil.votes(self.pixels)
            self.guess = largest(self.votes) if self.teaching < 0 else self.guess
            AWAKE.touch()

    def _teach(self) -> None:
        if self.pupil is not None and not self.pixels:
            self._read(self.pupil)
        if self.pixels:
            self.teaching = 0.0

    def _hurry(self) -> None:
        """What is staged is over; what is left to learn takes as long as it takes."""
        self.teaching = max(self.teaching, STAGED)

    def _play(self) -> None:
        self.open("play", level=places(self.game.catalog)[0].level)

    def keys(self) -> dict[str, KeyAction]:
        return super().keys() | {name: KeyAction(partial(self._as_on_title, name)) for name in TITLE_KEYS}

    def _as_on_title(self, name: str) -> None:
        self.go(self.parent.handle(Intent(name)))

    def handle(self, intent: Intent) -> Scene:
        """Esc leads away at any moment; while it learns any other key only hurries it."""
        if intent.name == "back":
            self.back()
            return self._following()
        if self.learning and intent.name not in (*ALWAYS, "sound"):
            self._hurry()
            return self
        return super().handle(intent)

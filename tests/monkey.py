"""A monkey at the keyboard, the mouse, the window and a gamepad: random events, always the same ones for a seed.

It plays on the real App, from every level and every screen that there is a picture of. The game never ends by a fault:
it writes it into the player's log and goes on, so whatever comes to stand in that log is what the monkey has found.
A list of events that fails is shortened until nothing can be left out of it (Zeller & Hildebrandt 2002).
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest import mock

import pygame

from downslope import paths
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.desktop import file_manager
from downslope.desktop.bindings import TABLE, key_code
from downslope.scenes import plugins
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.storage.progress import Progress
from driving import MemoryStore
from pictures.plans import PLANS
from support import campaign, shipped

FRAME = 1 / 60
TOGETHER = 12  # events that one frame hears: drawing is what takes long
SOMETIMES = 5  # of so many frames in which nothing moves, one is looked at
SANE = ((1280, 720), (960, 540))
ABSURD = ((1, 1), (200, 100), (5000, 40), (40, 1500), (320, 180), (2560, 300))
KEYS = [key_code(name) for binding in TABLE for name in binding.keys]
CHARACTERS = "0123456789.,-+eE %aäß→é\u200b\U0001f600'\"[]{}<>"
PADS = range(pygame.CONTROLLER_BUTTON_A, pygame.CONTROLLER_BUTTON_DPAD_RIGHT + 1)


class Event(NamedTuple):
    """`what`: key, up, type, point, press, release, wheel, size, lost, pad, pad up, time. `a`, `b`: what it needs."""

    what: str
    a: float = 0
    b: float = 0
    text: str = ""


class Found(AssertionError):
    """What the monkey has found: the traceback that came to stand in the log."""


# -- what it does ----------------------------------------------------------------------------------------------------

WEIGHTS = {
    "key": 34, "up": 10, "type": 6, "point": 10, "press": 12, "release": 10, "wheel": 5, "size": 0.5, "lost": 0.5,
    "pad": 4, "pad up": 2, "time": 2,
}  # fmt: skip


def events(seed: int | str, count: int) -> list[Event]:
    """So many random events."""
    random = Random(f"monkey {seed}")
    names = random.choices(list(WEIGHTS), list(WEIGHTS.values()), k=count)
    return [_event(name, random) for name in names]


def _event(what: str, random: Random) -> Event:
    if what in ("key", "up"):
        return Event(what, random.choice(KEYS), random.random() < 0.15)
    if what == "type":
        return Event(what, text=random.choice(CHARACTERS))
    if what in ("point", "press", "release"):  # somewhere, or on one of the widgets
        return Event(what, round(random.uniform(-0.1, 1.1), 3), random.randrange(40) if random.random() < 0.8 else -1)
    if what == "size":
        return Event(what, *random.choice(SANE if random.random() < 0.6 else ABSURD))
    if what == "wheel":
        return Event(what, random.choice((-30, -1, -1, 1, 1, 30)))
    if what in ("pad", "pad up"):
        return Event(what, random.choice(PADS))
    return Event(what, random.choice((1, 2, 30)))


# -- where it begins -------------------------------------------------------------------------------------------------


def starts() -> dict[str, Callable[[Game], Scene]]:
    """Every level from its beginning, and every screen of the reference pictures."""
    found: dict[str, Callable[[Game], Scene]] = {f"picture {plan.name}": plan.make for plan in PLANS}
    return {**found, **{f"level {level.id}": _level(level.id) for level in campaign()}}


def _level(name: str) -> Callable[[Game], Scene]:
    return lambda game: PlayScene(game, game.catalog.level(name))


# -- playing ---------------------------------------------------------------------------------------------------------


class Monkey:
    """One game. `do` raises Found when something broke."""

    def __init__(self, start: str) -> None:
        self.log = paths.home() / "downslope.log"
        self.log.unlink(missing_ok=True)
        store = MemoryStore(still=False)
        store.progress = Progress()
        pygame.display.quit()
        game = Game(store, catalog=shipped())
        self.app = App(Options(), game, starts()[start](game))
        pygame.event.clear()
        self.waiting = 0  # events that the next frame will hear
        self.tick()

    def do(self, event: Event) -> None:
        if event.what == "time":
            for _ in range(int(event.a)):
                self.tick()
            return
        if event.what == "size":
            self.tick()
            pygame.display.set_mode((int(event.a), int(event.b)), pygame.RESIZABLE)
        pygame.event.post(self._posted(event))
        self.waiting += 1
        if self.waiting >= TOGETHER:
            self.tick()

    def tick(self) -> None:
        self.waiting = 0
        self.app.tick(FRAME)
        self.app.game.quit = False
        if self.log.exists():
            raise Found(self.log.read_text(encoding="utf-8"))
        if self.app.resting and self.app.frame % SOMETIMES == 0:
            self._look_again()

    def _look_again(self) -> None:
        """What is drawn now looks as what is seen. A layer that gave way to others is made again and looks the same."""
        before = pygame.image.tobytes(self.app.window, "RGB")
        places = self.app.draw()
        if places and pygame.image.tobytes(self.app.window, "RGB") != before:
            raise Found(f"The picture was taken to be right and was not, at {places}.")

    def end(self) -> None:
        self.app.close()
        if self.log.exists():
            raise Found(self.log.read_text(encoding="utf-8"))

    def _posted(self, event: Event) -> pygame.event.Event:
        make, what = pygame.event.Event, event.what
        if what == "key":
            return make(pygame.KEYDOWN, key=int(event.a), mod=pygame.KMOD_LSHIFT if event.b else 0, unicode="")
        if what == "up":
            return make(pygame.KEYUP, key=int(event.a), mod=0)
        if what == "type":
            return make(pygame.KEYDOWN, key=ord(event.text), mod=0, unicode=event.text)
        if what == "wheel":
            return make(pygame.MOUSEWHEEL, x=0, y=int(event.a))
        if what == "size":
            return make(pygame.WINDOWSIZECHANGED, x=int(event.a), y=int(event.b))
        if what == "lost":
            return make(pygame.WINDOWFOCUSLOST)
        if what in ("pad", "pad up"):
            kind = pygame.CONTROLLERBUTTONDOWN if what == "pad" else pygame.CONTROLLERBUTTONUP
            return make(kind, button=int(event.a), instance_id=0)
        at = self._place(event)
        if what == "point":
            return make(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))
        return make(pygame.MOUSEBUTTONDOWN if what == "press" else pygame.MOUSEBUTTONUP, pos=at, button=1)

    def _place(self, event: Event) -> tuple[int, int]:
        """On a widget, or somewhere in the window, or just beside it."""
        live = [widget for widget in self.app.scene.widgets if widget.live]
        width, height = self.app.window.get_size()
        if event.b < 0 or not live:
            return round(event.a * width), round((7 * event.a % 1.2 - 0.1) * height)
        x, y, wide, high = live[int(event.b) % len(live)].rect
        scale = self.app.game.scale
        return round((x + event.a * wide) * scale), round((y + 0.5 * high) * scale)


@contextmanager
def tame() -> Iterator[None]:
    """It opens no folders on this machine, and no editors."""
    with (
        mock.patch.object(plugins, "open_folder", lambda *_words, **_more: True),
        mock.patch.object(file_manager, "open_in_editor", lambda *_words, **_more: True),
    ):
        yield


def play(start: str, sequence: Sequence[Event]) -> None:
    """All of these events; Found when something broke."""
    with tame():
        monkey = Monkey(start)
        for event in sequence:
            monkey.do(event)
        monkey.tick()
        monkey.end()


def resident() -> float:
    """Megabytes of this process that are in memory, as Linux tells it; what nobody holds any more is let go first.

    Also what the C library keeps of what was freed: its gaps between pictures of all sizes grow longer than the game.
    """
    gc.collect()
    with suppress(OSError, AttributeError):  # there is another library
        ctypes.CDLL(None).malloc_trim(0)
    words = Path("/proc/self/status").read_text(encoding="ascii").split()
    return int(words[words.index("VmRSS:") + 1]) / 1024


# -- the shortest list -----------------------------------------------------------------------------------------------


def shortest(sequence: Sequence[Any], fails: Callable[[Sequence[Any]], bool], tries: int = 300) -> list[Any]:
    """A part of the sequence that still fails, and from which nothing can be left out (as far as the tries go)."""
    found, parts = list(sequence), 2
    while len(found) > 1 and tries > 0:
        size = -(-len(found) // parts)
        for begin in range(0, len(found), size):
            rest = found[:begin] + found[begin + size :]
            tries -= 1
            if fails(rest):
                found, parts = rest, max(2, parts - 1)
                break
            if tries <= 0:
                return found
        else:
            if size == 1:
                return found
            parts = min(len(found), 2 * parts)
    return found


def breaks(start: str, sequence: Sequence[Event]) -> bool:
    try:
        play(start, sequence)
    except Found:
        return True
    return False


def report(start: str, seed: str, sequence: Sequence[Event], fault: Found) -> str:
    """What to do to see it again: the seed, and the shortest list of events."""
    short = shortest(sequence, lambda part: breaks(start, part))
    lines = "\n".join(f"    {event!r}," for event in short)
    last = str(fault).strip()
    return f"seed {seed!r}, from {start!r}, {len(short)} of {len(sequence)} events:\n[\n{lines}\n]\n{last[-2500:]}"

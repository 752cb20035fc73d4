"""A monkey at the keyboard, the mouse, the window and a gamepad: random events, always the same ones for a seed.

It also drops files, whole ones and torn ones, pastes, closes the game and starts it again, and fills the disk for a
while. It plays on the real App with real files, in a folder of its own, from every level and every
screen that there is a picture of. The game never ends by a fault:
it writes it into the player's log and goes on, so whatever comes to stand in that log is what the monkey has found.
A list of events that fails is shortened.
"""

import gc
import json
import os
import traceback
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from errno import ENOSPC
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest import mock

import pygame

from downslope import paths
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.desktop import clipboard, programs
from downslope.desktop.bindings import TABLE, key_code
from downslope.engine.watchdog import limits
from downslope.level_files.to_toml import LINK, encode_level
from downslope.rules import Learn
from downslope.scenes import plugins
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.play import PlayScene
from downslope.storage.progress_export import export_progress
from downslope.storage.saves import Store
from downslope.storage.share_code import encode
from lib.driving import MemoryStore, Twin
from lib.support import RAMP, campaign, play, shipped
from lib.waiting import PATIENCE
from pictures.plans import PLANS

FRAME, LONGER = 1 / 60, 1 / 20  # seconds; the second where nobody does anything
TOGETHER = 12  # events that one frame hears: drawing is what takes long
SOON = 8  # frames that the window may show what was
SOMETIMES = 5  # of so many frames in which nothing moves, one is looked at
SANE = ((1280, 720), (960, 540))
ABSURD = ((1, 1), (200, 100), (5000, 40), (40, 1500), (320, 180), (2560, 300))
KEYS = [key_code(name) for binding in TABLE for name in binding.keys]
CHARACTERS = "0123456789.,-+eE %aäß→é\u200b\U0001f600'\"[]{}<>"
PADS = tuple(range(pygame.CONTROLLER_BUTTON_A, pygame.CONTROLLER_BUTTON_DPAD_RIGHT + 1))
make = pygame.event.Event
# What the system tells of a key, a wheel, the window or a gamepad.
TOLD: dict[str, Callable[[int, int], pygame.event.Event]] = {
    "key": lambda a, b: make(pygame.KEYDOWN, key=a, mod=pygame.KMOD_LSHIFT if b else 0, unicode=""),
    "up": lambda a, b: make(pygame.KEYUP, key=a, mod=0),
    "wheel": lambda a, b: make(pygame.MOUSEWHEEL, x=0, y=a),
    "size": lambda a, b: make(pygame.WINDOWSIZECHANGED, x=a, y=b),
    "lost": lambda a, b: make(pygame.WINDOWFOCUSLOST),
    "pad": lambda a, b: make(pygame.CONTROLLERBUTTONDOWN, button=a, instance_id=0),
    "pad up": lambda a, b: make(pygame.CONTROLLERBUTTONUP, button=a, instance_id=0),
}


class Event(NamedTuple):
    """`what`: one of WEIGHTS, or `begin` at the start that `text` names. `a`, `b`: what it needs."""

    what: str
    a: float = 0
    b: float = 0
    text: str = ""


class Found(AssertionError):
    """What the monkey has found: the traceback that came to stand in the log."""


# -- what it does ----------------------------------------------------------------------------------------------------

HANDS = {
    "key": 34, "up": 10, "type": 6, "point": 10, "press": 12, "release": 10, "wheel": 5, "size": 0.5, "lost": 0.5,
    "pad": 4, "pad up": 2, "time": 2,
}  # fmt: skip
WEIGHTS = {
    **HANDS, "drop": 4, "paste": 1, "restart": 0.4, "full": 0.2, "home": 1,
}  # fmt: skip


def events(seed: int | str, count: int, weights: Mapping[str, float] = WEIGHTS) -> list[Event]:
    """So many random events. `weights`: how often each comes."""
    random = Random(f"monkey {seed}")
    names = random.choices(list(weights), list(weights.values()), k=count)
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
    if what in ("drop", "paste", "restart"):  # which, and how much of it
        return Event(what, random.randrange(1000) / 1000, 1 if random.random() < 0.6 else random.randrange(1000) / 1000)
    numbers = {"wheel": (-30, -1, -1, 1, 1, 30), "pad": PADS, "pad up": PADS}
    return Event(what, random.choice(numbers.get(what, (1, 2, 10))))


# -- what it brings --------------------------------------------------------------------------------------------------

PLUGIN = """from downslope import Example, Level, hookimpl

@hookimpl
def levels():
    return [Level("cup", title="A cup", examples=[Example(2, 0.8)], weights=[0.5], alpha=0.1)]
"""
PACK = 'id = "ramps"\ntitle = "Ramps"\nversion = "1.0"\n'
TABLE_TEXT = "hours\tloss\n" + "".join(f"{number}\t{number * 0.5}\n" for number in range(300))


@cache
def files() -> tuple[tuple[str, bytes], ...]:
    """What is dropped: (name, what is in it), all of it as it should be."""
    picture, pack = BytesIO(), BytesIO()
    drawing = pygame.Surface((40, 40))
    drawing.fill("white")
    pygame.draw.rect(drawing, "black", (16, 4, 8, 32))
    pygame.image.save(drawing, picture, "one.png")
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("pack.toml", PACK)
        archive.writestr("levels/ramp.toml", RAMP)
    progress = MemoryStore().progress
    progress.level("thirteen").keep(20, [["learn", 20]], "abc")
    return (
        ("one.png", picture.getvalue()), ("ONE.PNG", picture.getvalue()), ("ramp.toml", RAMP.encode()),
        ("ramps.zip", pack.getvalue()), ("tea.py", PLUGIN.encode()), ("read me.txt", b"read me"),
        ("progress.json", export_progress(MemoryStore().settings, progress)[0].encode()), ("none", b""),
    )  # fmt: skip


@cache
def texts() -> tuple[str, ...]:
    """What is pasted."""
    level = shipped().level("thirteen")
    return (
        encode(play(level, Learn(3))), encode_level(level), LINK + encode_level(level),
        "?level=thirteen&alpha=0.3&hide=map",
        TABLE_TEXT, "1 2\n3 four", "", "9" * 1_000_000, "DS1-" + "A" * 1_000_000, "1\t2\n" * 250_000,
    )  # fmt: skip


# -- where it begins -------------------------------------------------------------------------------------------------


@cache
def starts() -> dict[str, Callable[[Game], Scene]]:
    """Every level from its beginning, and every screen of the reference pictures."""
    pictures: dict[str, Callable[[Game], Scene]] = {f"picture {plan.name}": plan.make for plan in PLANS}
    return {**pictures, **{f"level {level.id}": _level(level.id) for level in campaign()}}


def _level(name: str) -> Callable[[Game], Scene]:
    return lambda game: PlayScene(game, game.catalog.level(name))


# -- playing ---------------------------------------------------------------------------------------------------------


class Monkey:
    """One game. `do` raises Found when something broke."""

    def __init__(self, start: str) -> None:
        self.log = paths.home() / "downslope.log"
        self.log.unlink(missing_ok=True)
        self.full = 0  # frames for which the disk is full
        store = Store()
        store.settings = MemoryStore(still=False).settings
        self.start = starts()[start]
        self._open(store, self.start)

    def _open(self, store: Store, start: Callable[[Game], Scene] | None) -> None:
        pygame.display.quit()
        self.store, game = store, Game(store)
        self.app = App(Options(size=SANE[-1]), game, start(game) if start is not None else None)
        pygame.event.clear()
        self.waiting = 0  # events that the next frame will hear
        self.tick()

    def do(self, event: Event) -> None:
        if event.what == "time":
            for _ in range(int(event.a)):
                self.tick(LONGER)
        elif event.what in ("home", "begin"):  # it would not find back to most screens
            self.start = starts()[event.text] if event.text else self.start
            self.app.scene.go(self.start(self.app.game))
        elif event.what == "full":
            self.full = 300
        elif event.what == "restart":
            self._start_again(self.start if event.b == 1 else None)
        else:
            self._hear(event)

    def _hear(self, event: Event) -> None:
        """The next frame does, or one soon."""
        if event.what == "size":
            self.tick()
            pygame.display.set_mode((int(event.a), int(event.b)), pygame.RESIZABLE)
        pygame.event.post(self._posted(event))
        self.waiting += 1
        if self.waiting >= TOGETHER:
            self.tick()

    def tick(self, seconds: float = FRAME) -> None:
        self.waiting, self.full = 0, max(0, self.full - 1)
        with mock.patch.object(os, "fsync", no_room) if self.full else nullcontext():
            self.app.tick(seconds)
        self.app.game.quit = False
        if self.log.exists():
            raise Found(self.log.read_text(encoding="utf-8"))
        if self.app.resting and self.app.frame % SOMETIMES == 0:
            self._look_again()

    def _start_again(self, start: Callable[[Game], Scene] | None) -> None:
        """What was reached and chosen is there again. None: with the title."""
        self.full = 0
        self.end()
        before, store = as_json(self.store), Store()
        if before != as_json(store) or store.faults:
            raise Found(f"It closed with {before}, and began with {as_json(store)}: {store.faults}")
        self._open(store, start)

    def _look_again(self) -> None:
        """What is drawn beside it looks as what is seen, or so it does soon. A layer that gave way to others is made
        again and looks the same.
        """
        twin = Twin(self.app)
        for _frame in range(SOON):
            if twin.same():
                return
            self.app.tick(FRAME)
            if self.app.picture.waits:
                return
        raise Found(f"For {SOON} frames the picture was taken to be right and was not.")

    def end(self) -> None:
        self.app.close()
        if self.log.exists():
            raise Found(self.log.read_text(encoding="utf-8"))

    def _posted(self, event: Event) -> pygame.event.Event:
        what = event.what
        if what in TOLD:
            return TOLD[what](int(event.a), int(event.b))
        if what == "drop":
            name, content = files()[int(event.a * len(files()))]
            file = paths.home() / name
            file.write_bytes(content[: int(event.b * len(content))])
            return make(pygame.DROPFILE, file=str(file))
        if what == "paste":
            text = texts()[int(event.a * len(texts()))]
            clipboard.reader = lambda: text[: int(event.b * len(text))]
            return make(pygame.KEYDOWN, key=pygame.K_v, mod=pygame.KMOD_LCTRL, unicode="")
        if what == "type":
            return make(pygame.KEYDOWN, key=ord(event.text), mod=0, unicode=event.text)
        at = self._place(event)
        if what == "point":
            return make(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))
        return make(pygame.MOUSEBUTTONDOWN if what == "press" else pygame.MOUSEBUTTONUP, pos=at, button=1)

    def _place(self, event: Event) -> tuple[int, int]:
        """On a widget, or somewhere in the window, or just beside it."""
        live = [widget for widget in self.app.scene.widgets if widget.live]
        width, height = self.app.picture.window.get_size()
        if event.b < 0 or not live:
            return round(event.a * width), round((7 * event.a % 1.2 - 0.1) * height)
        x, y, wide, high = live[int(event.b) % len(live)].rect
        scale = self.app.game.scale
        return round((x + event.a * wide) * scale), round((y + 0.5 * high) * scale)


def as_json(store: Store) -> str:
    """Progress and settings; equal for equal ones."""
    return json.dumps([asdict(store.progress), store.own_settings()], sort_keys=True)


def no_room(*_words: object) -> None:
    """What every write to the disk ends with, where that is full."""
    raise OSError(ENOSPC, os.strerror(ENOSPC))


def play_events(start: str, sequence: Sequence[Event]) -> None:
    """All of these events; Found when something broke.

    It opens no folders on this machine, and no editors; the player's folder is its own, and code is asked about. A
    machine that is busy stops no plugin: what does not come back is not what is looked for.
    """
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as home,
        mock.patch.object(clipboard, "reader", None),
        mock.patch.object(plugins, "open_folder", lambda *_words, **_more: True),
        mock.patch.object(programs, "open_in_editor", lambda *_words, **_more: True),
        mock.patch.object(limits, "step", PATIENCE),
        mock.patch.dict(os.environ, {"DOWNSLOPE_HOME": home, "DOWNSLOPE_TRUST": ""}),
    ):
        try:
            monkey = Monkey(start)
            for event in sequence:
                monkey.do(event)
            monkey.tick()
            monkey.end()
        except Found:
            raise
        except Exception:
            raise Found(traceback.format_exc()) from None


def resident() -> float:
    """Megabytes of this process that are in memory, as Linux tells it; what nobody holds any more is let go first.
    """
    gc.collect()
    words = Path("/proc/self/status").read_text(encoding="ascii").split()
    return int(words[words.index("VmRSS:") + 1]) / 1024


# -- the shortest list -----------------------------------------------------------------------------------------------


def shortest(sequence: Sequence[Any], fails: Callable[[Sequence[Any]], bool]) -> list[Any]:
    """A part of the sequence that still fails: pieces that are not needed are left out, smaller and smaller ones."""
    short, size = list(sequence), len(sequence) // 2
    while size:
        for begin in range(len(short) - size, -1, -size):
            rest = short[:begin] + short[begin + size :]
            short = rest if rest and fails(rest) else short
        size //= 2
    return short


def breaks(start: str, sequence: Sequence[Event]) -> bool:
    try:
        play_events(start, sequence)
    except Found:
        return True
    return False


def report(start: str, seed: str, sequence: Sequence[Event], fault: Found) -> str:
    """What to do to see it again: the seed, and the shortest list of events."""
    short = shortest(sequence, lambda part: breaks(start, part))
    lines = "\n".join(f"    {event!r}," for event in short)
    last = str(fault).strip()
    return f"seed {seed!r}, from {start!r}, {len(short)} of {len(sequence)} events:\n[\n{lines}\n]\n{last[-2500:]}"

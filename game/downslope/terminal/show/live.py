"""`downslope solve` in a terminal: pages over the whole screen, at most twenty a second; without one, the end alone."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from ...captions.findings import findings
from ...captions.moment import Moment
from ...captions.sentences import sentence
from ...engine.watchdog import dog
from ...i18n import _
from ...registry.stdout_guard import answer
from ...rules.campaign import following
from ...rules.session import Session
from ...solving.tried import Tried
from ...view.format.markup import plain
from .machine import Machine, PicturePart, RunPart
from .page import PageContent, PageSize, badge, fit, head, miss_sentence, others, page

# ---------------------------------------------------------------------------------------------------------------------
# Single keys from a terminal, as they are pressed. Where it cannot be read so (no terminal, Windows), none come.


SEQUENCES = {"\x1b[D": "left", "\x1b[C": "right", "\x1bOD": "left", "\x1bOC": "right"}
LETTERS = {" ": "space", "+": "+", "=": "+", "-": "-", "_": "-", "−": "-", "\r": "enter", "\n": "enter", "\x1b": "q"}
BEGUN, REST = (b"\x1b", b"\x1b[", b"\x1bO"), 0.05  # of an arrow key on a slow line; seconds in which its rest comes
Read = Callable[[float], list[str]]


def key_names(typed: str) -> list[str]:
    """The keys in what was typed: left, right, space, +, -, enter, a small letter. Unknown sequences are left out."""
    keys = []
    while typed:
        sequence = next((s for s in SEQUENCES if typed.startswith(s)), "")
        if sequence:
            keys.append(SEQUENCES[sequence])
            typed = typed[len(sequence) :]
        elif typed[:2] in ("\x1b[", "\x1bO"):
            end = next((k for k, letter in enumerate(typed[2:], 3) if letter.isalpha() or letter == "~"), len(typed))
            typed = typed[end:]
        else:
            keys.append(LETTERS.get(typed[0], typed[0].lower()))
            typed = typed[1:]
    return keys


@contextmanager
def raw_keys(stream: TextIO | None = None) -> Iterator[Read | None]:
    """A function that waits at most so many seconds for keys; None: this is no terminal that can be asked."""
    stream = sys.stdin if stream is None else stream
    try:
        import select
        import termios
        import tty

        number = stream.fileno()
    except (ImportError, AttributeError, OSError, ValueError):
        yield None
        return
    try:
        before = termios.tcgetattr(number)
    except termios.error:
        yield None
        return

    def read(seconds: float) -> list[str]:
        if not select.select([number], [], [], max(0.0, seconds))[0]:
            return []
        typed = os.read(number, 1024)
        if typed.endswith(BEGUN) and select.select([number], [], [], REST)[0]:
            typed += os.read(number, 1024)
        if not typed:  # nobody is there any more
            time.sleep(max(0.0, seconds))
        return key_names(typed.decode("utf-8", "ignore"))

    tty.setcbreak(number)  # Ctrl-C stays Ctrl-C
    try:
        yield read
    finally:
        with suppress(termios.error, OSError):
            termios.tcsetattr(number, termios.TCSADRAIN, before)


# ---------------------------------------------------------------------------------------------------------------------
# What is seen of the machine's runs at which moment: time goes by, keys hold, step and speed. Knows no terminal.


SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
PAUSE = 1.2  # seconds that the end of a part stays before the next part begins


class Player:
    """`part`: the number of the part that is seen; `seconds`: of its plan. It ends at the end of the last part."""

    def __init__(self, parts: Sequence[RunPart]) -> None:
        self.parts = list(parts)
        self.number = 0
        self.seconds = 0.0
        self.speed = 1.0
        self.held = False
        self.unseen_number = 0

    @property
    def part(self) -> RunPart:
        return self.parts[self.number]

    @property
    def place(self) -> int:
        """The step that is seen: one that was passed, not one that is on its way."""
        part = self.part
        if self.seconds >= part.plan.length:
            return part.last
        return min(part.last, max(part.first, int(part.plan.position(self.seconds) + 1e-9)))

    @property
    def moment(self) -> Moment | None:
        """The moment for which it stands still just now."""
        return self.part.plan.at(self.seconds).moment

    @property
    def over(self) -> bool:
        """The end of all is seen."""
        return self.seconds >= self.part.plan.length and self.number == len(self.parts) - 1

    def update(self, seconds: float) -> None:
        """So much time went by."""
        if self.held or self.over:
            return
        self.seconds += seconds * self.speed
        if self.number < len(self.parts) - 1 and self.seconds >= self.part.plan.length + PAUSE:
            self.number, self.seconds = self.number + 1, 0.0

    def press(self, key: str) -> None:
        """A key of KEYS (live.py) that changes what is seen."""
        if key == "space":
            self.held = not self.held
        elif key in ("left", "right"):
            self.held = True
            # To the place before or after; beyond a part's ends to the next one's
            by = 1 if key == "right" else -1
            place = self.part.neighbour(self.place, by)
            if place is not None:
                plan = self.part.plan
                self.seconds = plan.length if place == self.part.last else plan.seconds_at(place)
                while self.seconds < plan.length and int(plan.position(self.seconds) + 1e-9) < place:
                    self.seconds += 1e-6 * max(1.0, self.seconds)
            elif 0 <= self.number + by < len(self.parts):
                self.number += by
                self.seconds = 0.0 if by > 0 else self.part.plan.length
        elif key in "+-":
            here = SPEEDS.index(self.speed) + (1 if key == "+" else -1)
            self.speed = SPEEDS[min(len(SPEEDS) - 1, max(0, here))]
        elif key == "d":
            self.unseen_number += 1
        elif key == "enter":  # to the end of all
            self.number, self.held = len(self.parts) - 1, False
            self.seconds = self.part.plan.length


FRAME = 0.05  # seconds between two pages, at least
SLICE = 0.03  # seconds of work between two pages
AGAIN, NEXT, LEFT = "r", "n", "q"  # how it was left, as a key; empty: by itself, or at the end
OVER = "over"
Clock = Callable[[], float]


def show(session: Session, rounds: int | None, explores: bool, asked: str = "", clock: Clock = time.monotonic) -> str:
    """Play and show it: the key with which it was left. Fault: a plugin raised; KeyboardInterrupt: Ctrl-C."""
    console = Console(highlight=False, markup=False, file=answer())
    machine = Machine(session, rounds, explores)
    if not console.is_terminal or console.is_dumb_terminal:
        machine.finish()
        print_end(console, machine, machine.tries(clock))
        return ""
    with raw_keys() as read:
        screen = PageScreen(console, read, clock)
        with Live(console=console, screen=True, auto_refresh=False, redirect_stdout=False) as live:
            left = screen.run(live, machine, asked)
    if left in ("", NEXT) and machine.done:
        print_end(console, machine, screen.tried)
    return left


class PageScreen:
    """A terminal that shows the machine. `read`: the keys that were pressed, after a while; None: there are none."""

    def __init__(self, console: Console, read: Read | None, clock: Clock) -> None:
        self.console, self.read, self.clock = console, read, clock
        self.tried: Tried | None = None  # before the last part

    @property
    def sheet(self) -> PageSize:
        return PageSize(self.console.width, self.console.height)

    def run(self, live: Live, machine: Machine, asked: str) -> str:
        """Until it is left."""
        key = self._work(live, machine)
        if key:
            return key
        tried = self.tried = machine.tries(self.clock)
        player, before = Player(machine.parts), self.clock()
        last: object = None
        while True:
            keys = self._keys(machine, player)
            shown = PageContent(player.part, player.place, player.over, tried, player.unseen_number, asked, keys,
                          player.moment, player.number < len(player.parts) - 1)  # fmt: skip
            sheet = self.sheet
            ended = None if tried is None else (tried.done, len([lane for lane in tried.lanes if lane.ended]))
            state = sheet, shown[1:5], shown.moment, player.number, player.held, ended
            if state != last:
                live.update(Group(*page(sheet, shown)), refresh=True)
                last = state
            if self.read is None and player.over and (tried is None or tried.done):
                return ""
            key = self._wait(player, tried)
            if key:
                return key.replace(OVER, "")
            now = self.clock()
            player.update(now - before)
            before = now

    def _work(self, live: Live, machine: Machine) -> str:
        """Let it play to its end, in slices, so that keys are heard."""
        work, drawn = machine.work(), self.clock() - FRAME
        for _piece in work:
            dog.heartbeat += 1
            if self.clock() - drawn < FRAME:
                continue
            drawn = self.clock()
            session = machine.session
            if session.level.learner is not None and machine.present.shares:
                passes = min(session.level.budget, session.count // len(session.run.batches) + 1)
                said = _("It trains: pass {n} of {most}.").format(n=passes, most=session.level.budget)
            else:
                moments = [] if machine.explores else findings(Tried(session))[:1]
                said = plain(sentence(moments[0])) if moments else _("The machine is at work.")
            lines = [head(machine.present, machine.present.last), Text(f" {said}", "bold")]
            live.update(Group(*(fit(line, self.sheet) for line in lines)), refresh=True)
            if self.read is not None and LEFT in self.read(0.0):
                return LEFT
        return ""

    def _wait(self, player: Player, tried: Tried | None) -> str:
        """A frame long: the other tries run on meanwhile, keys are heard. A key with which it is left."""
        end = self.clock() + FRAME
        if tried is not None and not tried.done:
            tried.work(lambda: self.clock() < end - (FRAME - SLICE))
        dog.heartbeat += 1
        if self.read is None:
            time.sleep(max(0.0, end - self.clock()))
            return ""
        for key in self.read(max(0.0, end - self.clock())):
            if key in (AGAIN, NEXT, LEFT):
                return OVER if key == LEFT and player.over else key
            player.press(key)
        return ""

    def _keys(self, machine: Machine, player: Player) -> list[tuple[str, str]]:
        if self.read is None:
            return []
        further = following(machine.session.base, machine.session.catalog) is not None
        ahead = [("n", _("next"))] if further else []
        if player.over:
            return [*ahead, ("r", _("again"))]
        if isinstance(player.part, PicturePart):
            keys = [("space", _("hold")), ("+ −", _("speed")), ("d", _("another digit"))]
        else:
            keys = [("space", _("hold")), ("← →", _("step")), ("+ −", _("speed")), *ahead]
        return [*keys, ("q", _("leave"))]


def print_end(console: Console, machine: Machine, tried: Tried | None) -> None:
    """The card of the end, which stays when the screen is gone."""
    if tried is not None:
        tried.finish()
    part = machine.parts[-1]
    sheet = PageSize(console.width, console.height)
    lines = [head(part, part.last), badge(part), others(tried, console.width)]
    lines.append(miss_sentence(part.session))
    for line in lines:
        if line.plain.strip():
            console.print(fit(line, sheet), soft_wrap=True)

"""What is felt of a run: what is shown becomes events, an event becomes sounds and things to be seen for a moment.

    feel.begin(target, first_error); feel.step(0.4, 0.2); feel.outcome("land"); feel.feedback("press"); feel.star(2)
    feel.part("flag", "wave")        # 0 ... 1 while the flag waves, else None: the code that draws the flag asks

It is told what is SHOWN, when it is shown, never what is computed. `EVENTS` is the table: what each event is to the
ear, to the eye, to the eye with reduced motion, and besides where the effects are not heard. What is seen of it anyway
(a button that is pressed, a star, a card) is not in it. Nothing here draws.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from ...desktop.sound import LOW, PENTATONIC, SCALE, START, TICKS, TOP, MusicBed, nearness

DECADE = 1.0  # between a run's first error and its goal, at least
MOST = 20.0  # plucks a second
FAST = 8.0  # steps a second: above, nothing is seen but where a step ends
CHORD = 4  # notes at once
MANY = 0.8  # how loud each step is where they are fast: together they are as loud as one
QUIET = 0.4  # how loud the steps of auto-solve, of a bet's run and of the show are
TOLD = 3  # crossings that have an event; the next ones are only heard as steps
NEAR = 10  # so many times the target's error counts as near
SAME = 1e-9  # errors that differ by so little are the same
LOOP = 12  # steps of the longest loop that is heard as one
APART = 0.16  # seconds between the notes of a loop
CLUSTERS, SPREAD = 12, 3.2  # sounds of a runaway, and the decades in which it has gone two thirds of its way
SIDEWAYS = 0.05  # so much farther to a side each step of a runaway is heard
POP = 0.26  # seconds in which a star pops up
TIRED = 20  # steps of a run after which Pip is tired


class Tone(NamedTuple):
    """A sound of an event: its name, how loud, in how many seconds. `rungs`: a pluck, so far from the error's own.

    `by`: of a thing that is heard only at a step at which a number of that name goes past `bar`.
    """

    name: str
    loud: float = 1.0
    delay: float = 0.0
    rungs: int = 0
    by: str = ""
    bar: float = 0.0


class SoundCue(NamedTuple):
    """Something to be seen for so many seconds: whose (pip, number, trail, flag, camera, world, ...), and what."""

    to: str
    what: str
    seconds: float


class Event(NamedTuple):
    """A row. `seen`: cues; `still`: with reduced motion instead; `unheard`: besides, where effects are not heard."""

    tones: tuple[Tone, ...] = ()
    seen: tuple[SoundCue, ...] = ()
    still: tuple[SoundCue, ...] = ()
    unheard: tuple[SoundCue, ...] = ()


GOAL = Event(
    (Tone("land"),), (SoundCue("pip", "happy", 0.9), SoundCue("flag", "wave", 0.9), SoundCue("world", "answer", 0.9)),
    (SoundCue("world", "answer", 0.9), SoundCue("flag", "glow", 0.9)),
)  # fmt: skip
EVENTS: dict[str, Event] = {
    "step": Event(
        (Tone("pluck"),), (SoundCue("number", "count", 0.2), SoundCue("pip", "land", 0.15)), (), (SoundCue("error",
            "pulse", 0.08),),
    ),
    "crossed": Event(
        (Tone("pluck", 0.55, 0.09, -2),),
        (SoundCue("pip", "look back", 0.25), SoundCue("flag", "gust", 0.6), SoundCue("camera", "tilt", 0.18)),
        (), (SoundCue("tag", "past the goal", 0.6),),
    ),
    "grew": Event(
        (), (SoundCue("pip", "blink twice", 0.3), SoundCue("flag", "flutter", 0.8)), (), (SoundCue("error", "up", 0.6),
            ),
    ),
    "near": Event(
        (), (SoundCue("pip", "stretch", 0.3), SoundCue("flag", "glow", 0.6)), (), (SoundCue("band", "brighten", 0.6),),
    ),
    "land": GOAL,
    "overshoot": GOAL,
    "orbit": Event(
        (Tone("again", 0.5),), (SoundCue("pip", "turn", 0.9), SoundCue("trail", "loop", 0.9)), (SoundCue("trail",
            "loop", 0.9),),
    ),
    "runaway": Event(
        (Tone("fall"), Tone("thud", 1.0, 0.62)), (SoundCue("pip", "dizzy", 1.2), SoundCue("camera", "stay", 1.2)),
        (SoundCue("pip", "dizzy", 1.2),), (SoundCue("error", "up", 1.2),),
    ),
    "stuck": Event(
        (Tone("tock"),), (SoundCue("pip", "push", 0.4), SoundCue("pip", "sit", 0.9)), (SoundCue("pip", "sit", 0.9),),
    ),
    "bump": Event(
        (Tone("thud"),), (SoundCue("pip", "dizzy", 0.9), SoundCue("world", "shake", 0.5)),
        (SoundCue("pip", "dizzy", 0.9),),
    ),
    "crawl": Event((Tone("breath"),), (SoundCue("pip", "yawn", 0.9),), (SoundCue("pip", "yawn", 0.9),)),
    "star": Event((), (SoundCue("pip", "look up", 0.6),)),
    "press": Event((Tone("click"),)),
    "turn": Event((), (SoundCue("pip", "look at thumb", 0.6),)),
    "refuse": Event((Tone("refuse"),), (SoundCue("pip", "shake", 0.4),), (), (SoundCue("focus", "border",
        0.12),)),
    "wrong": Event((Tone("wrong"),), (SoundCue("pip", "shake", 0.4),), (), (SoundCue("focus", "border", 0.12),)),
    "hint": Event((Tone("bell"),), (SoundCue("pip", "look up", 0.6),)),
    "chapter": Event((Tone("chapter"),)),
}  # fmt: skip


# What the things of a level sound like, besides its error: at the end of a step or a look, by the name of the level's
# picture; for as long as a hop lasts, by the level; once something other than a knob of the learner's was done.
WALK, LAMP = (Tone("step1"), Tone("step2", 0.8, 0.19)), Tone("lamp", by="input", bar=0.5)
THINGS: dict[str, tuple[Tone, ...]] = {
    "trail": WALK, "street.svg": (*WALK, LAMP), "dogs.svg": (Tone("paw"), Tone("yip", by="miss")), "town.svg": (LAMP,),
    "blackout.svg": (Tone("dark", by="dead", bar=0.5),), "beach.svg": (Tone("gust"), Tone("scoop", 1.0, 0.1)),
    "blueprint": (Tone("wall"),), "well": (Tone("water"),), "sourdough": (Tone("dough"),),
}  # fmt: skip
LOOPS = {"plus-and-minus": "roll", "the-grump": "roll", "valley": "sled"}
DEEDS = {"Freeze": "ice", "activation": "glass", "backward": "blame", "letter": "letter", "slot": "slot"}
SPRING = 0.06  # seconds between several that do the same


class Speaker(Protocol):
    """What is asked of the sounds; desktop/sound.py is it."""

    bed: MusicBed
    rolls: tuple[str, float, float]

    @property
    def heard(self) -> bool: ...
    def play(self, name: str, volume: float = 1.0, delay: float = 0.0, place: float = 0.0) -> None: ...


def pitch(error: float, target: float, first: float, even: bool = False) -> int:
    """MIDI note of an error: 84 at the target, 60 at the error with which the run began, lower for a worse one.

    Straight in the logarithm between the two, over a decade at least, on the pentatonic scale of C: so every level uses
    the whole of it. `even`: steps of equal size move the logarithm late, so there its square counts. 48 for whatever is
    worse still, or no number.
    """
    if not math.isfinite(error) or error < 0:
        return LOW
    if error <= target or target <= 0:
        return TOP
    decades = max(DECADE, math.log10(max(first, target) / target)) if math.isfinite(first) else math.inf
    part = math.log10(error / target) / decades
    note = max(float(LOW), TOP - (TOP - START) * part ** (2 if even else 1))
    octave, tone = divmod(round(note), 12)
    return octave * 12 + min(PENTATONIC, key=lambda each: abs(each - tone))


class RunFeedback:
    """Names the events of what is shown, and hands them on.

    `still`: asked whether motion is reduced.     `steps`: of the run that is shown
    places   where what moves stands on the screen, -1 left ... 1 right: its sounds come from there
    """

    def __init__(self, sound: Speaker, still: Callable[[], bool]) -> None:
        self.sound, self._still = sound, still
        self._cues: dict[tuple[str, str], tuple[float, float]] = {}  # (whose, what) -> seconds left, of how many
        self._since = 1.0  # seconds since a pluck was heard
        self.target, self._first, self._even = 0.0, math.inf, False
        self.places: Sequence[float] = (0.0,)
        self._things: tuple[Tone, ...] = ()
        self.listens = False  # one of them waits for a number of the picture
        self._loop = ""
        self._begun()

    def _begun(self) -> None:
        self._crossed = self.steps = 0
        self._growing = self._close = False
        self._seen: list[float] = []  # the errors of the last steps, with their sides
        self._notes: list[int] = []  # and what they sounded like

    # -- what a run shows --------------------------------------------------------------------------------------------

    def begin(self, target: float, first: float, even: bool = False, chapter: str = "", level: str = "",
              picture: str = "") -> None:  # fmt: skip
        """A run is shown from its start on: the error at which it has landed, and the one it begins with.

        `even`: its steps have one size.
        """
        self._begun()
        self._things, self._loop = THINGS.get(picture, ()), LOOPS.get(level, "")
        self.listens = any(tone.by for tone in self._things)
        self.target, self._first, self._even = target, first, even
        self.sound.bed.chapter = chapter
        self._close = first <= NEAR * target
        self.sound.bed.near = nearness(first, target)

    def rest(self) -> None:
        """Nothing is learned: the title, the map."""
        self._begun()
        self._things, self._loop, self.places, self.sound.rolls = (), "", (0.0,), ("", 0.0, 0.0)
        self.sound.bed.near = None

    @property
    def loop(self) -> int:
        """The steps of the shortest loop that the run has come back to; two where there is none."""
        for long in range(2, len(self._seen)):
            now, then = self._seen[-1], self._seen[-1 - long]
            if abs(now - then) <= SAME * max(1.0, abs(now)):
                return long
        return 2

    def step(self, start: float, end: float, speed: float = 2.0, quiet: bool = False, telling: bool = False,
             numbers: Sequence[Mapping[str, float]] = ({}, {})) -> list[str]:  # fmt: skip
        """A step has come to its end before the player's eyes; the events of it, the most common first.

        `start`, `end`: the errors, with a sign where there is a side: on which the goal was passed. `speed`: steps a
        second; `quiet`: it is not the player's own; `telling`: its end is heard however fast it goes. `numbers`: those
        that the level's picture may follow, before and after, where a thing listens to one.
        """
        self.steps += 1
        news = []
        before, after = abs(start), abs(end)
        if start * end < 0 and after > self.target and min(before, after) > SAME:  # rounding is no side
            self._crossed += 1
            if self._crossed <= TOLD:
                news.append("crossed")
        grew = not after <= before * (1 + SAME)  # so is what is no number
        if grew and not self._growing:
            news.append("grew")
        close = after <= NEAR * self.target
        if close and not self._close and after > self.target:
            news.append("near")
        self._growing, self._close = grew, close
        events = ["step", *news]
        error = after
        note = pitch(error, self.target, self._first, self._even)
        self._seen, self._notes = [*self._seen[-LOOP:], end], [*self._notes[-LOOP:], note]
        away = 0 < self._first < math.inf and not error <= self._first * (1 + SAME)
        self.sound.bed.near = math.nan if away else nearness(error, self.target)
        heard = telling or self._since >= 1 / MOST
        loud = QUIET if quiet else 1.0 if speed <= FAST else MANY
        if away and heard:  # higher and rougher, from side to side, instead of a pluck
            # How far, 0 ... 12: it never falls while the error grows, however long that goes on
            level = float(CLUSTERS)
            if math.isfinite(error):
                level = CLUSTERS * (1 - math.exp(-math.log10(max(1.0, error / self._first)) / SPREAD))
            side = min(1.0, SIDEWAYS * self.steps) * (-1) ** self.steps
            self.sound.play(f"away{min(CLUSTERS - 1, int(level))}", loud * (0.55 + 0.45 * (level % 1)), 0.0, side)
        for event in events:
            self._play(event, loud, note if heard and not away else None, speed <= FAST)
        if heard:
            self._since = 0.0
            if speed <= FAST:
                self._move(loud, numbers)
        return events

    def _move(self, loud: float, numbers: Sequence[Mapping[str, float]] = ({}, {})) -> None:
        before, after = numbers
        for number, place in enumerate(self.places):
            for tone in self._things:
                own = f"{tone.by} {number + 1 if len(self.places) > 1 else ''}"
                ways = [(before[name] - tone.bar, after[name] - tone.bar) for name in before if name.startswith(own)]
                if not tone.by or any(a * b < 0 and min(abs(a), abs(b)) > SAME for a, b in ways):
                    self.sound.play(tone.name, loud * tone.loud, tone.delay + SPRING * number, place)

    def hop(self, part: float) -> None:
        """So far a step has come, 0 ... 1: what rolls is loudest in its middle."""
        self.sound.rolls = self._loop, math.sin(math.pi * part) ** 2, self.places[0]

    def did(self, action: str, place: float = 0.0) -> None:
        """Something was done: the name of the action, of the knob that was turned, or of a part of a step."""
        if action in DEEDS:
            self.sound.play(DEEDS[action], place=place)

    def outcome(self, kind: str, quiet: bool = False) -> None:
        """What came of the run, once its end has been shown: heard and seen. `quiet`: it is not the player's own."""
        self.show(kind)
        self.sing(kind, quiet)

    def sing(self, kind: str, quiet: bool = False) -> None:
        """What came of it, only to the ear."""
        self._play(kind, QUIET if quiet else 1.0, calm=False)

    def tries(self, error: float, first: float, target: float, landed: int) -> None:
        """Of several runs at once: where the one that leads stands, and how many have come to the goal now."""
        if self._since >= 1 / MOST:
            self.sound.play(f"pluck{pitch(error, target, first)}", QUIET)
            self._since = 0.0
        for number in range(min(landed, CHORD)):
            self.sound.play(f"pluck{TOP}", QUIET, APART * (number + 1))

    def look(self, error: float, target: float) -> None:
        """A look was taken, and this is what it told."""
        worst = max(error, self._first) if math.isfinite(self._first) else error
        note = pitch(error, target, worst)
        self._play("step", 1.0, note, calm=False)
        self._move(1.0)
        self.sound.bed.near = nearness(error, target)

    def melody(self, values: Sequence[float], apart: float) -> None:
        """What is written into places of a map, so many seconds apart; a 0 is a rest."""
        for number, value in enumerate(values):
            note = max(-3, min(3, round(value)))
            if note:
                self.sound.play(f"place{note:+d}", 1.0, apart * number, self.places[0])

    # -- what else happens -------------------------------------------------------------------------------------------

    def feedback(self, what: str, part: float = 0.5) -> None:
        """A row of EVENTS that has no numbers of its own. `part`: where the knob stands that was turned, 0 ... 1."""
        self._play(what, 1.0)
        if what == "turn":
            self.sound.play(f"tick{TICKS[round(max(0.0, min(1.0, part)) * (len(TICKS) - 1))]}")

    def star(self, number: int) -> None:
        """The first, second or third star lights."""
        self._play("star", 1.0)
        self._cues["star", str(number)] = (POP, POP)
        self.sound.play(f"star{number}")

    def lamp(self, number: int) -> None:
        """One lamp after another, from 0 on: each a rung higher."""
        rungs = SCALE[SCALE.index(72) :]
        self.sound.play(f"pluck{rungs[min(number, len(rungs) - 1)]}")

    def _play(self, event: str, loud: float, note: int | None = None, calm: bool = True) -> None:
        row = EVENTS[event]
        for tone in row.tones:
            sounds = [(tone.name, tone.delay)]  # that the tone is now, each with its delay
            if tone.name == "again":  # the notes of the loop that the run has come back to
                sounds = [(f"pluck{each}", k * APART) for k, each in enumerate(self._notes[-self.loop :])]
            elif tone.name == "pluck":
                rungs = [max(0, SCALE.index(note) + tone.rungs)] if note is not None else []
                sounds = [(f"pluck{SCALE[rung]}", tone.delay) for rung in rungs]
            for name, delay in sounds:
                self.sound.play(name, loud * tone.loud, delay, self.places[0] if tone.name == "pluck" else 0.0)
        if calm:
            self.show(event)

    def show(self, event: str) -> None:
        """What is to be seen of an event begins."""
        row = EVENTS[event]
        for cue in (*(row.still if self._still() else row.seen), *(() if self.sound.heard else row.unheard)):
            self._cues[cue.to, cue.what] = (cue.seconds, cue.seconds)

    # -- what is to be seen ------------------------------------------------------------------------------------------

    def update(self, seconds: float) -> None:
        """Time goes by."""
        self._since += seconds
        self._cues = {key: (left - seconds, of) for key, (left, of) in self._cues.items() if left > seconds}

    @property
    def moving(self) -> bool:
        """Something is still to be seen."""
        return bool(self._cues)

    def part(self, to: str, what: str) -> float | None:
        """How far that is, 0 ... 1; None: it is not to be seen now."""
        cue = self._cues.get((to, what))
        return None if cue is None else 1 - cue[0] / cue[1]

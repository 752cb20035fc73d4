"""Where the eye is in a run: the animated position, the step looked at, and how fast a Learn goes on."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from ..captions.sentences import MANY, distinguishing_inputs, fact_words
from ..engine.run import SAMPLE, Fault
from ..i18n import _
from ..learning import Vector
from ..rules import Impossible, Session
from ..view.draw import TimeSlice

SLOW, STOP, LEAST = 0.50, 0.42, 1 / 900  # seconds: a telling step; how long it stands; a step of a long run
FALL = 0.82  # each step after a telling one takes so much of the time before
AHEAD, EASE = 2, 0.12  # so many steps before a telling one take so many seconds at least
LIMIT, LEFT = 6.0, 1.0  # seconds of a whole run; what is left of it in any case for the way between
PACE_MOST = 12  # telling steps that are slowed


class Pace(NamedTuple):
    """Seconds of each step: `moving`, on its way, and `standing`, where it tells something. Steps count from 1.

    captions   step -> what it tells, in words
    """

    moving: tuple[float, ...]
    standing: tuple[float, ...]
    captions: Mapping[int, str] = {}

    def step(self, number: int) -> tuple[float, float]:
        """Seconds of the step of that number (from 1): on its way, standing. What lies beyond does not stand."""
        return (self.moving[number - 1], self.standing[number - 1]) if number <= len(self.moving) else (LEAST, 0.0)

    @property
    def seconds(self) -> float:
        return sum(self.moving) + sum(self.standing)


def pace_of(beats: int, telling: Mapping[int, str], each: int = 1) -> Pace:
    """For so many beats of `each` steps; `telling`: number of a beat (from 1) -> what is new there.

    The first and the last always tell something. The whole takes LIMIT at most, and what stands is never shortened.
    """
    slow = {1, beats, *telling}
    if len(slow) > PACE_MOST:  # the first half of them, the last two, and every k-th between
        ordered = sorted(slow)
        head, middle, tail = ordered[: PACE_MOST // 2], ordered[PACE_MOST // 2 : -2], ordered[-2:]
        rest = PACE_MOST - len(head) - len(tail)
        slow = {*head, *tail, *(middle[i * len(middle) // rest] for i in range(rest))}
    times, since = list[float](), 0
    for beat in range(1, beats + 1):
        ahead = any(beat < other <= beat + AHEAD for other in slow)
        since = 0 if beat in slow else since + 1
        times.append(max(LEAST, SLOW * FALL**since, EASE if ahead else 0.0))
    room = max(LIMIT - STOP * len(slow), LEFT)
    scale = min(1.0, room / sum(times))
    moving = tuple(time * scale / each for time in times for _step in range(each))
    ends = (STOP if beat in slow else 0.0 for beat in range(1, beats + 1))
    standing = tuple(end if step == each - 1 else 0.0 for end in ends for step in range(each))
    captions = {beat * each: words for beat, words in telling.items() if words and beat in slow}
    return Pace(moving, standing, captions)


REPEATS = 3  # so many times the same tells something
NEAR, LEFT_OVER = 10.0, 0.1  # nearly there: so many tolerances from the goal, and this part of the first miss
ROUNDING = 1e-9  # relative: less is no news
HALF = 0.5  # what an answer of 0 or 1 tips over
LARGE = 200_000  # weights times examples times steps, made or ahead, above which nobody looks ahead
PIECE = 50  # examples that are looked at between two looks at the clock


class PassSnapshot:
    """How the net stands after a beat: error and misses, which hidden neurons fire, which answers are above a half."""

    def __init__(self, session: Session, layers: Sequence[Sequence[Vector]]) -> None:
        """`layers`: of each example, what `forward` gives."""
        run = session.run
        self.weights: Vector = list(run.weights)
        self.error = abs(run.error())
        self.misses = [value - goal for layer, (_input, goals) in zip(layers, run.examples)
                       for value, goal in zip(layer[-1], goals)]  # fmt: skip
        hidden = [[value for part in layer[1:-1] for value in part] for layer in layers]
        self.fires = [tuple(value > 0 for value in values) for values in hidden]
        self.answers = [layer[-1][0] > HALF for layer in layers]

    def miss(self, some: Sequence[int]) -> float:
        """The largest of these."""
        return max(abs(self.misses[k]) for k in some)


class RunPreview:
    """The run of a Learn, made ahead with a session of its own: the player's knows nothing before a step is shown.

    `pace` is there once the whole run is known; None before, and where nobody can look ahead.
    """

    def __init__(self, session: Session) -> None:
        self.pace: Pace | None = None
        self._work = self._look(session, list(session.actions))

    def work(self, piece: TimeSlice) -> None:
        """Go on for so long."""
        while piece.left > 0 and next(self._work, False):
            pass

    def _look(self, here: Session, actions: Sequence[object]) -> Iterator[bool]:
        run, examples = here.run, len(here.run.examples)
        steps = sum(getattr(action, "steps", 0) for action in actions) + 1
        if examples > SAMPLE or run.network.size * examples * steps > LARGE:
            return
        try:
            ahead = Session(here.base, here.catalog)
            for action in actions:
                ahead.do(action)  # type: ignore[arg-type]
                yield True
            each, beats = len(run.batches), [(yield from _beat(ahead))]
            while ahead.outcome is None and not ahead.run.diverged:
                if ahead.learn_until_outcome(each, grow=True) < each and ahead.outcome is None:
                    break
                yield True
                beats.append((yield from _beat(ahead)))
                if run.network.size * examples * len(beats) > LARGE:
                    return
                yield True
        except (Impossible, Fault, ArithmeticError, ValueError):
            return
        if len(beats) > 1:
            self.pace = pace_of(len(beats) - 1, notable_passes(ahead, beats), each)


def _beat(session: Session) -> Generator[bool, None, PassSnapshot]:
    run, layers = session.run, []
    for number, (inputs, _goals) in enumerate(run.examples, 1):
        layers.append(run.network.forward(run.weights, inputs))
        if number % PIECE == 0:
            yield True
    return PassSnapshot(session, layers)


def notable_passes(session: Session, beats: Sequence[PassSnapshot]) -> dict[int, str]:
    """Number of a beat (from 1) -> what is new after it, in a few words."""
    level, run = session.level, session.run
    one = len(run.examples) == 1 and run.network.outputs == 1
    bits = run.network.outputs == 1 and len(run.examples) > 1 and all(g in (0, 1) for _i, (g, *_r) in run.examples)
    bends = run.network.nonlinear_units > 0
    memory = bool(run.learner is not None and run.learner.memory) and session.knobs.get("beta") != 0
    tolerance, outputs = level.aim.tolerance or 0.0, run.network.outputs
    asked = [k for k in range(len(run.examples) * outputs) if level.aim.only is None or k // outputs in level.aim.only]
    near = min(NEAR * tolerance, LEFT_OVER * beats[0].miss(asked)) if tolerance else None
    notes: dict[int, str] = {}
    times = dict.fromkeys(("crossed", "grown", "sign", "turned"), 0)
    moves = [[b - a for a, b in zip(one.weights, other.weights)] for one, other in pairwise(beats)] if memory else []
    for number, (before, after) in enumerate(pairwise(beats), 1):
        words = []
        crossed = one and before.misses[0] * after.misses[0] < 0 and (
            abs(after.misses[0]) > max(tolerance, ROUNDING * abs(before.misses[0]))
        )
        if crossed and times["crossed"] < REPEATS:
            words.append(_("past the goal again") if times["crossed"] else _("past the goal"))
            times["crossed"] += 1
        if after.error > before.error * (1 + ROUNDING) and not times["grown"]:
            times["grown"] += 1
            words.append(_("the error grows"))
        if near is not None and tolerance < after.miss(asked) <= near:
            words.append(_("nearly there"))
            near = None
        if bends and before.fires != after.fires:
            words.append(_firing(session, before, after))
        if bits and before.answers != after.answers:
            words.append(_("an answer flips"))
        if run.network.size == 1 and before.weights[0] * after.weights[0] < 0 and times["sign"] < REPEATS:
            times["sign"] += 1
            words.append(_("the weight changes sign"))
        along = 0.0  # below 0: one move leads more against the other than with it
        for a, b in zip(moves[number - 2], moves[number - 1]) if memory and number > 1 else ():
            along += a * b
        if along < 0 and times["turned"] < REPEATS:
            times["turned"] += 1
            words.append(_("the momentum turns"))
        if words:
            notes[number] = " · ".join(filter(None, words))
    return notes


def _firing(session: Session, before: PassSnapshot, after: PassSnapshot) -> str:
    """Which hidden neuron starts, or stops, and for which example; "": the examples have no short names."""
    examples = session.run.examples
    if len(examples) > MANY or not all(value in (0, 1) for inputs, _goals in examples for value in inputs):
        return ""
    for example, (was, now) in enumerate(zip(before.fires, after.fires)):
        for number, (a, b) in enumerate(zip(was, now), 1):
            if a != b:
                name = fact_words(distinguishing_inputs(session.level.words, examples, example))
                words = _("neuron {n} lights up: {example}") if b else _("neuron {n} goes dark: {example}")
                return words.format(n=number, example=name)
    return ""


HOP = 0.5  # seconds of one step, arrow and hop, at first
FASTER = 1.22  # each step of a Learn whose pace is not known is so much quicker than the one before
MOST = 900.0  # steps a second at most, of such a one
ENDS_ONLY = 8.0  # above so many steps a second there are no hops, only where a step ends
GLIDES = 60.0  # above so many a second there is nothing between two steps
STAND = 0.42  # seconds that the first step stands, whatever comes


@dataclass(eq=False)
class Playback:
    """`at`: the position, 3.4 is between the steps 3 and 4. `target`: where it goes. Speed in steps a second."""

    at: float = 0.0
    target: int = 0
    running: bool = False
    grown: bool = False  # the Learn under way has made a step: the next ones make it longer
    speed: float = 1.0 / HOP
    hops_up_to = ENDS_ONLY  # steps a second
    jumps: int = 0  # how often the eye was put elsewhere, instead of going there step by step
    pace: Pace | None = None  # of the Learn under way, once it is known
    captions: list[tuple[int, str]] = field(default_factory=list)  # what steps of the run told: (step, words)
    made: int = 0  # steps of the Learn under way
    _wait: float = 0.0  # seconds until the next step is due
    _spare: float = 0.0  # of the last frame, when a step began within it

    @property
    def looked_at(self) -> int:
        """The step whose numbers are shown: the one that Pip has reached, or is leaving."""
        return int(self.at) if self.at < self.target else self.target

    @property
    def hop_progress(self) -> float:
        """0 ... 1 within the hop under way; 0: at rest, or too fast for one."""
        return self.at - int(self.at) if self.at < self.target and self.speed <= self.hops_up_to else 0.0

    @property
    def moving(self) -> bool:
        return self.at < self.target

    def jump(self, step: int) -> None:
        """Be there at once."""
        self.at, self.target = float(step), step
        self.running = self.grown = False
        self.pace, self.hops_up_to = None, ENDS_ONLY
        self.jumps += 1

    def rush(self, step: int) -> None:
        """Be there at once, past all steps on the way."""
        self.at, self.target = float(step), step

    def hop(self, step: int) -> None:
        """One step, animated."""
        self.target, self.pace = step, None
        self.at = max(self.at, step - 1.0)
        self.speed = 1.0 / HOP

    def follow(self, position: float, speed: float, still: bool) -> None:
        """Another clock leads the eye. `speed`: steps a second there; `still`: without the ways between them."""
        self.target = ceil(position)
        self.at = float(int(position)) if still else position
        self.speed = speed

    def start(self, pace: Pace | None = None) -> None:
        """A Learn begins; its `pace` may come later, while its first step is shown."""
        self.running, self.grown, self.pace = True, False, pace
        self.speed, self._wait, self._spare = 1.0 / HOP, 0.0, 0.0
        self.made = 0
        self.captions = [caption for caption in self.captions if caption[0] <= self.target]

    @property
    def caption(self) -> str:
        """What the step that stands now tells."""
        if self.pace is None or not self.running or self.moving or self._wait <= 0:
            return ""
        return self.pace.captions.get(self.made, "")

    def update(self, seconds: float, count: int, still: bool) -> int:
        """Time goes by: how many steps of a running Learn are due now. `still`: no hops (reduced motion)."""
        left = seconds = seconds + self._spare
        self._spare = 0.0
        way = self.speed <= GLIDES and not still  # there is time for it between two steps
        if self.at < self.target:
            end = self.at + seconds * self.speed
            if end < self.target and way:
                self.at = end
                return 0
            left -= min(seconds, (self.target - self.at) / self.speed) if way else 0.0
            self.at = float(self.target)
            # The step is there: what it tells stays in the run's list
            words = self.pace.captions.get(self.made, "") if self.pace is not None else ""
            if words and (not self.captions or self.captions[-1] != (self.target, words)):
                self.captions.append((self.target, words))
        if not self.running:
            return 0
        due, shown = 0, False
        while left >= self._wait and not shown:
            number = self.made + due + 1
            if self.pace is not None:
                moving, standing = self.pace.step(number)
            else:
                moving = max(1.0 / MOST, HOP * FASTER ** (1 - number))
                standing = STAND if number == 1 else 0.0
            shown = not still and moving * GLIDES >= 1
            if shown and due:  # those before it are too fast to be seen: its way begins at their end
                break
            left -= self._wait
            self.speed = 1.0 / max(1e-9, moving)
            due += 1
            self._wait = standing + (0.0 if shown else moving)
        if shown:
            self._spare = left
        else:
            self._wait -= left
        self.made += due
        return due

    def give_back(self, steps: int) -> None:
        """So many of the steps that were due found no time in this frame: they are due in the next one again."""
        self.made -= steps
        self._wait = self._spare = 0.0
        self.speed = MOST

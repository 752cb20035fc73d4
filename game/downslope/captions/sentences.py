"""A moment of a run: a step, a fact about the run that is worth a caption there, its words, and how long it is seen.

`TEMPLATES` has a sentence for each kind, light markup in the player's language. It is at most 64 characters long in
English once its facts stand in it. `plan`: long where something happens, and no longer than it takes to see it.

    moment of rank 0   1.8 s held at its step        rank 1   .9 s        rank 2   .45 s, and the way to it is quicker
    steps between      at most 2.4 s together, spaced evenly in log(step); of thousands not all in the last frames
    the first step     in parts (forward, error, back, update), 4 s; meanwhile the caption says who is to blame
    no moments         6 s for all
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import ceil, floor, inf, log
from typing import Any, NamedTuple

from ..i18n import N_, _, plural_form, sentence_case
from ..learning import Pair, Vector, layers_of
from ..rules import Action, Freeze, Session, TakeOver, Turn, input_name, item_title, words_for
from ..view.format.numbers import number, short, telling

# A run at the ends of its passes: weights, and what each layer answers to each example.


PIECE = 3_000  # of them at once
MOST = 60_000  # weights times examples that are multiplied for all looks together: some 30 ms
MANY = 12  # examples: of more than that none is named

Layers = list[Vector]


class RunTable:
    """Of the player's own steps of the present run: a recording's do not count.

    `looks`: steps at the ends of passes, the start first. A long run of a large net is looked at less often, at
    places that are evenly spaced in log(pass): then it is not `dense`.
    """

    def __init__(self, session: Session) -> None:
        self.session, self.run, self.words = session, session.run, session.level.words
        self.each, self.first, self.last = len(session.run.batches), session.recorded, session.run.count
        self.passes = (self.last - self.first) // self.each
        maximum = max(12, MOST // max(1, self.run.network.size * len(self.run.examples)))
        self.dense = self.passes < maximum
        self._answers: list[list[Layers]] = []
        passes: Sequence[int] = range(self.passes + 1)
        if not self.dense:  # so few, evenly in log, the last one among them
            ways = {ceil((self.passes + 1) ** (k / (maximum - 1))) - 1 for k in range(maximum - 1)}
            passes = sorted(ways | {self.passes})
        self.looks = [self.first + k * self.each for k in passes]

    def weights_at(self, step: int) -> Sequence[float]:
        return self.run.weights_at(step)

    @property
    def answers(self) -> list[list[Layers]]:
        """For each look, for each example: every layer's values, the input first."""
        for _piece in self.look():
            pass
        return self._answers

    def look(self) -> Iterator[None]:
        """The answers are worked out, a millisecond or two at a time."""
        network = layers_of(self.run.network)
        if network is None:
            return  # of another net no neuron has a moment
        if network.size * len(self.run.examples) > PIECE:
            return  # nor of one as large as that
        forward, inputs = network.forward, [inputs for inputs, _goal in self.run.examples]
        each = max(1, PIECE // max(1, network.size * len(inputs)))
        while len(self._answers) < len(self.looks):
            for step in self.looks[len(self._answers) : len(self._answers) + each]:
                weights = self.weights_at(step)
                self._answers.append([forward(weights, one) for one in inputs])
            yield


def holds_from(flags: Sequence[bool]) -> int | None:
    """The first place from which all are true to the end; None: the last one is not."""
    place = len(flags)
    while place and flags[place - 1]:
        place -= 1
    return place if place < len(flags) else None


# Kinds about the first step, seen in its parts: who is to blame.
IN_PARTS = ("low, one to blame", "high, one to blame", "share the blame")
MINOR = 2  # the rank of one of many looks


class Moment(NamedTuple):
    """One fact. Its words come from `sentence` (sentences.py), so that a test can read the facts themselves.

    step     the step of the run at which it is said; where nothing learns, how many actions were made until then
    rank     0: it must be seen; 1: if there is time; MINOR: for a short time
    kind     a row of TEMPLATES
    facts    the numbers and names in its words
    before   it is true of the pictures before this step; of the one that it is held at in any case
    """

    step: int
    rank: int
    kind: str
    facts: Mapping[str, Any] = {}
    before: float = inf


class DistinguishingInputs(NamedTuple):
    """What tells an example from the others: the level's words for inputs that are on, and for those that are off."""

    on: tuple[str, ...]
    off: tuple[str, ...]


class Amount(NamedTuple):
    """So many of something: 3 nights. The words are English, for one and for many."""

    n: int
    one: str
    many: str


# How a level calls its examples, its weights and what it counts: in English, translated where they are shown.


def distinguishing_inputs(words: Mapping[str, str], examples: Sequence[Pair], number: int) -> DistinguishingInputs:
    """What tells one example from the others: inputs that are the same in all of them are not named."""
    own = examples[number][0]
    vary = [i for i in range(len(own)) if len({inputs[i] for inputs, _goal in examples}) > 1]
    on = tuple(input_name(words, i) for i in vary if own[i])
    return DistinguishingInputs(on, tuple(input_name(words, i) for i in vary if not own[i]))


def amount(words: Mapping[str, str], count: int, unit: str) -> Amount:
    """So many of a unit of costs.UNITS, by the level's own word."""
    return Amount(count, *words_for(words, unit))


# How a setting of knobs is called: "alpha .5", "alpha .6, beta .6", "toes held", "step 8".


class KnobSetting(NamedTuple):
    """A knob, what it is called here, and the words for what it is set to, in English."""

    knob: str
    title: str
    value: float | str


def knob_settings(session: Session, actions: Iterable[Action]) -> tuple[KnobSetting, ...]:
    """What these actions set, in their order; of a knob with several places, the places that are not as the first
    stop has it.
    """
    settings: dict[str, KnobSetting] = {}
    ice: list[str] = []
    for action in actions:
        if isinstance(action, TakeOver):
            settings["step"] = KnobSetting("step", "step", float(action.step))
        elif isinstance(action, Freeze) and action.frozen:
            ice.append(input_name(session.level.words, action.index))
        elif isinstance(action, Turn):
            level, name = session.level, action.knob
            knob = level.knob(name)
            title = knob.title if knob is not None and knob.title else name
            if name in level.network.knobs and level.network.knob_size(name) > 1:
                before = str(settings[name].value) if name in settings else ""
                plain = knob.stops[0] if knob is not None and knob.stops else None
                place = "" if action.value == plain else str(action.index + 1)
                settings[name] = KnobSetting(name, title, "+".join(filter(None, (before, place))))
            else:
                value: float | str = action.value
                if isinstance(value, str) and name in ("learner", "metric"):  # by its title
                    catalog, plugin = session.catalog, level.plugin
                    kind = catalog.learner(value, plugin) if name == "learner" else catalog.metric(value, plugin)
                    value = item_title(kind)
                settings[name] = KnobSetting(name, title, value)
    if session.level.knob("freeze") is not None:
        settings["freeze"] = KnobSetting("freeze", "held", " + ".join(ice) if ice else "nothing")
    return tuple(settings.values())


def setting_words(settings: Iterable[KnobSetting]) -> str:
    """In the player's language, with light markup."""
    words = list[str]()
    for knob, title, value in settings:
        if not isinstance(value, str):
            words.append(f"{_(title)} [{'alpha' if knob == 'alpha' else 'value'}:{short(value)}]")
        elif knob == "freeze":
            words.append(_("{name} held").format(name=_(value)))
        elif not value:
            words.append(_("no {name}").format(name=_(title)))
        elif value in ("on", "off"):
            words.append(f"{_(title)} {_(value)}")
        else:
            words.append(f"{_(title)} {value}" if value[0].isdigit() and knob != "wire" else _(value))
    return ", ".join(words) or _("the start setting")


ZERO = re.compile(r"(?<![^−+])0(?=[.,]\d)")  # before the decimal mark
LONGEST = 64  # characters in English, without marks

TEMPLATES: dict[str, str] = {
    # while it tries
    "tries alphas": N_("It tries [value:{count}] alphas from one start."),
    "tries learners": N_("It tries [value:{count}] learners from one start."),
    "tries spreads": N_("It tries [value:{count}] spreads of the start weights."),
    "tries ways": N_("It tries [value:{count}] ways at once."),
    "tries two knobs": N_("It tries [value:{count}] ways to set two knobs."),
    "own way": N_("The level’s own way: {way}."),
    "own way, alphas": N_("The level’s own way: {way}, alpha [alpha:{alpha}] to [alpha:{last_alpha}]."),
    "own alphas": N_("The level’s own way: alpha from [alpha:{alpha}] to [alpha:{last_alpha}]."),
    "as set": N_("First the start setting: {way}."),
    "looks": N_("It looks for a way."),
    "looks, by hand": N_("It turns one weight, lets the net learn, then tries the next."),
    "again": N_("Once more: {knob} opens after [value:{count}] runs."),
    "one try": N_("Nothing to choose here: it just runs."),
    "no try": N_("No try could be run."),
    "first there": N_("{Way} lands after {steps}, first of all."),
    "first there, two knobs": N_("{Way}: first there, after {steps}."),
    "there by then": N_("{Way} lands after {steps}."),
    "there by then, two knobs": N_("{Way}: there after {steps}."),
    "out alpha": N_("Climbing so far: [alpha:{alpha}] and up. [value:{count}] are not."),
    "out alpha, one is not": N_("Climbing so far: [alpha:{alpha}] and up. One is not."),
    "out": N_("Climbing so far: [value:{alpha}] and up. [value:{count}] are not."),
    "out, one is not": N_("Climbing so far: [value:{alpha}] and up. One is not."),
    "crosses": N_("{Way} crosses the flag, nearer each time: [value:{ratio}] a step."),
    "to and fro": N_("{Way} swings between the same two weights."),
    "nobody there": N_("None gets there by itself. The lowest is {way}."),
    "fewest": N_("{Way} needs the fewest: {steps}."),
    "leads": N_("{Way} leads: there after {steps}."),
    "tie": N_("{Way} and {other_way}: {steps} each; it takes the calmer one."),
    "plays": N_("{Way} is played: no try got there by itself."),
    "schedule falls": N_("No single alpha does it: large first, then small."),
    "schedule": N_("No single alpha does it: {alphas} in turn."),
    "nudge": N_("It moves one weight by hand first: {place} to [weight:{turned}]."),
    "nudges": N_("It moves [value:{count}] weights by hand first."),
    # while it looks
    "now": N_("Now {title}: {choice}."),
    "places": N_("[value:{count}] of [value:{all}] places are right."),
    "places before": N_("This cell: [value:{count}] of [value:{all}] places right, before [value:{before}]."),
    "drawn": N_("Drawn: [goal:{goal}]. Read: [prediction:{read}]."),
    "that is it": N_("Weight [weight:{turned}]: that is it."),
    "too low": N_("Weight [weight:{turned}]: too low by [value:{miss}]."),
    "too high": N_("Weight [weight:{turned}]: too high by [value:{miss}]."),
    "error there": N_("Weight [weight:{turned}]: the error is [error:{error}]."),
    "right is lower": N_("Right is lower: [error:{error}]."),
    "left is lower": N_("Left is lower: [error:{error}]."),
    "right is no lower": N_("Right is not lower: [error:{error}]."),
    "left is no lower": N_("Left is not lower: [error:{error}]."),
    "peek": N_("Pass [value:{pass}]: the unseen error is [error:{error}]."),
    "peek nearer": N_("Pass [value:{pass}]: better on the [value:{count}] examples, and on unseen ones."),
    "peek too far": N_("Pass [value:{pass}]: better on the [value:{count}], worse on unseen ones. Back."),
    "peek lower": N_("Pass [value:{pass}]: unseen [error:{error}], lower than at [value:{other}]."),
    "peek higher": N_("Pass [value:{pass}]: unseen [error:{error}], higher than at [value:{other}]."),
    "it turns": N_("The turn is between [value:{low}] and [value:{high}]."),
    # when it ends
    "there": N_("There in {steps}."),
    "there, par": N_("There in {steps}. Par is [value:{par}]."),
    "there, par and yours": N_("There in {steps}. Par is [value:{par}]; you took [value:{yours}]."),
    "won with": N_("Won in {steps}."),
    "won with, par": N_("Won in {steps}. Par is [value:{par}]."),
    "won with, par and yours": N_("Won in {steps}. Par is [value:{par}]; you took [value:{yours}]."),
    "not there": N_("It did not get there: {outcome}."),
    "draw": N_("It waits for your drawing."),
    "given up": N_("It did not get there."),
    "instead": N_("With {way} instead: {steps}."),
    "runs away": N_("From {way} up it runs away."),
    # while it runs
    "same side": N_("Each step leaves [value:{ratio}] of the miss, on the same side."),
    "other side": N_("Each step leaves [value:{ratio}] of the miss, on the other side."),
    "for ever": N_("[value:{ratio}] times the miss, on the other side: it never ends."),
    "farther out": N_("[value:{ratio}] times the miss: each step lands farther out."),
    "nothing left": N_("One step, and nothing is left of the miss."),
    "past the goal": N_("Step [value:{step}] goes past the [goal:flag], by [value:{miss}]."),
    "one step leaves": N_("One step leaves [value:{ratio}] of the miss."),
    "same steps": N_("Every step is the same size, [value:{step_size}], far or near."),
    "same steps on a v": N_("On a V every step is the same size, [value:{step_size}]."),
    "too near": N_("Too near for such a step: it goes past and comes back."),
    "another alpha": N_("Next: alpha [alpha:{alpha}]."),
    "one is held": N_("{Names} is held: the others share the miss, [value:{miss}]."),
    "are held": N_("{Names} are held: the others share the miss, [value:{miss}]."),
    "first and last": N_("{Name} is there first, after {first}; {other_name} needs [value:{last}]."),
    "first of several": N_("{Name} is there first, after {first}."),
    "one step for all": N_("One step for all: each alpha is 1 / input²."),
    "pushes": N_("Across, the pushes cancel; along, they add up."),
    "falls": N_("The error falls from [error:{first_error}] to [error:{error}] in {steps}."),
    "rises": N_("The error rises from [error:{first_error}] to [error:{error}] in {steps}."),
    "half a pass": N_("Half a pass: it reads [value:{part}] of unseen digits; [value:{begin}] at first."),
    "by chance": N_("It begins with random kernels."),
    "before it trains": N_("Before the first step it reads [value:{part}] of unseen digits."),
    "digits read": N_("After [value:{digits}] digits it reads [value:{part}] of unseen digits."),
    "passes read": N_("{Steps}: it reads [value:{part}] of unseen digits; [value:{begin}] at first."),
    "still training": N_("Still training, pass [value:{pass}]."),
    "pass reads": N_("Pass [value:{pass}]: it reads [value:{part}] of unseen digits."),
    "pass reads, mistakes": N_("Pass [value:{pass}]: [value:{part}] unseen. Worst: {meant} read as {read}, {times} "
    "times."),
    "light below dark": N_("Kernel {kernel} looks for light below dark."),
    "light above dark": N_("Kernel {kernel} looks for light above dark."),
    "light right of dark": N_("Kernel {kernel} looks for light right of dark."),
    "light left of dark": N_("Kernel {kernel} looks for light left of dark."),
    "zigzag": N_("[value:{turns}] of the first [value:{steps}] steps turn back across the valley."),
    "carries": N_("{Name} carries it: [weight:{weight}]. {Others} cancel."),
    "disagree": N_("[value:{count}] {examples} with the same {inputs} disagree: a miss remains."),
    "together nothing": N_("[value:{count}] examples pull, up to [value:{pull}] each; together: nothing."),
    "together little": N_("[value:{count}] examples pull, up to [value:{pull}] each; together: next to nothing."),
    "dark": N_("Neurons {neurons} stay dark: no example lights them."),
    "one dark": N_("Neuron {neurons} stays dark: no example lights it."),
    "all dark": N_("All [value:{count}] neurons stay dark: no example lights one."),
    "all dark, nothing moves": N_("All [value:{count}] neurons stay dark. No step changed any weight."),
    "lights up": N_("Neuron {neuron} lights for {example}: now it can be blamed."),
    "low, one to blame": N_("Too low by [value:{miss}]: neuron {neuron} alone was lit, so it is to blame."),
    "high, one to blame": N_("Too high by [value:{miss}]: neuron {neuron} alone was lit, so it is to blame."),
    "share the blame": N_("[value:{count}] neurons share the blame: {neuron} most, [value:{share}]."),
    "all alike": N_("[value:{count}] neurons give one answer: they learn as one."),
    "some alike": N_("Neurons {neurons} give one answer: they learn as one."),
    "differ": N_("From pass [value:{pass}] they differ."),
    "lines": N_("Lines in a row make one line: exam never below [error:{floor}]."),
    "each cell once": N_("{Choice}, alpha [alpha:{alpha}]: one pass, each cell in one step."),
    "rows alike": N_("{Choice}: own error 0, yet all three rows came out alike."),
    "answers mostly": N_("Neuron {neurons} answers mostly to: {example}."),
    "answer mostly": N_("Neurons {neurons} answer mostly to: {example}."),
    "right": N_("Right from pass [value:{pass}] on: {example}."),
}


def sentence(moment: Moment) -> str:
    """The caption of a moment: a sentence with light markup for hues."""
    words = {name: FORMATS.get(name, fact_words)(value) for name, value in moment.facts.items()}
    words |= {name.capitalize(): sentence_case(text) for name, text in words.items()}  # to begin a sentence
    return _(TEMPLATES[moment.kind]).format(**words)


def fact_words(value: Any) -> str:
    """By what it is: a number with two decimals, a word of the level, a list of either."""
    if isinstance(value, DistinguishingInputs):
        # left, not middle; neither left nor middle
        on, off = [_word(name) for name in value.on], [_word(name) for name in value.off]
        if on:
            return ", ".join([joined_words(on), *(_("not {name}").format(name=name) for name in off)])
        if len(off) == 2:
            return _("neither {one} nor {other}").format(one=off[0], other=off[1])
        return ", ".join(_("not {name}").format(name=name) for name in off)
    if isinstance(value, Amount):
        return f"{value.n} {plural_form(value.one, value.many, value.n)}"
    if isinstance(value, tuple):
        return joined_words([fact_words(each) for each in value])
    if isinstance(value, float):
        return without_zero(number(value))
    return _word(value) if isinstance(value, str) else str(value)


def _word(text: str) -> str:
    """A word of the level; of "input 1.1" the number as the player writes it."""
    if _(text) != text:
        return _(text)
    word, space, end = text.rpartition(" ")
    try:
        return f"{_(word)} {short(float(end))}" if space else _(text)
    except ValueError:
        return _(text)


def without_zero(text: str) -> str:
    """.19 for 0.19, as the levels' texts have it."""
    return ZERO.sub("", text)


def joined_words(words: list[str]) -> str:
    """left, middle and right"""
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def _percent(value: float) -> str:
    return f"{number(100 * value, 1)}%"


def _small(value: float) -> str:
    """Below .1 with two digits that tell: .056"""
    return without_zero(telling(value, 2) if abs(value) < 0.1 else number(value))


FORMATS: dict[str, Callable[[Any], str]] = {
    "alpha": short, "begin": _percent, "error": _small, "first_error": _small, "last_alpha": short, "miss": _small,
    "other_way": setting_words, "part": _percent, "pull": _small, "ratio": _small, "share": _small,
    "step_size": _small, "turned": short, "way": setting_words,
    "alphas": lambda values: joined_words([f"[alpha:{short(value)}]" for value in values]),
    # rounded down: what is never below it is not below what is read
    "floor": lambda value: without_zero(number(floor(value * 100) / 100)),
    "others": lambda pairs: joined_words([f"{_word(name)} [weight:{fact_words(weight)}]" for name, weight in pairs]),
    "place": lambda ends: " → ".join(map(_word, ends)),
}  # fmt: skip


# How long each part of a run is shown.


HOLDS = (1.8, 0.9, 0.45)  # seconds, by the rank of a moment
GAP = 2.4  # seconds for the steps between two moments, at most
STEP, QUICK = 0.5, 0.2  # seconds of one step, at most; on the way to a moment of rank 2
PARTS, HEARD = 4.0, 0.5  # seconds of the first step; the part of them after which its error is seen
WHOLE = 6.0  # seconds of a run without moments
FRAME = 1 / 60
MOST_MOMENTS = 12
FEW = 30  # steps between two moments: of fewer none is skipped
LARGEST = 8  # steps that are skipped at once, or twice as many as if all were spaced alike: each has to be made


class Stretch(NamedTuple):
    """A part of the time: a moment that is held, or steps on the way.

    begin, seconds    when it begins, how long it lasts
    step, moves       the step that is seen, or left; how many steps further it goes in this time (0: it is held)
    moment            what is told
    parts             the step is seen in its parts
    """

    begin: float
    seconds: float
    step: int
    moves: int = 0
    moment: Moment | None = None
    parts: bool = False


class RunPlan:
    """The time of a run at speed 1. `length`: seconds of all; `moments`: those that have a caption.

    `position` and `caption` of a second, `seconds_at` a step.
    """

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self.stretches = tuple(stretches)
        self.moments = [each.moment for each in stretches if each.moment is not None]
        last = stretches[-1]
        self.length = last.begin + last.seconds
        self._begins = [each.begin for each in stretches]

    def at(self, seconds: float) -> Stretch:
        return self.stretches[max(0, bisect_right(self._begins, seconds) - 1)]

    def position(self, seconds: float) -> float:
        """The step that is seen then; 3.4 is between the steps 3 and 4."""
        now = self.at(seconds)
        if seconds >= self.length:
            return float(now.step + now.moves)
        part = min(1.0, max(0.0, (seconds - now.begin) / now.seconds)) if now.seconds else 1.0
        return now.step + now.moves * part

    def caption(self, seconds: float) -> Moment | None:
        """The last caption by then that still holds."""
        now = max(0, bisect_right(self._begins, seconds) - 1)
        here = self.stretches[now]
        if here.parts and seconds < here.begin + HEARD * here.seconds:
            now -= 1
        position = self.position(seconds)
        moments = ((each is here, each.moment) for each in reversed(self.stretches[: now + 1]))
        return next((moment for present, moment in moments if moment is not None
                     and (present or position < moment.before)), None)  # fmt: skip

    def seconds_at(self, step: int) -> float:
        for each in self.stretches:
            if step <= each.step + each.moves:
                done = (step - each.step) / each.moves if each.moves else 0.0
                return each.begin + max(0.0, done) * each.seconds
        return self.length


def plan(first: int, last: int, moments: Sequence[Moment] = (), parts: float = PARTS, most: float = STEP,
         whole: float = WHOLE) -> RunPlan:  # fmt: skip
    """The time of the steps `first` ... `last` of a run.

    `parts`: seconds of its first step, seen in parts; 0: not so. `most`: seconds of each of the others, at most.
    `whole`: seconds of all of it, where there is no caption.
    """
    inside = [each for each in moments if first <= each.step <= last]
    kept = [each for each in inside if each.kind not in IN_PARTS or not parts]
    kept.sort(key=lambda moment: (moment.step, moment.rank))
    # At most MOST_MOMENTS, besides those of rank 2: those of rank 1 go first, then those in the middle
    while len(long := [k for k, each in enumerate(kept) if each.rank != MINOR]) > MOST_MOMENTS:
        lesser = [k for k in long if kept[k].rank] or long
        del kept[lesser[len(lesser) // 2]]
    blame = next((each for each in inside if each.kind in IN_PARTS), None)
    stretches: list[Stretch] = []
    clock, here = 0.0, first

    def add(seconds: float, moves: int = 0, moment: Moment | None = None, in_parts: bool = False) -> None:
        nonlocal clock, here
        stretches.append(Stretch(clock, seconds, here, moves, moment, in_parts))
        clock, here = clock + seconds, here + moves

    def go(to: int, room: float, longest: float = most) -> None:
        if here == first and to > here and parts:
            add(parts, 1, blame, in_parts=True)
        for moves, seconds in _steps(here - first, to - first, room, longest):
            add(seconds, moves)

    for moment in kept:
        go(moment.step, GAP, min(most, QUICK) if moment.rank == MINOR else most)
        add(HOLDS[moment.rank], moment=moment)
    go(last, GAP if kept else max(0.0, whole - parts))
    if whole - clock >= FRAME and not kept:
        add(whole - clock)
    return RunPlan(stretches or [Stretch(0.0, whole, first)])


def _steps(start: int, end: int, room: float, longest: float) -> list[tuple[int, float]]:
    """(steps, seconds) of each move from one step to a later one, both counted from the run's start.

    Steps that are shown where not all can be: evenly in log(step + before), `before` as small as it may be.
    """
    count = end - start
    if count <= 0:
        return []
    seconds = min(room, longest * count) if room else FRAME
    most, places = max(FEW, int(seconds / FRAME)), list(range(start, end + 1))
    if count > most:
        largest, before = max(LARGEST, 2 * count / most), 1
        while (end + before) * log((end + before) / (start + before)) / most > largest:
            before *= 2
        low, height = log(start + before), log(end + before)
        ways = {round(2.718281828459045 ** (low + (height - low) * k / most)) - before for k in range(1, most)}
        places = sorted({start, end} | {each for each in ways if start < each < end})
    moves = [b - a for a, b in zip(places, places[1:])]
    if seconds <= FRAME * len(moves):
        return [(move, FRAME) for move in moves]
    shares = [log((b + 1) / (a + 1)) for a, b in zip(places, places[1:])]
    short: set[int] = set()  # moves that would have less than a frame: they have one
    while True:
        left, total = seconds - FRAME * len(short), 0.0
        for k, share in enumerate(shares):
            total += share if k not in short else 0.0
        less = {k for k, share in enumerate(shares) if k not in short and share / total * left < FRAME}
        if not less:
            return [(move, FRAME if k in short else shares[k] / total * left) for k, move in enumerate(moves)]
        short |= less

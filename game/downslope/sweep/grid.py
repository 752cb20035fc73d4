"""From what was asked for to the runs: every combination of level, learner, metric, alpha, start and seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import isfinite, prod
from typing import Any, NamedTuple

from ..i18n import _, parse_number, translate
from ..learning import Learner
from ..rules import LEVEL_KNOBS, Catalog, Level, fits, key_of, knobs_of, misfit
from ..solving.autosolve import values_of
from ..solving.tried import NO_LEARNER
from ..storage.files import Refused
from .job import BETWEEN, Job, choices

# Numbers as they are typed: `0.1:1:10`, `0.01:10:31:log`, `1,3,9`, and for seeds `0:4`.


MOST = 100_000  # numbers in one range


def numbers(option: str, typed: list[str], positive: bool = False) -> list[float]:
    """All that was typed, sorted, each once. `positive`: above 0. Refused: not numbers, or not such a range."""
    values: set[float] = set()
    for text in parts(typed):
        words = text.split(":")
        if len(words) == 1:
            values.add(_number(option, text, text, positive))
            continue
        allowed = _("LOW:HIGH:COUNT, such as 0.1:1:10, or LOW:HIGH:COUNT:log for equal ratios")
        if not 3 <= len(words) <= 4 or (len(words) == 4 and words[3] not in ("log", "lin")):
            raise bad(option, text, allowed)
        low, high = (_number(option, text, word, positive) for word in words[:2])
        logarithmic = words[3:] == ["log"]
        if not low < high or (logarithmic and low <= 0):
            wanted = _("LOW above 0 and below HIGH") if logarithmic or positive else _("LOW below HIGH")
            raise bad(option, text, wanted)
        if not words[2].isdecimal() or len(words[2]) > 9 or not 2 <= int(words[2]) <= MOST:
            raise bad(option, text, _("a COUNT of 2 to {most}").format(most=MOST))
        if not isfinite(high / low if logarithmic else high - low):
            raise bad(option, text, _("LOW and HIGH that are less far apart"))
        last = int(words[2]) - 1
        parted = [low * (high / low) ** (k / last) if logarithmic else low + (high - low) * (k / last)
                  for k in range(1, last)]  # fmt: skip
        # twelve digits: .3 and not .30000000000000004, and the same on every machine
        values |= {low, *(float(f"{value:.12g}") for value in parted), high}
    return sorted(values)


def wholes(option: str, typed: list[str], low: int, high: int) -> list[int]:
    """Whole numbers, `LOW:HIGH` with both ends, sorted, each once. Refused: another thing, or outside low ... high."""
    allowed = _("whole numbers {low} to {high}, separated by commas, or FIRST:LAST").format(low=low, high=high)
    values: set[int] = set()
    for text in parts(typed):
        first, colon, last = text.partition(":")
        ends = [int(end) if end.isdecimal() and len(end) < 18 else -1 for end in (first, last if colon else first)]
        if not low <= ends[0] <= ends[1] <= high or ends[1] - ends[0] >= MOST:
            raise bad(option, text, allowed)
        values |= set(range(ends[0], ends[1] + 1))
    return sorted(values)


def parts(typed: list[str]) -> list[str]:
    """`["a,b", "c"]` is a, b, c."""
    return [part.strip() for text in typed for part in text.split(",")]


def _number(option: str, text: str, word: str, positive: bool) -> float:
    try:
        value = parse_number(word)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or (positive and value <= 0.0):
        wanted = _("finite numbers above 0") if positive else _("finite numbers")
        shape = _("separated by commas, or LOW:HIGH:COUNT, or LOW:HIGH:COUNT:log")
        raise bad(option, text, f"{wanted} {shape}")
    return value + 0.0  # −0 is 0


def bad(option: str, text: str, allowed: str) -> Refused:
    """The sentence for an option that cannot be: its name, what was typed, what is allowed."""
    return Refused(_("{name} is {value!r}; allowed: {allowed}").format(name=option, value=text, allowed=allowed))


# Own knobs of learners and metrics and a level's choices, as they are typed. Such as `beta=0:0.8:5`, or `wire=always
# 1,copy of left`.


OPTION = "--knob"


def own_knobs(typed: list[str]) -> dict[str, list[str]]:
    """By name the values as typed, numbers of a range as they are written in the table.

    Refused: not NAME=VALUES, or a knob that has an option of its own.
    """
    options: dict[str, list[str]] = {}
    for text in typed:
        name, equals, values = text.partition("=")
        if not equals or not values or name in LEVEL_KNOBS:
            raise bad(OPTION, text, _("NAME=VALUES, such as beta=0:0.8:5, for a knob that has no option here"))
        raw = list(map(repr, numbers(OPTION, [values]))) if ":" in values else parts([values])
        options[name] = [*options.get(name, ()), *raw]
    return options


def settings(own: Mapping[str, list[str]], level: Level, learner: str, metric: str, catalog: Catalog) -> list[str]:
    """Every combination for this level, learner and metric, as a job has it; a knob that none has is left out.

    Refused: a value is neither a choice nor a number.
    """
    axes = []
    for name, typed in own.items():
        if name in knob_names(level, learner, metric, catalog):
            values, option, axis = choices(level, learner, metric, name, catalog), f"{OPTION} {name}", list[str]()
            for raw in typed:  # a choice as it is called, or a number as it is written
                if values and raw not in values:
                    raise bad(option, raw, _("one of {names}").format(names=", ".join(values)))
                axis.append(f"{name}={raw if values else repr(numbers(option, [raw])[0])}")
            axes.append(axis)
    return [BETWEEN.join(combination) for combination in product(*axes)]


def knob_names(level: Level, learner: str, metric: str, catalog: Catalog) -> set[str]:
    """What can be set there."""
    own = knobs_of(catalog.learners[learner], catalog.metrics[metric])
    return {*level.variants, *(knob.name for knob in own)} - {*LEVEL_KNOBS}


ALL = "all"
MOST_RUNS = 1_000_000


class SweepRequest(NamedTuple):
    """As typed; empty, of the budget None: what the level itself says."""

    levels: list[str]  # empty: every level that has a learner
    learners: list[str]
    metrics: list[str]
    alphas: list[str]  # empty: the notches of the level's own knob
    weights: list[str]
    spreads: list[str]
    seeds: list[str]
    budget: int | None = None
    knobs: Sequence[str] = ()  # NAME=VALUES


class UnknownChoice(KeyError):
    """`kind` (level, learner, metric), the name, those that there are."""

    def __init__(self, kind: str, name: str, known: Mapping[str, object]) -> None:
        super().__init__(name)
        self.kind, self.name, self.known = kind, name, list(known)


def jobs(request: SweepRequest, catalog: Catalog) -> list[Job]:
    """All runs, sorted, none twice. UnknownChoice: a name that is not there; Refused: a number that cannot be."""
    alphas = numbers("--alpha", request.alphas, positive=True)
    weights, spreads = numbers("--weight", request.weights), numbers("--spread", request.spreads, positive=True)
    if weights and spreads:
        raise Refused(_("--weight and --spread both say where the weights start; allowed: one of them"))
    seeds = wholes("--seed", request.seeds, 0, 10**9)
    starts: list[tuple[float | None, float | None]] = [(None, None)]
    if weights or spreads:
        starts = [*((weight, None) for weight in weights), *((None, spread) for spread in spreads)]
    own, seen = own_knobs(list(request.knobs)), set[str]()
    jobs: dict[Job, None] = {}
    levels = [level for level in catalog.levels.values() if level.learner is not None or ALL in request.levels]
    if request.levels and ALL not in request.levels:
        levels = []
        for name in request.levels:
            try:
                levels.append(catalog.level(name))
            except KeyError:
                raise UnknownChoice("level", name, catalog.levels) from None
    for level in levels:
        learners = _chosen("learner", request.learners, level, catalog)
        metrics = _chosen("metric", request.metrics, level, catalog)
        grid = alphas or own_alphas(level), starts, seeds or [level.seed]
        for learner, metric in product(learners, metrics):
            seen |= knob_names(level, learner, metric, catalog)
            knobs = settings(own, level, learner, metric, catalog)
            if len(jobs) + prod(len(axis) for axis in grid) * len(knobs) > MOST_RUNS:
                template = _("That is more than {most:,} runs; allowed: fewer levels, learners, alphas or seeds")
                raise Refused(template.format(most=MOST_RUNS))
            budget = request.budget or level.budget
            for alpha, (weight, spread), seed, knob in product(*grid, knobs):
                jobs[Job(level.id, learner, metric, alpha, weight, spread, seed, budget, knob)] = None
    for name in own:
        if name not in seen:
            sentence = _("{option} {name} is a knob of none of them; they have: {names}")
            names = ", ".join(sorted(seen)) or _("none")
            raise Refused(sentence.format(option=OPTION, name=name, names=names))
    return sorted(jobs, key=order(catalog))


def order(catalog: Catalog) -> Callable[[Job], tuple[Any, ...]]:
    """The order of the table: levels as they are taught, the rest by name and number."""
    rank = {name: number for number, name in enumerate(catalog.levels)}

    def key(job: Job) -> tuple[Any, ...]:
        start = (job.weight is not None, job.weight or 0.0, job.spread or 0.0)
        return rank.get(job.level, len(rank)), *job[:4], *start, *job[6:]

    return key


def own_alphas(level: Level) -> list[float]:
    """The notches of its alpha knob, or values spread over the knob's range; without a knob, its alpha."""
    knob = level.knob("alpha")
    if knob is not None:
        return sorted(float(value) for value in values_of(knob) if not isinstance(value, str))
    alphas = [level.alpha] if isinstance(level.alpha, (int, float)) else level.alpha
    return sorted({float(alpha) for alpha in alphas})


def _chosen(kind: str, typed: list[str], level: Level, catalog: Catalog) -> list[str]:
    """The full names of the learners or metrics for this level. `all`: all learners made for its network."""
    things: Mapping[str, Any] = catalog.learners if kind == "learner" else catalog.metrics
    own = (level.learner or NO_LEARNER) if kind == "learner" else level.metric
    names = []
    for name in parts(typed) or [own]:
        if name == ALL:
            names += [key for key in things if kind == "metric" or _fits(things[key], level)]
            continue
        try:
            names.append(key_of(things, name, level.plugin))
        except KeyError:
            raise UnknownChoice(kind, name, things) from None
        if kind == "learner" and not _fits(things[names[-1]], level):
            refusal = misfit(things[names[-1]], level.network, level.id)
            if refusal:
                raise Refused(translate(refusal))
    return list(dict.fromkeys(names))


def _fits(learner: type[Learner], level: Level) -> bool:
    """A learner that raises when it is asked is run, so that its fault is in the table."""
    try:
        return fits(learner, level.network)
    except Exception:
        return True

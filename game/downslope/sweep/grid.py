"""From what was asked for to the runs: every combination of level, learner, metric, alpha, start and seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, NamedTuple

from ..i18n import _, translate
from ..learning.learner import Learner
from ..rules.catalog import Catalog, key_of
from ..rules.fitting import fits, misfit
from ..rules.level import Level
from ..solving.halving_search import values_of
from ..solving.what_if import NO_LEARNER
from ..storage.errors import Refused
from .job import Job
from .knob_options import knob_names, own_knobs, refuse_unused, settings
from .ranges import numbers, parts, wholes

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
    found: dict[Job, None] = {}
    for level in _levels(request, catalog):
        learners = _chosen("learner", request.learners, level, catalog)
        metrics = _chosen("metric", request.metrics, level, catalog)
        grid = alphas or own_alphas(level), starts, seeds or [level.seed]
        for learner, metric in product(learners, metrics):
            seen |= knob_names(level, learner, metric, catalog)
            knobs = settings(own, level, learner, metric, catalog)
            if len(found) + prod(len(axis) for axis in grid) * len(knobs) > MOST_RUNS:
                template = _("That is more than {most:,} runs; allowed: fewer levels, learners, alphas or seeds")
                raise Refused(template.format(most=MOST_RUNS))
            budget = request.budget or level.budget
            for alpha, (weight, spread), seed, knob in product(*grid, knobs):
                found[Job(level.id, learner, metric, alpha, weight, spread, seed, budget, knob)] = None
    refuse_unused(own, seen)
    return sorted(found, key=order(catalog))


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


def _levels(request: SweepRequest, catalog: Catalog) -> list[Level]:
    """Those named, or all that have a learner."""
    if not request.levels:
        return [level for level in catalog.levels.values() if level.learner is not None]
    if ALL in request.levels:
        return list(catalog.levels.values())
    found = []
    for name in request.levels:
        try:
            found.append(catalog.level(name))
        except KeyError:
            raise UnknownChoice("level", name, catalog.levels) from None
    return found


def _chosen(kind: str, typed: list[str], level: Level, catalog: Catalog) -> list[str]:
    """The full names of the learners or metrics for this level. `all`: all learners made for its network."""
    things: Mapping[str, Any] = catalog.learners if kind == "learner" else catalog.metrics
    own = (level.learner or NO_LEARNER) if kind == "learner" else level.metric
    found = []
    for name in parts(typed) or [own]:
        if name == ALL:
            found += [key for key in things if kind == "metric" or _fits(things[key], level)]
            continue
        try:
            found.append(key_of(things, name, level.plugin))
        except KeyError:
            raise UnknownChoice(kind, name, things) from None
        if kind == "learner" and not _fits(things[found[-1]], level):
            refusal = misfit(things[found[-1]], level.network, level.id)
            if refusal:
                raise Refused(translate(refusal))
    return list(dict.fromkeys(found))


def _fits(learner: type[Learner], level: Level) -> bool:
    """A learner that raises when it is asked is run, so that its fault is told."""
    try:
        return fits(learner, level.network)
    except Exception:
        return True

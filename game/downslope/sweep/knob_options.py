"""Own knobs of learners and metrics and a level's choices, as they are typed.

Such as `beta=0:0.8:5`, or `wire=always 1,copy of left`.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from ..i18n import _
from ..rules.catalog import Catalog
from ..rules.fitting import knobs_of
from ..rules.knob import LEVEL_KNOBS
from ..rules.level import Level
from ..storage.errors import Refused
from .job import BETWEEN, choices
from .ranges import bad, numbers, parts

OPTION = "--knob"


class KnobOption(NamedTuple):
    """`values`: as typed, numbers of a range as they are written in the table."""

    name: str
    values: list[str]


def own_knobs(typed: list[str]) -> list[KnobOption]:
    """Refused: not NAME=VALUES, or a knob that has an option of its own."""
    found: dict[str, KnobOption] = {}
    for text in typed:
        name, equals, values = text.partition("=")
        if not equals or not values or name in LEVEL_KNOBS:
            raise bad(OPTION, text, _("NAME=VALUES, such as beta=0:0.8:5, of a knob that has no option of its own"))
        raw = list(map(repr, numbers(OPTION, [values]))) if ":" in values else parts([values])
        found[name] = KnobOption(name, [*(found[name].values if name in found else ()), *raw])
    return list(found.values())


def settings(own: list[KnobOption], level: Level, learner: str, metric: str, catalog: Catalog) -> list[str]:
    """Every combination for this level, learner and metric, as a job has it; a knob that none has is left out."""
    axes = []
    for knob in own:
        if knob.name in knob_names(level, learner, metric, catalog):
            known = choices(level, learner, metric, knob.name, catalog)
            axes.append([f"{knob.name}={_value(knob.name, raw, known)}" for raw in knob.values])
    return [BETWEEN.join(combination) for combination in product(*axes)]


def knob_names(level: Level, learner: str, metric: str, catalog: Catalog) -> set[str]:
    """What can be set there."""
    own = knobs_of(catalog.learners[learner], catalog.metrics[metric])
    return {*level.variants, *(knob.name for knob in own)} - {*LEVEL_KNOBS}


def _value(name: str, raw: str, known: dict[str, object]) -> str:
    """A choice as it is called, or a number as it is written. Refused: neither."""
    if raw in known:
        return raw
    if not known:
        return repr(numbers(f"{OPTION} {name}", [raw])[0])
    raise bad(f"{OPTION} {name}", raw, _("one of {names}").format(names=", ".join(known)))


def refuse_unused(own: list[KnobOption], seen: set[str]) -> None:
    """Refused: a knob that none of the levels, learners and metrics has."""
    for knob in own:
        if knob.name not in seen:
            template = _("{option} {name} is a knob of none of them; they have: {names}")
            names = ", ".join(sorted(seen)) or _("none")
            raise Refused(template.format(option=OPTION, name=knob.name, names=names))

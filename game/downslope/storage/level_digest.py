"""A short name for what a level asks: best runs keep it and the par, so that a changed level keeps no old record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass

from ..learning import Network, form_of
from ..rules import Knob, Level, TargetInfo, part_for

# What may change without a run being worth more or less: words and pictures.
WORDS = frozenset({
    "title", "brief", "insight", "hints", "chapter", "minutes", "picture", "caption", "words", "questions", "recap",
    "par", "par_unit", "expert", "ghost", "solution", "beside", "introduces", "shows", "moves",
})  # fmt: skip


# The first fields of a level, which always count. One that came later leaves no trace where it says nothing.
FIRST = frozenset({
    "id", "network", "examples", "unseen", "weights", "spread", "seed", "alpha", "metric", "learner", "settings",
    "schedule", "batch", "shuffle", "frozen", "knobs", "variants", "stages", "recording", "take_over", "target", "wins",
    "budget", "par_target", "sight", "probes", "stop",
})  # fmt: skip

# A knob's title counts. Where a shipped one got other words, the old ones go into the digest: new -> old.
OLD_TITLES = {"struck out": "struck card", "leash": ""}

NETWORK_NAMES = {("ConvNet", "outputs"): "classes"}  # an argument goes into the digest by its first name


def digest(level: Level) -> str:
    """12 hexadecimal digits of the SHA-256 of all that decides how the level plays."""
    from hashlib import sha256  # loads a large library; nobody needs it before a level is won

    values = [(f, getattr(level, f.name)) for f in fields(level) if f.name not in WORDS]
    parts = [(f.name, canonical(value)) for f, value in values if f.name in FIRST or value != f.default]
    return sha256(repr(parts).encode()).hexdigest()[:12]


def terms(level: Level) -> str:
    """What a run of it is worth something by: `0a2b230f43ca 3 runs`, its digest and its par."""
    part = level.stage(part_for(level, 2))
    return " ".join(str(each) for each in (digest(level), part.par, part.par_unit) if each is not None)


def terms_of(levels: Mapping[str, Level]) -> Callable[[str], str]:
    """Of a level as it is now, by its key; "": there is none."""
    return lambda key: terms(levels[key]) if key in levels else ""


def canonical(value: object) -> object:
    """The value as nested tuples of names, numbers and texts: equal for equal values, in every process."""
    if isinstance(value, str):
        return OLD_TITLES.get(value, value)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else repr(value)  # 1 and 1.0 play alike
    if isinstance(value, Mapping):
        plays = ((key, each) for key, each in value.items() if key not in WORDS)  # a stage may have words of its own
        return "map", *sorted((repr(canonical(key)), canonical(each)) for key, each in plays)
    if isinstance(value, (set, frozenset)):
        return "set", *sorted(repr(canonical(each)) for each in value)
    name = type(value).__name__
    if type(value) is Network:
        name, given = form_of(value.ops())
        return name, *((NETWORK_NAMES.get((name, key), key), canonical(each)) for key, each in given.items())
    if is_dataclass(value) and not isinstance(value, type):
        unnamed = isinstance(value, (Knob, TargetInfo))
        rows = ((each.name, canonical(getattr(value, each.name))) for each in fields(value))
        return name, *(row[1] if unnamed else row for row in rows)
    if isinstance(value, (list, tuple)):
        return "list" if type(value) in (list, tuple) else name, *(canonical(each) for each in value)
    return name, canonical(vars(value)) if hasattr(value, "__dict__") else ""

"""The words of a moment: `sentence(moment)`, light markup in the player's language. `TEMPLATES` has one a kind.

A template is at most 64 characters long in English once its facts stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..i18n import N_, _, several
from ..view.format.numbers import number, short, telling
from .moment import Amount, LitInputs, Moment, WeightPlace
from .settings_words import setting_words

ZERO = re.compile(r"(?<![^−+])0(?=[.,]\d)")  # before the decimal mark
LONGEST = 64  # characters in English, without marks

TEMPLATES: dict[str, str] = {
    # while it tries
    "tries alphas": N_("It tries [value:{count}] alphas from one start."),
    "tries learners": N_("It tries [value:{count}] learners from one start."),
    "tries ways": N_("It tries [value:{count}] ways from one start."),
    "tries two knobs": N_("It tries [value:{count}] ways to set two knobs."),
    "one try": N_("There is nothing to choose: it runs as it stands."),
    "no try": N_("No try could be run."),
    "first there": N_("{Way} is at the flag after {steps}. The others still run."),
    "first there, some run": N_("{Way} is at the flag after {steps}. [value:{count}] still run."),
    "first there, one runs": N_("{Way} is at the flag after {steps}. One still runs."),
    "first there, none runs": N_("{Way} is at the flag after {steps}, first of all."),
    "first there, alone": N_("{Way} is at the flag after {steps}."),
    "first of two knobs": N_("{Way}: there after {steps}. The others run on."),
    "first of two knobs, some run": N_("{Way}: there after {steps}. [value:{count}] run on."),
    "first of two knobs, one runs": N_("{Way}: there after {steps}. One runs on."),
    "first of two knobs, none runs": N_("{Way}: there after {steps}, first of all."),
    "first of two knobs, alone": N_("{Way}: there after {steps}."),
    "out alpha": N_("From [alpha:{alpha}] up each step climbs: out. [value:{count}] come down."),
    "out alpha, one comes down": N_("From [alpha:{alpha}] up each step climbs: out. One comes down."),
    "out": N_("From [value:{alpha}] up each step climbs: out. [value:{count}] come down."),
    "out, one comes down": N_("From [value:{alpha}] up each step climbs: out. One comes down."),
    "crosses": N_("{Way} crosses the flag each time, and shrinks: [value:{ratio}] a step."),
    "to and fro": N_("{Way} goes to and fro between the same two weights."),
    "nobody there": N_("None gets there by itself. The lowest is {way}."),
    "fewest": N_("{Way}: the fewest, {steps}."),
    "leads": N_("{Way} leads: there after {steps}."),
    "tie": N_("{Way} and {other}: {steps} each; it takes the calmer one."),
    "plays": N_("{Way} is played: no try got there by itself."),
    "schedule falls": N_("No one alpha does it: large first, then small."),
    "schedule": N_("No one alpha does it: {alphas} in turn."),
    "nudge": N_("It moves one weight by hand first: {place} to [weight:{turned}]."),
    "nudges": N_("It moves [value:{count}] weights by hand first."),
    # while it runs
    "same side": N_("After each step [value:{ratio}] is left of the miss, on the same side."),
    "other side": N_("After each step [value:{ratio}] is left of the miss, on the other side."),
    "for ever": N_("[value:{ratio}] times the miss, on the other side: it never ends."),
    "farther out": N_("[value:{ratio}] times the miss: each step lands farther out."),
    "nothing left": N_("One step, and nothing is left of the miss."),
    "past the goal": N_("Step [value:{step}] goes past the [goal:flag], by [value:{miss}]."),
    "zigzag": N_("[value:{turns}] of the first [value:{steps}] steps turn back across the valley."),
    "carries": N_("{Name} carries it: [weight:{weight}]. {Others} cancel."),
    "together nothing": N_("[value:{examples}] examples pull, up to [value:{pull}] each; together: nothing."),
    "dark": N_("Neurons {neurons} stay dark: no example lights them."),
    "one dark": N_("Neuron {neurons} stays dark: no example lights it."),
    "all dark": N_("All {count} neurons stay dark: no example lights one."),
    "answers only": N_("Neuron {neuron} answers only to: {example}."),
    "right": N_("Right from pass [value:{pass}] on: {example}."),
}


def sentence(moment: Moment) -> str:
    """The caption of a moment: a sentence with light markup for hues."""
    return _(TEMPLATES[moment.kind]).format(**words_of(moment.facts))


def words_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """Each fact as it is read; with a large first letter under its name with one, to begin a sentence."""
    found = {name: FORMATS.get(name, fact_words)(value) for name, value in facts.items()}
    return found | {name.capitalize(): text[:1].upper() + text[1:] for name, text in found.items()}


def fact_words(value: Any) -> str:
    """By what it is: a number with two decimals, a word of the level, a list of either."""
    if isinstance(value, LitInputs):
        return _lit(value)
    if isinstance(value, WeightPlace):
        return " → ".join(_(word) for word in value if word)
    if isinstance(value, Amount):
        return f"{value.n} {several(value.one, value.many, value.n)}"
    if isinstance(value, tuple):
        return joined_words([fact_words(each) for each in value])
    if isinstance(value, float):
        return without_zero(number(value))
    return _(value) if isinstance(value, str) else str(value)


def without_zero(text: str) -> str:
    """.19 for 0.19, as the levels' texts have it."""
    return ZERO.sub("", text)


def joined_words(words: list[str]) -> str:
    """left, middle and right"""
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def _lit(lit: LitInputs) -> str:
    """left, not middle; neither left nor middle"""
    on, off = [_(name) for name in lit.on], [_(name) for name in lit.off]
    if on:
        return ", ".join([joined_words(on), *(_("not {name}").format(name=name) for name in off)])
    if len(off) == 2:
        return _("neither {one} nor {other}").format(one=off[0], other=off[1])
    return ", ".join(_("not {name}").format(name=name) for name in off)


def _weights(pairs: tuple[tuple[str, float], ...]) -> str:
    """right −.07 and left .07"""
    return joined_words([f"{_(name)} [weight:{fact_words(weight)}]" for name, weight in pairs])


def _alphas(values: tuple[float, ...]) -> str:
    """1, 1.2 and .4"""
    return joined_words([f"[alpha:{short(value)}]" for value in values])


def _small(value: float) -> str:
    """Below .1 with two digits that tell: .056"""
    return without_zero(telling(value, 2) if abs(value) < 0.1 else number(value))


FORMATS: dict[str, Callable[[Any], str]] = {
    "others": _weights, "pull": _small, "ratio": _small, "miss": _small, "alpha": short, "way": setting_words,
    "other": setting_words, "alphas": _alphas, "turned": short,
}  # fmt: skip

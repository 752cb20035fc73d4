"""The words of a moment: `sentence(moment)`, light markup in the player's language. `TEMPLATES` has one a kind.

A template is at most 64 characters long in English once its facts stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..i18n import N_, _, several
from ..view.format.numbers import number, short, telling
from .moment import Amount, LitInputs, Moment

ZERO = re.compile(r"(?<![^−+])0(?=[.,]\d)")  # before the decimal mark
LONGEST = 64  # characters in English, without marks

TEMPLATES: dict[str, str] = {
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


def _small(value: float) -> str:
    """Below .1 with two digits that tell: .056"""
    return without_zero(telling(value, 2) if abs(value) < 0.1 else number(value))


FORMATS: dict[str, Callable[[Any], str]] = {
    "others": _weights, "pull": _small, "ratio": _small, "miss": _small, "alpha": short,
}  # fmt: skip

"""A run as about ten lines of plain Python that give the session's numbers to the last bit."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from ..learning.learner import Alpha
from ..learning.run import Run
from .listing import Listing, indented, listing
from .session import Session


def script(session: Session) -> str:
    """The present run, from its start weights until now. NotPlain: plain lines cannot say it.

    n steps are written as n + 1 rounds: the last look is the landing one, so it prints the last look's error and
    prediction, and the weight after it.
    """
    return run_script(session.run, session.run.count + 1)


def run_script(run: Run, rounds: int) -> str:
    """So many rounds of this run, with the alphas it had."""
    listed = listing(run)
    alphas = _alphas(run, rounds)
    given = dict(listed.given)
    loop = f"for iteration in range({rounds}):"
    if len(set(map(repr, alphas))) > 1:
        name = "alpha" if "alpha" in given else "alphas"
        given.pop(name, None)
        loop = f"for {name} in {_runs_of(alphas)}:"
    lines = [*listed.imports, *_assignments(given, listed), *listed.helpers]
    if run.learner is None:
        return "\n".join([*lines, *listed.round, 'print("prediction", prediction)']) + "\n"
    error, prediction, weight = listed.shown
    last = f'print("error", {error}, "prediction", {prediction}, "weight", {weight})'
    return "\n".join([*lines, loop, *indented(listed.round), last]) + "\n"


def _assignments(given: dict[str, Any], listed: Listing) -> list[str]:
    """The numbers that the lines start from: the article's three in one line, as it has them."""
    first = [n for n in ("weight", "goal_prediction", "input", "inputs", "goals", "examples") if n in given]
    plain = [n for n in first if not isinstance(given[n], list)]
    lines = [f"{', '.join(plain)} = {', '.join(written(given[n]) for n in plain)}"] if plain else []
    return lines + [f"{n} = {written(v)}" for n, v in given.items() if n not in plain]


def _alphas(run: Run, rounds: int) -> list[Alpha]:
    return [run.alpha_at(k) for k in range(rounds)]


def _runs_of(alphas: list[Alpha]) -> str:
    """[0.1] * 8 + [1] * 9"""
    parts = []
    for alpha, group in groupby(alphas):
        count = len(list(group))
        parts.append(f"[{written(alpha)}]" + (f" * {count}" if count > 1 else ""))
    return " + ".join(parts)


def written(value: Any) -> str:
    """As a person would write it: 7 for 7.0, lists in brackets; reading it back gives the same number."""
    if isinstance(value, (list, tuple)):
        inner = ", ".join(written(v) for v in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)

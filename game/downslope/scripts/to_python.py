"""A run as about ten lines of plain Python that give the session's numbers to the last bit."""

from __future__ import annotations

from typing import Any

from ..engine.run import Run
from ..formulas.inline import NotInlinable
from ..formulas.source import indent, merge_imports
from ..rules.session import Session
from .listing import listing
from .rounds import MOST, as_source, course, numbers_in, order_lines


def script(session: Session) -> str:
    """The present run, from its start weights until now. NotInlinable: plain lines cannot say it.

    n steps are written as n + 1 rounds: the last look is the landing one, so it prints the last look's error and
    prediction, and the weight after it. Where something else than alpha was turned on the way, it begins there.
    """
    return run_script(session.run, rounds_of(session.run))


def rounds_of(run: Run) -> int:
    """One more than steps were made; not where the next weights would not be finite."""
    return max(run.count + (not run.diverged), run.origin.step + 1)


def run_script(run: Run, rounds: int) -> str:
    """So many rounds of this run, with the alphas it had. NotInlinable: plain lines cannot say it."""
    if numbers_in(run) > MOST:
        raise NotInlinable("there are more examples than anybody reads")
    listed = listing(run)
    given = dict(listed.given)
    if run.learner is None:
        lines = [*listed.imports, *_assignments(given), *listed.helpers, *listed.round]
        return "\n".join([*lines, f'print("prediction", {listed.shown[1]})']) + "\n"
    name = "alpha" if "alpha" in given else "alphas"
    way = course(run, rounds, name, listed.counts)
    if not way.constant:
        given.pop(name)
    shuffle = order_lines(run, rounds) if listed.shuffled else []
    imports = merge_imports(listed.imports, way.imports, ["from random import Random"] if shuffle else [])
    lines = [*start_lines(run), *imports, *_assignments(given), *shuffle, *listed.helpers, *way.helpers]
    body = [*([way.alpha] if way.alpha else []), *listed.round]
    error, prediction, weight = listed.shown
    last = f'print("error", {error}, "prediction", {prediction}, "weight", {weight})'
    return "\n".join([*lines, way.head, *indent(body), last]) + "\n"


def start_lines(run: Run) -> list[str]:
    """A comment where the lines do not begin with the run."""
    step = run.origin.step
    return [f"# from step {step} on: there a knob was turned"] if step else []


def _assignments(given: dict[str, Any]) -> list[str]:
    """The numbers that the lines start from: the article's three in one line, as it has them."""
    first = [n for n in ("weight", "goal_prediction", "input", "inputs", "goals", "examples") if n in given]
    plain = [n for n in first if not isinstance(given[n], list)]
    lines = [f"{', '.join(plain)} = {', '.join(as_source(given[n]) for n in plain)}"] if plain else []
    return lines + [f"{n} = {as_source(v)}" for n, v in given.items() if n not in plain]

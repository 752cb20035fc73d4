"""A run as about ten lines of plain Python that give the session's numbers to the last bit."""

from __future__ import annotations

from ..engine.run import Run
from ..formulas.inline import NotInlinable
from ..formulas.source import indent, merge_imports
from ..learning.network import Network
from ..rules.session import Session
from .rounds import MOST, as_source, course, data_of_level, is_drawn, listing, numbers_in, order_lines


def script(session: Session) -> str:
    """The present run, from its start weights until now. NotInlinable: plain lines cannot say it.

    n steps are written as n + 1 rounds: the last look is the landing one, so it prints the last look's error and
    prediction, and the weight after it. Where something else than alpha was turned on the way, it begins there.
    """
    return run_script(session.run, rounds_of(session.run), session)


def rounds_of(run: Run) -> int:
    """One more than steps were made; not where the next weights would not be finite."""
    return max(run.count + (not run.diverged), run.origin.step + 1)


def run_script(run: Run, rounds: int, session: Session | None = None) -> str:
    """So many rounds of this run, with the alphas it had. NotInlinable: plain lines cannot say it.

    `session`: tells where many examples are, and how many weights were drawn, which are not written out.
    """
    listed = listing(run)
    given = {name: as_source(value) for name, value in listed.given.items() if name != "examples"}
    imports, before = list(listed.imports), list[str]()
    if "examples" in listed.given:
        if numbers_in(run) > MOST:
            imports.append("from downslope import load")
        given = {"examples": _examples(run, session) or as_source(listed.given["examples"]), **given}
    if session is not None and is_drawn(session) and type(run.network).start_weights is Network.start_weights:
        seed, spread = session.knobs["seed"], as_source(session.knobs["spread"])
        imports.append("from random import Random")
        before = [f"random = Random('weights {seed}')"]
        given["weights"] = f"[{spread} * (2.0 * random.random() - 1.0) for _ in range({run.network.size})]"
    if run.learner is None:
        lines = [*merge_imports(imports), *before, *_assignments(given), *listed.helpers, *listed.round]
        return "\n".join([*lines, f'print("prediction", {listed.shown[1]})']) + "\n"
    name = "alpha" if "alpha" in given else "alphas"
    way = course(run, rounds, name, listed.counts)
    if not way.constant:
        given.pop(name)
    shuffle = order_lines(run, rounds) if listed.shuffled else []
    imports = merge_imports(imports, way.imports, ["from random import Random"] if shuffle else [])
    lines = [*start_lines(run), *imports, *before, *_assignments(given), *shuffle, *listed.helpers, *way.helpers]
    body = [*([way.alpha] if way.alpha else []), *listed.round]
    error, prediction, weight = listed.shown
    last = f'print("error", {error}, "prediction", {prediction}, "weight", {weight})'
    return "\n".join([*lines, way.head, *indent(body), last]) + "\n"


def _examples(run: Run, session: Session | None) -> str:
    """Where they are, if there are more than anybody reads. NotInlinable: in no level."""
    if numbers_in(run) <= MOST:
        return ""
    known = data_of_level(session) if session is not None else ""
    if not known:
        raise NotInlinable("there are more examples than anybody reads")
    return f"load().{known}" if run.network.outputs > 1 else f"[(x, y) for x, (y,) in load().{known}]"


def start_lines(run: Run) -> list[str]:
    """A comment where the lines do not begin with the run."""
    step = run.origin.step
    return [f"# from step {step} on: there a knob was turned"] if step else []


def _assignments(given: dict[str, str]) -> list[str]:
    """The numbers that the lines start from: the article's three in one line, as it has them."""
    plain = [n for n in ("weight", "goal_prediction", "input") if n in given]
    lists = [n for n in ("inputs", "goals") if n in given]
    lines = [f"{', '.join(plain)} = {', '.join(given[n] for n in plain)}"] if plain else []
    return lines + [f"{n} = {given[n]}" for n in [*lists, *(n for n in given if n not in (*plain, *lists))]]

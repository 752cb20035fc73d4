"""`downslope solve`: the machine plays a level, or explores one with other numbers; live, or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any, NamedTuple

from ..engine.run import Fault
from ..i18n import _, plural_form, translate
from ..registry.plugin_guard import fault_sentence
from ..registry.registry import Registry
from ..rules import Catalog, Impossible, Learn, Level, Session, following, merge_learns, to_json
from ..solving.autosolve import run_until, solve
from ..solving.tried import level_with
from ..storage.files import Refused
from .lists import level_of
from .output import INTERRUPTED, number, print_error, print_json, unknown, whole

MOST_ROUNDS = 1_000_000


class SolveRequest(NamedTuple):
    """What was typed."""

    level: str
    learner: str | None = None
    metric: str | None = None
    weights: Sequence[str] = ()
    alpha: str | None = None
    rounds: str | None = None

    @property
    def options(self) -> list[tuple[str, str]]:
        """Each that was typed, and its value."""
        options = (("learner", self.learner), ("metric", self.metric), *(("weight", w) for w in self.weights),
                   ("alpha", self.alpha), ("rounds", self.rounds))  # fmt: skip
        return [(name, value) for name, value in options if value is not None]

    @property
    def explores(self) -> bool:
        return any((self.learner, self.metric, self.weights, self.alpha is not None, self.rounds is not None))


def solve_level(registry: Registry, request: SolveRequest, as_json: bool, trace: bool) -> int:
    """0: it ran, whatever the outcome; 1: a plugin raised; 2: an unknown name or a bad number; 130: it was left."""
    catalog = registry.catalog
    level = level_of(registry, request.level)
    while level is not None:
        try:
            session, rounds = prepare(level, catalog, request)
        except Refused as bad:
            return print_error(str(bad))
        except Impossible as refusal:
            return print_error(translate(refusal))
        try:
            if as_json:
                # Exactly so many rounds, whatever happens but a runaway; else to its outcome, or as auto-solve plays
                if rounds is not None:
                    session.do(Learn(rounds))
                elif request.explores:
                    run_until(session)
                for action in solve(session) if not request.explores else ():
                    session.do(action)
                    if session.complete:
                        break
                print_json(result(session, rounds, trace))
                return 0
            # The key with which it was left
            from .show.live import show

            typed = ["downslope solve", request.level, *(f"--{name} {value}" for name, value in request.options)]
            pressed = show(session, rounds, request.explores, " ".join(typed) if request.explores else "")
        except Fault as fault:
            registry.record_fault(fault)
            where = f" ({fault.file}:{fault.line})" if fault.file else ""
            text = _("{fault}{where}; fix the plugin, or run with --no-plugins")
            print_error(text.format(fault=fault_sentence(fault), where=where))
            return 1
        if pressed in ("", "q"):
            return INTERRUPTED if pressed else 0
        if pressed == "n":
            level = following(level, catalog) or level
            request = SolveRequest(level.id)
    return 2


def prepare(level: Level, catalog: Catalog, request: SolveRequest) -> tuple[Session, int | None]:
    """The session at its start, and the rounds asked for. Refused: no such learner or metric, or a bad number."""
    if not request.explores:
        return Session(level, catalog), None
    changes: dict[str, Any] = {}
    for kind, name in (("learner", request.learner), ("metric", request.metric)):
        if name is None:
            continue
        try:
            catalog.learner(name) if kind == "learner" else catalog.metric(name)
        except KeyError:
            names = catalog.learners if kind == "learner" else catalog.metrics
            raise Refused(unknown(_(kind), name, names)) from None
        changes[kind] = name
    learner = changes.pop("learner", None)
    if request.alpha is not None:
        changes["alpha"] = number("--alpha", request.alpha, above=0.0)
    if request.weights:
        weights = [number("--weight", text) for text in request.weights]
        size = level.network.size
        if len(weights) not in (1, size):
            template = plural_form("--weight is given {n} times; allowed: once",
                               "--weight is given {n} times; allowed: once, or {size} times", size)  # fmt: skip
            raise Refused(template.format(n=len(weights), size=size))
        changes["weights"] = weights * size if len(weights) == 1 else weights
    rounds = None if request.rounds is None else whole("--rounds", request.rounds, 1, MOST_ROUNDS)
    return Session(level_with(level, learner, **changes), catalog), rounds


def result(session: Session, rounds: int | None, trace: bool) -> dict[str, Any]:
    """One object: floats read back as the same doubles, never inf or nan."""
    run, outcome = session.run, session.outcome
    last = run.count - 1 if run.count and (rounds is not None or not isfinite(run.error())) else run.count
    step = run.at(last)
    answer: dict[str, Any] = {
        "level": session.base.id,
        "learner": session.knobs["learner"],
        "metric": session.knobs["metric"],
        "alpha": session.knobs["alpha"] if session.knobs["learner"] else None,
        "outcome": outcome.kind if outcome else ("land" if session.won else None),
        "cause": outcome.cause if outcome else ("reached" if session.won else None),
        "steps": run.count - session.recorded,
        "weights": list(run.weights),
        "prediction": plain(step.predictions),
        "error": step.error,
        "actions": [to_json(action) for action in merge_learns(session.actions)],
    }
    if trace:
        answer["trace"] = [
            {
                "iteration": look.iteration, "weights": list(look.weights), "prediction": plain(look.predictions),
                "error": look.error, "delta": plain(look.deltas), "weight_deltas": list(look.weight_deltas),
            }
            for look in map(run.at, range(session.recorded, last + 1))
        ]  # fmt: skip
    return answer


def plain(rows: tuple[tuple[float, ...], ...]) -> Any:
    """A number for one example and one output, else nested lists."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return [list(row) for row in rows]

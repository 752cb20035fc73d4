"""Learning on one neuron against the article's bare loop, in one process: medians of interleaved rounds, CPU time.

Run: python benchmarks/neuron.py
Every ratio is to the same number of rounds of the bare loop in a function. Code is already made; history is kept and
the outcome is watched in everything but the bare loop. Given another checkout's game folder, it measures that one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).parents[1] / "game"))

from downslope import Example, Learn, Level, Near, Session
from downslope.registry.loading import load

ROUNDS, REPEATS = 1000, 9
QUICK = 101  # repeats of what is over soon


def bare(rounds: int) -> float:
    """The article's loop."""
    weight, goal_prediction, input = (0.1, 0.7, 0.3)
    error = 0.0
    for _iteration in range(rounds):
        pred = input * weight
        error = (pred - goal_prediction) ** 2
        delta = pred - goal_prediction
        weight_delta = delta * input
        alpha = 3
        weight -= weight_delta * alpha
    return error


def singles(session: Session) -> None:
    for _step in range(ROUNDS):
        session.do(Learn(1))


# A run that goes on moving for all its rounds, so that every one of them is worked out.
LEVEL = Level("bench", title="", examples=[Example(0.3, 0.7)], weights=[0.1], alpha=0.02, target=Near(0.0), budget=5000)


def timed(work: Callable[[], object]) -> float:
    start = process_time()
    kept = work()
    took = process_time() - start
    del kept
    return took


def main() -> None:
    catalog = load(plugins=False)
    Session(LEVEL, catalog, [Learn(2)])  # makes the loop's code
    times: dict[str, list[float]] = {}

    def note(name: str, work: Callable[[], object]) -> None:
        times.setdefault(name, []).append(timed(work))

    for _round in range(QUICK):
        note("bare loop", lambda: bare(ROUNDS))
        session = Session(LEVEL, catalog)
        note(f"Session.do(Learn({ROUNDS}))", partial(session.do, Learn(ROUNDS)))
        assert session.count == ROUNDS and session.outcome is None
    for _round in range(REPEATS):
        session = Session(LEVEL, catalog)
        note(f"Session.do(Learn({ROUNDS})), code and memory cold", partial(session.do, Learn(ROUNDS)))
        note(f"{ROUNDS} Steps read back", session.run.steps)
        single = Session(LEVEL, catalog)
        note(f"{ROUNDS} times Session.do(Learn(1))", partial(singles, single))
        assert single.weights == session.weights
    base = median(times["bare loop"])
    print(f"Python {sys.version.split()[0]}, rounds of {ROUNDS}")
    for name, found in times.items():
        print(f"{name:46} {median(found) / ROUNDS * 1e9:8.0f} ns a round {median(found) / base:7.2f} x")


if __name__ == "__main__":
    main()

"""The compiled loops beside the readable path and, where it is given, another checkout: microseconds a step.

Run: python benchmarks/engine.py [path of another checkout's game folder] [words that a row must have]
One process for each checkout, rounds interleaved, medians of the processor's time; `ratio` is this one's loop by the
other's. Both must make the same weights.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import Any

HERE = Path(__file__).parents[1]
ROUNDS = 15
Numbers = tuple[float, ...]


def dense(random: Random, count: int) -> Numbers:
    return tuple(random.random() for _ in range(count))


def half(random: Random, count: int) -> Numbers:
    return tuple(random.random() if random.random() < 0.5 else 0.0 for _ in range(count))


def letters(random: Random, count: int) -> Numbers:
    """Three letters of 27, one-hot."""
    found = [0.0] * count
    for first in range(0, count, 27):
        found[first + random.randrange(27)] = 1.0
    return tuple(found)


INPUTS = {"dense": dense, "half": half, "letters": letters}
FORMULAS = [("gradient-descent", "squared"), ("momentum", "squared"), ("adam", "huber"),
            ("gradient-descent", "softmax-cross-entropy")]  # fmt: skip
SMALL = ["Neuron(3)", "Neurons(4)", "Layers(2, 4, 1)", "Layers(3, 4, 1)", "Layers(3, 4, 2)",
         "Layers(3, 4, 1, activation='tanh')", "Layers(8, 8, 2)"]  # fmt: skip
OWN = ["BiasedNeuron(2, 1)", "QuadraticNeuron()", "Recurrent(3)"]
CASES: list[tuple[str, str, str, str, int]] = [  # network, inputs, learner, metric, examples a step
    *((network, "dense", *formulas, 1) for network in SMALL + OWN for formulas in FORMULAS),
    *((network, "dense", "gradient-descent", "squared", 40) for network in SMALL + OWN),
    *(("Layers(64, 32, 10)", kind, *formulas, many) for kind in ("dense", "half") for many in (1, 40)
      for formulas in (FORMULAS[0], FORMULAS[1], FORMULAS[3])),
    ("Layers(81, 24, 27)", "letters", *FORMULAS[3], 1),
    ("Layers(81, 32, 27, activation='tanh')", "letters", *FORMULAS[3], 1),
    ("Layers(81, 32, 1)", "letters", *FORMULAS[0], 1),
    ("ConvNet(8, 8, 10)", "half", *FORMULAS[3], 1),
    ("ConvNet(8, 8, 10)", "half", "momentum", "softmax-cross-entropy", 1),
]  # fmt: skip


def make_run(case: Sequence[Any], run_class: Any, catalog: Any) -> Any:
    import downslope

    sys.path.append(str(Path(sys.argv[2]).parent / "tests"))
    from lib import plugins

    network, kind, learner, metric, many = case
    network = eval(network, {**vars(plugins), **{n: getattr(downslope, n) for n in downslope.__all__}})
    random = Random(3)

    def goals() -> Numbers:
        return tuple(float(k == right) for right in [random.randrange(network.outputs)] for k in range(network.outputs))

    examples = [(INPUTS[kind](random, network.inputs), goals()) for _ in range(40)]
    own = catalog.learner(learner)()
    for knob in own.knobs:
        setattr(own, knob.name, knob.start)
    own.start(network.size)
    return run_class(network, examples, catalog.metric(metric), own, network.start_weights(Random(7), 0.3), 0.01, many)


def learn(run: Any, steps: int) -> float:
    """Seconds a step, many at once where that is possible."""
    start, first = process_time(), run.count
    while run.count < first + steps and not run.diverged:
        run.advance_epoch(first + steps - run.count) or run.step()
    return (process_time() - start) / max(1, run.count - first)


def serve() -> None:
    """Answer lines with a case: for each, the loop's time of a round, the readable path's, and the weights."""
    sys.path.insert(0, sys.argv[2])
    from downslope import Run
    from downslope.engine.run import Run as ReadableRun
    from downslope.registry.loading import load

    catalog, runs = load(plugins=False), dict[str, Any]()
    for line in sys.stdin:
        case = json.loads(line)
        if line not in runs:
            runs.clear()
            runs[line] = make_run(case, Run, catalog), make_run(case, ReadableRun, catalog)
            learn(runs[line][0], 3)
        fast, readable = runs[line]
        took = learn(fast, 120 if case[-1] == 1 else 20)
        start = process_time()
        for _ in range(3):
            readable.step()
        print(json.dumps([took, (process_time() - start) / 3, fast.weights]), flush=True)


def main() -> None:
    folders = [str(HERE / "game"), *sys.argv[1:2]]
    asked = [
        subprocess.Popen([sys.executable, __file__, "--serve", folder], stdin=-1, stdout=-1, text=True)
        for folder in folders
    ]
    print(f"{'':76} {'µs':>9} {'readable/loop':>13} {'ratio':>6}")
    for case in CASES:
        if not all(word in " ".join(map(str, case)) for word in sys.argv[2:]):
            continue
        times: list[list[tuple[float, float]]] = [[] for _ in folders]
        ends: list[Any] = [None for _ in folders]
        for _ in range(ROUNDS):
            for k, process in enumerate(asked):
                assert process.stdin is not None and process.stdout is not None
                process.stdin.write(json.dumps(case) + "\n")
                process.stdin.flush()
                took, readable, ends[k] = json.loads(process.stdout.readline())
                times[k].append((took, readable))
        mine, slow = (median(row[k] for row in times[0]) for k in (0, 1))
        ratio = f"{median(a[0] / b[0] for a, b in zip(*times)):6.2f}" if len(folders) > 1 else ""
        same = "" if all(end == ends[0] for end in ends) else "  other weights!"
        print(f"{' '.join(map(str, case)):76} {mine * 1e6:9.2f} {slow / mine:13.1f} {ratio}{same}", flush=True)
    for process in asked:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


if __name__ == "__main__":
    serve() if sys.argv[1:2] == ["--serve"] else main()

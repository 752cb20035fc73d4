"""How well nets read handwritten digits that they have not seen, and after what time, beside other libraries.

Run: python benchmarks/digits.py [WORD]        (about 15 minutes; WORD: only the rows with this word in their name)
One core; seconds are those of the processor, spent in training alone. Two splits, see
downslope/digits/dataset.py; five seeds. scikit-learn and PyTorch take part where they can be imported; PyTorch trains
the same network from the same weights in the same order.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from time import process_time
from typing import Any

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")  # one core
sys.path.insert(0, str(Path(__file__).parents[1] / "game"))

from downslope import Catalog, Digits, Session
from downslope.digits.dataset import SPLITS, digits_level
from downslope.registry.loading import load

SEEDS = range(5)
Read = tuple[float, list[int]]  # seconds, what each unseen digit is read as
Way = Callable[[str, int], Read]


def unseen(split: str) -> list[Any]:
    return Digits(split, unseen=True).pairs


def best(votes: list[float]) -> int:
    return votes.index(max(votes))


def ours(catalog: Catalog, kernels: int, passes: int) -> Way:
    def way(split: str, seed: int) -> Read:
        run = Session(digits_level(kernels, passes, seed=seed, split=split), catalog).run
        start = process_time()
        while (left := passes * len(run.batches) - run.count) > 0 and not run.diverged:
            run.advance(left)
        seconds = process_time() - start
        return seconds, [best(list(run.predict(run.weights, input))) for input, _ in unseen(split)]

    return way


def by_sklearn(make: Callable[[int], Any]) -> Way:
    def way(split: str, seed: int) -> Read:
        import numpy

        pairs = Digits(split).pairs
        inputs, labels = numpy.array([x for x, _ in pairs]), numpy.array([best(list(g)) for _, g in pairs])
        start = process_time()
        model = make(seed).fit(inputs, labels)
        seconds = process_time() - start
        return seconds, [int(label) for label in model.predict(numpy.array([x for x, _ in unseen(split)]))]

    return way


def by_torch(torch: Any, catalog: Catalog, kernels: int, passes: int) -> Way:
    """The same network, start weights, order, shifts and alphas, one sample a step, in float64."""

    def way(split: str, seed: int) -> Read:
        torch.set_num_threads(1)
        run = Session(digits_level(kernels, passes, seed=seed, split=split), catalog).run
        eyes, votes = torch_weights(torch, run.weights, kernels)
        descent = torch.optim.SGD([eyes, votes], lr=1.0)
        start = process_time()
        for step in range(passes * len(run.batches)):
            (index,), (move,) = run.order.batch(step), run.order.moves(step)
            input, goals = run.moved.pair(index, move)
            descent.param_groups[0]["lr"] = run.alpha_at(step)
            descent.zero_grad()
            given = torch_votes(torch, eyes, votes, torch.tensor(input, dtype=torch.float64))
            torch.nn.functional.cross_entropy(given, torch.tensor([goals], dtype=torch.float64)).backward()
            descent.step()
        seconds = process_time() - start
        with torch.no_grad():
            found = [torch_votes(torch, eyes, votes, torch.tensor(x, dtype=torch.float64)) for x, _ in unseen(split)]
        return seconds, [int(given.argmax()) for given in found]

    return way


def torch_weights(torch: Any, weights: Any, kernels: int) -> tuple[Any, Any]:
    flat = torch.tensor(weights, dtype=torch.float64)
    eyes = flat[: kernels * 9].reshape(kernels, 1, 3, 3).clone().requires_grad_()
    return eyes, flat[kernels * 9 :].reshape(10, kernels * 9).clone().requires_grad_()


def torch_votes(torch: Any, eyes: Any, votes: Any, input: Any) -> Any:
    maps = torch.relu(torch.nn.functional.conv2d(input.reshape(1, 1, 8, 8), eyes))
    return torch.nn.functional.max_pool2d(maps, 2).reshape(1, -1) @ votes.T


def row(name: str, way: Way) -> None:
    print(f"| {name} |", end="", flush=True)
    for split in SPLITS:
        goals = [best(list(goal)) for _, goal in unseen(split)]
        found = [way(split, seed) for seed in SEEDS]
        right = [100 * mean(a == b for a, b in zip(read, goals)) for _, read in found]
        seconds = mean(taken for taken, _ in found)
        print(f" {seconds:.2f} | {mean(right):.2f} | {min(right):.1f} |", end="", flush=True)
    print(flush=True)


def module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def ways(catalog: Catalog) -> dict[str, Way]:
    """Every row of the table; the slowest last."""
    found = {"16 kernels, 6 passes": ours(catalog, 16, 6), "24 kernels, 14 passes": ours(catalog, 24, 14)}
    torch = module("torch")
    if torch is not None:
        found["PyTorch, 16 kernels, 6 passes"] = by_torch(torch, catalog, 16, 6)
        found["PyTorch, 24 kernels, 14 passes"] = by_torch(torch, catalog, 24, 14)
    if module("sklearn") is not None:
        linear, neural = module("sklearn.linear_model"), module("sklearn.neural_network")
        svm, near = module("sklearn.svm"), module("sklearn.neighbors")
        found["LogisticRegression"] = by_sklearn(lambda seed: linear.LogisticRegression(max_iter=1000))
        found["MLPClassifier"] = by_sklearn(lambda seed: neural.MLPClassifier(random_state=seed, max_iter=500))
        found["SVC"] = by_sklearn(lambda seed: svm.SVC())
        found["KNeighborsClassifier"] = by_sklearn(lambda seed: near.KNeighborsClassifier())
    return found


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    print(f"Python {sys.version.split()[0]}, one core, five seeds")
    print("| | stratified, s | mean % | min % | other writers, s | mean % | min % |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, way in ways(load(plugins=False)).items():
        if wanted in name:
            row(name, way)


if __name__ == "__main__":
    main()

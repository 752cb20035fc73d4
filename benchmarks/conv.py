"""Training a conv net on handwritten digits, one example a step: microseconds a sample, beside other libraries.

Run: python benchmarks/conv.py
One process, one thread, interleaved rounds, medians of the processor's time. NumPy and PyTorch take part where they can
be imported. All train ConvNet(8, N, 10) with softmax cross-entropy from the same weights on the same digits; their
weights are compared at the end.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import Any

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")  # one core
sys.path.insert(0, str(Path(__file__).parents[1] / "game"))
sys.path.insert(0, str(Path(__file__).parent))

from digits import torch_votes, torch_weights
from downslope import Catalog, ConvNet, Digits, Problem
from downslope.digits.dataset import METRIC, SPREAD
from downslope.engine.fast_run import loop_for
from downslope.learning.ops import windows_of
from downslope.lines import lines_of
from downslope.registry.loading import load

ALPHA, COUNT, REPEATS = 0.05, 300, 7
Numbers = list[float]
Train = Callable[[int], Numbers]  # of so many digits; the weights after them


class Task:
    def __init__(self, catalog: Catalog, kernels: int) -> None:
        self.catalog, self.kernels = catalog, kernels
        self.network, self.metric = ConvNet(8, kernels, 10), catalog.metric(METRIC)
        self.start = self.network.start_weights(Random(7), SPREAD)
        self.pairs = Digits().pairs

    def learner(self) -> Any:
        found = self.catalog.learner("gradient-descent")()
        found.start(self.network.size)
        return found

    def readable(self, count: int) -> Numbers:
        """Problem and learner, as a plugin's author reads them."""
        learner, weights = self.learner(), self.start
        for example in self.pairs[:count]:
            weights = learner.step(Problem(self.network, [example], self.metric), weights, ALPHA)
        return weights

    def fast(self, count: int) -> Numbers:
        """The compiled loop, already made."""
        loop, seen = loop_for(Problem(self.network, self.pairs, self.metric), self.learner(), False), list[float]()
        return loop.run(self.start, [], [(x, g, ALPHA) for x, g in self.pairs[:count]], None, seen.append)[0]

    def made(self) -> float:
        """Milliseconds until the loop's code is there."""
        start = process_time()
        lines_of(self.network, self.metric, self.learner())
        return (process_time() - start) * 1000

    def torch(self, torch: Any) -> Train:
        torch.set_num_threads(1)
        ready = [(torch.tensor(x, dtype=torch.float64), torch.tensor([g.index(1.0)])) for x, g in self.pairs]

        def train(count: int) -> Numbers:
            eyes, votes = torch_weights(torch, self.start, self.kernels)
            descent = torch.optim.SGD([eyes, votes], lr=ALPHA)
            for input, label in ready[:count]:
                descent.zero_grad()
                torch.nn.functional.cross_entropy(torch_votes(torch, eyes, votes, input), label).backward()
                descent.step()
            return [float(w) for w in (*eyes.detach().ravel(), *votes.detach().ravel())]

        return train

    def numpy(self, np: Any) -> Train:
        ready = [(np.array(x), np.array(g)) for x, g in self.pairs]

        def train(count: int) -> Numbers:
            split, kernels = self.kernels * 9, self.kernels
            eyes = np.array(self.start[:split]).reshape(kernels, 9)
            votes = np.array(self.start[split:]).reshape(10, split)
            places = np.arange(9)
            corner = 2 * (places // 3) * 6 + 2 * (places % 3)
            within = np.array([0, 1, 6, 7])
            windows = np.array(windows_of(8))
            for pixels, goals in ready[:count]:
                seen = pixels[windows]
                maps = np.maximum(eyes @ seen.T, 0.0)
                blocks = maps[:, corner[:, None] + within]
                first = blocks.argmax(-1)
                pooled = blocks.max(-1)
                given = votes @ pooled.ravel()
                powers = np.exp(given - given.max())
                delta = powers / powers.sum() - goals
                back = (delta @ votes).reshape(pooled.shape) * (pooled > 0)
                votes -= ALPHA * np.outer(delta, pooled.ravel())
                eyes -= ALPHA * np.einsum("kp,kpc->kc", back, seen[corner + within[first]])
            return [float(w) for w in (*eyes.ravel(), *votes.ravel())]

        return train


def module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def main() -> None:
    catalog = load(plugins=False)
    torch, numpy = module("torch"), module("numpy")
    print(f"Python {sys.version.split()[0]}, µs a sample, medians of {REPEATS} rounds of {COUNT} digits")
    for kernels in (4, 8, 16, 32):
        task = Task(catalog, kernels)
        first, again = task.made(), task.made()
        rows: dict[str, tuple[Train, int]] = {"readable": (task.readable, COUNT // 4), "fast loop": (task.fast, COUNT)}
        if torch is not None:
            rows["PyTorch, one by one"] = (task.torch(torch), COUNT)
        if numpy is not None:
            rows["NumPy, one by one"] = (task.numpy(numpy), COUNT)
        times: dict[str, Numbers] = {name: [] for name in rows}
        for _ in range(REPEATS):
            for name, (train, count) in rows.items():
                start = process_time()
                end = train(count)
                times[name].append((process_time() - start) / count * 1e6)
                true = task.fast(count)
                assert max(abs(a - b) for a, b in zip(true, end)) < 1e-9, f"{name} trains something else"
        fast = median(times["fast loop"])
        print(f"\n{kernels} kernels, {task.network.size} weights; "
              f"loop made in {first:.1f} ms, {again:.1f} ms when all is read")  # fmt: skip
        for name, found in times.items():
            print(f"  {name:22} {median(found):9.1f} {median(found) / fast:8.2f} × the fast loop")


if __name__ == "__main__":
    main()

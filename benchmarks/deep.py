"""Training a net with hidden neurons, one example a step, beside other libraries: nanoseconds a weight update.

Run: python benchmarks/deep.py
One process, interleaved rounds, medians of its own time. micrograd, NumPy, PyTorch and tinygrad take part where they
can be imported (tinygrad compiles with clang: DEV=CPU). All train the same ReLU net from the same weights on the same
examples with squared error; their weights are compared at the end.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "game"))

from downslope import Catalog, Exam, Example, Layers, Learn, Level, Problem, Session
from downslope.engine.fast_run import loop_for
from downslope.lines import lines_of
from downslope.registry.loading import load

ALPHA, REPEATS, BATCH = 0.01, 7, 60
Numbers = list[float]
Pairs = list[tuple[tuple[float, ...], tuple[float, ...]]]


class Task:
    """A net, its examples and its start weights."""

    def __init__(self, *sizes: int, count: int) -> None:
        random = Random(7)
        self.network, self.sizes, self.count = Layers(*sizes), sizes, count
        self.start = self.network.start_weights(random, 0.3)
        self.examples: Pairs = [
            (tuple(random.random() for _ in range(sizes[0])), tuple(random.random() for _ in range(sizes[-1])))
            for _ in range(count)
        ]
        self.updates = count * self.network.size
        self._ready: dict[str, Any] = {}

    def ready(self, name: str, make: Callable[[], Any]) -> Any:
        """The examples as a library wants them, made once: in the first round, which the median leaves out."""
        if name not in self._ready:
            self._ready[name] = make()
        return self._ready[name]


Train = Callable[[Task], Numbers]  # one epoch; the weights after it


def module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def readable(catalog: Catalog) -> Train:
    """Problem and learner, as a plugin's author reads them."""

    def train(task: Task) -> Numbers:
        learner, metric = catalog.learner("gradient-descent")(), catalog.metric("squared")
        learner.start(task.network.size)
        weights = task.start
        for example in task.examples:
            weights = learner.step(Problem(task.network, [example], metric), weights, ALPHA)
        return weights

    return train


def fast(catalog: Catalog) -> Train:
    """The compiled loop alone, already made."""

    def train(task: Task) -> Numbers:
        learner, metric = catalog.learner("gradient-descent")(), catalog.metric("squared")
        learner.start(task.network.size)
        loop = loop_for(Problem(task.network, task.examples, metric), learner, False)
        samples = task.ready("fast", lambda: [(input, goals, ALPHA) for input, goals in task.examples])
        seen: Numbers = []
        return loop.run(task.start, [], samples, None, seen.append)[0]

    return train


def played(catalog: Catalog) -> Train:
    """As the game does it: every step kept, the outcome judged at the end of the epoch."""

    def train(task: Task) -> Numbers:
        level = Level(
            "bench", title="", network=task.network, examples=[Example(*pair) for pair in task.examples],
            weights=task.start, alpha=ALPHA, batch=1, target=Exam(0),
        )  # fmt: skip
        return Session(level, catalog, [Learn(task.count)]).weights

    return train


def numpy_samples(numpy: Any) -> Train:
    def train(task: Task) -> Numbers:
        n, m, k = task.sizes
        into = numpy.array(task.start[: n * m]).reshape(m, n)
        out = numpy.array(task.start[n * m :]).reshape(k, m)
        pairs = task.ready("numpy", lambda: [(numpy.array(x), numpy.array(g)) for x, g in task.examples])
        for x, goal in pairs:
            hidden = numpy.maximum(into @ x, 0.0)
            delta = out @ hidden - goal
            back = (delta @ out) * (hidden > 0.0)
            out -= ALPHA * numpy.outer(delta, hidden)
            into -= ALPHA * numpy.outer(back, x)
        return [float(w) for w in (*into.ravel(), *out.ravel())]

    return train


def numpy_batches(numpy: Any) -> Train:
    """Not the same training: one step for BATCH examples."""

    def train(task: Task) -> Numbers:
        n, m, k = task.sizes
        into = numpy.array(task.start[: n * m]).reshape(m, n)
        out = numpy.array(task.start[n * m :]).reshape(k, m)
        inputs = task.ready("inputs", lambda: numpy.array([x for x, _ in task.examples]))
        goals = task.ready("goals", lambda: numpy.array([g for _, g in task.examples]))
        for first in range(0, task.count, BATCH):
            x, goal = inputs[first : first + BATCH], goals[first : first + BATCH]
            hidden = numpy.maximum(x @ into.T, 0.0)
            delta = hidden @ out.T - goal
            back = (delta @ out) * (hidden > 0.0)
            out -= ALPHA / len(x) * (delta.T @ hidden)
            into -= ALPHA / len(x) * (back.T @ x)
        return []

    return train


def torch_samples(torch: Any) -> Train:
    def train(task: Task) -> Numbers:
        n, m, k = task.sizes
        torch.set_num_threads(1)
        start = torch.tensor(task.start, dtype=torch.float64)
        into = start[: n * m].reshape(m, n).clone().requires_grad_()
        out = start[n * m :].reshape(k, m).clone().requires_grad_()
        descent = torch.optim.SGD([into, out], lr=ALPHA / 2)  # its slope has the 2
        real = torch.float64
        make = lambda: [(torch.tensor(x, dtype=real), torch.tensor(g, dtype=real)) for x, g in task.examples]  # noqa: E731
        for x, goal in task.ready("torch", make):
            descent.zero_grad()
            ((out @ torch.relu(into @ x) - goal) ** 2).sum().backward()
            descent.step()
        return [float(w) for w in (*into.detach().ravel(), *out.detach().ravel())]

    return train


def tinygrad_samples(tinygrad: Any) -> Train:
    """With its JIT: the first two steps of the first round are traced and compiled, which the median leaves out."""
    sgd, context = importlib.import_module("tinygrad.nn.optim").SGD, importlib.import_module("tinygrad.helpers").Context
    real = tinygrad.dtypes.float64

    def tensor(numbers: Any) -> Any:
        return tinygrad.Tensor(numbers, dtype=real).realize()

    def starts(task: Task) -> Any:
        n, m, k = task.sizes
        return tensor(task.start[: n * m]).reshape(m, n), tensor(task.start[n * m :]).reshape(k, m)

    def make(task: Task) -> Any:
        into, out = starts(task)
        descent = sgd([into, out])
        descent.lr = tensor([ALPHA / 2])  # which it would keep in single precision

        @tinygrad.TinyJit
        def step(x: Any, goal: Any) -> None:
            descent.zero_grad()
            ((out @ (into @ x).relu() - goal) ** 2).sum().backward()
            descent.step()

        return step, into, out, [(tensor(x), tensor(g)) for x, g in task.examples]

    def train(task: Task) -> Numbers:
        step, into, out, pairs = task.ready("tinygrad", lambda: make(task))
        for weights, start in zip((into, out), starts(task)):
            weights.assign(start).realize()
        with context(TRAINING=1):
            for x, goal in pairs:
                step(x, goal)
        return [float(w) for w in (*into.numpy().ravel(), *out.numpy().ravel())]

    return train


def micrograd_samples(nn: Any) -> Train:
    """Its layers have biases, which are left at 0 here. It is slow, so it sees the first examples only."""

    def train(task: Task) -> Numbers:
        net = nn.MLP(task.sizes[0], list(task.sizes[1:]))
        start = iter(task.start)
        for layer in net.layers:
            for neuron in layer.neurons:
                for weight in neuron.w:
                    weight.data = next(start)
        for input, goals in task.examples:
            predictions = net(list(input))
            predictions = predictions if isinstance(predictions, list) else [predictions]
            error = 0
            for prediction, goal in zip(predictions, goals):
                error = error + (prediction - goal) * (prediction - goal)
            net.zero_grad()
            error.backward()  # type: ignore[attr-defined]
            for layer in net.layers:
                for neuron in layer.neurons:
                    for weight in neuron.w:
                        weight.data -= ALPHA / 2 * weight.grad
        return [w.data for layer in net.layers for neuron in layer.neurons for w in neuron.w]

    return train


def made_in(task: Task, catalog: Catalog) -> float:
    """Seconds until the loop's code is there; the first time in a process also reads the sources."""
    learner = catalog.learner("gradient-descent")()
    learner.start(task.network.size)
    start = process_time()
    lines_of(task.network, catalog.metric("squared"), learner)
    return process_time() - start


def measured(task: Task, rows: dict[str, tuple[Train, Task]]) -> None:
    times: dict[str, Numbers] = {name: [] for name in rows}
    ends: dict[str, Numbers] = {}
    for _ in range(REPEATS):
        for name, (train, of) in rows.items():
            start = process_time()
            ends[name] = train(of)
            times[name].append((process_time() - start) / of.updates * 1e9)
    for name, (_, of) in rows.items():
        if ends[name]:
            true = rows["readable"][0](of)
            assert all(abs(a - b) < 1e-9 for a, b in zip(true, ends[name])), f"{name} trains something else"
    best = median(times["fast loop"])
    for name, found in times.items():
        of = rows[name][1]
        micros = median(found) * of.network.size / 1000
        print(f"  {name:34} {median(found):10.1f} {micros:12.2f} {median(found) / best:10.2f}")


def main() -> None:
    catalog = load(plugins=False)
    numpy, torch, nn, tinygrad = map(module, ("numpy", "torch", "micrograd.nn", "tinygrad"))
    print(f"Python {sys.version.split()[0]}, medians of {REPEATS} rounds")
    for sizes, count in (((64, 32, 10), 600), ((3, 4, 1), 4000), ((2, 4, 1), 4000)):
        task, short = Task(*sizes, count=count), Task(*sizes, count=max(2, count // 60))
        some = Task(*sizes, count=count // 10)
        first, again = made_in(task, catalog), made_in(task, catalog)
        rows: dict[str, tuple[Train, Task]] = {
            "readable": (readable(catalog), task),
            "fast loop": (fast(catalog), task),
            "Session.do(Learn(n))": (played(catalog), task),
        }
        if nn is not None:
            rows["micrograd, one by one"] = (micrograd_samples(nn), short)
        if numpy is not None:
            rows["NumPy, one by one"] = (numpy_samples(numpy), task)
            rows[f"NumPy, {BATCH} at once"] = (numpy_batches(numpy), task)
        if torch is not None:
            rows["PyTorch, one by one"] = (torch_samples(torch), task)
        if tinygrad is not None:
            rows["tinygrad, one by one"] = (tinygrad_samples(tinygrad), some)
        print(f"\n{'-'.join(map(str, sizes))}, {task.network.size} weights; "
              f"fast loop made in {first * 1000:.1f} ms, {again * 1000:.1f} ms when all is read")  # fmt: skip
        print(f"  {'':34} {'ns/update':>10} {'µs/example':>12} {'x fast':>10}")
        measured(task, rows)
    others = {"NumPy": numpy, "PyTorch": torch, "micrograd": nn, "tinygrad": tinygrad}
    missing = [name for name, found in others.items() if found is None]
    print(f"\nnot here: {', '.join(missing)}" if missing else "")


if __name__ == "__main__":
    main()

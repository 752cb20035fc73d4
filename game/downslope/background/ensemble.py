"""Several nets that read together: each is trained in a process of its own, on all cores; their shares are added up.

The weights are those of training one after the other, to the last bit: a seed decides them, and nothing is shared.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import NamedTuple

from ..digits.import_data import load_examples
from ..digits.recipe import ALPHA, KERNELS, PASSES, digits_level, shares
from ..engine.fast_run import run_steps
from ..learning.batches import shift
from ..learning.network import Network, Vector
from ..registry.sources import load_all
from ..rules.level import Level
from ..rules.session import Session
from .processes import cores, enter_process, interrupts_wait, safe_path

ITSELF_TWICE = (0, 0, 1, 2, 3, 4)  # how a picture is looked at: as it is, which counts twice, and moved by a pixel


class Recipe(NamedTuple):
    """What decides a net: see digits/recipe.py."""

    kernels: int = KERNELS
    passes: int = PASSES
    alpha: float = ALPHA
    seed: int = 0
    split: str = "stratified"
    more: Path | None = None  # a CSV file or folder of PNGs with examples besides the shipped ones

    @property
    def level(self) -> Level:
        """Refused: the file cannot be used."""
        more = load_examples(self.more) if self.more is not None else []
        return digits_level(self.kernels, self.passes, self.alpha, self.seed, self.split, more)


class TrainedNet(NamedTuple):
    """`seconds`: of the processor. `diverged`: the numbers ran away; the weights are the last ones that were finite."""

    weights: list[float]
    seconds: float
    diverged: bool = False


def train_net(recipe: Recipe) -> TrainedNet:
    """One net, in this process."""
    session = Session(recipe.level, load_all(plugins=False).catalog)
    run, began = session.run, process_time()
    for _made in run_steps(run, recipe.passes * len(run.batches)):
        pass
    return TrainedNet(list(run.weights), process_time() - began, run.diverged)


def train_nets(
    recipes: Sequence[Recipe], workers: int | None = None, done: Callable[[TrainedNet], None] | None = None
) -> list[TrainedNet]:
    """All of them, in their order. `workers`: processes at once; None: a core each, no more than there are nets.

    `done` is told of each, in their order. BrokenExecutor: no process could be started, or one has died.
    """
    count = min(len(recipes), workers or cores())
    if count < 2:
        found = []
        for recipe in recipes:
            found.append(train_net(recipe))
            if done is not None:
                done(found[-1])
        return found
    others = set(multiprocessing.active_children())
    with _reported_broken():
        pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), enter_process)
    try:
        with interrupts_wait(), safe_path(), _reported_broken():
            answers = [pool.submit(train_net, recipe) for recipe in recipes]
        found = []
        for answer in answers:
            found.append(answer.result())
            if done is not None:
                done(found[-1])
        return found
    finally:  # Ctrl-C too: what is still at work is ended
        for child in set(multiprocessing.active_children()) - others:
            child.kill()
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _reported_broken() -> Iterator[None]:
    """An OSError here is of the processes, not of what `done` writes."""
    try:
        yield
    except OSError as error:
        raise BrokenExecutor(str(error)) from error


def votes(network: Network, nets: Sequence[Vector], input: Vector, moves: Sequence[int] = ITSELF_TWICE) -> list[float]:
    """The shares of all nets and all looks, added up: the largest is what they read together."""
    total = [0.0] * network.outputs
    for weights in nets:
        for move in moves:
            for digit, share in enumerate(shares(network.predict(weights, shift(input, move)))):
                total[digit] += share
    return total

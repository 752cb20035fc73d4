"""Several nets that read together: each is trained in a process of its own, on all cores; their shares are added up.

The weights are those of training one after the other, to the last bit: a seed decides them, and nothing is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

from ..desktop.processes import PoolBroken, WorkerPool, cores, enter_process
from ..digits.csv_examples import load_examples
from ..digits.recipe import ALPHA, KERNELS, PASSES, digits_level, shares
from ..engine.fast_run import run_steps
from ..learning.batches import shift
from ..learning.network import Network, Vector
from ..registry.sources import load_all
from ..rules.level import Level
from ..rules.session import Session

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

    `done` is called for each, in their order. PoolBroken: no process could be started, or one has died.
    """
    count = min(len(recipes), workers or cores())
    if count < 2:
        nets = []
        for recipe in recipes:
            nets.append(train_net(recipe))
            if done is not None:
                done(nets[-1])
        return nets
    pool = WorkerPool(count, enter_process)
    try:
        answers = [pool.submit(train_net, recipe) for recipe in recipes]
        nets = []
        for answer in answers:
            nets.append(answer.result())
            if done is not None:
                done(nets[-1])
        return nets
    except pool.died as error:
        raise PoolBroken(str(error)) from error
    finally:  # Ctrl-C too: what is still at work is ended
        pool.close()


def votes(network: Network, nets: Sequence[Vector], input: Vector, moves: Sequence[int] = ITSELF_TWICE) -> list[float]:
    """The shares of all nets and all looks, added up: the largest is what they read together."""
    total = [0.0] * network.outputs
    for weights in nets:
        for move in moves:
            for digit, share in enumerate(shares(network.predict(weights, shift(input, move)))):
                total[digit] += share
    return total

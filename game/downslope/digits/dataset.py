"""The shipped handwritten digits as examples: 64 pixels, 0 ... 1, row by row, and ten goals, 1 for the right digit.

Read when a level that needs them is opened, never before. Two fixed ways to part them:

    stratified   36 of each digit unseen (360, a fifth), drawn with the seed "digits"; the other 1,437 seen
    writers      the last 360 unseen, which other people wrote; the first 1,437 seen
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from random import Random
from typing import NamedTuple

from .. import paths
from ..i18n import _
from ..learning import ConvNet, Vector
from ..rules import Accuracy, Deferred, Example, Level
from ..storage.files import invalid_file, read_file, unreadable

SIDE, FULL = 8, 16  # a picture is SIDE x SIDE, a pixel FULL where all of its block is ink
COUNT, UNSEEN = 1797, 360
LEVELS = "0123456789ABCDEFG"
SPLITS = ("stratified", "writers")


class Digit(NamedTuple):
    """A handwritten digit: 64 pixels, each 0 ... 1 in sixteenths, row by row."""

    pixels: tuple[float, ...]
    label: int


@dataclass(frozen=True)
class Digits(Deferred):
    """The shipped digits, in the data set's order: the seen ones of a split, or with unseen=True the unseen ones."""

    split: str = "stratified"
    unseen: bool = False

    def make(self) -> list[Example]:
        seen, unseen = split(self.split)
        everything = examples()
        return [everything[i] for i in (unseen if self.unseen else seen)]


@cache
def load() -> list[Digit]:
    """All of them. Refused: the file is not there, or it is not what was shipped."""
    import gzip
    import zlib

    path = paths.assets() / "digits" / "digits.txt.gz"
    wanted = _("the {count} digits that come with the game: install it again").format(count=COUNT)
    shade = {letter: number / FULL for number, letter in enumerate(LEVELS)}
    try:
        lines = gzip.decompress(read_file(path)).decode("ascii").splitlines()
        digits = [Digit(tuple(map(shade.__getitem__, line[2:])), int(line[0])) for line in lines]
    except (LookupError, ValueError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise invalid_file(path, "", _("something else"), wanted) from error
    except OSError as error:
        raise unreadable(path.name, error) from error
    if len(digits) != COUNT or any(len(digit.pixels) != SIDE * SIDE for digit in digits):
        raise invalid_file(path, "", _("something else"), wanted)
    return digits


@cache
def examples() -> list[Example]:
    """All of them, with ten goals each."""
    goals = [tuple(float(number == right) for number in range(10)) for right in range(10)]
    return [Example(pixels, goals[label], str(label)) for pixels, label in load()]


@cache
def split(name: str) -> tuple[Sequence[int], Sequence[int]]:
    """(seen, unseen): indices, each in rising order. KeyError: there is no split of that name."""
    if name == "writers":
        return range(COUNT - UNSEEN), range(COUNT - UNSEEN, COUNT)
    if name != "stratified":
        raise KeyError(name)
    random, unseen = Random("digits"), set[int]()
    for label in range(10):
        left = [index for index, digit in enumerate(load()) if digit.label == label]
        for _turn in range(UNSEEN // 10):
            unseen.add(left.pop(int(random.random() * len(left))))  # random() alone is the same in every Python
    return [index for index in range(COUNT) if index not in unseen], sorted(unseen)


# How a net learns to read digits well and fast: what `downslope train digits` and the benchmarks do. One sample a
# step, softmax cross-entropy, alpha falling in a straight line to 0; half of the samples are moved by a pixel or
# turned by 10 or 20 degrees (Simard, Steinkraus & Platt 2003), and the goals are smoothed (Szegedy et al. 2016).
# docs/performance.md has what it reaches, and in what time.


KERNELS, PASSES, ALPHA, SPREAD = 24, 10, 0.05, 0.2
SMOOTHING = 0.1  # of a goal of 1, shared out among all ten: a net that is never quite sure reads others better
METRIC = "softmax-cross-entropy"


def digits_level(
    kernels: int = KERNELS, passes: int = PASSES, alpha: float = ALPHA, seed: int = 0, split: str = "stratified",
    more: Sequence[Example] = (),
) -> Level:  # fmt: skip
    """The training as a level of its own. `more`: examples besides the shipped ones."""
    return Level(
        "digits",
        title="Digits",
        network=ConvNet(SIDE, kernels, 10),
        examples=[smooth(example) for example in (*Digits(split), *more)],
        unseen=Digits(split, unseen=True),
        spread=SPREAD,
        seed=seed,
        alpha=alpha,
        schedule="linear",
        metric=METRIC,
        batch=1,
        shuffle=True,
        augment="affine",
        target=Accuracy(1.0),
        budget=passes,
        knobs=(),
    )


def small_level(seed: int = 1) -> Level:
    """A net that reads most digits after two passes, which take about a second: for a first look."""
    return Level(
        "small", title="", network=ConvNet(SIDE, 8, 10), examples=Digits(), unseen=Digits(unseen=True), spread=SPREAD,
        seed=seed, alpha=ALPHA, schedule="linear", metric=METRIC, batch=1, shuffle=True, target=Accuracy(1.0), budget=2,
        knobs=(),
    )  # fmt: skip


def smooth(example: Example) -> Example:
    """Label smoothing: its goals, which add up to 1, a little nearer to each other, so that they still do."""
    goals = example.pair[1]
    part = SMOOTHING / len(goals)
    return Example(example.input, tuple([goal * (1.0 - SMOOTHING) + part for goal in goals]), example.label)


def shares(votes: Vector) -> list[float]:
    """Votes as parts of 1 (softmax)."""
    top, total = max(votes), 0.0
    powers = [exp(vote - top) for vote in votes]
    for power in powers:
        total += power
    return [power / total for power in powers]

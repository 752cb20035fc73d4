"""Little eyes: 3x3 kernels slide over a square picture, and dense neurons vote on what they saw.

    map     = on every window of the picture: its nine pixels * the kernel's nine weights, added up; below 0 is cut off
    pooled  = the largest of each 2x2 block of a map
    votes   = pooled * weight, added up, one vote for each output

Back (LeCun et al. 1989): a vote's miss goes to the pooled values, from each of them to the one place of its block that
was the largest, and the nine pixels of that window say how much each weight of the kernel is to blame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .network import FieldFault, Network, Vector, dot
from .ops import CELLS as CELLS
from .ops import WIDTH as WIDTH
from .ops import Conv, Dense, MaxPool, Op


@dataclass(frozen=True, init=False)
class ConvNet(Network):
    """A net for pictures, without biases. ConvNet(8, 4, 10): 8x8 pixels, 4 kernels, 10 votes.

    Its weights: kernel by kernel, row by row; then for each output one for each pooled value, kernel by kernel.
    `forward` gives [pixels, maps, pooled, votes], each flat, kernel by kernel, row by row. outputs=None: the bare maps
    are the prediction, [pixels, maps], with nothing cut off or pooled, and only the kernels are learned. A map of odd
    width loses its last row and column in pooling. The number of kernels is a knob. `faults` tells what does not fit.
    """

    side: int
    kernels: int
    classes: int | None
    knobs = ("kernels",)

    def __init__(self, side: int, kernels: int = 1, outputs: int | None = None) -> None:
        object.__setattr__(self, "side", side)
        object.__setattr__(self, "kernels", kernels)
        object.__setattr__(self, "classes", outputs)

    # shape

    @property
    def inputs(self) -> int:  # type: ignore[override]
        return self.side * self.side

    @property
    def map_side(self) -> int:
        """Windows in a row of the picture: places in a row of a map."""
        return self.side - WIDTH + 1

    @property
    def pooled(self) -> int:
        """Pooled values of all maps together."""
        return self.kernels * (self.map_side // 2) ** 2

    @property
    def outputs(self) -> int:  # type: ignore[override]
        return self.kernels * self.map_side**2 if self.classes is None else self.classes

    @property
    def size(self) -> int:
        return self.kernels * CELLS + (0 if self.classes is None else self.classes * self.pooled)

    @property
    def nonlinear_units(self) -> int:
        return 0 if self.classes is None else self.kernels

    def ops(self) -> Sequence[Op]:
        conv = Conv(0, self.side, self.kernels, self.classes is not None)
        if self.classes is None:
            return (conv,)
        return conv, MaxPool(self.map_side, self.kernels), Dense(conv.size, self.pooled, self.classes)

    @property
    def source(self) -> str:
        return f"ConvNet({self.side}, {self.kernels}, {self.classes})"

    @cached_property
    def windows(self) -> list[tuple[int, ...]]:
        """The nine pixels, as indices, of each place of a map."""
        corners = range(self.map_side)
        cells = [(i, j) for i in range(WIDTH) for j in range(WIDTH)]
        return [tuple((row + i) * self.side + column + j for i, j in cells) for row in corners for column in corners]

    @cached_property
    def blocks(self) -> list[tuple[int, int, int, int]]:
        """The four places of a map behind each of its pooled values."""
        side, corners = self.map_side, range(0, self.map_side - 1, 2)
        firsts = [row * side + column for row in corners for column in corners]
        return [(first, first + 1, first + side, first + side + 1) for first in firsts]

    def kernel(self, number: int) -> slice:
        """Where the weights of a kernel are."""
        return slice(number * CELLS, (number + 1) * CELLS)

    def row(self, output: int) -> slice:
        """Where the weights of a vote are."""
        start = self.kernels * CELLS + output * self.pooled
        return slice(start, start + self.pooled)

    def with_knob(self, knob: str, value: object, index: int = 0) -> ConvNet:
        changed = ConvNet(self.side, value, self.classes) if knob in self.knobs and isinstance(value, int) else None
        if changed is None or index or changed.faults():
            raise LookupError(f"{knob} {index} = {value}")
        return changed

    def faults(self) -> list[FieldFault]:
        minimum = WIDTH if self.classes is None else WIDTH + 1
        votes = 1 if self.classes is None else self.classes
        numbers = (("side", self.side, minimum), ("kernels", self.kernels, 1), ("outputs", votes, 1))
        return [
            (f"network.{name}", value, f"a whole number, {low} or above")
            for name, value, low in numbers
            if type(value) is not int or value < low
        ]

    # forward and back

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        seen = [[input[i] for i in window] for window in self.windows]
        maps = [dot(weights[self.kernel(k)], window) for k in range(self.kernels) for window in seen]
        if self.classes is None:
            return [input, maps]
        maps = [0.0 if total <= 0.0 else total for total in maps]
        pooled = [maps[place] for place in self.pool_argmax(maps)]
        return [input, maps, pooled, [dot(weights[self.row(output)], pooled) for output in range(self.classes)]]

    def pool_argmax(self, maps: Vector) -> Iterator[int]:
        """The place of each pooled value: the largest of its block, the first of several."""
        for first in range(0, len(maps), len(self.windows)):
            for block in self.blocks:
                yield max([first + place for place in block], key=maps.__getitem__)

    def pooled_deltas(self, weights: Vector, delta: Vector) -> list[float]:
        """How much each pooled value is to blame: delta * weight, added up over the votes."""
        shares = [0.0] * self.pooled
        for output, missed in enumerate(delta):
            if missed:  # what missed by nothing blames nobody
                shares = [share + missed * weight for share, weight in zip(shares, weights[self.row(output)])]
        return shares

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        if self.classes is None:
            return self._kernel_deltas(layers[0], enumerate(delta))
        pixels, maps, pooled = layers[:3]
        blamed = zip(self.pool_argmax(maps), self.pooled_deltas(weights, delta))
        found = self._kernel_deltas(pixels, ((place, d) for place, d in blamed if maps[place] > 0.0))
        found += [missed * value for missed in delta for value in pooled]
        return found

    def _kernel_deltas(self, pixels: Vector, blamed: Iterator[tuple[int, float]]) -> list[float]:
        """Delta * pixel, added up over the places (of all maps) that are to blame, for each cell of each kernel."""
        found = [0.0] * (self.kernels * CELLS)
        for place, missed in blamed:
            kernel, place = divmod(place, len(self.windows))
            for cell, pixel in enumerate(self.windows[place], kernel * CELLS):
                found[cell] += missed * pixels[pixel]
        return found

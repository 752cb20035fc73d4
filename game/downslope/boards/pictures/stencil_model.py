"""A kernel that slides, read from a session: the picture, its windows, what is wanted and what was written."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import TYPE_CHECKING

from ...learning.architecture import is_neuron, kernels_of
from ...learning.conv import CELLS, WIDTH, ConvNet

if TYPE_CHECKING:
    from ...learning.network import Vector
    from ...learning.problem import Pair
    from ...rules.level import Level

SAME = 0.05  # values of two maps that differ by no more agree


def whole_picture(level: Level) -> bool:
    """One kernel whose bare map is the prediction."""
    network = kernels_of(level.network)
    return network is not None and network.kernels == 1 and network.classes is None


def by_windows(level: Level) -> bool:
    """A neuron of nine inputs whose examples are the windows of a square picture, row by row."""
    network = level.network
    if network.inputs != CELLS or not is_neuron(network):
        return False
    return bool(level.unseen) and all(assemble(pairs) is not None for pairs in (level.data(), level.data(True)))


def assemble(windows: Sequence[Pair]) -> list[float] | None:
    """The picture that these are the windows of; None: they do not fit together."""
    places = isqrt(len(windows))
    if not places or places * places != len(windows) or len(windows[0][0]) != CELLS:
        return None
    side = places + WIDTH - 1
    pixels: list[float | None] = [None] * (side * side)
    for spots, (window, _goal) in zip(ConvNet(side).windows, windows):
        for spot, value in zip(spots, window):
            if pixels[spot] not in (None, value):
                return None
            pixels[spot] = value
    return [p or 0.0 for p in pixels]


def window(pixels: Vector, side: int, place: int) -> list[float]:
    """The nine pixels under one place of the map."""
    return [pixels[spot] for spot in ConvNet(side).windows[place]]


def place_over(pixel: int, side: int) -> int:
    """The place of the map whose window has this pixel in its middle, or as near as it goes."""
    places = side - WIDTH + 1
    row, column = (min(places - 1, max(0, spot - 1)) for spot in divmod(pixel, side))
    return row * places + column


def agreement(present: Vector | None, wanted: Vector) -> list[bool]:
    """Where two maps agree."""
    if present is None:
        return [False] * len(wanted)
    return [abs(a - b) <= SAME for a, b in zip(present, wanted)]

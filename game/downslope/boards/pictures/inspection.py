"""What of a net that reads is looked at closely: a kernel, a place of its map, two digits and what speaks for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...learning.architecture import kernels_of
from ...learning.shares import eye_shares, has_shares, pixel_shares
from ...view.pictures.kernel_history import Past
from ...view.pictures.kernel_maps import KernelMap
from .recognition import evenly, eyes_of, templates_of
from .stencil_model import place_over

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...learning.network import Network, Vector
    from .recognition import Recognition
    from .training_follower import TrainingFollower

EARLY = frozenset((0, 10, 50, 200, 700))  # steps of the first pass that are shown beside the ends of passes
AT_ONCE = 2  # times of the training that are worked out in a frame


class Speaking(NamedTuple):
    """What is compared, and what each pixel and each kernel adds to the first of the two rather than to the second."""

    pair: tuple[int, int]
    pixels: tuple[float, ...]
    eyes: tuple[float, ...]


class Inspection:
    """`eye`: the kernel that is looked at."""

    def __init__(self, recognition: Recognition, training: TrainingFollower | None) -> None:
        self.recognition, self.training = recognition, training
        self.eye = 0
        self._place: int | None = None  # None: the brightest
        self._chosen: tuple[int | None, int | None] = (None, None)
        self._of: Vector = ()  # the picture for which they were chosen
        self._kept: tuple[object, object, Speaking | None] = (None, None, None)
        self._past: dict[tuple[object, int], tuple[KernelMap, ...]] = {}
        self._eyes: tuple[object, tuple[KernelMap, ...]] = (None, ())

    # -- kernels -----------------------------------------------------------------------------------------------------

    @property
    def network(self) -> Network:
        return self.recognition.attempt.now.network

    def eyes(self) -> tuple[KernelMap, ...]:
        """Each kernel and its map."""
        seen = self.recognition.seen
        if seen is not None and self._eyes[0] is not seen:
            pixels, weights, network = seen
            self._eyes = seen, eyes_of(network, weights, pixels)
            self.eye = min(self.eye, max(0, len(self._eyes[1]) - 1))
        return self._eyes[1]

    @property
    def place(self) -> int:
        """Of its map: the one that was chosen, else the brightest."""
        eyes = self.eyes()
        values = eyes[self.eye].map or (0.0,) if eyes else (0.0,)
        if self._place is not None and self._place < len(values):
            return self._place
        return max(range(len(values)), key=values.__getitem__)

    @property
    def map_side(self) -> int:
        """Places along a side of its map."""
        network = kernels_of(self.network)
        return network.map_side if network is not None else 1

    def put(self, place: int | None) -> None:
        """Look at a place of the map; None: at the brightest."""
        self._place = place

    def window(self) -> Sequence[int]:
        """The nine pixels that the place is made of."""
        network = kernels_of(self.network)
        return network.windows[self.place] if network is not None else ()

    def put_on_pixel(self, pixel: int) -> None:
        """Put the window's middle on a pixel of the picture, or as near as it goes."""
        network = kernels_of(self.network)
        if network is not None:
            self._place = place_over(pixel, network.side)

    # -- two digits --------------------------------------------------------------------------------------------------

    def compare(self, first: int | None, second: int | None) -> None:
        """Choose both; None: as it is read, and the one that comes next."""
        self._chosen, self._of = (first, second), tuple(self.recognition.pixels())

    def pair(self) -> tuple[int, int] | None:
        """The two; None: nothing is read, or there are not two."""
        votes = self.recognition.votes
        if len(votes) < 2:
            return None
        if self._chosen != (None, None) and tuple(self.recognition.pixels()) != self._of:
            self._chosen = (None, None)
        order = sorted(range(len(votes)), key=lambda k: -votes[k])
        first = self._chosen[0] if self._chosen[0] is not None else order[0]
        second = self._chosen[1]
        if second is None or second == first:
            second = next(k for k in order if k != first)
        return first, second

    def rivals(self) -> tuple[int, int] | None:
        """The two whose difference can be told; None: there is nothing to compare, or no way to tell."""
        seen = self.recognition.seen
        return self.pair() if seen is not None and has_shares(seen[2]) else None

    def speaking(self) -> Speaking | None:
        """Worked out once for each picture, weights and pair. None: there is nothing to compare, or no way to tell."""
        seen, pair = self.recognition.seen, self.pair()
        if seen is None or pair is None:
            return None
        if self._kept[0] is not seen or self._kept[1] != pair:
            pixels, weights, network = seen
            votes = {pair[0]: 1.0, pair[1]: -1.0}
            of_pixels = pixel_shares(network, weights, pixels, votes)
            found = None
            if of_pixels is not None:
                found = Speaking(pair, tuple(of_pixels), tuple(eye_shares(network, weights, pixels, votes) or ()))
            self._kept = seen, pair, found
        return self._kept[2]

    # -- how it came about -------------------------------------------------------------------------------------------

    def past(self, most: int) -> tuple[Past, ...]:
        """The kernels at some steps and after each pass; of more than `most`, the first, the last, those between."""
        training, recognition = self.training, self.recognition
        if training is None:
            return ()
        each = training.each
        kept = [one for one in training.kept if one.step in EARLY or one.step % each == 0]
        pixels, found, left = tuple(recognition.pixels()), list[Past](), AT_ONCE
        key = (pixels, recognition.attempt.shown.run.serial, self.network)
        if any(known != key for known, _step in self._past):
            self._past = {}
        for one in evenly(kept, most):
            if (key, one.step) not in self._past and left:
                left -= 1
                eyes = eyes_of(self.network, one.weights, pixels)
                templates = templates_of(self.network, one.weights)
                self._past[key, one.step] = eyes or tuple(KernelMap(weights, None) for weights in templates)
            passes = one.step > 0 and one.step % each == 0
            label = str(one.step // each if passes else one.step)
            found.append(Past(one.step, label, passes, self._past.get((key, one.step), ())))
        return tuple(found)

"""Pages about the kernels of a net that reads: their maps, one place of a map as nine products, how they came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.pictures.eye_shares import EyeShares
from ...view.pictures.kernel_history import NARROWEST, KernelHistory
from ...view.pictures.kernel_maps import KernelMaps, brightest_of, largest_of
from ...view.pictures.one_cell import MapPlace, cell_places, draw_cell
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import Picture
from .reading_panel import InspectionPanel
from .recognition import has_kernels

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...learning.network import Vector
    from ...view.draw.canvas import Canvas
    from ...view.pictures.one_cell import CellPlaces
    from ..shared.host import Host
    from .inspection import Inspection
    from .recognition import Recognition

EDGE = 12.0


class EyesPage(InspectionPanel):
    """Each kernel, and what it makes of the picture."""

    maps: KernelMaps | None = None

    def __init__(self, host: Host, recognition: Recognition, inspection: Inspection,
                 on_open: Callable[[], None]) -> None:  # fmt: skip
        super().__init__(host, recognition, inspection)
        self.on_open = on_open

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = self.rect = rect
        self.maps = KernelMaps("kernels", (x + EDGE, y + 8, w - 2 * EDGE, h - 16), self._chosen, self.on_open)
        return [self.maps]

    def _chosen(self, eye: int, place: int | None) -> None:
        self.inspection.eye = eye
        self.inspection.put(place)

    def refresh(self) -> None:
        if self.maps is None:
            return
        if not self.maps.eyes or not self.recognition.just_changed:
            self.maps.eyes = self.inspection.eyes()
        self.maps.chosen = self.inspection.eye


class OneCellPage(InspectionPanel):
    """Nine pixels, nine weights, nine products, their sum; below, what each eye adds."""

    place_of: MapPlace
    eyes: EyeShares
    _pointed = (-1.0, -1.0)  # where the pointer was

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = self.rect = rect
        self.places = cell_places((x + EDGE, y + 6, w - 2 * EDGE, h - 6), self.inspection.map_side, self.text_scale)
        self.place_of = MapPlace("map", self.places.map, self.inspection.put)
        low = self.places.low
        self.eyes = EyeShares("eye shares", (x + EDGE, low + 4, w - 2 * EDGE, y + h - low - 8), self._chosen)
        self.eyes.large = self.text_scale
        self.eyes.head = 28 * min(1.4, self.text_scale)
        return [self.place_of, self.eyes]

    def _chosen(self, eye: int) -> None:
        self.inspection.eye = eye
        self.inspection.put(None)

    def refresh(self) -> None:
        inspection, host = self.inspection, self.host
        eyes = inspection.eyes()
        if not eyes:
            return
        x, y = host.game.controls.pointer
        if host.state(self.place_of).hover and (x, y) != self._pointed:
            place = self.place_of.grid.hit(x, y)
            if place is not None:
                inspection.put(place)
        self._pointed = (x, y)
        self.place_of.values = eyes[inspection.eye].map or ()
        self.place_of.brightest, self.place_of.place = brightest_of(eyes), inspection.place
        speaking = inspection.speaking()
        self.eyes.eyes, self.eyes.chosen = eyes, inspection.eye
        self.eyes.shares = speaking.eyes if speaking is not None else (0.0,) * len(eyes)
        self.eyes.pair = speaking.pair if speaking is not None else None

    def picture(self) -> Picture | None:
        eyes, seen = self.inspection.eyes(), self.recognition.seen
        if not eyes or seen is None:
            return None
        eye = self.inspection.eye
        pixels = tuple(seen[0][pixel] for pixel in self.inspection.window())
        return draw_one_cell, self.rect, self.places, pixels, eyes[eye].kernel, eye, largest_of(eyes)


def draw_one_cell(canvas: Canvas, rect: Rect, places: CellPlaces, pixels: Vector, kernel: Vector, eye: int,
                  largest: float) -> None:  # fmt: skip
    """The upper part, and the line under it."""
    x, _y, w, _h = rect
    draw_cell(canvas, places, pixels, kernel, eye, largest)
    canvas.line(x + 1, places.low, x + w - 1, places.low, "border", 1)


class WhenPage(InspectionPanel):
    """How the kernels came about."""

    history: KernelHistory

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = self.rect = rect
        kernels = has_kernels(self.attempt.now.network)
        self.history = KernelHistory("when", (x + EDGE, y + 2, w - 2 * EDGE, h - 10), int(kernels), self._chosen)
        return [self.history]

    def _chosen(self, eye: int, step: int) -> None:
        self.inspection.eye = eye
        training = self.inspection.training
        if training is not None and not training.running:
            self.attempt.look(step)

    def refresh(self) -> None:
        history, training = self.history, self.inspection.training
        history.large = self.text_scale
        history.past = self.inspection.past(int((history.rect[2] - history.left) // NARROWEST))
        network = self.attempt.now.network
        history.count = int(getattr(network, "kernels", network.outputs))
        if training is not None:
            history.step = training.step_seen
        if has_kernels(network):
            history.chosen = self.inspection.eye

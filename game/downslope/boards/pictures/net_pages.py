"""What is seen of a net that reads, in pages: its eyes, one place of a map, how they came about, what it mistakes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.draw.tokens import BODY, LEAD
from ...view.pictures.confusion import draw_table, draw_templates
from ...view.pictures.eye_shares import EyeShares
from ...view.pictures.kernel_grid import grid_in
from ...view.pictures.kernel_history import NARROWEST, KernelHistory
from ...view.pictures.kernel_maps import KernelMaps, brightest_of, largest_of
from ...view.pictures.one_cell import MapPlace, cell_places, draw_cell
from ...view.pictures.pixel_squares import draw_pixel_shares, draw_sums
from ...view.pictures.read_picture import ReadPicture
from ...view.pictures.wrong_ones import WrongOnes
from ...view.widgets.button import Button
from ...view.widgets.layout import Split
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import AttemptPanel, Pages, Panel, Picture, PicturePanel
from .recognition import has_kernels, templates_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...learning.network import Vector
    from ...view.draw.canvas import Canvas
    from ...view.pictures.one_cell import CellPlaces
    from ..shared.host import Host
    from .inspection import Inspection, Speaking
    from .recognition import Recognition

TABS, UNDER = 42.0, 54.0  # height of the names, and where what they name begins
NARROW_TAB = 92.0  # a narrower one has no room for its name
EDGE = 12.0
CARDS, FEWER = 302.0, 204.0  # width of the cards of wrong pictures: three or two beside each other
TOLD, ASIDE = 210.0, 26.0  # least width of what is told beside them, at 100 %; of the gaps
WHY = 184.0  # side of the picture that says why


class ReadingPanel(AttemptPanel, PicturePanel):
    """What it shows comes from what the net makes of a picture."""

    bare, words = (560.0, 250.0), (0.0, 0.0)

    def __init__(self, host: Host, recognition: Recognition) -> None:
        super().__init__(host)
        self.recognition = recognition


class NetPages(Pages):
    """A sheet with the names of its pages at the top; where these have no room, a button that opens a list of them.

    `trained`: it is trained here, so there is something to look back at.
    """

    stays = ("verdict", "machine")

    def __init__(self, host: Host, recognition: Recognition, inspection: Inspection, trained: bool) -> None:
        self.attempt, self.trained = host.attempt, trained
        self.eyes = EyesPage(host, recognition, inspection, self.open_cell)
        self.cell = OneCellPage(host, recognition, inspection)
        self.templates = TemplatePage(host, recognition)
        self.when = WhenPage(host, recognition, inspection)
        self.table, self.wrong = TablePage(host, recognition), WrongPage(host, recognition, inspection)
        self.menu = MenuPage(self)
        self.listed = False  # the names are open to choose from
        super().__init__(host, self._items)

    def _items(self) -> list[tuple[str, Panel | Split]]:
        kernels = has_kernels(self.attempt.now.network)
        pages: list[tuple[str, Panel | Split]] = [(_("Eyes"), self.eyes), (_("One cell"), self.cell)] if kernels else [
            (_("Templates"), self.templates)]  # fmt: skip
        if self.trained:
            pages.append((_("When"), self.when))
        return [*pages, (_("Table"), self.table), (_("Wrong"), self.wrong)]

    @property
    def looks_closely(self) -> bool:
        """One cell is looked at: the pad then shows what speaks."""
        return super().page() is self.cell

    def open_cell(self) -> None:
        """To the page that shows one place of a map."""
        pages = [page for _name, page in self.items()]
        if self.cell in pages:
            self.choose(pages.index(self.cell))

    def page(self) -> Panel | Split | None:
        found = super().page()
        return self.menu if found is not None and self.listed else found

    def choose(self, chosen: int) -> None:
        self.listed = False
        super().choose(chosen)

    def turn_list(self) -> None:
        """Open the list of the names, or close it."""
        self.listed = not self.listed
        self.host.relayout()

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        names = self.items()
        wide = (w - 20 - 8) / len(names) >= NARROW_TAB * self.eyes.text_scale  # all names have room
        self.listed = self.listed and not wide
        found = super().place((x, y + UNDER, w, h - UNDER))
        self.rect = rect
        if not self.shown:
            return []
        bar = (x + 10, y + 10, w - 20, TABS)
        if wide:
            return [self.bar(bar), *found]
        name, icon = names[self.seen][0], "down" if self.listed else "chevron"
        return [Button("tabs", bar, name, icon, self.turn_list), *found]

    def smallest(self) -> tuple[float, float]:
        wide, high = super().smallest()
        return wide, high + UNDER

    def sheets(self) -> list[Rect]:
        return [self.rect]


class MenuPage(Panel):
    """The names of the pages, one under the other."""

    flat = True

    def __init__(self, pages: NetPages) -> None:
        self.pages = pages

    def smallest(self) -> tuple[float, float]:
        return (240.0, 12 + 40.0 * len(self.pages.items()))

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = self.rect = rect
        names = [name for name, _page in self.pages.items()]
        high = min(56.0, (h - 12) / len(names))
        return [
            Button(f"page {i}", (x + EDGE, y + 6 + i * high, w - 2 * EDGE, high - 8), name, "",
                   partial(self.pages.choose, i), group="pages", kind="on" if i == self.pages.chosen else "normal")
            for i, name in enumerate(names)
        ]  # fmt: skip


class InspectionPanel(ReadingPanel):
    """It shows what is looked at closely."""

    def __init__(self, host: Host, recognition: Recognition, inspection: Inspection) -> None:
        super().__init__(host, recognition)
        self.inspection = inspection


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
        if self.maps is not None:
            self.maps.eyes, self.maps.chosen = self.inspection.eyes(), self.inspection.eye


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


class TemplatePage(ReadingPanel):
    """What each output looks for, where the outputs look at the pixels themselves."""

    def picture(self) -> Picture:
        recognition = self.recognition
        templates = templates_of(recognition.attempt.now.network, recognition.weights())
        return draw_templates, self.rect, templates, recognition.best


class TablePage(ReadingPanel):
    """How often each digit is read as each."""

    def picture(self) -> Picture:
        return draw_table, self.rect, self.recognition.reader.table(self.recognition.attempt.now.network.outputs)


class WrongPage(InspectionPanel):
    """The pictures that are read wrongly; one of them is taken onto the pad, and it is told why."""

    bare = (560.0, 276.0)
    wrong: WrongOnes
    _known: tuple[object, list[int]] = (None, [])  # what was read when, and which of it wrongly

    def place(self, rect: Rect) -> list[Widget]:
        x, y, _w, h = self.rect = rect
        self.wrong = WrongOnes("wrong", (x + 16, y + 8, self._cards, h - 16), self._look_at)
        self.wrong.large, self._known = self.text_scale, (None, [])
        return [self.wrong]

    @property
    def _cards(self) -> float:
        return CARDS if self.rect[2] - ASIDE - CARDS >= TOLD * self.text_scale else FEWER

    def _look_at(self, number: int) -> None:
        wrong = self.recognition.reader.wrong()
        if number < len(wrong):
            self.recognition.look_at(wrong[number])

    def refresh(self) -> None:
        reader, recognition = self.recognition.reader, self.recognition
        key = (reader.begun, len(reader.read))
        if self._known[0] != key:
            self._known = key, reader.wrong()
            self.wrong.shown = tuple(
                ReadPicture(tuple(reader.pairs[i][0]), reader.labels[i], reader.read[i]) for i in self._known[1]
            )
        wrong = self._known[1]
        here = recognition.sample if recognition.label is not None else -1
        self.wrong.chosen = wrong.index(here) if here in wrong else -1

    def picture(self) -> Picture | None:
        """Why the chosen one is read as it is; before one is chosen, what there is to do."""
        x, y, w, h = self.rect
        place = (x + 16 + self._cards + 10, y, w - self._cards - ASIDE, h)
        label, best = self.recognition.label, self.recognition.best
        if self.wrong.chosen < 0 or label is None or best is None:
            return draw_why, place, None, (), bool(self.wrong.shown), ""
        sentence = _("All pixels add up to the lead.")
        if has_kernels(self.attempt.now.network):
            sentence = _("All pixels add up to the lead: through kernels, maps and votes.")
        return draw_why, place, self._speaking(best, label), tuple(self.recognition.pixels()), False, sentence

    def _speaking(self, read: int, label: int) -> Speaking | None:
        if read == label:
            return None
        if self.inspection.pair() != (read, label):
            self.inspection.compare(read, label)
        return self.inspection.speaking()


def draw_why(canvas: Canvas, rect: Rect, speaking: Speaking | None, pixels: Vector, asks: bool,
             sentence: str) -> None:  # fmt: skip
    """The picture with what speaks for the digit that it is read as and for the one that it is; both sums.

    `asks`: one is to be taken up. `sentence`: what the sums are made of.
    """
    x, y, w, h = rect
    canvas.line(x, y + 8, x, y + h - 14, "border", 1)
    left, k = x + 16, canvas.type
    if speaking is None:
        if asks:
            canvas.wrap(left, y + 40 * k, _("Take one up: it is told what speaks for it."), w - 30)
        return
    first, second = speaking.pair
    told = _("Why {read}, not {label}").format(read=first, label=second)
    base = y + 10 + 18 * k
    canvas.within(left, base, told, w - 30, LEAD, "text")
    lines: Sequence[str] = canvas.lines(sentence, w - 26, BODY)
    side, room = round(len(pixels) ** 0.5), y + h - base - 26
    wide = min(WHY, w - 26 - 66 * k, room)
    if wide > room - 10 - 24 * k * len(lines):  # smaller for the sentence's sake, or without it
        smaller = room - 10 - 24 * k * len(lines)
        wide, lines = (smaller, lines) if smaller > 0.75 * wide else (wide, ())
    grid = grid_in((left, base + 16, wide, wide), side)
    draw_pixel_shares(canvas, grid, pixels, speaking.pixels)
    draw_sums(canvas, (left + wide + 12, base + 22, x + w - 8 - left - wide - 12, wide), first, second, speaking.pixels)
    below = base + 16 + wide + 12 + 16 * k
    for number, line in enumerate(lines):
        canvas.text(left, below + number * 24 * k, line, BODY, "text2")

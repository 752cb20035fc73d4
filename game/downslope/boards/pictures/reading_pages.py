"""What is seen of a net that reads, in pages with their names above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ...i18n import N_, _, plural_form
from ...learning import Vector, kernel_count, kernels_of
from ...view.draw import BODY, LABEL, LEAD, NUMBER, Canvas, Run, draw_plate, weight_colour
from ...view.format.numbers import number as written
from ...view.pictures.kernel_maps import (
    NARROWEST,
    KernelHistory,
    KernelMaps,
    KernelShares,
    MapPlace,
    brightest_of,
    cell_places,
    draw_cell,
    largest_of,
)
from ...view.pictures.pixel_grids import (
    Grid,
    ReadPicture,
    draw_key,
    draw_picture,
    draw_pixel_shares,
    draw_weights,
    grid_in,
)
from ...view.widgets.button import CellList
from ...view.widgets.ink import Label
from ...view.widgets.panel import Panel, Picture, PicturePanel, Split
from ...view.widgets.widget import Rect, State, Widget
from ..shared.panel import DrawnPanel, Host, ModelPanel, Pages
from .recognition import Recognition, Speaking, templates_of

# Pages about the kernels of a net that reads: their maps, one place of a map as nine products, how they came about.


PAGE, INSET = (520.0, 250.0), 12.0  # the least size of a page, and from its side


class EyesPage(ModelPanel[Recognition]):
    """Each kernel, and what it makes of the picture."""

    bare = PAGE

    maps: KernelMaps | None = None
    on_open: Callable[[], None]  # to the page that shows one place of a map

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = self.rect = rect
        self.maps = KernelMaps("kernels", (x + INSET, y + 8, w - 2 * INSET, h - 16), self.model.look_at, self.on_open)
        return [self.maps]

    def update(self, seconds: float) -> None:
        if self.maps is None:
            return
        if not self.maps.items or not self.model.just_changed:
            self.maps.items = self.model.eyes()
        self.maps.chosen = self.model.eye


class OneCellPage(ModelPanel[Recognition], PicturePanel):
    """Nine pixels, nine weights, nine products, their sum; below, what each eye adds."""

    bare = PAGE
    place_of: MapPlace
    eyes: KernelShares
    _pointed = (-1.0, -1.0)  # where the pointer was

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = self.rect = rect
        self.places = cell_places((x + INSET, y + 6, w - 2 * INSET, h - 6), self.model.map_side, self.text_scale)
        *_grids, grid, low = self.places
        self.place_of = MapPlace("map", grid, self.model.put)
        self.eyes = KernelShares("eye shares", (x + INSET, low + 4, w - 2 * INSET, y + h - low - 8), self.model.look_at)
        self.eyes.large = self.text_scale
        self.eyes.head = 28 * min(1.4, self.text_scale)
        return [self.place_of, self.eyes]

    def update(self, seconds: float) -> None:
        model, host = self.model, self.host
        eyes = model.eyes()
        if not eyes:
            return
        x, y = host.game.controls.pointer
        if host.state(self.place_of).hover and (x, y) != self._pointed:
            place = self.place_of.grid.hit(x, y)
            if place is not None:
                model.put(place)
        self._pointed = (x, y)
        self.place_of.values = eyes[model.eye].map or ()
        self.place_of.brightest, self.place_of.place = brightest_of(eyes), model.place
        speaking = model.speaking()
        self.eyes.items, self.eyes.chosen = eyes, model.eye
        self.eyes.shares = speaking.eyes if speaking is not None else (0.0,) * len(eyes)
        self.eyes.pair = speaking.pair if speaking is not None else None

    def picture(self) -> Picture | None:
        eyes, seen = self.model.eyes(), self.model.seen
        if not eyes or seen is None:
            return None
        eye = self.model.eye
        pixels = tuple(seen[0][pixel] for pixel in self.model.window())
        return draw_cell, self.rect, self.places, pixels, eyes[eye].kernel, eye, largest_of(eyes)


class WhenPage(ModelPanel[Recognition]):
    """How the kernels came about."""

    bare = PAGE
    history: KernelHistory

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = self.rect = rect
        kernels = kernels_of(self.attempt.now.network) is not None
        self.history = KernelHistory("when", (x + INSET, y + 2, w - 2 * INSET, h - 10), int(kernels), self._chosen)
        return [self.history]

    def _chosen(self, eye: int, step: int) -> None:
        self.model.eye = eye
        training = self.model.training
        if training is not None and not training.running:
            self.attempt.look(step)

    def update(self, seconds: float) -> None:
        history, training = self.history, self.model.training
        history.large = self.text_scale
        history.past = self.model.past(int((history.rect[2] - history.left) // NARROWEST))
        network = self.attempt.now.network
        history.count = kernel_count(network) or network.outputs
        if training is not None:
            history.step = training.step_seen
        if kernels_of(network) is not None:
            history.chosen = self.model.eye


IN_CELL = 0.76  # of a cell's width, for its number
Table = tuple[tuple[int, ...], ...]


def draw_table(canvas: Canvas, rect: Rect, table: Table) -> None:
    """Rows: what it is; columns: what it is read as. The diagonal is right and framed; the rest is wrong."""
    x, y, w, h = rect
    count = len(table)
    size = min(16.0, 15 / max(1.0, canvas.type))
    side = min((w - 60) / (count + 1), (h - 34) / (count + 1))
    longest = str(max(10, *(number for row in table for number in row)))
    small = size * min(1.0, IN_CELL * side / canvas.width(longest, NUMBER.with_size(size)))
    left, top = x + (w - side * (count + 1)) / 2 + side, y + 26 + side
    canvas.text(left + side * count / 2, y + 16, _("read as"), LABEL.with_size(size), "text2", "middle")
    for k in range(count):
        canvas.text(left + side * (k + 0.5), top - 7, str(k), NUMBER.with_size(size), "text2", "middle")
        canvas.text_vcenter(left - 10, top + side * (k + 0.5), str(k), NUMBER.with_size(size), "text2", "end")
    for i, row in enumerate(table):
        total = max(1, sum(row))
        for j, number in enumerate(row):
            colour = "prediction" if i == j else "error"
            part = number / total if i == j else min(1.0, 6 * number / total)
            spot = left + side * j + 1, top + side * i + 1
            canvas.rect(*spot, side - 2, side - 2, canvas.mix("well", colour, 0.06 + 0.5 * part), 3)
            if i == j:
                canvas.rect(*spot, side - 2, side - 2, None, 3, "text2", 1)
            if number:
                centre = left + side * (j + 0.5), top + side * (i + 0.5)
                canvas.text_vcenter(*centre, str(number), NUMBER.with_size(small), "text", "middle")


def draw_templates(canvas: Canvas, rect: Rect, templates: Sequence[Sequence[float]], chosen: int | None) -> None:
    """The weights of each output as a picture: blue counts for it, orange against it. `chosen`: the one that won."""
    x, y, w, h = rect
    columns = 5 if len(templates) > 4 else max(1, len(templates))
    rows = -(-len(templates) // columns)
    side = min((w - 24) / columns - 14, (h - 16) / rows - 30 * canvas.type)
    largest = max((abs(v) for one in templates for v in one), default=0.0) or 1.0
    for number, one in enumerate(templates):
        row, column = divmod(number, columns)
        left = x + 12 + column * (w - 24) / columns + ((w - 24) / columns - side) / 2
        top = y + 8 + row * (h - 16) / rows
        cells = round(len(one) ** 0.5)
        grid = Grid(left, top, side / cells, cells)
        draw_weights(canvas, grid, one, largest)
        if number == chosen:
            canvas.rect(left - 5, top - 5, side + 10, side + 10, None, 7, "prediction", 2.4)
        base = top + side + 6 + 15 * canvas.type
        ink = "text" if number == chosen else "text2"
        canvas.text(left + side / 2, base, str(number), NUMBER, ink, "middle")


WIDE, GAP = 92.0, 6.0
PICTURE, SMALLER = 76.0, 62.0  # side of a picture, and where rows would be lost
LINE = 22.0  # of what is written under it
BAR = 6.0


class MisreadPictures(CellList):
    """A press takes one up, the arrows walk them; the wheel moves the rows where there are more than are seen."""

    lasting = ("row",)
    role = N_("pictures")

    def __init__(self, name: str, rect: Rect, on_choice: Callable[[int], None]) -> None:
        super().__init__(name, rect, tip=_("Look at it"))
        self.on_choice = on_choice
        self.chosen = -1
        self.row = 0  # the first that is seen
        self.large = 1.0  # how much larger the text is

    def accessible_value(self) -> str:
        if not 0 <= self.chosen < len(self.items):
            return plural_form("{n} picture", "{n} pictures", len(self.items)).format(n=len(self.items))
        text, (_pixels, label, read) = _("{n} of {all}: {label} read as {read}"), self.items[self.chosen]
        return text.format(n=self.chosen + 1, all=len(self.items), label=label, read=read)

    @property
    def words(self) -> float:
        """What a card has besides its picture."""
        return 20 + 2 * LINE * self.large

    @property
    def high(self) -> float:
        return min(PICTURE + self.words, (self.rect[3] + GAP) / self.rows - GAP)

    @property
    def columns(self) -> int:
        return max(1, int((self.rect[2] + GAP - 2 * BAR) // (WIDE + GAP)))

    @property
    def rows(self) -> int:
        """That are seen."""
        return max(1, int((self.rect[3] + GAP) // (SMALLER + self.words + GAP)))

    @property
    def first_row(self) -> int:
        return min(self.row, self.most)

    def cell(self, number: int) -> Rect:
        row, column = divmod(number, self.columns)
        x, y = self.rect[:2]
        return (x + column * (WIDE + GAP), y + (row - self.first_row) * (self.high + GAP), WIDE, self.high)

    def scroll(self, up: float) -> None:
        self.row = max(0, min(self.most, self.first_row - round(up)))

    def choose(self, number: int) -> None:
        if 0 <= number < len(self.items):
            self.chosen = number
            row = number // self.columns
            self.row = max(row - self.rows + 1, min(self.row, self.most, row))
            self.on_choice(number)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        seen = self.in_view()
        pictures = self.items[seen.start : seen.stop]
        canvas.once((x - 4, y - 4, w + 8, h + 8), self._draw, pictures, seen.start, self.chosen, self.most)
        if state.focus:
            at = self.cell(self.chosen) if self.chosen in seen else self.cell(seen.start) if seen else self.rect
            canvas.focus(*at, 12)

    def _draw(self, canvas: Canvas, shown: Sequence[ReadPicture], first: int, chosen: int, most: int) -> None:
        x, y, w, h = self.rect
        if not shown:
            Label(canvas, _("None of those read so far."), colour="text2", width=w - 16).draw(canvas, x + 8, y + 22)
        for number, (pixels, label, read) in enumerate(shown, first):
            left, py, wide, tall = self.cell(number)
            on = number == chosen
            ground = "rowhi" if on else canvas.mix("panel", "well", 0.45)
            draw_plate(canvas, (left, py, wide, tall), "text" if on else "", 12, 2, fill=ground)
            side = round(len(pixels) ** 0.5)
            width = max(24.0, tall - self.words)
            draw_picture(canvas, Grid(left + (wide - width) / 2, py + 8, width / side, side), pixels)
            base = canvas.baseline_of(py + width + 12) + LINE * canvas.type / 2
            lines: tuple[tuple[str, int, str], ...] = ((_("a"), label, "text"), (_("read"), read, "error"))
            for line, (word, digit, colour) in enumerate(lines):
                runs: list[Run] = [(word + " ", "text2", 500), (str(digit), colour, 700, "mono")]
                canvas.rich(left + wide / 2, base + line * LINE * canvas.type, runs, BODY, "middle", room=wide - 6)
        if most:
            rows = most + self.rows
            long = h * self.rows / rows
            top = y + h * min(self.row, most) / rows
            canvas.rect(x + w - BAR, y, BAR, h, "well", BAR / 2)
            canvas.rect(x + w - BAR, top, BAR, max(16.0, long), "border2", BAR / 2)


# Pages about what a net that reads answers: what each output looks for, who is read as whom, why wrongly.


CARDS, FEWER = 302.0, 204.0  # width of the cards of wrong pictures: three or two beside each other
TOLD, ASIDE = 210.0, 26.0  # least width of what is told beside them, at 100 %; of the gaps


class WrongPage(ModelPanel[Recognition], PicturePanel):
    """The pictures that are read wrongly; one of them is taken onto the pad, and it is told why."""

    bare = (520.0, 276.0)
    wrong: MisreadPictures
    _known: tuple[object, list[int]] = (None, [])  # what was read when, and which of it wrongly

    def place(self, rect: Rect) -> list[Widget]:
        x, y, _w, h = self.rect = rect
        self.wrong = MisreadPictures("wrong", (x + 16, y + 8, self._cards, h - 16), self._look_at)
        self.wrong.large, self._known = self.text_scale, (None, [])
        return [self.wrong]

    @property
    def _cards(self) -> float:
        return CARDS if self.rect[2] - ASIDE - CARDS >= TOLD * self.text_scale else FEWER

    def _look_at(self, number: int) -> None:
        wrong = self.model.reader.wrong()
        if number < len(wrong):
            self.model.evaluation_at(wrong[number])

    def update(self, seconds: float) -> None:
        reader, recognition = self.model.reader, self.model
        key = (reader.begun, len(reader.read))
        if self._known[0] != key:
            self._known = key, reader.wrong()
            self.wrong.items = tuple(
                (tuple(reader.pairs[i][0]), reader.labels[i], reader.read[i]) for i in self._known[1]
            )
        wrong = self._known[1]
        here = recognition.sample if recognition.label is not None else -1
        self.wrong.chosen = wrong.index(here) if here in wrong else -1

    def picture(self) -> Picture | None:
        """Why the chosen one, or the player's drawing, is read as it is; before one is chosen, what there is to do."""
        x, y, w, h = self.rect
        place = (x + 16 + self._cards + 10, y, w - self._cards - ASIDE, h)
        label, best = self.model.said, self.model.best
        if self.wrong.chosen >= 0:
            label = self.model.label
        if label is None or best is None:
            return draw_why, place, None, (), bool(self.wrong.items), ""
        sentence = _("All pixels add up to the lead.")
        if kernels_of(self.attempt.now.network) is not None:
            sentence = _("All pixels add up to the lead: through kernels, maps and votes.")
        if best != label and self.model.pair() != (best, label):
            self.model.compare(best, label)
        speaking = self.model.speaking() if best != label else None
        return draw_why, place, speaking, tuple(self.model.pixels()), False, sentence


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
            words = _("Pick one to see what speaks for it.")
            Label(canvas, words, colour="text2", width=w - 30).draw(canvas, left, y + 22 * k)
        return
    first, second = speaking.pair
    text = _("Why {read}, not {label}").format(read=first, label=second)
    base = y + 10 + 18 * k
    canvas.within(left, base, text, w - 30, LEAD, "text")
    lines: Sequence[str] = canvas.lines(sentence, w - 26, BODY)
    side, room = round(len(pixels) ** 0.5), y + h - base - 26
    wide = min(184.0, w - 26 - 66 * k, room)  # side of the picture that says why
    if wide > room - 10 - 24 * k * len(lines):  # smaller for the sentence's sake, or without it
        smaller = room - 10 - 24 * k * len(lines)
        wide, lines = (smaller, lines) if smaller > 0.75 * wide else (wide, ())
    grid = grid_in((left, base + 16, wide, wide), side)
    draw_pixel_shares(canvas, grid, pixels, speaking.pixels)
    # What speaks for, what against, and by how much the first has more
    sums, at, room, top = [0.0, 0.0], left + wide + 12, x + w - 20 - left - wide, base + 32
    for share in speaking.pixels:
        sums[share < 0] += share
    step = min(24 * k, (wide - 10) / 5)
    for against, (digit, total) in enumerate(zip(speaking.pair, sums)):
        middle = top + against * 2.5 * step
        draw_key(canvas, at, middle, bool(against), [(str(digit), "text", 700, "mono")])
        low, hue = canvas.baseline_of(middle + step), weight_colour(-1.0 if against else 1.0)
        canvas.within(at, low, written(total, 1, plus=True), room, NUMBER, hue)
    low = top + 4.3 * step
    canvas.line(at, low, at + room, low, "weight", 2)
    canvas.within(at, low + 8 + 12 * k, written(sums[0] + sums[1], 1, plus=True), room, NUMBER, "text")
    below = base + 16 + wide + 12 + 16 * k
    for row, words in enumerate(lines):
        canvas.text(left, below + row * 24 * k, words, BODY, "text2")


TABS, UNDER = 42.0, 54.0  # height of the names, and where what they name begins


class ReadingPages(Pages):
    """A sheet with the names of its pages at the top."""

    stays = ("verdict", "machine")

    def __init__(self, host: Host, seen: Recognition) -> None:
        self.attempt = attempt = host.attempt
        self.trained = seen.training is not None  # here, so there is something to look back at
        self.eyes, self.cell = EyesPage(host, seen), OneCellPage(host, seen)
        self.when, self.wrong = WhenPage(host, seen), WrongPage(host, seen)
        self.eyes.on_open = partial(self.open, self.cell)
        # What each output looks for, where the outputs look at the pixels themselves; who is read as whom how often.
        self.templates = DrawnPanel(host, lambda canvas, rect: canvas.once(
            rect, draw_templates, rect, templates_of(attempt.now.network, seen.weights()), seen.best),
            PAGE)  # fmt: skip
        self.table = DrawnPanel(host, lambda canvas, rect: canvas.once(
            rect, draw_table, rect, seen.reader.table(attempt.now.network.outputs)), PAGE)  # fmt: skip
        super().__init__(host, self._items)

    def _items(self) -> list[tuple[str, Panel | Split]]:
        kernels = kernels_of(self.attempt.now.network) is not None
        pages: list[tuple[str, Panel | Split]] = [(_("Templates"), self.templates)]
        if kernels:
            pages = [(_("Kernels"), self.eyes), (_("One cell"), self.cell)]
        if self.trained:
            pages.append((_("When"), self.when))
        return [*pages, (_("Table"), self.table), (_("Wrong"), self.wrong)]

    @property
    def looks_closely(self) -> bool:
        """One cell is looked at: the pad then shows what speaks."""
        return self.page() is self.cell

    def open(self, page: Panel) -> None:
        """Go to a page, where it is one of those now."""
        pages = [each for _name, each in self.items()]
        if page in pages:
            self.choose(pages.index(page))

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        widgets = super().place((x, y + UNDER, w, h - UNDER))
        self.rect = rect
        return [self.bar((x + 10, y + 10, w - 20, TABS)), *widgets] if self.shown else []

    def least_size(self) -> tuple[float, float]:
        width, height = super().least_size()
        return width, height + UNDER

    def sheets(self) -> list[Rect]:
        return [self.rect]

"""The stencil, by hand and learning: a picture, its nine cells, the map that it writes beside the wanted one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from math import isqrt

from ...attempt.director import PlayRequest
from ...i18n import N_, _, plural_form
from ...learning import WIDTH, Pair, Vector, assemble, is_bare_map, windows_of
from ...rules import Session
from ...view.draw import (
    BODY,
    LABEL,
    LEAD,
    LEAD_LABEL,
    NUMBER,
    STRONG,
    TITLE_NUMBER,
    Canvas,
    Run,
    Timeline,
    smooth,
    weight_colour,
)
from ...view.format.numbers import number, with_sign
from ...view.pictures.pixel_grids import (
    BLANK,
    Grid,
    GridPad,
    StencilCell,
    cell_text,
    draw_pixels,
    draw_sheet,
    draw_values,
    draw_window,
    grid_in,
)
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.ink import draw_heading
from ...view.widgets.panel import Box, Part, Split, column, first_that_fits, fit_content, row
from ...view.widgets.widget import Rect, Widget
from ..one_neuron.column_board import ColumnBoard, StagePanel
from ..shared.board import Board, PipWords, TileSpec, draw_hints, meaning_of, question_at, shared_tiles, with_next_step
from ..shared.panel import BESIDE, DrawnPanel, Host, ModelPanel, Pages


def window(pixels: Vector, side: int, place: int) -> list[float]:
    """The nine pixels under one place of the map."""
    return [pixels[spot] for spot in windows_of(side)[place]]


def place_over(pixel: int, side: int) -> int:
    """The place of the map whose window has this pixel in its middle, or as near as it goes."""
    places = side - WIDTH + 1
    row, column = (min(places - 1, max(0, spot - 1)) for spot in divmod(pixel, side))
    return row * places + column


def agreement(present: Vector, wanted: Vector) -> list[bool]:
    """Where two maps agree."""
    return [abs(a - b) <= 0.05 for a, b in zip(present, wanted)]  # values of two maps that differ by no more agree


FULL = 3.0  # what a whole hue stands for on a map


def _draw_goal_map(canvas: Canvas, rect: Rect, grids: tuple[Grid, Grid], goal: Vector, look: int, given: str) -> None:
    """`given`: written instead of a look's map."""
    (x, y, w, _h), (mine, theirs) = rect, grids
    base, low = y + 17 + 18 * canvas.type, mine.y + mine.wide + 20
    title = given or (_("map of look {number}").format(number=look) if look else _("no look yet"))
    short = given or (_("look {number}").format(number=look) if look else _("no look"))
    names = [title, _("wanted map")]
    if any(canvas.width(name, LEAD) > mine.wide - 22 for name in names):
        names = [short, _("wanted")]
    for glyph, text, grid in zip(("prediction", "goal"), names, grids):
        canvas.glyph(glyph, grid.x + 8, base - 6 * canvas.type, 7)
        canvas.within(grid.x + 22, base, text, grid.wide - 14, LEAD, "text")
    draw_values(canvas, theirs, goal, "goal", FULL)
    canvas.line(x + 20, low, x + w - 20, low, "border", 1)


def _write(canvas: Canvas, rect: Rect, grid: Grid, seen: Vector | None, goal: Vector) -> None:
    """What the last look wrote, as far as it has come, and where it agrees with what is wanted."""
    x, y, w, h = rect
    low, same = grid.y + grid.wide + 20, agreement(seen, goal) if seen is not None else []
    draw_values(canvas, grid, seen, "prediction", FULL)
    line, side = 2.0 if grid.cell > 24 else 1.2, grid.cell - 1
    for left, top in (grid.at(index) for index, agrees in enumerate(same) if not agrees):  # a ring around it
        canvas.rect(left + 0.5, top + 0.5, side, side, None, 5, "error", line)
    # How many places of the last look agree, and the look as a score: a dot a place, as high as its value
    left, right, base = x + 22, x + w - 22, low + 24 + 12 * canvas.type
    end = right - 10 - canvas.text(right, base, _("of {count}").format(count=len(goal)), LEAD_LABEL, "text2", "end")
    end -= canvas.text(end, base, str(sum(same)) if same else "–", TITLE_NUMBER, "text", "end") + 20
    canvas.within(left, base, _("Places that agree"), end - left, LABEL, "text2")
    bar = low + 36 + 14 * canvas.type
    canvas.rect(left, bar, right - left, 8, "well", 4)
    canvas.rect(left, bar, max(8.0, (right - left) * sum(same) / len(goal)), 8, "text", 4)
    step = min(9.0, (y + h - bar - 34) / 7)  # height of 1
    if step < 3:
        return
    zero = bar + 24 + 3 * step
    canvas.line(left, zero, right, zero, "border2", 1.5)
    for spot, (value, agrees) in enumerate(zip(seen or (), same)):
        if value or not agrees:
            centre = left + (right - left) * (spot + 0.5) / len(goal), zero - step * max(-3.0, min(3.0, value))
            canvas.circle(*centre, 4.5, "prediction" if agrees else "error")


def _products(canvas: Canvas, rect: Rect, window: Vector, weights: Vector, total: float, wanted: float,
              focus: int | None, title: str) -> None:  # fmt: skip
    x, y, w, h = rect
    line = 5.8 * canvas.type
    bold, plain = _("This window"), _("is one neuron")
    canvas.text(x + 24, y + h / 2 - 10 + line, bold, STRONG, "text")
    canvas.text(x + 24, y + h / 2 + 12 * canvas.type + line - 2, plain, BODY, "text2")
    start = x + 44 + max(canvas.width(bold, STRONG), canvas.width(plain))
    runs: list[list[Run]] = [
        [(_("writes") + " ", "text2", 600), (cell_text(total), "prediction", 700, "mono")],
        [(_("wanted") + " ", "text2", 600), (cell_text(wanted), "goal", 700, "mono")],
    ]
    if title:
        runs = [[(title, "text", 700, "mono")], runs[0]]
    elif not any(weights):  # nothing can be written
        runs = []
    sums = max((sum(canvas.width(r[0], NUMBER) for r in run) for run in runs), default=0.0)
    width = min(90.0, (x + w - 40 - sums - start) / len(window))
    for i, (pixel, weight) in enumerate(zip(window, weights)):  # few of them differ
        cell = (start + i * width, y + 14, width - 8, h - 28)
        canvas.once((cell[0], y, cell[2], h), _draw_product, cell, pixel, weight, i == focus)
    for run, up in zip(runs, (-10.0, 12 * canvas.type - 2)):
        canvas.rich(x + w - 24, y + h / 2 + up + line, run, anchor="end")


def _draw_product(canvas: Canvas, cell: Rect, pixel: float, weight: float, lit: bool) -> None:
    x, y, w, h = cell
    canvas.rect(*cell, "rowhi" if lit else "well", 9)
    canvas.rect(x + 0.5, y + 0.5, w - 1, h - 1, None, 8.5, "text" if lit else "border", 1.5 if lit else 1)
    if not pixel:  # its product is 0, whatever the weight is
        canvas.circle(x + w / 2, y + h / 2, 3, "border2")
        return
    size = min(16.0, 0.36 * w / canvas.type)
    base = canvas.baseline_of(y + h / 2, size)
    canvas.text(x + w / 2, base - 11, cell_text(pixel), NUMBER.with_size(size), "input", "middle")
    ink = weight_colour(weight) if weight else "text3"
    canvas.text(x + w / 2, base + 13, f"×{cell_text(weight)}", NUMBER.with_size(size), ink, "middle")


# A bet about what a stencil writes, played out: the picture becomes another, and the stencil slides over all of it.


TURN, PLACE = 0.3, 0.04  # seconds: in which the picture becomes the other; that the stencil stands at a place
SLOW = 0.06  # of a place, where the melody is heard once more
# Of the nine products on their way into one cell of the map, in seconds: when the first one rises, how much later the
# next, how long each is on its way to where they gather; when the sum falls, and for how long
RISE, NEXT, FLY, FALL, FALLS = 0.25, 0.035, 0.42, 0.84, 0.36
ARC, GATHER = 70.0, 34.0  # px: how high their way is bent, and how far over the map they meet
SHADES = 8  # steps in which it does


class SlideShow:
    """`session`: of the question's own level, whose picture and stencil are shown; or the player's own look.

    `number`: of the question; None: it is a look. `parts`: at one place its nine products are seen.
    """

    def __init__(self, number: int | None, session: Session, parts: bool = False) -> None:
        self.number, self.session = number, session
        self.weights = session.weights if number is not None else session.probed[-1].weights
        self.map = tuple(session.run.predict(self.weights, session.run.examples[0][0]))
        turn = [] if number is None else [("turn", TURN)]
        # The place at which most of the nine count, where it is seen how its number comes about
        pixels, places = session.run.examples[0][0], len(self.map)
        count = [sum(bool(a * b) for a, b in zip(window(pixels, isqrt(len(pixels)), place), self.weights))
                 for place in range(places)]  # fmt: skip
        self.busiest = count.index(max(count)) if parts and any(count) else places
        sums = [("products", FALL + FALLS), ("rest", PLACE * (places - self.busiest))] if self.busiest < places else []
        self.time = Timeline(*turn, ("slide", PLACE * self.busiest), *sums)

    def pixels(self, before: Vector) -> list[float]:
        if self.number is None:
            return list(before)
        part = round(SHADES * self.time.part("turn")) / SHADES
        return [a + (b - a) * part for a, b in zip(before, self.session.run.examples[0][0])]

    @property
    def done(self) -> float:
        """Places that the stencil has been at."""
        rest = self.time.part("rest") * (len(self.map) - self.busiest) if self.busiest < len(self.map) else 0.0
        return self.time.part("slide") * self.busiest + rest

    @property
    def place(self) -> int:
        return min(len(self.map) - 1, int(self.done))

    @property
    def spot(self) -> tuple[float, float]:
        """Row and column of the light, on its way to the next place."""
        last, side, part = len(self.map) - 1, isqrt(len(self.map)), smooth(self.done % 1)
        (row, column), (down, across) = divmod(self.place, side), divmod(min(last, self.place + 1), side)
        return row + (down - row) * part, column + (across - column) * part

    def values(self) -> tuple[float, ...]:
        """What stands in the map so far, place by place."""
        return self.map[: int(self.done + 1e-9)]


WAYS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
PICTURE, STENCIL, MAPS = 328.0, 404.0, 468.0  # widths in a window of 1280, what is more is shared
ROW = 84.0  # height of the products
UNDER = 30.0  # from a map down to the answer that says what stands in it


class StencilPicture(ModelPanel["StencilBoard"]):
    """The picture; a click moves the window."""

    bare, words = (110.0, 150.0), (40.0, 60.0)

    def grid(self) -> Grid:
        x, y, w, h = self.rect
        head, foot = 34 + 18 * self.text_scale, 58 + 10 * self.text_scale
        return grid_in((x + 20, y + head, w - 40, h - head - foot), self.model.side)

    def place(self, rect: Rect) -> list[Widget]:
        board = self.model
        return [GridPad("picture", self.grid(), lambda pixel: board.put(place_over(pixel, board.side)),
                        _("Move the window"))]  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        grid, board = self.grid(), self.model
        canvas.once(self.rect, _draw_picture, self.rect, grid, tuple(board.pixels))
        down, across = divmod(board.place, board.map_side) if board.show is None else board.show.spot
        draw_sheet(canvas, grid, down, across, board.weights)


def _draw_picture(canvas: Canvas, rect: Rect, grid: Grid, pixels: Vector) -> None:
    x, y, w, h = rect
    draw_heading(canvas, rect, _("Picture"), "", "input")
    draw_pixels(canvas, grid, pixels)
    keys = [((_("Shift"), "←", "→"), _("move the window"))]
    draw_hints(canvas, x + 20, y + h - 22 - 24 * canvas.type, w - 28, keys)


class CellsPanel(ModelPanel["StencilBoard"]):
    """The nine cells, to be turned."""

    bare, words = (120.0, 180.0), (60.0, 60.0)
    cells: Sequence[StencilCell] = ()

    def grid(self) -> Grid:
        x, y, w, h = self.rect
        head, foot = 38 + 18 * self.text_scale, 30 + 16 * self.text_scale
        return grid_in((x + 25, y + head, w - 50, h - head - foot), WIDTH)

    def place(self, rect: Rect) -> list[Widget]:
        cells = list[StencilCell]()
        grid, level = self.grid(), self.attempt.session.level
        for index in range(level.network.size):
            knob = level.knob("weight", index)
            values = [float(v) for v in (knob.values() if knob else None) or (-1, 0, 1)]
            x, y = grid.at(index)
            place = (x + 5, y + 4, grid.cell - 10, grid.cell - 8)
            turned = partial(self.attempt.turn, "weight", index=index, instead=True)  # those between two looks are one
            cell = StencilCell(f"cell {index + 1}", place, values, turned, self.model.shift)
            row, column = divmod(index, grid.side)
            cell.label = _("row {row}, column {column}").format(row=row + 1, column=column + 1)
            cells.append(cell)
        self.cells = cells
        self.update(0.0)
        return list(cells)

    def update(self, seconds: float) -> None:
        for cell, weight, changed in zip(self.cells, self.attempt.shown.weights, self.model.changes()):
            cell.value, cell.changed = weight, changed

    def paint(self, canvas: Canvas) -> None:
        # Around the cells: what they are, what was changed, the keys.
        changed = sum(self.model.changes())
        look = len(self.attempt.shown.probed)
        note = _("{count} new since look {look}").format(count=changed, look=look) if changed and look else ""
        canvas.once(self.rect, _draw_around, self.rect, note, changed > 0)


def _draw_around(canvas: Canvas, rect: Rect, note: str, changed: bool) -> None:
    draw_heading(canvas, rect, _("Stencil"), note, "weight")
    x, y, w, h = rect
    top, middle = y + h - 14 - 24 * canvas.type, y + h - 14 - 12 * canvas.type
    keys = [(("−", "0", "+"), _("set")), (("↵",), _("next value"))]
    end = x + 24 + draw_hints(canvas, x + 24, top, w - 44, keys)
    word = _("changed")
    width = canvas.width(word)
    if changed and end + width + 40 < x + w:
        canvas.circle(x + w - 32 - width, middle, 4.5, "text")
        canvas.text_vcenter(x + w - 20, middle, word, BODY, "text2", "end")


class MapsPanel(ModelPanel["StencilBoard"]):
    """The map of the last look beside the wanted one."""

    bare, words = (230.0, 200.0), (80.0, 100.0)

    def grids(self) -> tuple[Grid, Grid]:
        (x, y, w, h), side = self.rect, self.model.map_side
        cell = min((w - 44 - 20) / (2 * side), (h - 130 - 70 * self.text_scale) / side)
        top = y + 38 + 18 * self.text_scale
        return Grid(x + 22, top, cell, side), Grid(x + w - 22 - cell * side, top, cell, side)

    def place(self, rect: Rect) -> list[Widget]:
        return [GridPad(f"map {i}", each, self.model.put) for i, each in enumerate(self.grids())]

    def paint(self, canvas: Canvas) -> None:
        board, show, grids = self.model, self.model.show, self.grids()
        (grid, _wanted), goal, look = grids, tuple(board.wanted), len(self.attempt.shown.probed)
        bet, title = (None, "") if show is None or show.number is None else (show, _("its map"))
        canvas.once(self.rect, _draw_goal_map, self.rect, grids, goal, 0 if bet else look, title)
        if show is None or bet is not None:
            written = board.last_map() if show is None else None
            canvas.once(self.rect, _write, self.rect, grid, None if written is None else tuple(written), goal)
        else:  # another picture at each place: layers of them would fill the store, each seen once
            _write(canvas, self.rect, grid, show.values(), goal)
        for each in grids:
            draw_window(canvas, each, *divmod(board.place, board.map_side), reach=1)
        # What has been written into a bet's map so far, zeros too; the last one falls into its place.
        size = min(16.0, 0.5 * grid.cell / canvas.type)
        ink = canvas.readable("prediction", canvas.mix("well", weight_colour(0.0), BLANK))
        values = () if bet is None else bet.values()
        for index, value in enumerate(values):
            x, y = grid.at(index)
            falls = bet is not None and not bet.time.over and index == len(values) - 1
            up = 18.0 * (1 - bet.done % 1) if bet is not None and falls else 0.0
            centre = x + grid.cell / 2, y + grid.cell / 2 - up
            canvas.text_vcenter(*centre, cell_text(value), NUMBER.with_size(size), ink, "middle")

    def paint_over(self, canvas: Canvas) -> None:
        """The nine products of a place gather, and their sum falls into its cell."""
        board, show = self.model, self.model.show
        if show is None or show.busiest >= len(show.map) or not 0 < show.time.part("products") < 1:
            return
        flown = show.time.part("products") * (FALL + FALLS)  # for how many seconds they are on their way
        from_, to = board.picture.grid(), self.grids()[0]
        row, column = divmod(show.place, board.map_side)
        centre = to.at(show.place)[0] + to.cell / 2, to.at(show.place)[1] + to.cell / 2
        meeting = (from_.x + from_.wide + to.x) / 2, to.y + GATHER
        for index, (pixel, weight) in enumerate(zip(window(board.pixels, board.side, show.place), board.weights)):
            down, across = divmod(index, WIDTH)
            x, y = from_.at((row + down) * board.side + column + across)
            x, y, value, since = x + from_.cell / 2, y + from_.cell / 2, pixel * weight, flown - RISE - NEXT * index
            part = smooth(since / FLY)
            if not value:  # it goes out where it is
                canvas.circle(x, y, 6 * (1 - smooth((flown - RISE) / FLY)), "text3")
            elif part < 1:
                x, y = x + (meeting[0] - x) * part, y + (meeting[1] - y) * part - ARC * math.sin(math.pi * part)
                _draw_number(canvas, x, y, 13 + 3 * (canvas.type - 1), with_sign(value, 0), weight_colour(value))
        if flown > FALL:
            part = min(1.0, (flown - FALL) / FALLS) ** 2
            x, y = (a + (b - a) * part for a, b in zip(meeting, centre))
            value = show.map[show.place]
            _draw_number(canvas, x, y, 22 - 6 * part, cell_text(value), weight_colour(value), 6)


def _draw_number(canvas: Canvas, x: float, y: float, r: float, text: str, hue: str, corner: float = 0.0) -> None:
    """On a disc of its hue, or on a square with round corners."""
    fill = canvas.mix("panel", hue, 0.25)
    canvas.rect(x - r, y - r, 2 * r, 2 * r, fill, corner or r, hue, 2)
    canvas.text_vcenter(x, y, text, NUMBER, canvas.readable("text", fill), "middle")


class StencilBoard(Board):
    """Picture, stencil and maps side by side; below them the nine products.

    `place`: of the window, as an index of the map. `show`: a bet or a look that is played out.
    """

    first_focus = "cell 1"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.show: SlideShow | None = None
        self._place = 0
        self.picture, self.cells, self.maps = StencilPicture(host, self), CellsPanel(host, self), MapsPanel(host, self)
        self.products = DrawnPanel(host, self.draw_products, (460.0, 20.0), (160.0, 28.0))
        self._seen, self._heard = len(host.attempt.shown.probed), 0  # looks; places of the one that is seen now

    @property
    def place(self) -> int:
        return self._place if self.show is None else self.show.place

    @property
    def pixels(self) -> Vector:
        own = self.attempt.shown.run.examples[0][0]
        return own if self.show is None else self.show.pixels(own)

    @property
    def wanted(self) -> Vector:
        return self.attempt.shown.run.examples[0][1]

    @property
    def side(self) -> int:
        return isqrt(self.attempt.now.network.inputs)

    @property
    def map_side(self) -> int:
        return self.side - WIDTH + 1

    def last_map(self) -> Vector | None:
        probed = self.attempt.shown.probed
        return probed[-1].predictions[0] if probed else None

    @property
    def weights(self) -> Vector:
        """Of the stencil that is seen to slide; else as they are turned now."""
        return self.attempt.shown.weights if self.show is None else self.show.weights

    def changes(self) -> list[bool]:
        """Of each cell whether it is not what it was at the last look, or at the start."""
        shown = self.attempt.shown
        then = shown.probed[-1].weights if shown.probed else shown.run.start
        return [weight != before for weight, before in zip(shown.weights, then)]

    def put(self, place: int) -> None:
        self._place = place

    def shift(self, way: str) -> None:
        down, right = WAYS[way]
        row, column = divmod(self.place, self.map_side)
        row, column = (min(self.map_side - 1, max(0, spot)) for spot in (row + down, column + right))
        self._place = row * self.map_side + column

    def stage_tree(self) -> Box | Split:
        parts = (Part(self.picture, PICTURE, 1.0), Part(self.cells, STENCIL, 1.0), Part(self.maps, MAPS, 1.0))
        above = row(*parts, gap=BESIDE)
        return first_that_fits(column(Part(above), Part(self.products, ROW, shrinks=True), gap=BESIDE), above)

    def draw_products(self, canvas: Canvas, rect: Rect) -> None:
        """The window as one neuron; the cell with the keyboard is lit."""
        weights, seen = tuple(self.weights), window(self.pixels, self.side, self.place)
        focus = next((i for i in range(len(weights)) if self.host.focus == f"cell {i + 1}"), None)
        slides = self.show is not None and self.show.number is not None and self.show.time.part("turn") >= 1
        wanted, total, more, less = self.wanted[self.place], 0.0, 0.0, 0.0
        for pixel, weight in zip(seen, weights):
            product = pixel * weight
            total, more, less = total + product, more + max(0.0, product), less - min(0.0, product)
        sums = f"{number(more, 0)} − {number(less, 0)} + 0" if slides else ""  # what it adds and what it takes away
        shown = (rect, tuple(seen), weights, total, wanted, focus, sums)
        if self.show is not None:
            _products(canvas, *shown)
        else:
            canvas.once(rect, _products, *shown)

    def react(self, kind: str) -> None:
        """At the win the wanted map is heard once more, slowly."""
        if kind == "land":
            self.host.game.player_feedback.melody(self.wanted, SLOW)

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """What is written stands under the map in which it is written."""
        question, means = meaning_of(self.attempt, number, answer)
        if question is None or question.asks != "prediction":
            return None
        place = list(question.answers).index(str(answer))
        grid = self.maps.grids()[0]
        x = grid.x + grid.wide * (place + 0.5) / len(question.answers)
        return AnswerAnchor(x, grid.y + grid.wide + UNDER, arrow="up", value=float(means))

    def begin(self, show: PlayRequest) -> None:
        question = question_at(self.attempt, show.number) if show.kind == "bet" else None
        if question is not None and question.level is not None and is_bare_map(question.level.network):
            self.show = SlideShow(show.number, Session(question.level, self.host.game.catalog, question.actions))

    def at_rest(self) -> bool:
        return self.show is None or self.show.time.over

    def tiles(self) -> list[TileSpec]:
        look = TileSpec("probe", _("Look"), "eye", "step", primary=True)
        more = shared_tiles(self.attempt, "undo", "reset", "hint", "auto", idle_auto=False)
        return with_next_step(self.attempt, [look, *more])

    def words(self) -> PipWords:
        """Heard: which places of the last look's map differ from what is wanted, row by row, counted from 1."""
        rows: dict[int, list[str]] = {}
        written = self.last_map()
        seen = agreement(written, self.wanted) if written is not None else []
        for place, same in enumerate(seen):
            if not same:
                row, column = divmod(place, self.map_side)
                rows.setdefault(row + 1, []).append(str(column + 1))
        places = (_("row {row}: {columns}").format(row=row, columns=", ".join(each)) for row, each in rows.items())
        heard = _("Columns that differ in {places}.").format(places="; ".join(places)) if rows else ""
        shown, count, show, new = self.attempt.shown, seen.count(False), self.show, sum(self.changes())
        free = _("Changing cells is free: only looks count.")
        if show is not None and show.number is None:
            sentences = _("The light slides over {count} places.").format(count=len(show.map)), free
        elif shown.won:
            sentences = _("That is the stencil."), _("Every place on the map agrees.")
        elif not shown.probed:
            sentences = _("A look slides the stencil once."), free
        elif new:
            plain = plural_form("One cell has changed. Look again.", "{count} cells have changed. Look again.", new)
            sentences = _("The map is from your last look."), plain.format(count=new)
        else:
            text = plural_form("One place still differs.", "{count} places still differ.", count).format(count=count)
            sentences = text, plural_form("Where, and what is around it?", "Where, and what is around them?", count)
        return PipWords(*sentences, heard=heard)

    def after_update(self, seconds: float) -> None:
        show, shown, still = self.show, self.attempt.shown, self.host.game.settings.still
        if show is not None:
            show.time.update(seconds, still)
            ends = show.time.over if show.number is None else show.number != self.attempt.open_bets.on_stage
            if ends:
                self._place, self.show = show.place, None
        if len(shown.probed) > self._seen:  # a look: the stencil slides over the picture
            self.show, self._heard = SlideShow(None, shown, len(shown.probed) == 1 and not still), 0
        if self.show is not None and self.show.number is None:  # what was written since is heard
            written = self.show.values()
            self.host.game.player_feedback.melody(written[self._heard :], PLACE)
            self._heard = len(written)
        self._seen = len(shown.probed)
        super().after_update(seconds)


# A stencil that learns by itself: a lantern throws its teacher on the wall, and the stencil slides over it as light.
# The right column is the usual one, with the maps in the place of the neuron.


EXAM = 42.0  # height of the line with the exam
PLATE, EDGE = 22.0, 10.0  # height of a plate over that line without its text; how far it keeps from the edges


class TeacherBoard(ColumnBoard):
    """Each window of the picture is one example; the frame is on the one that comes next."""

    lines = 5  # a second row of knobs takes the place of two
    neuron_name = N_("Exam")
    teacher: TeacherPanel

    def __init__(self, host: Host) -> None:
        self.teacher = TeacherPanel(host)
        # What the stencil writes over the picture of the exam, or over its teacher, beside what is wanted
        exam, taught = (DrawnPanel(host, partial(self.teacher.draw_maps, unseen), (260.0, 116.0), (60.0, 76.0))
                        for unseen in (True, False))  # fmt: skip
        super().__init__(host, self.teacher, exam)
        self.maps = Pages(host, lambda: [(_("Exam"), exam), (_("Maps"), taught)], named=True)

    def sides(self) -> Sequence[Box | Split]:
        if self.attempt.whole_code:
            return super().sides()
        line = fit_content(self.code_line)
        if not self.attempt.shown.count:  # nothing is written yet
            return [column(line)]
        return [column(line, Part(self.maps)), self.maps, column(line, Part(self.neuron)), self.neuron]

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        place, strip = super().anchor(number, answer), self.teacher.strip()
        return place._replace(within=strip) if place is not None and place.arrow == "panel" and strip else place


class TeacherPanel(StagePanel):
    """The picture, the stencil's nine weights, its map here and in the exam beside the wanted ones."""

    bare, words = (300.0, 165.0), (60.0, 90.0)

    def least_size(self) -> tuple[float, float]:
        width, height = super().least_size()
        return width, height + self._foot - EXAM

    def weights(self) -> tuple[float, ...]:
        return self.attempt.shown.run.weights_at(self.attempt.step)

    def pairs(self, unseen: bool) -> list[Pair]:
        return self.attempt.now.data(True) if unseen else self.attempt.shown.run.examples

    def map_of(self, pairs: list[Pair]) -> list[float]:
        network, weights = self.attempt.now.network, self.weights()
        return [network.predict(weights, window)[0] for window, _goal in pairs]

    @property
    def _foot(self) -> float:
        """Height of what stands under the maps."""
        return EXAM + (PLATE + 18 * self.text_scale if self.attempt.level.questions else 0.0)

    def strip(self) -> Rect | None:
        """Over the line with the exam, where an answer stands that is about it; None: nothing is asked."""
        x, y, w, h = self.rect
        foot = self._foot
        return (x, y + h - foot - EDGE, w, foot - EXAM + 2 * EDGE) if foot > EXAM else None

    def paint(self, canvas: Canvas) -> None:
        # The window that the step looks at; None: it looks at all
        batch = self.attempt.shown.run.order.batch(min(self.attempt.step, max(0, self.attempt.shown.count)))
        weights, taught = self.weights(), assemble(self.pairs(False)) or []
        key = ("teacher", self.rect, weights, self.attempt.shown.run.serial, tuple(taught))
        canvas.keep(key, *self.rect, lambda sub: self._stage_picture(sub, weights, taught))
        if len(batch) == 1:
            grid = self._picture_grid()
            draw_sheet(canvas, grid, *divmod(batch[0], grid.side - WIDTH + 1), weights, beam=False)

    def _picture_grid(self) -> Grid:
        x, y, w, h = self.rect
        head = 20 + 18 * self.text_scale
        side = isqrt(len(assemble(self.pairs(False)) or [0]))
        wide = min(h - self._foot - head - 26, 0.44 * w)
        return Grid(x + 0.24 * w, y + head + 4, wide / side, side)

    def _stage_picture(self, canvas: Canvas, weights: Vector, taught: list[float]) -> None:
        """The lantern at the left, the picture that it throws, the stencil at the right, the exam below."""
        x, y, w, h = self.rect
        picture = self._picture_grid()
        foot = picture.y + picture.wide + 14
        with canvas.clip(x + 1, y + 1, w - 2, h - EXAM - 2, 16):
            canvas.rect(x, foot, w, h, "timber", alpha=0.35)
            canvas.line(x, foot, x + w, foot, "timber", 2)
        lens = x + 0.15 * w, foot - 0.24 * picture.wide
        corners = [(picture.x, picture.y), (picture.x, picture.y + picture.wide)]
        canvas.polygon([lens, *corners], "lamp_light", 0.22)
        canvas.rect(lens[0] - 74, lens[1] - 26, 70, 52, "metal", 8)
        canvas.rect(lens[0] - 62, lens[1] + 26, 46, max(6.0, foot - lens[1] - 26), "slate", 3)
        canvas.circle(lens[0], lens[1], 14, "lamp_light", "ink", 2)
        if not isinstance(self.attempt.shown.knobs.get("picture"), str):  # no knob names it
            self.heading(canvas, picture.x, y, picture.wide, _("It learns from"), "input")
        draw_pixels(canvas, picture, taught)
        left = picture.x + picture.wide + 34
        wide = min(x + w - 24 - left, picture.wide * 0.8)
        stencil = Grid(left, picture.y + (picture.wide - wide) / 2, wide / WIDTH, WIDTH)
        self.heading(canvas, left, stencil.y - 30 - 12 * canvas.type, wide, _("Stencil"), "weight")
        draw_values(canvas, stencil, weights, "border", max(1.0, *(abs(weight) for weight in weights)), 2)
        exam = self.pairs(True)
        x, y, w, h = (x, y + h - EXAM, w, EXAM)
        base = canvas.baseline_of(y + h / 2)
        canvas.line(x + 1, y + 0.5, x + w - 1, y + 0.5, "border", 1)
        aim, end, half = self.attempt.now.aim, x, w / 2
        if aim.summed and aim.unseen:  # the summed squared misses on the unseen picture at the step that is looked at
            total = 0.0
            for present, (_window, goal) in zip(self.map_of(exam), exam):
                total += (present - goal[0]) * (present - goal[0])
            limit = getattr(self.attempt.now.target, "limit", 0.0)
            now = (number(total, 2), "error", 700, "mono")
            goal_run: Run = (f"  ≤ {number(limit)}", "goal", 600)
            runs: list[Run] = [(_("exam") + " ", "text2", 600), *([now] if self.attempt.shown.count else []), goal_run]
            end += 20 + canvas.rich(x + 20, base, runs, room=half - 10, shorter=[runs[:2]])
        if not self.attempt.shown.count:  # nothing has been learned yet
            return
        agree = agreement(self.map_of(exam), [goal[0] for _window, goal in exam]).count(True)
        text = _("{agree} of {count} places agree").format(agree=agree, count=len(exam))
        if canvas.fits([(text, "", 600)], x + w - 34 - end):
            canvas.within(x + w - 20, base, text, x + w - 34 - end, LABEL, "text2", "end")

    @staticmethod
    def heading(canvas: Canvas, x: float, y: float, room: float, title: str, glyph: str) -> None:
        """Over a grid whose left edge is at x."""
        base = y + 8 + 16 * canvas.type
        canvas.glyph(glyph, x + 6, canvas.vcentre_of(base), 6)
        canvas.within(x + 20, base, title, room - 22, LABEL, "text")

    def draw_maps(self, unseen: bool, canvas: Canvas, rect: Rect) -> None:
        """The map of the stencil over a picture, beside what is wanted."""
        x, y, w, h = rect
        pairs = self.pairs(unseen)
        side, head = isqrt(len(pairs)), 18 + 17 * self.text_scale
        cell = min((w - 40 - 18) / (2 * side), (h - head - 14) / side)
        word = _(self.attempt.now.words.get("unseen") or "exam") if unseen else _("its map")
        mine = Grid(x + w / 2 - 9 - side * cell, y + head, cell, side)
        theirs = mine._replace(x=x + w / 2 + 9)
        for grid, title, glyph in ((mine, word, "prediction"), (theirs, _("wanted"), "goal")):
            self.heading(canvas, grid.x, y + 2, grid.wide, title, glyph)
        goals, written = tuple(goal[0] for _window, goal in pairs), tuple(self.map_of(pairs))
        for grid, values, colour in ((mine, written, "prediction"), (theirs, goals, "goal")):
            place = grid.x - 6, grid.y - 6, grid.wide + 12, grid.wide + 12
            canvas.once(place, draw_values, grid, values, colour, FULL)

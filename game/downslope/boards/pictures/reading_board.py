"""The board of a net that reads digits: a pad to draw on, what is seen of the net, the votes; below them one sheet.
With your own hand: which digit that was, and what the net took it for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import isqrt, pi, sin
from typing import NamedTuple

from ...attempt.game.own_net import has_net, source_level, where_to_train
from ...desktop.controls import Intent
from ...i18n import _
from ...learning import WIDTH, Vector, has_shares
from ...rules import Show, largest, votes_of
from ...view.charts.vote_bars import Votes
from ...view.draw import BODY, CODE, LABEL, LEAD, NUMBER, SMALL_NUMBER, Canvas, Run, weight_colour
from ...view.format.numbers import number, percent
from ...view.pictures.kernel_maps import KernelMap, brightest_of
from ...view.pictures.pixel_grids import (
    TRIED,
    DrawingPad,
    Grid,
    GridPad,
    draw_key,
    draw_map,
    draw_picture,
    draw_pixel_shares,
    draw_pixels,
    draw_window,
)
from ...view.widgets.button import Button
from ...view.widgets.ink import Label, draw_heading
from ...view.widgets.panel import Box, Laid, Panel, Part, Picture, PicturePanel, Split, column, fit_content, row, stack
from ...view.widgets.widget import Rect, State, Widget
from ..shared.board import Board, Keys, PipWords, TileSpec, shared_tiles, with_next_step
from ..shared.panel import AttemptPanel, DrawnPanel, Host, Latest, ModelPanel
from ..shared.place_panel import PlacePanel, own_picture
from .reading_pages import ReadingPages
from .recognition import Recognition, Speaking, TrainingFollower, draw_one, shares
from .stencil_board import place_over

TOOLS = 70.0  # height of the row of tools, with what is free above and below it
LEAST, BARE = 132.0, 48.0  # the pad's side and a tool's width, when there is no more
PAD, VOTES = 296.0, 312.0  # widths in a window that is 1280 wide


class VotesPanel(ModelPanel[Recognition]):
    """Each digit's vote, or its share in the votes; two of them are compared."""

    bare, words = (240.0, 200.0), (40.0, 40.0)
    votes: Votes
    pages: ReadingPages

    def place(self, rect: Rect, cells: Sequence[Rect] = ()) -> list[Widget]:
        """`cells`: where each vote stands in a place."""
        self.rect = rect
        self.votes = Votes("votes", rect, self.model.compare)
        self.votes.cells = cells
        self.update(0.0)
        return [self.votes]

    def update(self, seconds: float) -> None:
        seen, votes = self.model, self.votes
        votes.names, votes.shares, votes.plain = tuple(seen.names()), tuple(seen.votes), seen.plain
        tells = seen.seen is not None and has_shares(seen.seen[2])
        votes.pair, votes.marked = seen.pair() if tells else None, self.pages.looks_closely
        votes.focusable = votes.pair is not None


class PadPanel(ModelPanel[Recognition], PicturePanel):
    """The pad with its tools: what it shows, and of which picture. While one cell is looked at: what speaks.

    `tools`: where these stand in a place, whose paper the pad is; None: it has a sheet of its own, with a heading.
    """

    bare, words = (40 + 4 * BARE + 24, 30 + LEAST + TOOLS), (0.0, 20.0)
    tools: Rect | None = None
    pages: ReadingPages

    def _grid(self) -> Grid:
        (x, y, w, h), head = self.rect, 28 + 18 * self.text_scale
        if self.tools and not self.pages.looks_closely:
            return Grid(x, y, w / 8, 8)
        side = min(w - 44, h - head - TOOLS)
        return Grid(x + (w - side) / 2, y + head, side / 8, 8)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        grid = self._grid()
        if self.pages.looks_closely:
            return [GridPad("window", grid, lambda pixel: self.model.put(place_over(pixel, 8)), _("Move the window"))]
        (x, y, w, h), pad = rect, self.model.pad
        pad.rect, pad.tip = (grid.x, grid.y, grid.wide, grid.wide), draw_one(self.attempt.now)
        left, top, wide, high = self.tools or (x + 20, y + h - 58, w - 40, 48.0)
        width, seen, tools = (wide - 24) / 4, self.model, list[Widget]()
        kinds: tuple[tuple[str, str, str, Callable[[], object], bool], ...] = (
            ("pen", _("Pen"), "pencil", partial(setattr, pad, "rubbing", False), not pad.rubbing),
            ("rubber", _("Rub"), "eraser", partial(setattr, pad, "rubbing", True), pad.rubbing),
            ("clear", _("Clear"), "reset", seen.clear, False),
            ("another", _("Next"), "next", seen.go_on, False),
        )
        for i, (name, label, icon, press, on) in enumerate(kinds):
            place, kind = (left + i * (width + 8), top, width, high), "on" if on else "normal"
            tools.append(Button(name, place, "", icon, press, kind=kind, group="tools", tip=label))
        return [pad, *tools]

    def update(self, seconds: float) -> None:
        self.model.vote()
        if self.model.seen is not None:
            self.model.pad.pixels = self.model.seen[0]

    def picture(self) -> Picture | None:
        seen = self.model
        if self.pages.looks_closely:
            pixels, asked = tuple(seen.pixels()), draw_one(self.attempt.now)
            return draw_what_speaks, self.rect, self._grid(), pixels, seen.speaking(), asked
        if self.tools:
            return None
        canvas, title, notes = self.measure(), _("Draw here"), self.notes()  # the longest that has room
        room = self.rect[2] - 80 - canvas.width(title, LEAD)
        note = next((note for note in notes if canvas.width(note, LABEL) <= room), notes[-1])
        return draw_heading, self.rect, title, note, "input", LABEL

    def notes(self) -> tuple[str, ...]:
        """What is on the pad, the longest first."""
        seen = self.model
        if seen.has_drawing():
            return (_("as the net sees it"),)
        if seen.label is None or not seen.votes:
            return (draw_one(self.attempt.now),)
        plain = _("a {label}").format(label=seen.label)
        if seen.best in (seen.label, None):
            return (plain,)
        return _("a {label}, read as {read}").format(label=seen.label, read=seen.best), plain

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        if self.pages.looks_closely:
            place = divmod(self.model.place, self.model.map_side)
            draw_window(canvas, self._grid(), *place, reach=WIDTH)


def draw_what_speaks(canvas: Canvas, rect: Rect, grid: Grid, pixels: Vector, speaking: Speaking | None,
                     nothing: str) -> None:  # fmt: skip
    """The picture with squares, and what their hues say. `nothing`: what is said where nothing is drawn."""
    x, y, w, h = rect
    aside = ""
    if speaking is not None:
        aside = _("for {first}, not {second}").format(first=speaking.pair[0], second=speaking.pair[1])
    draw_heading(canvas, rect, _("What speaks"), aside, "input", LABEL)
    draw_pixel_shares(canvas, grid, pixels, speaking.pixels if speaking is not None else (0.0,) * len(pixels))
    low = grid.y + grid.wide + 8
    if speaking is None:
        canvas.text_vcenter(x + 18, low + 20, nothing, LABEL, "text2")
        return
    total = 0.0
    for share in speaking.pixels:
        total += share
    # Under the squares: which hue speaks for which digit, and what all of it adds up to
    line, x, room = (y + h - 8 - low) / 2, x + 18, w - 36
    names: list[Run] = [(str(digit), "text", 700, "mono") for digit in speaking.pair]
    says: Run = (_("says") + " ", "text2", 600)
    end = draw_key(canvas, x, low + line / 2, False, [says, names[0]])
    draw_key(canvas, max(end + 14, x + 100), low + line / 2, True, [says, names[1]])
    value: Run = (number(total, 1, plus=True), weight_colour(total), 700, "mono")
    runs, brief = ([(word + " ", "text2"), value] for word in (_("all pixels add up to"), _("together")))
    canvas.rich(x, canvas.baseline_of(low + 1.5 * line), runs, BODY, room=room, shorter=[brief])


FLIES = 0.18  # seconds: of a letter on its way


SentLetter = tuple[int, int, int]  # a picture that was read: its index, what it is, what it was read as


class ReturnedLetter(Button):
    """The last one that was read wrongly; its label is the stamp with both digits."""

    pixels: Vector = ()

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        box = (x - 2, y - 2, w + 4, h + 4)
        canvas.once(box, _draw_returned, self.rect, tuple(self.pixels), self.label, state.hover)
        if state.focus:
            canvas.focus(*self.rect, 6)


def _draw_returned(canvas: Canvas, rect: Rect, pixels: Vector, label: str, hover: bool) -> None:
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "dough", 5)
    canvas.rect(x, y, w, h, None, 5, "error" if hover else "gold_edge", 2)
    room = 20 * canvas.type
    side = min(w - 12, h - room - 8)
    draw_pixels(canvas, Grid(x + (w - side) / 2, y + 5, side / 8, 8), pixels, paper=True)
    ink = canvas.readable("error", "dough")
    canvas.text_vcenter(x + w / 2, y + h - 2 - room / 2, label, NUMBER, ink, "middle", w - 8)


class ReadingPlace(PlacePanel):
    """A place whose part `pad` is the paper to write on, and whose `hole 1` ... are the outputs.

    `sent`: the picture that is on its way to where it was read, for `clock` seconds. Where there is a part `back`, the
    last one that was read wrongly comes back there.
    """

    def __init__(self, host: Host, pad: PadPanel, votes: VotesPanel) -> None:
        super().__init__(host)
        self.pad, self.votes, self.recognition = pad, votes, pad.model
        self.names = {shape.name for shape in self.picture.picture.parts}
        self.sent: SentLetter | None = None
        self.returned: SentLetter | None = None
        self.known: object = None  # how far was read when it was seen who is to be returned
        self.clock = 0.0
        self.back: ReturnedLetter | None = None
        self.right: tuple[object, dict[str, float]] = (None, {})
        self.settled = False  # all were read once
        self.recognition.on_next, self.recognition.pad.paper = self._send, True

    def least_size(self) -> tuple[float, float]:
        """What speaks is told in the width of the tools."""
        unit = (128 + 70 * self.text_scale) / self.picture.reach("tools")[2]
        return unit * self.picture.picture.width, unit * self.picture.picture.height

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        pad, tools = self.box("pad"), self.box("tools")
        self.pad.tools = tools
        if self.pad.pages.looks_closely:  # what is said of it has the tools' place
            pad = (tools[0], pad[1], tools[2] + 8, tools[1] + tools[3] - pad[1])
        cells = [self.box(f"hole {k}") for k in range(1, len(self.recognition.names()) + 1)]
        (x, y, _w, _h), (right, low, w, h) = cells[0], cells[-1]
        widgets = [*self.pad.place(pad), *self.votes.place((x, y, right + w - x, low + h - y), cells)]
        if "back" in self.names:
            tip = _("Why it was read wrongly")
            self.back = ReturnedLetter("returned", self.box("back"), on_press=self._why, tip=tip)
            widgets.append(self.back)
        self.update(0.0)
        return widgets

    def _why(self) -> None:
        if self.returned is not None:
            self.recognition.evaluation_at(self.returned[0])
            self.pad.pages.open(self.pad.pages.wrong)

    def _send(self) -> None:
        """The picture in hand goes where it is read; one that is read wrongly comes back."""
        seen, label, read = self.recognition, self.recognition.label, self.recognition.best
        self.clock = 0.0
        if label is not None and read is not None:
            self.sent = seen.sample, label, read
            if "sent" in self.names:  # it is seen on its way
                self._heard("letter", "pad")

    def _heard(self, deed: str, part: str) -> None:
        """Where that part of the picture is."""
        self.host.game.player_feedback.did(deed, 2 * self.part_at(part)[0] / self.host.width - 1)

    def stream(self) -> None:
        """While it trains, the letters come by themselves; not where one is looked at closely, or drawn."""
        pages, seen = self.pad.pages, self.recognition
        looked = pages.page() not in (pages.eyes, pages.templates, pages.table)
        if self.clock > FLIES and not (looked and pages.shown) and not seen.blank and not seen.has_drawing():
            seen.go_on()

    def update(self, seconds: float) -> None:
        self.clock += seconds
        if self.sent is not None and (self.clock >= FLIES or self.host.game.settings.still):
            _sample, label, read = self.sent
            if label != read:
                self.returned = self.sent
            if "sent" in self.names:
                self._heard("slot", f"hole {read + 1}")
            self.sent = None
        self.pad.update(seconds)
        self.votes.update(seconds)
        back, seen = self.back, self.recognition
        if back is None:
            return
        reader = seen.reader
        known = reader.begun, len(reader.read)
        if known != self.known and (reader.whole or self.returned is None):  # it may be read correctly by now
            self.known = known
            wrong = reader.wrong() if any(reader.weights) else []
            last = self.returned[0] if self.returned is not None else -1
            sample = last if last in wrong or not wrong else wrong[0]
            self.returned = (sample, reader.labels[sample], reader.read[sample]) if wrong else None
        back.visible = self.returned is not None
        if self.returned is not None:
            sample, label, read = self.returned
            back.pixels, back.label = tuple(reader.pairs[sample][0]), f"{label}→{read}"

    def texts(self) -> dict[str, str]:
        seen = self.recognition
        named = {f"label {k}": name for k, name in enumerate(seen.names(), 1)}
        votes = self.votes.votes.shares
        return named | {"read": str(seen.best) if seen.best is not None else "",
                        "sure": percent(max(votes)) if seen.best is not None else ""}

    def numbers(self) -> dict[str, float]:
        """What the net makes of the picture in hand, and how many it has read correctly."""
        seen, reader = self.recognition, self.recognition.reader
        known, learned = (reader.begun, len(reader.read)), any(reader.weights)
        if self.right[0] != known and learned and (reader.whole or not self.settled):  # what was known stays till then
            right = [label for label, read in zip(reader.labels, reader.read) if label == read]
            self.right = known, {f"right {k + 1}": right.count(k) / max(1, reader.labels.count(k))
                                 for k in range(len(seen.names()))}  # fmt: skip
            self.settled = reader.whole
        votes = votes_of(self.attempt.shown.run, seen.plain) if seen.plain is not None else seen.votes
        values = {f"vote {k}": vote for k, vote in enumerate(votes, 1)}
        values["sure"] = max(votes) if seen.best is not None else 0.0
        if learned:
            values |= self.right[1]
        if self.sent is not None:
            part = min(1.0, self.clock / FLIES)
            values |= {f"sent {self.sent[2] + 1}": part * part * (3 - 2 * part), "hop": sin(pi * part)}
        return values

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        if self.pad.pages.looks_closely:
            canvas.rect(*self.pad.rect, "panel", 12)
        self.pad.paint(canvas)
        # The map that each kernel makes of the picture in hand
        eyes = [eye for eye in self.pad.model.eyes() if eye.map is not None] if "eyes" in self.names else []
        if not eyes:
            return
        x, y, w, h = box = self.box("eyes")
        canvas.once((x - 4, y - 4, w + 8, h + 8), _draw_maps, box, tuple(eyes))


def _draw_maps(canvas: Canvas, rect: Rect, eyes: Sequence[KernelMap]) -> None:
    """In one row or two."""
    x, y, w, h = rect
    rows = 1 if len(eyes) <= 8 else 2
    columns = -(-len(eyes) // rows)
    side = min((w + 5) / columns - 5, (h + 5) / rows - 5)
    for k, eye in enumerate(eyes):
        row, column = divmod(k, columns)
        spot = x + column * (side + 5), y + (h - rows * (side + 5) + 5) / 2 + row * (side + 5)
        draw_map(canvas, Grid(*spot, side / isqrt(len(eye.map or (0.0,))), isqrt(len(eye.map or (0.0,)))),
                 eye.map or (), brightest_of(eyes))  # fmt: skip


class ReadingBoard(Board):
    """`below`: what stands under what the net has learned."""

    below: Box | Split

    def __init__(self, host: Host, training: TrainingFollower | None = None) -> None:
        super().__init__(host)
        self.recognition = Recognition(host.attempt, DrawingPad("pad", (0.0, 0.0, 0.0, 0.0)), training)
        self.pages = ReadingPages(host, self.recognition)
        self.pad, self.votes = PadPanel(host, self.recognition), VotesPanel(host, self.recognition)
        self.pad.pages = self.votes.pages = self.pages
        self.foot = Panel()
        self.takes_picture = self.recognition.take
        picture = own_picture(self.attempt)
        named = {shape.name for shape in picture.picture.parts} if picture is not None else set()
        holes = {f"hole {k}" for k in range(1, len(self.recognition.names()) + 1)}
        self.place = ReadingPlace(host, self.pad, self.votes) if named >= {"pad", "tools", *holes} else None

    def stage_tree(self) -> Box | Split:
        if self.place is not None:
            return self.place
        return row(Part(self.pad, share=PAD), Part(self.votes, share=VOTES), gap=12.0)

    def sides(self) -> Sequence[Box | Split]:
        foot = stack(Part(self.foot), Part(self.below))
        both = column(Part(self.pages), Part(foot, 156.0))
        if self.attempt.open_bets.on_stage is not None:  # its run is seen on the chart
            return [foot]
        return [both, foot, self.pages] if self.attempt.open_bets.open is not None else [both, self.pages, foot]

    def words(self) -> PipWords:
        """Heard: what is on the pad, what it is read as, how large that vote is; how many of the unseen are right."""
        seen, reader, sentence = self.recognition, self.recognition.reader, f"{self.pad.notes()[0]}."
        if seen.has_drawing() and seen.best is not None:
            sentence = _("Your drawing is read as {read}.").format(read=seen.best)
        if seen.best is not None:
            vote = number(seen.plain[seen.best]) if seen.plain is not None else percent(seen.votes[seen.best])
            sentence += " " + _("Its vote is {vote}.").format(vote=vote)
        if reader.whole and any(reader.weights):
            right = len(reader.read) - len(reader.wrong())
            sentence += " " + _("{right} of {count} read correctly.").format(right=right, count=len(reader.read))
        return PipWords("", "", heard=sentence)

    def after_update(self, seconds: float) -> None:
        self.recognition.update()
        super().after_update(seconds)


# Your own hand: draw a digit, say which it is, and see what your net takes it for.


HAND_LEAST, ROW = 48.0, 56.0  # width of a button with its gap, height of them all
MOST = 640.0  # width of them all, at which more of them get narrower
SPOT = 36.0  # side of a drawing with its frame


class Drawing(NamedTuple):
    """`share`: of the votes, for what it is read as."""

    pixels: Vector
    digit: int
    read: int
    share: float

    @property
    def right(self) -> bool:
        return self.read == self.digit


class WhichDigit(AttemptPanel):
    """`said`: how the last one was read."""

    _told = Laid(0)  # actions when a digit was told last

    def __init__(self, host: Host, recognition: Recognition, on_wrong: Callable[[], None]) -> None:
        super().__init__(host)
        self.recognition, self.on_wrong = recognition, on_wrong
        self.said = ""
        self._part = host.attempt.shown.stage
        self._drawings: Latest[tuple[Drawing, ...]] = Latest()

    def drawings(self) -> tuple[Drawing, ...]:
        """All that was shown, read by the net as it is, in the order in which they were drawn."""
        session = self.attempt.shown

        def read() -> Iterator[Drawing]:
            for pixels, goal in session.shown:
                votes = shares(session, session.run.predict(session.weights, pixels))
                yield Drawing(tuple(pixels), largest(goal), largest(votes), votes[largest(votes)])

        return self._drawings.of((session.serial, len(session.shown)), lambda: tuple(read()))

    def least_size(self) -> tuple[float, float]:
        count = len(self.recognition.names())
        return min(HAND_LEAST, MOST / count) * count + 40, 16 + 22 * self.text_scale + ROW

    def place(self, rect: Rect) -> list[Widget]:
        (x, y, w, h), head = rect, 16 + 22 * self.text_scale
        names = self.recognition.names()
        width = (w - 32) / len(names)
        return [
            Button(f"digit {name}", (x + 20 + i * width, y + head, width - 8, h - head - 14), name, "",
                   partial(self.say, i), group="digits", tip=_("This is a {digit}").format(digit=name))
            for i, name in enumerate(names)
        ]  # fmt: skip

    def say(self, digit: int) -> None:
        """The player says what was drawn; the net has read it already."""
        recognition = self.recognition
        if not recognition.has_drawing() or recognition.pad.judged:
            self.said = _("Draw another one first.") if recognition.pad.judged else _("Draw it first.")
            return
        attempt = self.attempt
        attempt.exit_machine()  # it is the player who drew
        goal = tuple(float(k == digit) for k in range(attempt.now.network.outputs))
        if attempt.act(Show(tuple(recognition.pixels()), goal)):
            self._told = len(attempt.session.actions)
            last = self.drawings()[-1]
            self.host.game.player_feedback.feedback("press" if last.right else "wrong")
            words = {"digit": digit, "read": last.read, "share": percent(last.share)}
            text = _("{digit}, read as {read}: {share}") if last.right else _("{digit}, but read as {read}: {share}")
            self.said = text.format(**words)
            if last.right:
                recognition.pad.clear()
            else:  # it stays, to be looked at
                self.update(0.0)
                self.on_wrong()

    def update(self, seconds: float) -> None:
        """The drawing is judged as long as it is the one that was read wrongly last: not after Undo. A part begins
        with an empty pad."""
        recognition, last, part = self.recognition, self.drawings()[-1:], self.attempt.shown.stage
        if recognition.pad.judged and part != self._part:
            recognition.pad.clear()
        self._part = part
        here = bool(last) and recognition.has_drawing() and tuple(recognition.pixels()) == last[0].pixels
        recognition.pad.judged = here and not last[0].right
        recognition.said = last[0].digit if recognition.pad.judged else None

    def paint(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        base = y + 10 + 16 * canvas.type
        left = canvas.within(x + 20, base, _("Which digit is it?"), w - 40, LEAD, "text") + 16
        canvas.within(x + w - 20, base, self.said or _("say what you drew"), w - 40 - left, BODY, "text2", "end")


def draw_read(canvas: Canvas, rect: Rect, wanted: int, names: Sequence[str], firsts: Sequence[Drawing | None]) -> None:
    """How many are read, and each digit's first drawing. `wanted`: how many are to be read."""
    x, y, w, _h = rect
    right = [drawing.right for drawing in firsts if drawing is not None]
    line = _("{right} of {count} right, {wanted} needed").format(
        right=right.count(True), count=len(right), wanted=wanted)  # fmt: skip
    canvas.within(x + 4, y + 14 + 16 * canvas.type, line, w - 24, LABEL, "text")
    width = (w - 24) / len(names)
    for digit, (name, drawing) in enumerate(zip(names, firsts)):
        # One digit, or the place that waits for it.
        left = x + 4 + digit * width + (width - 34) / 2
        top = y + 26 + 18 * canvas.type
        if drawing is None:
            canvas.rect(left - 2, top - 2, 36, 36, None, 5, "border2", 2, dash=(4, 4))
            canvas.text_vcenter(left + 16, top + 16, name, CODE, "text3", "middle")
            continue
        colour, label = ("prediction", name) if drawing.right else ("error", f"{name}→{drawing.read}")
        draw_picture(canvas, Grid(left, top, TRIED, 8), drawing.pixels)
        canvas.rect(left - 2, top - 2, 36, 36, None, 5, colour, 2)
        canvas.text(left + 16, top + 40 + 14 * canvas.type, label, NUMBER, colour, "middle")
        canvas.icon("check" if drawing.right else "close", left + 8, top + 42 + 16 * canvas.type, 16, colour, 2.6)


def draw_fooled(canvas: Canvas, rect: Rect, share: float, wrong: Sequence[Drawing]) -> None:
    """The second target: something that the net is sure of, and wrong."""
    x, y, w, _h = rect
    text = _("Draw one that it reads as another digit, at {share} or more.").format(share=percent(share))
    Label(canvas, text, width=w - 24).draw(canvas, x + 4, y + 14 - 2 * canvas.type)
    widest = canvas.width(f"8→8 {percent(1.0)}", SMALL_NUMBER)
    for i, drawing in enumerate(wrong):
        spot, top = x + 4 + widest / 2 - 16 + i * (widest + 12), y + 30 + 40 * canvas.type
        draw_picture(canvas, Grid(spot, top, TRIED, 8), drawing.pixels)
        canvas.rect(spot - 2, top - 2, 36, 36, None, 5, "error", 2)
        sentence = f"{drawing.digit}→{drawing.read} {percent(drawing.share)}"
        canvas.text(spot + 16, top + 40 + 13 * canvas.type, sentence, SMALL_NUMBER, "error", "middle")


class HandBoard(ReadingBoard):
    """Between the columns and the results stand ten buttons: which digit was that?"""

    tells_where_to_train = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.recognition.clear()  # it is the player who draws
        level = host.attempt.level
        self.learned = has_net(level) or source_level(host.game, level) is None
        self.untrained = where_to_train(host.game, level)  # told as long as nothing is drawn; "": it was trained
        self.which = WhichDigit(host, self.recognition, partial(self.pages.open, self.pages.wrong))
        self.drawings = self.which.drawings
        width = 24 + SPOT * len(self.recognition.names())
        self.below = DrawnPanel(host, self._results, (width, 84.0), (0.0, 34.0), flat=True)

    def stage_tree(self) -> Box | Split:
        return column(Part(super().stage_tree()), fit_content(self.which))

    def sides(self) -> Sequence[Box | Split]:
        """Where nothing has learned to read, there are no results before something is drawn."""
        return super().sides() if self.drawings() or not self.untrained else [self.pages]

    def _results(self, canvas: Canvas, rect: Rect) -> None:
        """The first drawing of each digit as the net read it; where it is to be fooled, those that did."""
        aim, names, drawings = self.attempt.now.aim, tuple(self.recognition.names()), self.drawings()
        if aim.share is not None:
            wrong = [drawing for drawing in drawings if not drawing.right]
            canvas.once(rect, draw_fooled, rect, aim.share, tuple(wrong[-6:]))  # drawings that fooled the net
            return
        firsts = {drawing.digit: drawing for drawing in reversed(drawings)}
        canvas.once(rect, draw_read, rect, aim.right or 0, names,
                    tuple(firsts.get(digit) for digit in range(len(names))))  # fmt: skip

    def words(self) -> PipWords:
        return super().words()._replace(plain="" if self.drawings() else self.untrained)

    def keys(self) -> Keys:
        def say(intent: Intent) -> None:  # typed where nobody else wants it
            if intent.text in self.recognition.names():
                self.which.say(int(intent.text))

        return dict.fromkeys(("one", "two", "three", "four", "five", "six", "text"), say)

    def tiles(self) -> list[TileSpec]:
        clear = TileSpec("clear", _("Clear"), "eraser", "erase", primary=self.learned)
        train = TileSpec("train", _("Train"), "learn", "learn", primary=not self.learned)
        rest = shared_tiles(self.attempt, "undo", "reset", "hint")
        session, won = self.attempt.session, self.attempt.director.seen.won
        if not self.learned and not (won or self.attempt.director.seen.over):  # what has learned nothing reads nothing
            return [train, clear, *rest]
        tiles = [clear, *rest]
        if won:  # the ways on take their places: four tiles can be read in large text
            del tiles[1]
        room = not won or session.last_stage
        if room and source_level(self.host.game, self.attempt.now) is not None:
            tiles.append(train._replace(primary=False))
        return with_next_step(self.attempt, tiles)

    def press(self, name: str) -> bool:
        if name == "clear":
            self.recognition.pad.clear()
        elif name == "train":
            source = source_level(self.host.game, self.attempt.now)
            if source is not None:
                self.host.open("play", level=source)
        return name in ("clear", "train")

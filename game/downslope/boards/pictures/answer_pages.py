"""Pages about what a net that reads answers: what each output looks for, who is read as whom, why wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.draw.tokens import BODY, LEAD
from ...view.pictures.confusion import draw_table, draw_templates
from ...view.pictures.kernel_grid import grid_in
from ...view.pictures.pixel_squares import draw_pixel_shares, draw_sums
from ...view.pictures.read_picture import ReadPicture
from ...view.pictures.wrong_ones import WrongOnes
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import Picture
from .reading_panel import InspectionPanel, ReadingPanel
from .recognition import has_kernels, templates_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...learning.network import Vector
    from ...view.draw.canvas import Canvas
    from .inspection import Speaking

CARDS, FEWER = 302.0, 204.0  # width of the cards of wrong pictures: three or two beside each other
TOLD, ASIDE = 210.0, 26.0  # least width of what is told beside them, at 100 %; of the gaps
WHY = 184.0  # side of the picture that says why


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
            canvas.wrap(left, y + 40 * k, _("Pick one to see what speaks for it."), w - 30)
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

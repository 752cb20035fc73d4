"""A plugin's own file in the code panel: its lines as they ran in a step, with back and forth at the foot."""

from __future__ import annotations

from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from ...attempt.weight_names import weight_name
from ...i18n import _
from ...view.cards.traced_source import ROW, TOP, SourceSection, draw_sections, rows_in
from ...view.draw.tokens import BODY, LABEL
from ...view.draw.tween import smooth
from ...view.format.measure import measure, text_factor
from ...view.widgets.beat_dots import BeatButton, BeatDots
from ...view.widgets.button import Button
from ...view.widgets.scroll import ScrollArea
from ...view.widgets.widget import Rect, Widget
from .source_rows import source_section
from .source_walk import SourceWalk

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .host import Host

FOOT = 52.0
BUTTON = (74.0, 34.0)  # of back and forth
SHORTEST = 60.0  # width of the dots without which they are left out
SLIDES = 0.12  # seconds from one row to the next
LEAST = 2  # rows that are seen in any case


class SourcePanel:
    """What lies under the head of a code panel while a file is chosen there."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.walk = SourceWalk(host)
        self.rect: Rect = (0.0, 0.0, 0.0, 0.0)
        self.sections: tuple[SourceSection, ...] = ()
        self.area: ScrollArea | None = None
        self.dots: BeatDots | None = None
        self._has_dots = True
        self._buttons: list[BeatButton] = []
        self._chooser: Button | None = None  # of the weight
        self._made: object = None
        self._row = -1  # where the light stands
        self._from, self._since = 0.0, -SLIDES  # how many rows above it the light came from, and when

    @staticmethod
    def least(k: float) -> float:
        """Height without which nothing can be read, for a factor k on text."""
        return TOP + (1 + LEAST) * ROW * k + FOOT

    def place(self, rect: Rect) -> list[Widget]:
        """The widgets, in reading order."""
        x, y, w, h = self.rect = rect
        self._made = None
        wide, high = BUTTON
        top = y + h - FOOT + (FOOT - high) / 2 + 1
        walk = self.walk
        self._buttons = [
            BeatButton("line back", (x + 14, top, wide, high), "step_back", "earlier", _("One line back"),
                       lambda far: self._walk(-1, far)),
            BeatButton("line forth", (x + 20 + wide, top, wide, high), "step", "later", _("One line on"),
                       lambda far: self._walk(1, far)),
        ]  # fmt: skip
        left = x + 20 + 2 * wide + 18
        canvas = measure(self.host.game, self.host.width, self.host.height)
        told = canvas.width(_counted(2000, 2000), BODY) + 26
        self._chooser = None
        if walk.one_of_many:
            long = canvas.width(self._weight_name(), LABEL) + 28
            place = (left - 12, top, long, high)
            self._chooser = Button("line weight", place, self._weight_name(), on_press=self._next_weight)
            self._chooser.tip, self._chooser.radius = _("The same for the next weight"), 10.0
            left += long + 6
        room = x + w - told - left
        self.dots = BeatDots("lines", (left, top, max(0.0, room), high), walk.go)
        self._has_dots = room >= SHORTEST
        offset = self.area.offset if self.area is not None else 0.0
        self.area = ScrollArea("source", (x, y, w, h - FOOT), 0.0, offset)
        chooser = [self._chooser] if self._chooser is not None else []
        return [self.area, *self._buttons, *chooser, self.dots]

    def _weight_name(self) -> str:
        return weight_name(self.walk.session.level, self.walk.weight)

    def _next_weight(self) -> None:
        walk = self.walk
        walk.weight = (walk.weight + 1) % walk.session.run.network.size
        self.host.relayout()

    def _walk(self, way: int, far: bool) -> None:
        self.walk.walk(way, far)

    def refresh(self, secret: bool) -> None:
        """What is to be seen now."""
        walk, dots, area = self.walk, self.dots, self.area
        walk.refresh(secret)
        if dots is None or area is None:
            return
        if self._chooser is not None and self._chooser.label != self._weight_name():
            self.host.relayout()  # another was chosen on the board
            return
        for widget in (*self._buttons, *([self._chooser] if self._chooser is not None else []), dots):
            widget.visible = widget.enabled = walk.walks and (widget is not dots or self._has_dots)
        if walk.rows is not None:
            dots.depths, dots.at = [line_run.depth for line_run in walk.rows.traced.line_runs], walk.at
        made = (walk.rows, walk.at, self.rect, walk.part, self.host.game.look(), walk.source())
        if made != self._made:
            self._made = made
            self._show()

    def _show(self) -> None:
        walk, area = self.walk, self.area
        assert area is not None
        k, height = text_factor(self.host.game), self.rect[3] - FOOT
        before, row = self._row, -1
        if walk.rows is None:
            source = walk.source()
            self.sections = (source_section(source),) if source is not None and source.outline is not None else ()
            rows = sum(1 + len(section.rows) for section in self.sections)
            area.height = TOP + rows * ROW * k
        else:
            self.sections = walk.rows.sections(walk.at, partial(rows_in, height, k))
            area.height = 0.0
            tops = [row for section in self.sections for row in (None, *section.rows)]
            row = next((n for n, each in enumerate(tops) if each is not None and each.is_running), -1)
        area.focusable = area.limit > 0
        area.scroll(0.0)
        moved = row - before if row >= 0 and before >= 0 else 0
        if moved and not self.host.game.settings.still:
            self._from, self._since = float(moved), self.host.time
        self._row = row

    @property
    def slide(self) -> float:
        """How many rows above its row the light still is."""
        part = (self.host.time - self._since) / SLIDES
        return self._from * (1 - smooth(part)) if 0 <= part < 1 else 0.0

    @property
    def moving(self) -> bool:
        return self.slide != 0.0

    def aside(self) -> str:
        """What the head says of it."""
        walk = self.walk
        if walk.rows is None:
            return ""
        return _("step {step}, replayed").format(step=walk.step + 1)

    def sentence(self) -> str:
        """For the text mirror: the running line and its value."""
        walk, source = self.walk, self.walk.source()
        if source is None:
            return ""
        if walk.rows is None:
            return f"{source.name}. {walk.note}"
        line, value = walk.rows.line_and_value(walk.at)
        said = _("{file}, line {line}: {code}").format(file=source.name, line=self._beat_line(), code=line)
        told = f" → {value}" if value else ""
        return f"{said}{told}. {self._count()}."

    def _beat_line(self) -> int:
        assert self.walk.rows is not None
        return self.walk.rows.traced.line_runs[self.walk.at].line

    def _count(self) -> str:
        walk = self.walk
        whole = walk.rows is None or walk.rows.traced.whole
        return _counted(walk.at + 1, walk.count) if whole else _("line {line} of more").format(line=walk.at + 1)

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        area, walk = self.area, self.walk
        if area is None:
            return
        foot = y + h - FOOT
        with canvas.clip(x, y, w, h - FOOT):
            draw_sections(canvas, (x, y, w, h - FOOT), self._seen(area, canvas.type), self.slide)
        canvas.line(x + 1, foot + 0.5, x + w - 1, foot + 0.5, "border", 1)
        base = canvas.base_of(foot + FOOT / 2) + 1
        if walk.walks:
            canvas.text(x + w - 18, base, self._count(), BODY, "text2", "end")
        else:
            style, note = canvas.shrink(self.note, w - 36)
            canvas.text(x + 18, base, note, style, "text2")

    @property
    def note(self) -> str:
        """Why there are no values; while a step is under way, how many lines it has."""
        return self.walk.note or self._count()

    def _seen(self, area: ScrollArea, k: float) -> tuple[SourceSection, ...]:
        """Of lines that did not run, those from the first that is not scrolled away."""
        first = ceil(area.offset / (ROW * k) - 0.25)
        return tuple(section._replace(rows=section.rows[first:]) for section in self.sections)


def _counted(line: int, count: int) -> str:
    return _("line {line} of {count}").format(line=line, count=count)

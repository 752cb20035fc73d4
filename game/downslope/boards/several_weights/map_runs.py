"""The runs of a visit on a map: how much of the old ones is drawn, which one is chosen, and the list of them in it.

The list stands in the corner of the map with the fewest ways; it goes elsewhere, or has fewer rows, when the present
one comes there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ...attempt.past_runs import PastRun
from ...i18n import _
from ...view.charts.run_chart import draw_sample
from ...view.draw.canvas import Canvas, draw_plate
from ...view.draw.raster import Point
from ...view.draw.rects import clip_line
from ...view.draw.tokens import LABEL, NUMBER, STRONG
from ...view.widgets.button import Segmented
from ...view.widgets.ink import Boxed, Cells, Ink, Line, Mark, Row, icon
from ...view.widgets.panel import Laid
from ...view.widgets.widget import Act, Press, Rect, State, Widget
from ..shared.panel import Host
from ..shared.runs_panel import ENDS, OFF, RunList, RunText, key_of

# ---------------------------------------------------------------------------------------------------------------------
# A row of the key of ways on a picture: line and mark, alpha and the learner's own knobs, how the run ended.


SAMPLE, RIM, ICON = 30.0, 10.0, 19.0
BETWEEN = 14.0  # knobs, icon, end
GROUP = "runs on the picture"


class RunKeyRow(Press):
    """`chosen`: its run is picked out; a press, the pointer or the keyboard on it does so."""

    chosen = False

    def __init__(self, name: str, rect: Rect, text: RunText, on_press: Callable[[], None],
                 on_wheel: Callable[[int], None]) -> None:  # fmt: skip
        super().__init__(name, rect, group=GROUP)
        self.text, self.on_press, self.on_wheel = text, on_press, on_wheel
        self.tip = ": ".join(filter(None, (text.name, text.tip)))

    def act(self, intent: Act) -> bool:
        if intent.name == "wheel":
            self.on_wheel(-round(intent.value))
            return True
        return super().act(intent)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        lit = self.chosen or state.hover
        edge, row = "text" if self.chosen else "", Row(key_cells(canvas, self.text), BETWEEN)
        Boxed(row, (RIM, 0), "rowhi" if lit else "", edge, 6).put(canvas, self.rect)
        if state.focus:
            canvas.focus(x + 2, y + 2, w - 4, h - 4, 6)


def key_cells(canvas: Canvas, text: RunText) -> tuple[Ink, ...]:
    """Line and mark, alpha and the learner's own knobs, how the run ended; the ends stand under each other."""
    style = NUMBER if text.end[:1].isdigit() else LABEL
    end = Line(text.end, style, anchor="end", wide=canvas.width("0000", NUMBER))
    sign = icon(text.icon, ICON) if text.icon else Ink(wide=ICON)
    sample = Mark(draw_sample, (text.style,), wide=SAMPLE)
    return sample, Line(text.knobs, NUMBER, grow=1), sign, end


WAYS = "ways"
MODES = (OFF, ENDS, WAYS)
ROWS = 5  # at most
WIDE, ROW, PAD, FOOT = 300.0, 26.0, 9.0, 34.0  # of the list at 100 %: width, a row, above and below, the switch
INSET = 8.0  # from the edges of the room that it has
SHARE = 0.62  # of the map's height is the most that it takes
CostOfCover = Callable[[Rect], tuple[int, int]]  # of what must not be covered, and of what had better not be, so much


class MapRuns(RunList):
    """`mode`: off, ends or ways; `chosen`: the key of the run that is picked out, "" for none but the present one."""

    is_on_map = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.chosen: str | None = None  # None: nobody has chosen, so it is the newest

    def chosen_run(self) -> PastRun | None:
        """The old run that is picked out; None: it is the present one, or there is none."""
        seen = self.visible_runs()
        if self.chosen is None or (self.chosen and all(run.key != self.chosen for run in seen)):
            return seen[-1] if seen else None
        return next((run for run in seen if run.key == self.chosen), None)

    def runs_beside(self) -> list[PastRun]:
        run = self.chosen_run()
        return [run] if run is not None else []

    def full(self) -> list[PastRun]:
        """Those whose ways are seen as they were: the one that is picked out and the machine's."""
        chosen = self.chosen_run()
        return [run for run in self.visible_runs() if run.machine or run == chosen]


class MapRunsList:
    """The list in the map. `rect`: where it stands; None: there is nothing to compare, or no room."""

    count = Laid(0)  # of its rows
    first = Laid(0)  # of the old runs, the newest first, the one in the second row

    def __init__(self, runs: MapRuns, counted: CostOfCover) -> None:
        self.runs, self.host, self.attempt, self.counted = runs, runs.host, runs.attempt, counted
        self.rect: Rect | None = None
        self.rows: list[RunKeyRow] = []
        self._room: Rect = (0.0, 0.0, 1.0, 1.0)
        self._wide, self._t = WIDE, 1.0
        self._most, self._corner = ROWS, 0
        self._seen: object = None
        self._switch: Segmented | None = None

    def place(self, room: Rect) -> list[Widget]:
        """In a corner of the room: with all its rows, or with fewer where only so it covers nothing."""
        before, many, self.rows, self._switch, self.rect = self.rect, len(self.rows), [], None, None
        old = self._listed()
        if not self.runs.old() or self.attempt.machine is not None:
            return []
        canvas = self.runs.measure()
        t = self._t = max(1.0, canvas.type)
        texts = [key_of(self.attempt, run) for run in (self.runs.now(), *old)]
        names = [_("off"), _("ends"), _("paths")]
        each = max(canvas.width(name, STRONG) for name in names) + 12
        long = max(166.0, 3 * each + 8)  # least width of the switch
        rows = Cells(tuple(key_cells(canvas, text) for text in texts), BETWEEN)
        width = min(max(WIDE, rows.size(canvas)[0] + 2 * RIM + 8, long + 22), room[2] - 2 * INSET)
        self._room, self._wide = room, width
        maximum = min(ROWS, len(texts), int((SHARE * room[3] - 2 * PAD - FOOT * t) / (ROW * t)))
        if maximum < 1:
            return []
        self._most, corner = maximum, self._corner
        count, self._corner = self._best(maximum)
        self.count = count
        if before is not None and not self.counted(self._at(count, corner))[0]:
            self._corner = corner  # it need not move
        self.first = min(self.first, len(old) - count + 1)
        for number, run in enumerate(old if count < many else ()):
            if f"map {run.key}" == self.host.focus:  # with fewer rows the keyboard stays where it is
                self.first = min(max(self.first, number - count + 2), number)
        shown = [self.runs.now(), *old[self.first : self.first + count - 1]]
        texts = [texts[0], *texts[1 + self.first : self.first + count]]
        self.rect = x, y, w, h = self._at(count, self._corner)
        for number, (run, text) in enumerate(zip(shown, texts)):
            spot, name = (x + 4, y + PAD + number * ROW * t, w - 8, ROW * t), f"map {run.key or 'run now'}"
            self.rows.append(RunKeyRow(name, spot, text, partial(self.choose, run.key), self.scroll))
        place = (x + w - 8 - long, y + h - 3 - FOOT * t, long, FOOT * t)
        tip = _("How much of the old runs to draw")
        self._switch = Segmented("compare", place, names, MODES.index(self.runs.mode),
                                 lambda number: setattr(self.runs, "mode", MODES[number]), key="compare",
                                 tip=tip)  # fmt: skip
        return [*self.rows, self._switch]

    def _listed(self) -> list[PastRun]:
        """The old runs that are not switched off, the newest first."""
        return [run for run in reversed(self.runs.old()) if run.key not in self.runs.hidden]

    def _at(self, count: int, corner: int) -> Rect:
        """Where it stands with so many rows in that corner."""
        # Where the list may stand: below at the left, above at the right, below at the right, above at the left.
        high = (count * ROW + FOOT) * self._t + 2 * PAD
        x, y, w, h = self._room
        left, right, top, low = x + INSET, x + w - INSET - self._wide, y + INSET, y + h - INSET - high
        return [
            (left, low, self._wide, high),
            (right, top, self._wide, high),
            (right, low, self._wide, high),
            (left, top, self._wide, high),
        ][corner]

    def _best(self, most: int) -> tuple[int, int]:
        """(how many rows, which corner): the most rows with which it covers nothing, else what covers least."""
        tried = [(count, corner) for count in range(most, min(most, 2) - 1, -1) for corner in range(4)]

        def worth(place: tuple[int, int]) -> tuple[int, int, int]:
            hit, near = self.counted(self._at(*place))
            return hit, -place[0], near

        return min(tried, key=worth)

    def choose(self, key: str) -> None:
        if self.runs.chosen == key:
            return
        self.runs.chosen = key
        if self.runs.mode == OFF and key:
            self.runs.mode = ENDS

    def scroll(self, by: int) -> None:
        """Other old runs in the rows, where there are more than rows."""
        maximum = len(self._listed()) - len(self.rows) + 1
        if self.rows:
            self.first = min(max(0, self.first + by), maximum)

    # -- each frame --------------------------------------------------------------------------------------------------

    def update(self) -> None:
        """What has become of the run that goes on; where its way comes to the list, that goes elsewhere."""
        if self.rect is None:
            return
        # The pointer, or the keyboard, on a row picks it out
        host = self.host
        for number, row in enumerate(self.rows):
            state = host.state(row)
            if state.hover or state.focus:
                self.choose(row.name.removeprefix("map ") if row.name != "map run now" else "")
                walks = state.focus and len(self.rows) > 2  # of two, the second would go from under the keyboard
                if walks and number == 1 and self.first:
                    self.scroll(-1)
                elif walks and number == len(self.rows) - 1:
                    self.scroll(1)
                break
        chosen = self.runs.chosen_run()
        here = chosen.key if chosen is not None else ""
        for row in self.rows:
            row.chosen = row.name == f"map {here or 'run now'}"
        self.rows[0].text = key_of(self.attempt, self.runs.now())
        seen = (self.attempt.shown.run.serial, self.attempt.step, self.rect)
        if seen == self._seen:
            return
        self._seen = seen
        now = self.counted(self.rect)[0]
        if not now:
            return
        count, corner = self._best(self._most)
        if self.counted(self._at(count, corner))[0] >= now:
            return
        if count != len(self.rows):
            self.count = count
        else:
            # All of it goes to a corner
            assert self.rect is not None
            place = self._at(len(self.rows), corner)
            dx, dy = place[0] - self.rect[0], place[1] - self.rect[1]
            self._corner, self.rect = corner, place
            for widget in (*self.rows, *([self._switch] if self._switch is not None else [])):
                x, y, w, h = widget.rect
                widget.rect = (x + dx, y + dy, w, h)

    def paint(self, canvas: Canvas) -> None:
        """The plate under the rows, and what the switch is for."""
        if self.rect is None or self._switch is None:
            return
        rect, switch = self.rect, self._switch
        cap = self.host.state(switch).cap
        draw_plate(canvas, rect, "border", 12, 1)
        middle, left = switch.rect[1] + switch.rect[3] / 2, rect[0] + 14
        words, room = _("Old runs"), switch.rect[0] - 8 - left
        if canvas.width(words, LABEL) <= room:
            left += canvas.width(words, LABEL) + 10
            canvas.text_vcenter(rect[0] + 14, middle, words, LABEL, "text2")
        width, height = canvas.keycap_size(cap)
        if cap and left + width + 4 <= switch.rect[0]:
            canvas.keycap(left, middle - height / 2, cap)


def stretches_in(points: Sequence[Point], rect: Rect) -> int:
    """How many stretches of a way touch a rect."""
    return sum(clip_line(a, b, rect) is not None for a, b in zip(points, points[1:]))

"""A panel with the lines of a round, or a plugin's own file: where they scroll, which runs, what stands above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import _, several
from ...view.cards.code_listing import (
    HEAD,
    CodePicture,
    CodeRow,
    draw_code_head,
    draw_code_status,
    has_room_for_numbers,
    listing_height,
)
from ...view.format.measure import measure, text_factor
from ...view.widgets.file_tabs import PAD, FileTabs
from ...view.widgets.grow_button import GrowButton
from ...view.widgets.scroll import ScrollArea
from ...view.widgets.widget import Rect, Widget
from .code_pages import LINES, CodePage, pages_of
from .code_rows import CodeRows, RunCursor, file_of
from .panel import Panel
from .source_panel import SourcePanel

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .host import Host

LEAST = 3  # lines that are seen in any case
LEFT, RIGHT = 52.0, 16.0  # of the head: its icon, and the gap at its end
CAP, BETWEEN = 34.0, 16.0  # width of the keycap, and what is free between the names and what is said beside them
TABS = (5.0, 31.0)  # where the names begin, and how high they are


class CodePanel(Panel):
    """`metric`: the name of one whose lines are shown instead of the level's own; "": its own, and where they run.

    `secret`: whether more is hidden now than the level hides.
    chosen   the page that was chosen        grown   it has more room, over what is beside it
    """

    whole = False  # all its lines are to be seen at once, in smaller letters where need be

    def __init__(self, host: Host, name: str = "code", metric: str = "",
                 secret: Callable[[], bool] | None = None) -> None:  # fmt: skip
        self.host, self.attempt = host, host.attempt
        self.name, self.metric = name, metric
        self.rounds = CodeRows(metric)
        self.source = SourcePanel(host)
        self.chosen = LINES
        self.grown = False
        self._secret = secret
        self.area: ScrollArea | None = None
        self.picture: CodePicture | None = None  # None: there are no plain lines
        self.numbers = True
        self._shown: object = None  # what the picture was made from
        self._lit = -1  # the row that ran when it was scrolled into view
        self._known: tuple[object, list[CodePage]] = (None, [])
        self._placed: object = None  # the pages that it has widgets for
        self._button: GrowButton | None = None
        self._tabs: FileTabs | None = None

    # which pages there are

    def pages(self) -> list[CodePage]:
        """Those of the run that is shown."""
        session = self.attempt.shown
        run = session.run
        key = run.serial, run.metric, run.learner, repr(session.knobs), self.grown, self.numbers
        if self._known[0] != key:
            self._known = key, pages_of(session, self.rounds, self.lines_name, self.grown, self.numbers)
        return self._known[1]

    def lines_name(self, count: int) -> str:
        """What the page with the round's own lines, so many, is called."""
        return several("{count} line", "{count} lines", count).format(count=count)

    def page(self) -> CodePage:
        """The one that is to be seen."""
        pages = self.pages()
        return next((page for page in pages if page.part == self.chosen), pages[0])

    @property
    def shows_file(self) -> bool:
        """A file is seen, and no round's lines."""
        return self.page().part != LINES

    def choose(self, number: int) -> None:
        """See another page."""
        self.chosen = self.pages()[number].part
        self.host.relayout()

    # places

    @property
    def above(self) -> float:
        """Height at its top that the names of other pages have."""
        return 0.0

    @property
    def has_head(self) -> bool:
        """Its own names stand above its lines."""
        return True

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        top = y + self.above + (HEAD if self.has_head else 0.0)
        listing = self._place_listing(rect)
        self._placed = self._state()
        self.source.rect = (x, top, w, y + h - top)
        head = self._place_head(rect)
        if not self.shows_file:
            return [*head, listing]
        self.source.walk.part = self.page().part
        return [*head, *self.source.place((x, top, w, y + h - top))]

    def _place_head(self, rect: Rect) -> list[Widget]:
        self._tabs = self._button = None
        if self.metric or self.attempt.shown.run.learner is None:
            return []
        x, y, w, _h = rect
        y += self.above
        canvas = measure(self.host.game, self.host.width, self.host.height)
        pages, left = self.pages(), x + LEFT - PAD
        chosen = pages.index(self.page())
        room = w - (left - x) - CAP - RIGHT - BETWEEN
        place = (left, y + TABS[0], room, TABS[1])
        self._tabs = FileTabs(f"files of {self.name}", place, [page.tab for page in pages], chosen, self.choose, canvas)
        self._tabs.may_be_covered = True
        self._tabs.focusable = len(pages) > 1
        end = left + self._tabs.rect[2] + BETWEEN / 2
        at = (end, y + 3, x + w - 6 - end, HEAD - 6)
        if not self.has_head:  # in the head of the pages
            at = (x + w - CAP - 10, rect[1] + 3, CAP + 4, HEAD - 6)
        self._button = GrowButton(f"grow {self.name}", at, self._grow, lambda: not self.host.has_overlay)
        self._button.may_be_covered = True
        self._button.tip = _("Less code") if self.grown else _("More code")
        return [self._tabs, self._button] if self.has_head else [self._button]

    def _grow(self) -> None:
        self.grown = not self.grown
        self.host.relayout()

    def high(self, lines: int) -> float:
        """The least height in which so many short lines are seen at once."""
        return listing_height(lines, text_factor(self.host.game))

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.high(LEAST))

    def _place_listing(self, rect: Rect) -> ScrollArea:
        """For a new layout: the area in which the lines scroll; with `def` and their numbers where there is room."""
        self.rect, self._shown, self._lit = rect, None, -1
        x, y, w, h = self._inner
        canvas = measure(self.host.game, self.host.width, self.host.height)
        self.numbers = has_room_for_numbers(canvas, w, self.rounds.rows(self.attempt.shown, None, whole=False))
        self.area = ScrollArea(self.name, (x, y + HEAD, w, h - HEAD - 4), 0.0, self.area.offset if self.area else 0.0)
        self.area.label = _("Code")
        return self.area

    @property
    def _inner(self) -> Rect:
        """Without what others' names have of it."""
        x, y, w, h = self.rect
        up = self.above if self.has_head else 0.0
        return (x, y + up, w, h - up)

    @property
    def secret(self) -> bool:
        """The code shows no values: they would give away what is hidden or asked."""
        hidden = any(self.attempt.now.visibility(name) == "hidden" for name in ("input", "goal", "weight"))
        return hidden or (self._secret is not None and self._secret())

    # what is seen

    def _state(self) -> object:
        return tuple(self.pages()), self.page()

    def refresh(self) -> None:
        """The rows as they are now."""
        if self._placed is not None and self._placed != self._state():
            self.host.relayout()
            return
        if self.shows_file:
            self.source.refresh(self.secret)
        else:
            self.refresh_lines()

    def refresh_lines(self) -> None:
        """The round's own lines as they are now."""
        self.show(self.rows(self.secret))

    @property
    def moving(self) -> bool:
        return self.shows_file and self.source.moving

    def rows(self, secret: bool) -> list[CodeRow]:
        """The rows as they are now. `secret`: without values."""
        attempt = self.attempt
        told = attempt.now.visibility("arrow") == "preview" and attempt.asking.open is None
        moment = RunCursor(attempt.step, attempt.playback.hopping, told)
        return self.rounds.rows(attempt.shown, moment, self.numbers, secret)

    def show(self, rows: Sequence[CodeRow]) -> None:
        """Make the picture of these rows; the running one is brought into view when it is another one."""
        area = self.area
        key = (tuple(rows), self.rect, self.host.game.look())
        if area is None or self._shown == key:
            return
        self._shown = key
        if not rows:
            self.picture = None
            return
        canvas = measure(self.host.game, self.host.width, self.host.height)
        self.picture = CodePicture(canvas, self._inner, rows, self.numbers, self.whole)
        area.height = self.picture.height
        area.focusable = area.limit > 0
        area.scroll(0.0)
        lit = next((number for number, row in enumerate(rows) if row.running), -1)
        if lit != self._lit:
            self._lit = lit
            top, low = self.picture.running
            area.show((area.rect[0], area.y(top), area.rect[2], low - top))

    def sentence(self) -> str:
        """For the text mirror: the running line and what it has set."""
        if self.shows_file:
            return self.source.sentence()
        rows = self.picture.rows if self.picture is not None else []
        running = [row for row in rows if row.running]
        if not running:
            return ""
        code = " ".join([running[0].piece.strip(), *(row.piece.strip() for row in running[1:])])
        told = f" → {running[-1].value}" if running[-1].value else ""
        return _("{file}, line {line}: {code}").format(file=self._title, line=running[0].number, code=code) + told

    @property
    def _title(self) -> str:
        return file_of(self.attempt.shown.run)

    def paint(self, canvas: Canvas, title: str = "") -> None:
        """`title`: instead of the name of the file."""
        if self.has_head:
            self.draw_head(canvas, title or self._title)
        if self.shows_file:
            self.source.paint(canvas)
        else:
            self.paint_lines(canvas)

    def paint_lines(self, canvas: Canvas) -> None:
        """The round's own lines."""
        if self.area is not None and self.picture is not None:
            self.picture.draw(canvas, self.area.rect, self.area.offset)

    def draw_head(self, canvas: Canvas, title: str) -> None:
        """What stands above the lines."""
        status, icon = (self.source.aside(), "") if self.shows_file else self._status()
        if self._tabs is None:
            draw_code_head(canvas, self._inner, title, status, icon)
            return
        x, _y, w, _h = self._inner
        end = self._tabs.rect[0] + self._tabs.rect[2] + BETWEEN
        draw_code_status(canvas, self._inner, status, icon, end, x + w - RIGHT - CAP * max(1.0, canvas.type))

    def _status(self) -> tuple[str, str]:
        """What goes on, in words and as an icon."""
        if self.metric or self.picture is None:
            return _("from the same weight") if self.metric else "", ""
        moves = self.attempt.playback.moving or self.attempt.playback.running
        line = next((row.number for row in self.picture.rows if row.running), "")
        if not line:
            return "", ""
        status = (_("line {line}") if moves else _("paused on line {line}")).format(line=line)
        return status, "play" if moves else "pause"

"""A panel with the lines of a round, or a plugin's own file: where they scroll, which runs, what stands above."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ...engine.run import Run, is_own
from ...formulas.source import NotInlinable, source_of
from ...i18n import _, plural_form
from ...learning import Learner, Metric, Network
from ...lines.readable import Listing
from ...rules import ALL, Session
from ...scripts.forms import write_loop
from ...scripts.to_python import listing
from ...scripts.walk import LineValue, first_method, source_of_part, walk_round
from ...view.bowls.bowl_walk import ARROW
from ...view.cards.code_listing import (
    ABOVE,
    HEAD,
    INDENT,
    LINE,
    TIGHT,
    CodePicture,
    CodeRow,
    as_read,
    draw_code_head,
    draw_code_status,
    has_room_for_numbers,
    lines_of_code,
    move_text,
    value_text,
)
from ...view.draw import CODE_LIGHT, NUMBER, Canvas
from ...view.format.markup import HUES, draw_code
from ...view.widgets.button import PAD, FileTabs, IconButton
from ...view.widgets.ink import Ink, InkPress, Mark
from ...view.widgets.panel import Laid, ScrollArea, WidgetPanel
from ...view.widgets.widget import Rect, Widget
from .panel import SIDE, AttemptPanel, Host, Latest
from .source_panel import SourcePanel

DIGITS = range(3, 7)  # decimals that are tried
Round = tuple[list[LineValue], int]  # what the lines have set, and with how many decimals it is shown
Values = dict[int, tuple[str, str]]  # line -> what it has set, and its hue
KEPT = 64  # traced rounds that are remembered


class RunCursor(NamedTuple):
    """Where a run stands: before `step`, `hop` 0 ... 1 of the way through it. `told`: the next move may be shown.

    `until`: the step is seen in parts, and has come to the line that sets one of these.
    """

    step: int
    hop: float = 0.0
    told: bool = False
    until: tuple[str, ...] = ()


@dataclass(eq=False)
class CodeRows:
    """Rows for one session after the other; traced rounds are kept, for tracing one takes a millisecond."""

    metric: str = ""  # another one than the session's own: the same round as it would go with that
    _owner: object = None
    _listing: Listing | None = None
    _traced: dict[int, Round] = field(default_factory=dict)
    _live: Latest[Round] = field(default_factory=Latest)  # the round that is next, for these weights
    _method: list[CodeRow] = field(default_factory=list)  # as its author wrote it, where there are no plain lines
    _last: Latest[list[CodeRow]] = field(default_factory=Latest)  # what was asked last, and the answer
    _loop: tuple[object, list[CodeRow]] = field(default_factory=lambda: (None, []))  # the same of the loop

    def rows(
        self, session: Session, moment: RunCursor | None, whole: bool = True, secret: bool = False
    ) -> list[CodeRow]:
        """`whole`: with `def`, its indent and `return`. `secret`: no values but the error.

        Without a moment: the lines alone, for a run that is too fast to be read.
        """
        lines = self.lines(session)
        if lines is None:
            return self._method
        run = session.run
        asked = self._owner, moment, whole, secret, run.count, tuple(run.weights)
        return self._last.of(asked, self._rows, session, moment, lines, whole, secret)

    def _rows(
        self, session: Session, moment: RunCursor | None, lines: Listing, whole: bool, secret: bool
    ) -> list[CodeRow]:
        fresh, old, running = Values(), Values(), -1  # values of this pass, of the one before, the running line
        if moment is not None:
            step, hop = moment.step, moment.hop
            here, mover = self._values(session, step, lines)
            reached = max((t.line for t in self._trace(session, step)[0] if t.name in moment.until), default=-1)
            if reached >= 0:
                fresh, running = {n: v for n, v in here.items() if n <= reached}, reached
            elif hop >= ARROW:  # he is in the air: the next pass runs, line by line
                running = min(mover, int((hop - ARROW) / (1 - ARROW) * (mover + 1)))
                after, old = self._values(session, step + 1, lines)[0], here
                fresh = {n: v for n, v in after.items() if n <= running and n < mover}
            else:
                visible = hop > 0 or moment.told
                fresh, running = {n: v for n, v in here.items() if visible or n < mover}, mover
        helpers = [CodeRow(line) for line in lines.helpers]
        body = []
        for number, line in enumerate(lines.round):
            value, colour = fresh.get(number) or old.get(number) or ("", "text3")
            if secret and not line.startswith("error"):
                value = ""
            body.append(CodeRow(line, value, colour if number in fresh else "text3", number == running))
        if not whole:
            return helpers + body
        inside = [row._replace(line=INDENT + row.line) for row in helpers + body]
        back = ", ".join([*lines.kept, *([lines.shown[0]] if lines.shown[0] else [])]) or lines.shown[1]
        head = [CodeRow(line) for line in lines.imports]
        takes = [*lines.given, *(["iteration"] if lines.counts else [])]
        return [*head, CodeRow(f"def learn({', '.join(takes)}):"), *inside, CodeRow(f"{INDENT}return {back}")]

    def lines(self, session: Session) -> Listing | None:
        """A round in plain lines; None: they cannot say it."""
        run = session.run
        own = [number for number in vars(run.learner).values() if type(number) in (int, float)] if run.learner else []
        owner = (run.serial, run.metric, run.learner, repr((session.knobs, run.frozen, own)))
        if owner != self._owner:
            self._owner, self._traced, self._live, self._listing = owner, {}, Latest(), None
            instead = session.metric(self.metric) if self.metric else None
            try:
                self._listing = listing(run, instead)
            except NotInlinable:
                method, self._method = first_method(instead or run.network), []
                with suppress(NotInlinable):
                    self._method = [CodeRow(line) for line in source_of(method).splitlines()] if method else []
        return self._listing

    def loop(self, session: Session) -> list[CodeRow]:
        """What runs where many rounds are made at once, or in its place why nothing does."""
        owner = session.run.serial, session.run.stretch_loop(), session.run.why
        if self._loop[0] != owner:
            text, why = write_loop(session, head=False)
            self._loop = owner, [CodeRow(line) for line in (text or f"# {why}").splitlines()]
        return self._loop[1]

    def _values(self, session: Session, step: int, lines: Listing) -> tuple[Values, int]:
        """What each line sets, and the line that moves the weight; without a learner the last one."""
        named: dict[int, dict[str, object]] = {}
        traced, digits = self._trace(session, step)
        for line, name, value in traced:
            named.setdefault(line, {})[name] = value
        mover = max((each.line for each in traced if each.name in lines.kept), default=len(lines.round) - 1)
        values, run = Values(), session.run
        for line, names in named.items():
            values[line] = ", ".join(value_text(v, digits) for v in names.values()), HUES.get(next(iter(names)), "text")
            if line == mover and run.network.size == 1 and "weight" in names:
                values[line] = move_text(run.weights_at(step)[0], float(str(names["weight"]))), "text"
        return values, mover

    def _trace(self, session: Session, step: int) -> Round:
        if step >= session.run.count:  # not made yet, and the weights may be turned before it is
            return self._live.of((step, *session.run.weights), self._round, session, step)
        if step not in self._traced:
            if len(self._traced) > KEPT:
                self._traced.clear()
            self._traced[step] = self._round(session, step)
        return self._traced[step]

    def _round(self, session: Session, step: int) -> Round:
        """With as many digits as make each line true that is worked out from what the lines before it show.

        What the line shows that moves the weight has digits of its own.
        """
        values, lines = list[LineValue](), self._listing
        kept = lines.kept if lines is not None else ()
        with suppress(NotInlinable, ArithmeticError, NameError):
            values = walk_round(session, step, lines)
        for digits in DIGITS if values else ():
            again = walk_round(session, step, lines, partial(as_read, digits=digits))
            texts = [[value_text(v.value, digits) for v in each if v.name not in kept] for each in (values, again)]
            if texts[0] == texts[1]:
                return values, digits
        return values, DIGITS[0]


def file_of(run: Run) -> str:
    """The name of the file that the learner (without one: the metric) was written in."""
    kind = type(run.learner) if run.learner is not None else type(run.metric)
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    return Path(file).name if file else f"{run.learner.name if run.learner else run.metric.name}.py"


LINES, LOOP = "", "loop"  # the pages with the lines of a round, and with what runs where many are made at once


class CodePage(NamedTuple):
    """`part`: whose file it is; or LINES, LOOP. `title`: of its tab."""

    part: str
    title: str


def pages_of(session: Session, rounds: CodeRows, lines_name: Callable[[int], str],
             numbers: bool) -> list[CodePage]:  # fmt: skip
    """The round's lines where there are some, as they run, the files of whoever is not the game's own.

    `lines_name`: what the page with so many lines is called; `numbers`: they stand under `def`, with their numbers.
    """
    run, lines = session.run, rounds.lines(session)
    if rounds.metric or run.learner is None:
        return [CodePage(LINES, rounds.metric or file_of(run))]
    pages = []
    if lines is not None:
        count = len(lines.helpers) + len(lines.round) + (len(lines.imports) + 2 if numbers else 0)
        pages.append(CodePage(LINES, lines_name(count)))
    parts: list[tuple[str, Learner | Metric | Network]] = [("learner", run.learner)]
    metric = session.run.metric
    if type(session.catalog.metrics.get(metric.name)) is not type(metric):
        parts.append(("metric", run.metric))
    if not is_own(run.network) and first_method(run.network) is not None:
        parts.append(("network", run.network))
    names = [source_of_part(thing).name for _part, thing in parts]
    for (part, thing), name in zip(parts, names):
        alike = names.count(name) > 1 or name == "__init__.py"  # a file with several of them, or of a package
        pages.append(CodePage(part, type(thing).__name__ if alike else name))
    pages.insert(1, CodePage(LOOP, _("As it runs")))
    return pages


LEAST = 3  # lines that are seen in any case
LEFT, RIGHT = 52.0, 16.0  # of the head: its icon, and the gap at its end
CAP, BETWEEN = 34.0, 16.0  # width of the keycap, and what is free between the names and what is said beside them
TABS = (5.0, 31.0)  # where the names begin, and how high they are


class CodePanel(AttemptPanel):
    """`metric`: the name of one whose lines are shown instead of the level's own; "": its own, and where they run.

    `secret`: whether more is hidden now than the level hides.
    chosen   the page that was chosen
    """

    thing = "code"
    folds = False  # into a RunningLine
    has_header = True  # its own names stand above its lines; else another's do
    whole = False  # all its lines are to be seen at once, in smaller letters where need be
    chosen = Laid[str](LINES)
    _placed = Laid[object](None)  # the pages that it has widgets for

    def __init__(self, host: Host, name: str = "code", metric: str = "",
                 secret: Callable[[], bool] | None = None) -> None:  # fmt: skip
        super().__init__(host)
        self.name, self.metric = name, metric
        self.rounds = CodeRows(metric)
        self.source = SourcePanel(host)
        self._secret = secret
        self.area: ScrollArea | None = None
        self.picture: CodePicture | None = None  # None: there are no plain lines
        self.numbers = True
        self._shown: object = None  # what the picture was made from
        self._lit = -1  # the row that ran when it was scrolled into view
        self._known: Latest[list[CodePage]] = Latest()
        self._tabs: FileTabs | None = None

    def pages(self) -> list[CodePage]:
        session = self.attempt.shown
        run = session.run
        key = run.serial, run.metric, run.learner, repr(session.knobs), self.numbers
        return self._known.of(key, pages_of, session, self.rounds, self.lines_name, self.numbers)

    def lines_name(self, count: int) -> str:
        """What the page with the round's own lines, so many, is called."""
        return plural_form("{count} line", "{count} lines", count).format(count=count)

    def page(self) -> CodePage:
        pages = self.pages()
        return next((page for page in pages if page.part == self.chosen), pages[0])

    @property
    def shows_file(self) -> bool:
        """A file is seen, and no lines that the game has made."""
        return self.page().part not in (LINES, LOOP)

    def choose(self, number: int) -> None:
        self.chosen = self.pages()[number].part

    def place(self, rect: Rect) -> list[Widget]:
        """The area in which the lines scroll; with `def` and their numbers where there is room."""
        self.rect, self._shown, self._lit = rect, None, -1
        x, y, w, h = rect
        canvas = self.measure()
        self.numbers = has_room_for_numbers(canvas, w, self.rounds.rows(self.attempt.shown, None, whole=False))
        self.area = ScrollArea(self.name, (x, y + HEAD, w, h - HEAD - 4), 0.0, self.area.offset if self.area else 0.0)
        self.area.label = _("Code")
        self._placed = tuple(self.pages()), self.page()
        self._tabs, head = None, list[Widget]()
        if not self.metric and self.attempt.shown.run.learner is not None:
            pages, left = self.pages(), x + LEFT - PAD
            place = (left, y + TABS[0], w - (left - x) - CAP - RIGHT - BETWEEN, TABS[1])
            tabs, chosen = [(page.title, page.part not in (LINES, LOOP)) for page in pages], pages.index(self.page())
            self._tabs = FileTabs(f"files of {self.name}", place, tabs, chosen, self.choose, canvas)
            self._tabs.focusable = len(pages) > 1
            fold = IconButton("fold code", (x + w - RIGHT - CAP, y + 3, CAP, CAP), "", "up_arrow",
                              self.attempt.turn_code, tip=_("Only the line that runs"))  # fmt: skip
            folds = [fold] if self.folds and self.attempt.wants_code and self.attempt.shows != ALL else []
            head = [self._tabs, *folds] if self.has_header else []
        if not self.shows_file:
            return [*head, self.area]
        self.source.part = self.page().part
        return [*head, *self.source.place((x, y + HEAD, w, h - HEAD))]

    def line(self) -> CodeRow:
        """The line that has just run; before the first step the one that moves the weight."""
        rows = self.rows(self.secret)
        return next((row for row in rows if row.running), rows[-1] if rows else CodeRow(""))

    def high(self, lines: int) -> float:
        """The least height in which so many short lines are seen at once."""
        return HEAD + 4 + ABOVE + lines * TIGHT * LINE * self.host.game.look().type

    def least_size(self) -> tuple[float, float]:
        return (0.0, self.high(LEAST))

    @property
    def secret(self) -> bool:
        """The code shows no values: they would give away what is hidden or asked."""
        hidden = any(self.attempt.now.visibility(name) == "hidden" for name in ("input", "goal", "weight"))
        return hidden or (self._secret is not None and self._secret())

    def update(self, seconds: float) -> None:
        if self._placed is not None:
            self._placed = tuple(self.pages()), self.page()
        if self.shows_file:
            self.source.update(self.secret)
        elif self.page().part == LOOP:
            self.show(self.rounds.loop(self.attempt.shown))
        else:
            self.show(self.marked_rows())

    def marked_rows(self) -> Sequence[CodeRow]:
        """The rows as they are now, as they are shown."""
        return self.rows(self.secret)

    def rows(self, secret: bool) -> list[CodeRow]:
        """The rows as they are now. `secret`: without values."""
        attempt = self.attempt
        previewed = attempt.now.visibility("arrow") == "preview" and attempt.open_bets.open is None
        moment = RunCursor(attempt.step, attempt.playback.hop_progress, previewed)
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
        canvas = self.measure()
        self.picture = CodePicture(canvas, self.rect, rows, self.numbers, self.whole and self.page().part != LOOP)
        area.height = self.picture.height
        area.focusable = area.limit > 0
        area.scroll(0.0)
        lit = next((number for number, row in enumerate(rows) if row.running), -1)
        if lit != self._lit:
            self._lit = lit
            top, low = self.picture.running
            area.show((area.rect[0], area.rect[1] + top - area.offset, area.rect[2], low - top))

    def sentence(self) -> str:
        """For the text mirror: the running line and what it has set."""
        if self.shows_file:
            return self.source.sentence()
        rows = self.picture.rows if self.picture is not None else []
        running = [row for row in rows if row.running]
        if not running:
            return ""
        code = " ".join([running[0].line.strip(), *(row.line.strip() for row in running[1:])])
        text, file = f" → {running[-1].value}" if running[-1].value else "", file_of(self.attempt.shown.run)
        return _("{file}, line {line}: {code}").format(file=file, line=running[0].number, code=code) + text

    def paint(self, canvas: Canvas, title: str = "") -> None:
        """`title`: instead of the name of the file."""
        # What goes on, in words and as an icon
        playback, rows = self.attempt.playback, self.picture.rows if self.picture is not None else []
        moves, line = playback.moving or playback.running, next((row.number for row in rows if row.running), "")
        status, icon, walk = _("from the same weight") if self.metric else "", "", self.source
        if self.shows_file:
            status = _("step {step}, replayed").format(step=walk.step + 1) if walk.rows is not None else ""
        if line and not status and not self.shows_file:
            status = (_("line {line}") if moves else _("paused on line {line}")).format(line=line)
            icon = "play" if moves else "pause"
        if self.has_header and self._tabs is None:
            draw_code_head(canvas, self.rect, title or file_of(self.attempt.shown.run), status, icon)
        elif self.has_header and self._tabs is not None:
            x, _y, w, _h = self.rect
            end = self._tabs.rect[0] + self._tabs.rect[2] + BETWEEN
            draw_code_status(canvas, self.rect, status, icon, end, x + w - RIGHT - CAP * max(1.0, canvas.type))
        if self.shows_file:
            self.source.paint(canvas)
        elif self.area is not None and self.picture is not None:
            self.picture.draw(canvas, self.area.rect, self.area.offset)


AT, CAP_ROOM, PADDING = 50.0, 50.0, 10.0  # from the edge to the line and from its end to the other; above and below


class RunningLine(WidgetPanel):
    """Until all of it is asked for: of each of these codes the line that has just run. Pressed, it becomes all."""

    thing, flat = "code", False

    def __init__(self, host: Host, *codes: CodePanel) -> None:
        self.host, self.codes = host, codes
        for code in codes:
            code.folds = True
        super().__init__(InkPress("code line", Ink(), host.attempt.turn_code, told=_("Show code")))

    def lines(self, width: float) -> list[CodeRow]:
        char = self.codes[0].measure().width("0", CODE_LIGHT)
        ran = self.host.attempt.shown.count > 0  # until then it has no value
        rows = [row._replace(line=row.line.strip(), value=row.value if ran else "")
                for row in (code.line() for code in self.codes)]  # fmt: skip
        return lines_of_code(rows, int((width - AT - CAP_ROOM) / char))

    def least_size(self) -> tuple[float, float]:
        return 0.0, 2 * PADDING + len(self.lines(SIDE)) * LINE * self.host.game.look().type

    def update(self, seconds: float) -> None:
        if isinstance(self.widget, InkPress):
            cap = self.host.game.controls.label("code")
            self.widget.ink = Mark(_draw_lines, (tuple(self.lines(self.rect[2])), cap))


def _draw_lines(canvas: Canvas, rect: Rect, lines: Sequence[CodeRow], cap: str) -> None:
    x, y, w, h = rect
    canvas.icon("learn", x + 18, y + h / 2 - 10, 20, "text2")
    canvas.keycap(x + w - 14, y + h / 2 - canvas.keycap_size(cap)[1] / 2, cap, "end")
    for number, line in enumerate(lines):
        base = canvas.baseline_of(y + PADDING + (number + 0.5) * LINE * canvas.type)
        draw_code(canvas, x + AT, base, line.line)
        canvas.text(x + w - CAP_ROOM, base, line.value, NUMBER, line.hue, "end")

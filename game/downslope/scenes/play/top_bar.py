"""The top of the play screen: way back, level's code, title and task, what was used, the stars, the settings."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ...boards.shared.panel import Latest
from ...i18n import _, plural_form, sentence_case
from ...rules import campaign, is_fresh
from ...view.draw import (
    BODY,
    CODE,
    LABEL,
    LARGE,
    LEAD_NUMBER,
    NUMBER,
    PANEL,
    SPACE_5,
    Canvas,
    Run,
    TextStyle,
    ease_out_back,
)
from ...view.format.markup import Line as TextLine, coloured_lines, coloured_runs, even_lines
from ...view.widgets.button import IconButton
from ...view.widgets.ink import SPRING, Boxed, Col, Either, Ink, InkBox, Line, Mark, Para, Row, draw_star, pill
from ...view.widgets.panel import Panel, Part, Placeholder, WidgetPanel, layout_tree, only, row, with_padding
from ...view.widgets.widget import UNPLACED, Press, Rect, State, Widget
from .play_screen import PlayScreen, known_words, map_is_open, task_of
from .star_conditions import StarRow, star_rows

FADES = 0.15  # seconds in which a caption comes, with reduced motion
ONE_LINE, TWO_LINES = TextStyle(20, 700), TextStyle(16, 700)  # of a caption
TOP, HIGH = 10.0, 48.0  # of the bar
CAPTION, OF_BAR = 600.0, 0.55  # what is said in a show is not broken for less, unless that is more of the bar
FOLLOWED = 1.0  # times as fast: up to it nothing is said of what has not arrived on the stage
LINE = 20.0  # from one line of the task to the next
TITLE = 17.0  # from the bar's upper edge to the middle of the title, where the task is under it


def task_base(canvas: Canvas, line: int = 1) -> float:
    """Base line of a line of the task, the first of which is 1: below the title, however large that is."""
    first = max(TOP + HIGH, TOP + TITLE + 25 * canvas.type)
    return first + LINE * canvas.type * (line - 1)


class LevelTitle(Panel):
    """The level's code and title; under it the task where it has room, or what the machine's show says.

    most    lines of the task that have room        caption     what a show says now; None: none is on
    """

    flat = True

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.caption = self._machine_caption
        self._said: str | None = None
        self._since = FADES  # seconds since that
        self.code = campaign.code(play.level, play.game.catalog)
        self.most = 1
        self._broken: Latest[Sequence[TextLine]] = Latest()  # the task's lines, and for what

    def least_size(self) -> tuple[float, float]:
        canvas = self.play.measure()
        if self.caption() is not None:
            return min(CAPTION * canvas.type, OF_BAR * self.play.width), HIGH
        code = canvas.width(self.code, LEAD_NUMBER) + 32 if self.code else 0.0
        return code + canvas.width(_(self.play.level.title), LARGE.with_size(canvas.least(LARGE.size))), HIGH

    def _machine_caption(self) -> str | None:
        show = self.play.attempt.show
        if show is None:
            return None
        waits = 0 < show.times <= FOLLOWED and not self.play.board.at_rest()
        return self._said if waits and self._said is not None else show.caption

    def update(self, seconds: float) -> None:
        """Once a frame: it is seen when what is said changes."""
        said = self.caption()
        self._since = min(FADES, self._since + seconds)
        if said != self._said:
            self._said, self._since = said, 0.0

    def lines(self, canvas: Canvas) -> int:
        """Of the longest task of its parts, so that nothing moves from one to the next."""
        level = self.play.level
        tasks = {task_of(self.play), *(_(level.stage(part).brief) for part in range(len(level.stages) + 1))}
        return max(len(coloured_lines(canvas.look, task, self.rect[2], 16)) for task in tasks)

    def task(self, canvas: Canvas) -> Sequence[TextLine]:
        """The lines of the task, worked out once for each window."""
        key = task_of(self.play), self.rect[2], canvas.s, canvas.type
        return self._broken.of(key, even_lines, canvas.look, task_of(self.play), self.rect[2])

    def paint(self, canvas: Canvas) -> None:
        x, y, room, h = self.rect
        caption, title = self.caption(), _(self.play.level.title)
        if caption is not None:  # code and title small, under them the caption, which fades in; or it alone
            tag = (Boxed(Line(self.code, CODE), (8, 0), "raised", radius=8),) if self.code else ()
            named = Row((*tag, Line(title, LABEL, "text2", yields=True)), 10)
            said = Para(caption, ONE_LINE, spacing=1.2)
            high, below = named.size(canvas, room)[1], said.size(canvas, room)[1]
            place = (x, y + high + 2, room, below)
            if high + 2 + below > h + 0.5:
                said, place = Para(caption, TWO_LINES, spacing=1.3), self.rect
            else:
                named.put(canvas, (x, y, room, high) if caption else self.rect)
            fades = self._said is not None and self.play.game.settings.still
            said.put(canvas, place, self._since / FADES if fades else 1.0)
            return
        alone = not self.most
        middle = y + h / 2 if alone else y + TITLE
        width = canvas.width(self.code, LEAD_NUMBER) + 20 if self.code else -12.0
        if self.code:
            height = 26 * max(1.0, canvas.type)
            canvas.rect(x, middle - height / 2, width, height, "raised", 8)
            canvas.text(x + width / 2, middle + 6.3 * canvas.type, self.code, LEAD_NUMBER, "text", "middle")
        canvas.within(x + width + 12, middle + 7.5 * canvas.type, title, room - width - 12, LARGE, "text")
        for number, line in enumerate([] if alone else self.task(canvas)):
            canvas.rich(x, task_base(canvas, number + 1), coloured_runs(line, "text2", BODY.weight))


DOTS = 10  # up to this par each unit is a dot, above it is a part of a bar
OVER_DOTS, FOOT = 30.0, 3.7  # how far down words over the dots reach, and what of them is below their line
SOON, APART = 0.2, 0.14  # seconds until a star lights, between two of them
STARS = 106.0  # what the three stars need at the right of the counter
COUNTER = 226.0  # its least width, where beside it a task is told
REST = 0.3  # seconds for which the pointer rests on the counter until its card opens


LEFT, RIGHT, LEAST = 16.0, 18.0, 332.0  # free at both ends of a row of it; its least width
ROW_HIGH, PAD = 42.0, 12.0  # of the card of the stars
TIP = 12.0  # of the corner that points at the stars
SHEET = PANEL._replace(edge="border2")


def star_ink(row: StarRow) -> Ink:
    """The star, its condition, below that why it is lost or withheld; a state that is a count stands beside it."""
    counts = row.state[:1].isdigit()
    sentences = [Para(row.condition, LABEL, spacing=1.3)]
    if row.state and not counts:
        sentences.append(Para(row.state, LABEL._replace(weight=500), "text2", spacing=1.3))
    count = (Ink(wide=8), Line(row.state, NUMBER, "text2")) if counts else ()
    return Row((Mark(draw_star, (11.0, row.earned), wide=28), Col(tuple(sentences), grow=1), *count), 10)


class Counter(Press):
    """What was used, of how much; the stars. Pressed, it says what they ask for.

    `on`: their card was opened by a press, and stays until the next or until something is done.
    """

    def __init__(self, play: PlayScreen) -> None:
        super().__init__("stars", UNPLACED, key="stars")
        self.play, self.attempt = play, play.attempt
        self.on, self._done = False, 0  # how many actions there were when it was opened
        self.card = UNPLACED  # where the card of the stars lay when it was drawn last
        self._rows: list[StarRow] = []  # as they were told last
        self._kept: frozenset[int] = frozenset()  # seen in this visit, and in the player's record
        self._lit = self.stars  # those that have lit already
        self._due = SOON  # seconds until the next one does

    def wide(self, canvas: Canvas) -> float:
        """How wide it would like to be: with the word for what is counted."""
        runs = self.runs(short=False, par_comes=True)
        return max(COUNTER if runs else 0.0, self.needed(canvas, runs))

    def needed(self, canvas: Canvas, runs: Sequence[Run]) -> float:
        """What the words, the dots and the stars need."""
        count = self.play.board.counter()
        par = count.par or count.of or 0
        used = 12 + (par - 1) * _pitch(par) if 0 < par <= DOTS else 110.0 if par else 0.0
        return 16 + STARS + max(canvas.rich_width(runs), used)

    @property
    def stars(self) -> frozenset[int]:
        """Those that are lit: none of what is still played out, and all that a Reset does not take away."""
        return self.attempt.director.seen.stars | self.attempt.stars_before | self._kept

    def update(self, seconds: float) -> None:
        """Time goes by: stars light one after the other; what was asked for is read until something is done."""
        attempt = self.attempt
        self.on = self.on and len(attempt.session.actions) == self._done
        self._kept |= attempt.director.seen.stars & frozenset(attempt.game.progress.stars(attempt.level.id))
        self._lit &= self.stars
        waiting = sorted(self.stars - self._lit)
        self._due = max(0.0, self._due - seconds) if waiting else SOON
        if waiting and not self._due:
            self._lit, self._due = self._lit | {waiting[0]}, APART
            self.play.game.player_feedback.star(waiting[0])

    def on_press(self) -> None:
        self.on, self._done = not self.on, len(self.attempt.session.actions)

    def accessible_name(self) -> str:
        word, used, par, _of = self.play.board.counter()
        lit = plural_form("{n} star", "{n} stars", len(self.stars)).format(n=len(self.stars))
        parts = [f"{word} {used}" if word else "", _("par {n}").format(n=par) if par is not None else "", lit]
        return ", ".join(filter(None, parts))

    def paint_card(self, canvas: Canvas) -> None:
        """Over the board, where it was asked for, the keyboard is on it, or the pointer has rested here."""
        play, attempt = self.play, self.attempt
        over = play.hovered == self.name and play.rested >= REST
        self.card = UNPLACED
        if self.on or over or (play.ring and play.focus == self.name):
            if not attempt.director.pending or not self._rows:
                self._rows = star_rows(attempt.level, self.stars, attempt.session, attempt.watched)
            ink = Col(tuple(Boxed(star_ink(row), (0, 7), high=ROW_HIGH * canvas.type) for row in self._rows))
            alone = (row._replace(state=row.state if row.state[:1].isdigit() else "") for row in self._rows)
            widest = max(star_ink(row).size(canvas)[0] for row in alone)
            width = min(max(LEAST, LEFT + widest + RIGHT), canvas.w - 2 * SPACE_5)
            left, top, wide, high = self.rect
            x, y, stars = min(left + wide, canvas.w - SPACE_5) - width, top + high + 8, left + wide - 52
            inside = width - LEFT - RIGHT
            self.card = (x, y, width, ink.size(canvas, inside)[1] + 2 * PAD)
            canvas.sheet(*self.card, SHEET)
            corner = [(stars - TIP, y + 1), (stars + TIP, y + 1), (stars, y - TIP + 1)]
            canvas.polygon(corner, "panel")
            canvas.polyline([corner[0], corner[2], corner[1]], "border2", 1)
            ink.draw(canvas, (x + LEFT, y + PAD, inside, self.card[3] - 2 * PAD))

    def runs(self, short: bool, par_comes: bool = False) -> Sequence[Run]:
        """What is counted, in words. `short`: without the word, where a par tells what it is.

        Until something is used its dots alone tell the par; `par_comes`: with the room that its number will need.
        """
        word, used, par, of = self.play.board.counter()
        if not word:  # nothing is counted here
            return []
        over = par is not None and used > par
        runs: list[Run] = []
        if not short or par is None:
            runs.append((sentence_case(word) + " ", "text2", 600, "ui"))
        if par is None and not short and of is not None:
            return runs  # the dots tell how many
        runs.append((str(used), "error" if over else "text", 700, "mono"))
        if par is not None and (used or short or par_comes):
            runs += [("  " + _("par") + " ", "text2", 600, "ui"), (str(par), "text", 700, "mono")]
        return runs

    def draw(self, canvas: Canvas, state: State) -> None:
        pops = {n: part for n in self._lit if (part := self.play.game.player_feedback.part("star", str(n))) is not None}
        earned = frozenset(self._lit - pops.keys())
        runs = self.runs(short=False)
        if self.needed(canvas, runs) > self.rect[2] + 0.5:
            runs = self.runs(short=True)
        _word, used, par, of = self.play.board.counter()
        maximum = of if par is None else par
        dots = maximum if 12 + 24 * canvas.type <= HIGH else None  # words over dots
        x, y, w, h = self.rect
        canvas.once((x - 2, y - 2, w + 4, h + 4), _draw_counter, self.rect, tuple(runs), used, dots, earned)
        for n, part in pops.items():
            size = 10.0 if canvas.look.still else max(1.0, 10 * ease_out_back(part))
            canvas.star(x + w - 80 + (n - 1) * 28, y + 24, size, glow=not canvas.look.still)
        if state.focus or state.hover or state.pressed:
            place = (x + w - 96, y + 4, 92.0, h - 8)
            canvas.focus(*place, 12) if state.focus else canvas.rect(*place, r=12, stroke="border2", width=1.5)


def _draw_counter(canvas: Canvas, rect: Rect, runs: Sequence[Run], used: int, dots: int | None,
                  earned: Collection[int]) -> None:  # fmt: skip
    """`dots`: a dot for each of the par, of a large one a bar."""
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "panel", 14)
    canvas.rect(x + 0.5, y + 0.5, w - 1, h - 1, r=13.5, stroke="border")
    over = min(10 + 12 * canvas.type, OVER_DOTS - FOOT * canvas.type)
    canvas.rich(x + 16, y + (over if dots else 24 + 6 * canvas.type), runs)
    if dots:
        colour, left, width = "error" if used > dots else "text", x + 16, w - 24 - STARS
        if dots > DOTS:
            canvas.rect(left, y + 33, width, 7, "well", 3.5)
            canvas.rect(left, y + 33, width * min(1.0, used / dots), 7, colour, 3.5)
        for i in range(dots if dots <= DOTS else 0):
            if i < used:
                canvas.circle(left + 6 + i * _pitch(dots), y + 36, 5, colour)
            else:
                canvas.circle(left + 6 + i * _pitch(dots), y + 36, 4.2, None, "border2", 1.6)
    for i in range(3):
        canvas.star(x + w - 80 + i * 28, y + 24, 10, on=i + 1 in earned)


def _pitch(par: int) -> float:
    """From dot to dot."""
    return 17.0 if par < 5 else 15.0 if par < 7 else 13.2


EDGE = 24.0
GAP = 16.0
BELOW, MORE = 72.0, 16.0  # where the board begins, and how much lower under a task of two lines
BADGE = 6.0  # above and below the badge of whose run it is


class TopBar:
    """Everything above the board, in one row.

    lines   of the task that stand under the title: 1 or 2; 0: it is told elsewhere, and a button opens it
    """

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.attempt = play.attempt
        self.title, self.counter = LevelTitle(play), Counter(play)
        self.counted = WidgetPanel(self.counter)
        self.counted.thing = "stars"
        self.badge: Panel = Placeholder()  # of whose run it is
        self.lines = 1
        self._shape: object = None

    @property
    def owner(self) -> tuple[str, str, str]:
        """Whose run is on the stage: (words, icon, hue); no words: it is the player's own."""
        show, open_bets = self.attempt.show, self.attempt.open_bets
        if open_bets.demo is not None or open_bets.played is not None:
            return _("The bet’s run"), "eye", "text"
        if show is None:
            return "", "", ""
        return (_("Shared run"), "share", "alpha") if show.is_shared else (_("Auto-solve"), "auto", "alpha")

    @property
    def folds(self) -> bool:
        """Something was done since this part began, so the task has become its button."""
        return not is_fresh(self.attempt.session)

    @property
    def below(self) -> float:
        """Where the board begins."""
        return BELOW + (MORE if self.lines == 2 else 0.0)

    def widgets(self) -> list[Widget]:
        play = self.play
        canvas = play.measure()
        way_back = "" if map_is_open(play) or play.game.hides("map") else "map"
        leads = _("To the title") if play.game.hides("map") else _("To the map")
        self._back = IconButton("back", UNPLACED, "", "back", play.to_map, key=way_back, tip=leads)
        self._settings = IconButton("settings", UNPLACED, "", "settings", play.open_settings, key="settings",
                                    tip=_("Settings"))  # fmt: skip
        self._task = IconButton("task", UNPLACED, "", "open", play.task.turn, key="task",
                                tip=_("Task of the level"))  # fmt: skip
        for self.lines in (1, 2, 0):  # as the part begins: nothing moves when the task folds or a run has a badge
            self._place(canvas, bare=True)
            fits = self.title.lines(canvas) <= self.lines
            ends = task_base(canvas, self.lines) + 4 * canvas.type <= self.below + 0.5  # where the board begins
            if not self.lines or self.attempt.show is not None or (ends and fits):
                break
        widgets = self._place(canvas)
        fits = self.title.lines(canvas) <= self.lines and not self.folds
        self.title.most = self.lines if fits else 0
        play.task.whole = self.lines > 0
        if play.bare:
            return []
        away = {self._task} if play.task.shown and not play.kind else set[Widget]()
        away |= {self._settings} if play.game.hides("settings") else set()
        widgets = [widget for widget in widgets if widget not in away]
        if self.attempt.show is None and self.title.most:
            at = self.title.rect[0], task_base(canvas), LINE * canvas.type
            widgets += known_words(play, canvas, "task", self.title.task(canvas), at)
        return widgets

    def _place(self, canvas: Canvas, bare: bool = False) -> list[Widget]:
        self._shape = self.counter.wide(canvas)
        rect = (EDGE, TOP, self.play.width - 2 * EDGE, HIGH)
        # `bare`: as it is when the part begins, without what is there for a bet's run
        words, icon, hue = self.owner if not bare else ("", "", "")
        ways = [pill(icon, each, HIGH - 2 * BADGE, hue, (13, 4)) for each in (words, "") if words]
        badge = ways[0].size(canvas)[0] if ways else 0.0
        self.badge = InkBox(canvas, Either(tuple(Row((SPRING, way), 0) for way in ways)), 0) if ways else Placeholder()
        self.badge.least_room = (ways[1].size(canvas)[0] if ways else 0.0, 0.0)
        folded = not self.lines or (self.folds and not bare)
        settings = not (self.play.bare or self.play.game.hides("settings"))
        self.counted.least_room = self.counter.needed(canvas, self.counter.runs(short=True)), HIGH
        whole = row(
            Part(WidgetPanel(self._back), HIGH if not self.play.bare else 0),
            Part(self.title),
            Part(WidgetPanel(self._task), HIGH if folded and task_of(self.play) else 0),
            Part(with_padding(self.badge, 0, BADGE, GAP - 8, BADGE), badge + GAP - 8 if badge else 0, shrinks=True),
            Part(self.counted, self.counter.wide(canvas), shrinks=True),
            Part(with_padding(WidgetPanel(self._settings), GAP / 2), HIGH + GAP / 2 if settings else 0),
            gap=GAP,
        )
        return layout_tree(only(whole, self.attempt.shows), rect)[1]

    def paint(self, canvas: Canvas) -> None:
        if self._shape != self.counter.wide(canvas):
            self._place(canvas)
        self.title.paint(canvas)
        self.badge.paint(canvas)
        if self.play.bare and self.attempt.machine is not None:
            self.counter.draw(canvas, State())

"""The dock: all that the game says stands there, one thing at a time; the frame gives it the room that it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ...attempt.director import TELLING
from ...attempt.shown import unit_name
from ...boards.shared.board import PipWords, pip_mood
from ...boards.shared.panel import MESSAGE, SIDE
from ...i18n import N_, _
from ...rules import Marker
from ...view.draw import BODY, HEADING, LABEL, LIT_PANEL, NUMBER, Canvas, Tween, smooth
from ...view.format.numbers import number
from ...view.widgets.button import IconButton
from ...view.widgets.ink import (
    Boxed,
    Card,
    Col,
    Either,
    Ink,
    InkBox,
    InkPanel,
    InkPress,
    Key,
    Label,
    Line,
    Mark,
    Para,
    Row,
    icon,
    rule,
)
from ...view.widgets.number_input import NumberInput
from ...view.widgets.panel import (
    GAP,
    Box,
    Group,
    Laid,
    Panel,
    Part,
    Placeholder,
    ScrollPanel,
    Split,
    WidgetPanel,
    column,
    fit_content,
    least_size,
    row,
    with_padding,
)
from ...view.widgets.widget import UNPLACED, Press, Rect, State, Widget
from .bet_cards import BetBar, BetMarkers
from .machine_show import RacePanel, ShowEnd, ShowPanel, Transport
from .play_screen import PlayScreen, TaskBand, has_film, known_words, save_film, task_of
from .verdict import Verdict

HEAD, CLOSE = 56.0, 40.0  # height of the head; of the button in it
WORDS, RIGHT, PITCH = 62.0, 28.0, 44.0  # to a hint's words; from their end; from one hint of one line to the next
AROUND, NEXT = 12.0, 56.0  # above and below the hints; height of the row behind which the next one is
DISC = 14.0


@dataclass(eq=False)
class HintDrawer:
    """`shown`: it is open. It stays so while knobs are turned; a bet or a verdict that comes takes its place."""

    shown = Laid(False)
    play: PlayScreen
    _hints: Sequence[str] = ()
    _under: str = ""  # what lay there when it was opened, or last
    pauses: bool = False  # it was opened while something was played: that waits for it

    @property
    def hints(self) -> Sequence[str]:
        """Those of the part that is played."""
        return () if self.play.game.hides("hints") else self.play.attempt.session.level.hints

    @property
    def read(self) -> int:
        """How many of them were read."""
        return min(self.play.attempt.hints, len(self.hints))

    def ask(self) -> None:
        """Open it; where it is open, read one more, and after the last close it. The first is read as it opens."""
        if not self.hints:
            self.play.game.toasts.add(_("This level has no hints."))
            return
        if self.shown and self.read == len(self.hints):
            self.close()
            return
        if self.shown or not self.read:
            self.play.attempt.hint()
            self.play.game.player_feedback.feedback("hint")
        self.pauses = self.pauses or (not self.shown and self.play.attempt.director.pending)
        self.shown, self._under = True, self.play.kind
        self.play.task.fold()

    def close(self) -> None:
        """Close it; what was read stays read."""
        self.shown = self.pauses = False

    def update(self) -> None:
        """Once a frame: another part has other hints, and what is asked or told has the place."""
        if self._hints is not self.hints:
            if self._hints and self._hints != self.hints:
                self.play.attempt.hints, self.shown = 0, False
            self._hints = self.hints
        under = self.play.kind
        if self.shown and under != self._under and under in ("strip", "bet", "verdict"):
            self.close()
        self._under = under


class ReadLabel(Label):
    """A paragraph in which the known words can be pressed; their names begin with `name`."""

    def __init__(self, play: PlayScreen, canvas: Canvas, name: str, text: str, width: float,
                 even: bool = False) -> None:  # fmt: skip
        super().__init__(canvas, text, BODY, width=width, spacing=1.35, even=even)
        self.play, self.canvas, self.name = play, canvas, name

    def place(self, rect: Rect) -> list[Widget]:
        at = rect[0], self.base(rect[1] + max(0.0, rect[3] - self.high) / 2), self.step
        return [*super().place(rect), *known_words(self.play, self.canvas, self.name, self.lines, at)]


def hint_sheet(drawer: HintDrawer, canvas: Canvas, width: float) -> Card:
    """What was read, the row of the next one, and what closes it."""
    play, k, count = drawer.play, canvas.type, len(drawer.hints)
    count_words = _("{read} of {count} read").format(read=drawer.read, count=count)
    title = Row((icon("hint", 24), Line(_("Hints"), HEADING),
                 Line(count_words, LABEL, "text2", "end", grow=1, yields=True)), 12)  # fmt: skip
    close = IconButton("close hints", UNPLACED, "", "close", drawer.close, tip=_("Close the hints"))
    film = IconButton("film", UNPLACED, "", "save", partial(save_film, play), key="film",
                      tip=_("Save a film of the run"))  # fmt: skip
    films = has_film(play) and play.attempt.machine is None  # the end of a show has its button
    buttons = [Part(WidgetPanel(each), CLOSE) for each in ([film, close] if films else [close])]
    head = row(Part(InkBox(canvas, title, 0)), *buttons, gap=8)
    rows = [Part(with_padding(head, 18, 8, 8, 8), HEAD - 1), Part(InkBox(canvas, rule(1)), 1), Part(Box(), AROUND)]
    for n, hint in enumerate(drawer.hints[: drawer.read], 1):
        label = ReadLabel(play, canvas, f"hint {n}", _(hint), width - WORDS - RIGHT)
        disc = InkBox(canvas, Mark(_draw_disc, (n, True), wide=40))
        line = with_padding(row(Part(disc, 40), Part(label), gap=WORDS - 54), 14, 0, RIGHT)
        rows.append(Part(line, max(PITCH + 22 * (k - 1), label.high + 18)))
    rows.append(Part(Box()))
    n = drawer.read + 1
    if n <= count:
        cap, told = play.game.controls.label("hint"), _("Show the next hint")
        if n == count:
            told = _("Show the last hint: it gives the answer")
        words = (Mark(_draw_disc, (n, False), wide=28), Para(told, LABEL, spacing=1.2, grow=1))
        behind = Either((Row((*words, Key(cap)), 14), Row(words, 14))) if cap else Row(words, 14)
        ink = Boxed(behind, (12, 4), "raised", "border2", 14, 1.5, (6, 5))
        press = InkPress(f"next hint {n}", ink, drawer.ask, told=told)
        press.key, press.lit, press.ring = "hint", replace(ink, fill="raised_hi"), (0.0, 14.0)
        rows.append(Part(with_padding(WidgetPanel(press), 16, AROUND, 16), AROUND + NEXT + 24 * (k - 1)))
    return Card(column(*rows, Part(Box(), AROUND), gap=0), LIT_PANEL, 0)


def _draw_disc(canvas: Canvas, rect: Rect, number: int, read: bool) -> None:
    """The number of a hint; dashed where it is still closed."""
    x, middle = rect[0] + rect[2] / 2, rect[1] + rect[3] / 2
    radius = DISC * max(1.0, min(1.3, canvas.type))
    canvas.circle(x, middle, radius, "raised" if read else None, "text2", 1.6, dash=None if read else (4, 4))
    canvas.text_vcenter(x, middle, str(number), NUMBER, "text" if read else "text2", "middle")


LEFT, AFTER, ABOVE = 20.0, 60.0, 11.0  # from the band's edges to its words


class TaskPanel(WidgetPanel):
    """The task as a button that folds it, and the words of it that are known."""

    def __init__(self, band: TaskBand, canvas: Canvas, width: float) -> None:
        play = band.play
        self.label = ReadLabel(play, canvas, "band", task_of(play), width - LEFT - AFTER, even=True)
        button = BandButton(self.label, play.game.controls.label("task"), band.turn)
        super().__init__(button, 0.0, max(56.0, 2 * ABOVE + self.label.high))

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        return [*super().place(rect), *self.label.place((x + LEFT, y, w - LEFT - AFTER, h))]


class BandButton(Press):
    """Pressed, it folds."""

    def __init__(self, label: Label, cap: str, fold: Callable[[], None]) -> None:
        super().__init__("fold task", UNPLACED, key="task", tip=_("Fold the task"))
        self.label, self.cap, self.on_press = label, cap, fold

    def accessible_name(self) -> str:
        return self.tip

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.sheet(x, y, w, h, LIT_PANEL)
        self.label.paint(canvas)
        canvas.keycap(x + w - 14, y + 12, self.cap, "end")
        if h >= 76:
            canvas.icon("up_arrow", x + w - 38, y + h - 34, 22, "text2")
        if state.focus:
            canvas.focus(*self.rect, 16)


PIP = 23.0  # from the panel's edge to Pip
RADIUS = 19.0
INSET, PAD = 17.0, 10.0  # around the words
SPACING = 1.35  # from one baseline to the next, in sizes of the text


class Message(InkPanel):
    """What Pip says. `lines`, a bold and a plain one: both may carry light markup; either may be empty."""

    lines = ("", "")

    def __init__(self, play: PlayScreen) -> None:
        self.play, self.measure, self.least = play, play.measure, SIDE

    def ink(self) -> Ink:
        bold, plain = self.lines
        said = Col((Para(bold, LABEL, spacing=SPACING), Para(plain, BODY, "text2", SPACING)), grow=1)
        return Boxed(Row((Ink(wide=PIP - INSET + 2 * RADIUS), said), INSET), (INSET, PAD))

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        x, y, _w, h = self.rect
        mood = PipWords(*self.play.board.words()).mood or pip_mood(self.play.attempt)
        canvas.pip(x + PIP + RADIUS, y + h / 2, RADIUS, (0.2, 0.1), mood, glow=False)


RISE = 24.0  # design pixels by which what is asked or told comes up
RACE = 236.0  # height of the race of tries, where there is room
SCROLLS = 160.0  # at least so much is seen of what is too high for the window
# What is felt of a run -> what is said of it, where effects are not heard.
CAPTIONS = {("tag", "past the goal"): N_("past the goal"), ("error", "up"): N_("the error grows")}


class Dock(Group):
    """The first of these that there is: the task that was asked for, the hints, a bet's question, a run's verdict, the
    end of a show, its race and phases, a note, the task while it is new and not whole in the top bar, what Pip says,
    what rests there.

    A note that comes while something else is said stands over it.
    """

    flat = True
    _lines_high = Laid(0.0)  # of Pip's words

    def __init__(self, play: PlayScreen) -> None:
        super().__init__(Box())
        self.play = play
        self.strip, self.verdict = BetBar(play), Verdict(play)
        self.race, self.end = RacePanel(play), ShowEnd(play)
        self.phases, self.transport = ShowPanel(play), Transport(play)
        self.drawer = HintDrawer(play)
        self.message = Message(play)
        self.note = Placeholder()  # of the note that is shown: it draws itself, over everything else
        self.note.least_room = (MESSAGE, 0.0)
        self._was: tuple[str, object, object, object, bool] = "", None, False, None, False  # what was said
        self._came_from = ""  # the widget that had the focus before
        self._down = Tween(TELLING, ease=smooth)  # how far what is asked or told has still to come up
        self._place: Rect = (0.0, 0.0, 0.0, 0.0)

    @property
    def shape(self) -> object:
        """What its widgets, and all that is said, depend on."""
        attempt, kind = self.play.attempt, self.play.kind
        machine = attempt.machine if kind == "machine" else None
        show = machine and (machine.playing, machine.phase, machine.session.stage,
                            machine.tried is not None and machine.tried.done)  # fmt: skip
        back = kind == "verdict" and attempt.step < attempt.shown.count
        story = self.verdict.story() if kind == "verdict" else None
        bets = attempt.open_bets
        return (kind, bets.open, bets.dared, bets.last, show, attempt.fault is None, back, story,
                self.first, kind == "strip" and self.play.on_number,
                *((toast.title, toast.body) for toast in self.play.game.toasts.shown))  # fmt: skip

    @property
    def rest(self) -> Panel | None:
        """What the board shows while nothing is said."""
        panel = self.play.board.rest
        return panel if panel is not None and panel.is_shown(self.play.attempt.shows) else None

    @property
    def first(self) -> str:
        """What is said: hints, strip, verdict, end, race, phases, note, task, lines, rest or nothing."""
        kind, task = self.play.kind, self.play.task
        if task.asked:
            return "task"
        if self.drawer.shown:
            return "hints"
        if kind == "strip":
            return kind
        if kind == "verdict" and self.verdict.story() is not None:
            return kind
        show = self.play.attempt.show
        if kind == "machine" and show is not None and (show.ended or show.prepares):
            races = show.prepares and show.tried is not None and len(show.tried.lanes) > 1
            return "end" if show.ended else "race" if races else "phases"
        if self.play.game.toasts.shown:
            return "note"
        if task.shown:
            return "task"
        if any(self.lines()):
            return "lines"
        return "rest" if self.rest is not None else ""

    def lines(self) -> tuple[str, str]:
        """What Pip says: what a step has told first, then the board's words. A board's own panel rests instead of
        what is said while something is played."""
        play = self.play
        caption = play.attempt.playback.caption
        if caption:
            return caption, ""
        part = play.game.player_feedback.part
        felt = ", ".join(_(words) for what, words in CAPTIONS.items() if part(*what) is not None)
        if felt:
            return "", felt
        if self.rest is not None and play.attempt.director.pending:
            return "", ""
        return play.words()

    def say(self, ways: Sequence[Box | Split], most: float) -> float:
        """Choose the first way of saying it that is no higher than `most`, else the last; how high it is."""
        sizes = [least_size(way)[1] for way in ways]
        number = next((k for k, size in enumerate(sizes) if size <= most + 0.5), len(ways) - 1)
        self.what = ways[number]
        return sizes[number]

    def ways(self, width: float, most: float) -> Sequence[Sequence[Box | Split]]:
        """How it can be said: the ways that are as good as each other are a group, the best first."""
        play, first = self.play, self.first
        canvas = play.measure()
        self.message.least, self.note.least_room = width, (MESSAGE, play.game.toasts.height(canvas, width))
        noted = bool(play.game.toasts.shown) and first not in ("note", "task", "lines", "rest", "")
        ways = self._ways_of(first, canvas, width, most - noted * (self.note.least_size()[1] + GAP))
        scrolls: list[Box | Split] = [ScrollPanel("said", play.area, ways[0][0], least=SCROLLS)]
        ways = [*ways[:-1], [*ways[-1], *scrolls]] if first == "strip" else [*ways, scrolls]
        if noted:
            ways = [[column(fit_content(self.note), Part(way)) for way in group] for group in ways]
        return ways

    def _ways_of(self, first: str, canvas: Canvas, width: float, most: float) -> Sequence[Sequence[Box | Split]]:
        machine = self.play.attempt.machine
        if first == "hints":
            return [[hint_sheet(self.drawer, canvas, width)]]
        if first == "strip":
            whole, smaller = self.strip.ways(canvas, width, most)
            return [*([way] for way in whole), smaller]
        if first == "verdict":
            *ways, low = self.verdict.ways(canvas, width, most)
            return [ways, [low]]
        if first == "end" and machine is not None:
            return [self.end.ways(canvas, width, machine)]
        if first in ("race", "phases"):
            self.race.tried = machine.tried if machine is not None and first == "race" else None
            phases = fit_content(self.phases)
            races = [Part(self.race, RACE), fit_content(self.race)] if first == "race" else []
            raced = [Card(column(race, phases, gap=4), LIT_PANEL, 0) for race in races]
            return [raced, [Card(column(phases), LIT_PANEL, 0)]] if raced else [[Card(column(phases), LIT_PANEL, 0)]]
        if first == "note":
            return [[self.note]]
        if first == "task":
            return [[TaskPanel(self.play.task, canvas, width)]]
        if first == "rest" and self.rest is not None:
            return [[self.rest]]
        self.message.lines = self.lines()
        self._lines_high = self.message.least_size()[1]
        return [[self.message if first == "lines" else Box()]]

    def settle(self, before: str) -> None:
        """After a new layout, `before` which this widget had the focus: give it to what is new, or give it back.

        What is to be read or was asked for opens with nothing armed. A bet that is offered takes nothing from anybody.
        """
        play, kind = self.play, self.play.kind
        open_bets = play.attempt.open_bets
        show = play.attempt.show
        ended = show is not None and show.ended
        now = kind, open_bets.open, open_bets.dared, open_bets.last, ended
        if now == self._was:
            return
        if not self._was[0]:
            self._came_from = before
        was, self._was = self._was, now
        back = self._came_from if play.can_focus(self._came_from) else play.proposal()
        if kind == "verdict" and play.attempt.session.won and not isinstance(play.widget(back), NumberInput):
            back = play.proposal() or back  # the way on shows Enter, so Enter goes on; on a number it does so anyway
        if kind in ("strip", "verdict") and was[:2] != now[:2]:
            self._down.jump(RISE)
            self._down.go(0.0)
            super().place(self._risen())
        if kind == "strip":
            if open_bets.dared:  # on the first card, whichever answer the shuffle put there
                play.opens("marker" if isinstance(open_bets.question, Marker) else "answer 1")
        elif kind == "verdict" or open_bets.last is not None:
            play.opens(back, arms=True)
        elif ended and not play.bare:
            # On the way on, or out where no try could be run
            way_on = "show next" if play.widget("show next") is not None else "your turn"
            play.opens("leave" if show is not None and show.failed else way_on, arms=True)
        elif was[0] not in ("strip", "run") or not play.can_focus(play.focus):
            play.set_focus("machine play" if kind == "machine" else back)

    def place(self, rect: Rect) -> list[Widget]:
        self._place = rect
        return super().place(self._risen())

    def _risen(self) -> Rect:
        """Where it is on its way; with reduced motion it is there."""
        x, y, w, h = self._place
        return (x, y + (0.0 if self.play.game.settings.still else self._down.value), w, h)

    def follow(self, seconds: float) -> None:
        """Once a frame: it comes up, and has as much room as Pip's words need."""
        self.drawer.update()
        self.play.task.update()
        self.update(seconds)
        self._down.update(seconds, self.play.game.settings.still)
        if self.rect != self._risen() and self.first in ("strip", "verdict"):
            super().place(self._risen())
        if self.first == "lines" and self.message.lines != self.lines():
            self.message.lines = self.lines()
            self._lines_high = self.message.least_size()[1]

    def paint(self, canvas: Canvas) -> None:
        for panel in self.shown:
            for sheet in panel.sheets():
                canvas.sheet(*sheet)
            panel.paint(canvas)


MOST_EXAMPLES = 64  # of more, the error is only told where it is known


class PlaySpeech(PlayScreen):
    """The half of the play screen that speaks: Pip's words, and what is read aloud."""

    bet_markers: BetMarkers
    dock: Dock

    def place_notes(self) -> None:
        """In the dock."""
        super().place_notes()
        self.game.toasts.place = self.dock.note.rect if self.dock.note in self.dock.shown else self.dock.rect

    def spoken_line(self) -> str:
        """Of a show its caption, and what its race says; else what Pip says."""
        attempt = self.attempt
        if attempt.show is not None:
            return " ".join(filter(None, (attempt.show.caption, self.dock.race.sentence())))
        if attempt.open_bets.open is not None:
            return _(attempt.session.level.questions[attempt.open_bets.open].text)
        if attempt.director.pending:
            return ""  # while something is played there is only its picture
        if not attempt.session.actions:
            task = f"{_(self.level.title)}. {_(attempt.session.level.brief)}"
            return " ".join(filter(None, (task, *self.words())))
        said = " ".join(filter(None, (PipWords(*self.board.words()).heard, *self.words())))
        if said:
            return said
        # At which step the run is looked at, and how wrong it is there, where that may be seen
        session, step, run = attempt.shown, attempt.step, attempt.shown.run
        each = len(run.batches)
        unit, count = ("passes", step // each) if each > 1 and step % each == 0 else ("steps", step)
        text = _("After {n} {unit}").format(n=count, unit=unit_name(session.level, count, unit))
        error = run.errors[step] if step < len(run.errors) else None
        if error is None and len(run.examples) <= MOST_EXAMPLES and attempt.fault is None:
            error = run.error()
        if error is None or session.level.visibility("error") == "none" or session.level.visibility("goal") == "hidden":
            return f"{text}."
        return _("{when}: error {error}.").format(when=text, error=number(error))

    def spoken_verdict(self) -> str:
        if self.attempt.open_bets.last is not None:
            return self.bet_markers.as_words()
        return self.dock.verdict.as_words() if self.kind == "verdict" else ""

"""The dock: all that the game says stands there, one thing at a time; the frame gives it the room that it needs."""

from __future__ import annotations

from collections.abc import Sequence

from ...attempt.director import TELLING
from ...attempt.shown import unit_name
from ...boards.shared.board import PipWords, pip_mood
from ...boards.shared.panel import MESSAGE, SIDE
from ...i18n import _
from ...view.draw.canvas import Canvas
from ...view.draw.tokens import BODY, LABEL, LIT_PANEL
from ...view.draw.tween import Tween, smooth
from ...view.format.numbers import number
from ...view.widgets.ink import Boxed, Card, Col, Ink, InkPanel, Para, Row
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
    column,
    fit_content,
    least_size,
)
from ...view.widgets.widget import Rect, Widget
from .bet_cards import BetBar, BetMarkers
from .hints_and_task import HintDrawer, TaskPanel, hint_sheet
from .machine_show import RacePanel, ShowEnd, ShowPanel, Transport
from .play_screen import PlayScreen, TaskBand
from .top_bar import told_by_feedback
from .verdict import Verdict

# ---------------------------------------------------------------------------------------------------------------------
# What Pip says: a bold line and a plain one, or a longer hint in two or three.


PIP = 23.0  # from the panel's edge to Pip
RADIUS = 19.0
INSET, PAD = 17.0, 10.0  # around the words
SPACING = 1.35  # from one baseline to the next, in sizes of the text


class Message(InkPanel):
    """`lines`: both may carry light markup; either may be empty."""

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
        self.drawer, self.task = HintDrawer(play), TaskBand(play)
        self.message = Message(play)
        self.note = Placeholder(MESSAGE)  # of the note that is shown: it draws itself, over everything else
        self._was: tuple[str, object, object, object, bool] = "", None, False, None, False  # what was said
        self._came_from = ""  # the widget that had the focus before
        self._down = Tween(TELLING, ease=smooth)  # how far what is asked or told has still to come up
        self._place: Rect = (0.0, 0.0, 0.0, 0.0)

    @property
    def kind(self) -> str:
        """strip (a bet), run (a bet's, and its verdict), machine, verdict (of the player's run), or "": none."""
        attempt = self.play.attempt
        if attempt.open_bets.open is not None:
            return "strip"
        if attempt.open_bets.on_stage is not None:
            return "run"
        if attempt.show is not None:
            return "machine"
        board_tells = self.play.board.tells_outcome and attempt.fault is None
        waits = attempt.playback.moving or attempt.director.pending
        return "verdict" if attempt.verdict and not waits and not board_tells else ""

    @property
    def shape(self) -> object:
        """What its widgets, and all that is said, depend on."""
        attempt, kind = self.play.attempt, self.kind
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
        kind = self.kind
        if self.task.asked:
            return "task"
        if self.drawer.shown:
            return "hints"
        if kind == "strip":
            return kind
        if kind == "verdict" and self.verdict.story() is not None:
            return kind
        if kind == "machine" and (self.ends or self.prepares):
            return "end" if self.ends else "race" if self.races else "phases"
        if self.play.game.toasts.shown:
            return "note"
        if self.task.shown:
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
        felt = told_by_feedback(play)
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
            self.race.tried = machine.tried if machine is not None and self.races else None
            phases = fit_content(self.phases)
            races = [Part(self.race, RACE), fit_content(self.race)] if first == "race" else []
            raced = [Card(column(race, phases, gap=4), LIT_PANEL, 0) for race in races]
            return [raced, [Card(column(phases), LIT_PANEL, 0)]] if raced else [[Card(column(phases), LIT_PANEL, 0)]]
        if first == "note":
            return [[self.note]]
        if first == "task":
            return [[TaskPanel(self.task, canvas, width)]]
        if first == "rest" and self.rest is not None:
            return [[self.rest]]
        self.message.lines = self.lines()
        self._lines_high = self.message.least_size()[1]
        return [[self.message if first == "lines" else Box()]]

    @property
    def prepares(self) -> bool:
        """The machine tries or chooses: its phases are told."""
        show = self.play.attempt.show
        return show is not None and show.prepares

    @property
    def ends(self) -> bool:
        """The end of its show is told."""
        show = self.play.attempt.show
        return show is not None and show.ended

    @property
    def races(self) -> bool:
        """Its tries lie over the board."""
        machine = self.play.attempt.machine
        return self.prepares and machine is not None and machine.tried is not None and len(machine.tried.lanes) > 1

    def settle(self, before: str) -> None:
        """After a new layout, `before` which this widget had the focus: give it to what is new, or give it back.

        What is to be read or was asked for opens with nothing armed. A bet that is offered takes nothing from anybody.
        """
        play, kind = self.play, self.kind
        open_bets = play.attempt.open_bets
        now = kind, open_bets.open, open_bets.dared, open_bets.last, self.ends
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
            if open_bets.dared:
                play.opens(self.strip.first())
        elif kind == "verdict" or open_bets.last is not None:
            play.opens(back, arms=True)
        elif self.ends and not play.bare:
            play.opens(self.end.first(), arms=True)
        elif was[0] not in ("strip", "run") or not play.can_focus(play.focus):
            play.set_focus("machine play" if kind == "machine" else back)

    # -- each frame --------------------------------------------------------------------------------------------------

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
        self.task.update()
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


# ---------------------------------------------------------------------------------------------------------------------
# What the play screen says: Pip's words, and what is read aloud.


MOST_EXAMPLES = 64  # of more, the error is only told where it is known


class PlaySpeech(PlayScreen):
    """The half of the play screen that speaks."""

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
        return self.dock.verdict.as_words() if self.dock.kind == "verdict" else ""

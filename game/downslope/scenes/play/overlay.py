"""What lies over the board of a play screen: the bet strip, a bet's run, a verdict, the machine's transport."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...attempt.names import unit_name
from ...boards.shared.tiles import TileSpec
from ...i18n import _
from ...view.draw.tokens import BODY, LABEL
from ...view.format.numbers import number
from ...view.widgets.label import FINER, SMALL, Label
from ...view.widgets.number_input import NumberInput
from ...view.widgets.panel import Panel
from ...view.widgets.widget import Press, Rect, Widget
from ..base.scene import Scene
from .bets import BetBar
from .show_end import RacePanel, ShowEnd
from .show_panel import ShowPanel, Transport
from .verdict import Verdict

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...boards.shared.board import Board
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from .hint_drawer import HintDrawer
    from .play_screen import PlayScreen


# ---------------------------------------------------------------------------------------------------------------------
# The panel in which Pip speaks: a bold line and a plain one, or a longer hint in two or three.


PIP = 23.0  # from the panel's edge to Pip
EDGE, PAD = 17.0, 10.0  # around the words
LEAST_EDGE, LEAST_PAD = 8.0, 3.0  # around words that would else be smaller
SPACING, TIGHT = 1.5, 1.3  # from one baseline to the next, in sizes of the text: at most, at least


def paint_message(canvas: Canvas, rect: Rect, bold: str, plain: str, mood: str = "calm") -> None:
    """Both lines may carry light markup; either may be empty. They become smaller where they would not fit."""

    x, y, _width, height = rect
    canvas.draw_on_layer(rect, ("message", bold, plain), lambda sub: _write(sub, rect, bold, plain))
    radius = _radius(height)
    canvas.pip(x + PIP + radius, y + height / 2, radius, (0.2, 0.1), mood, glow=False)


def _radius(height: float) -> float:
    """Pip's, in a panel so high."""
    return min(19.0, height / 4)


def _write(canvas: Canvas, rect: Rect, bold: str, plain: str) -> None:
    x, y, width, height = rect
    left, right = x + PIP + 2 * _radius(height), x + width
    edge = EDGE
    head, body = _labels(canvas, bold, plain, right - left - 2 * edge, height)
    if body.style.size < BODY.size:
        edge = LEAST_EDGE
        head, body = _labels(canvas, bold, plain, right - left - 2 * edge, height)
    below = head.draw(canvas, left + edge, y + (height - head.high - body.high) / 2)
    body.draw(canvas, left + edge, below)


def _labels(canvas: Canvas, bold: str, plain: str, room: float, height: float) -> tuple[Label, Label]:
    """Both lines in one size: the usual one, or as little smaller as it takes for them to fit."""
    minimum = SMALL / max(1.0, canvas.look.text)
    size = BODY.size
    while True:
        head = Label(canvas, bold, LABEL.with_size(size), width=room)
        body = Label(canvas, plain, BODY.with_size(size), "text2", width=room)
        lines, line = len(head.lines) + len(body.lines), size * canvas.type
        if lines * TIGHT * line <= height - 2 * LEAST_PAD or size <= minimum:
            break
        size = max(minimum, size - FINER)
    widest = (height - 2 * PAD) / max(1.0, lines * line)
    head.spacing = body.spacing = min(SPACING, max(TIGHT, widest))
    return head, body


class Overlay:
    """One at a time; the keyboard's focus goes there and comes back."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.strip = BetBar(play)
        self.verdict = Verdict(play)
        self.transport = Transport(play)
        self.phases = ShowPanel(play)
        self.race, self.end = RacePanel(play), ShowEnd(play)
        self._phases_at: Rect | None = None  # None: they have no place, or nothing is tried
        self._was: tuple[str, int | None, bool] = "", None, False  # what lay there, and the number of the question
        self._came_from = ""  # the widget that had the focus before

    @property
    def kind(self) -> str:
        """strip, bet (its verdict), run (a bet's), machine, verdict (of the player's run), or "": none."""
        attempt = self.play.attempt
        if attempt.open_bets.open is not None:
            return "strip"
        if attempt.open_bets.last is not None:
            return "" if attempt.open_bets.closed else "bet"
        if attempt.open_bets.played is not None:
            return "run"
        if attempt.show is not None:
            return "machine"
        told = self.play.board.tells_outcome and attempt.fault is None
        waits = attempt.playback.moving or attempt.director.pending
        return "verdict" if attempt.verdict and not waits and not told else ""

    @property
    def shape(self) -> object:
        """What its widgets depend on."""
        attempt, kind = self.play.attempt, self.kind
        machine = attempt.machine if kind == "machine" else None
        show = machine and (machine.playing, machine.phase, machine.session.stage,
                            machine.tried is not None and machine.tried.done)  # fmt: skip
        back = kind == "verdict" and attempt.step < attempt.shown.count
        story = self.verdict.story() if kind in ("bet", "verdict") else None
        return kind, attempt.open_bets.open, attempt.open_bets.last, show, attempt.fault is None, back, story

    def widgets(self) -> list[Widget]:
        """Its widgets; the transport stands where the tiles are."""
        kind, board = self.kind, self.play.board
        if kind == "strip":
            return self.strip.widgets(board.free_strip_places(self.play.attempt.open_bets.open or 0))
        if kind in ("bet", "verdict"):
            return self.verdict.widgets(self._verdict_at())
        if kind != "machine":
            return []
        self._phases_at = board.show_at() if self.prepares else None
        machine = self.play.attempt.machine
        self.race.tried = machine.tried if machine is not None and self.races else None
        self.race.place(board.race_at())
        phases = self.phases.place(self._phases_at) if self._phases_at is not None else []
        end = self.end.widgets(self._end_at(), machine) if machine is not None and self.ends else []
        if self.play.bare:
            return []
        return [*self.transport.widgets(board.tiles_at()), *phases, *end]

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

    def _end_at(self) -> Rect:
        """Over the board; where nothing was tried there is little to tell, and Pip's place is enough."""
        board, machine = self.play.board, self.play.attempt.machine
        raced = machine is not None and machine.tried is not None
        return board.overlay_rect() if raced else board.message() or board.verdict_at()

    @property
    def tells(self) -> bool:
        """Of its show something lies over the board."""
        return self.races or (self.ends and self._end_at() == self.play.board.overlay_rect())

    @property
    def races(self) -> bool:
        """Its tries lie over the board."""
        machine = self.play.attempt.machine
        return self.prepares and machine is not None and machine.tried is not None and len(machine.tried.lanes) > 1

    def _verdict_at(self) -> Rect:
        board = self.play.board
        return board.verdict_at() if self.kind == "verdict" else board.overlay_rect()

    def tiles_during_bet(self, tiles: list[TileSpec]) -> list[TileSpec]:
        """The tiles while a bet is asked or told: no primary, no Enter but its own; Learn stays on where it waits."""
        if self.kind not in ("strip", "run", "bet"):
            return tiles
        attempt = self.play.attempt
        waits = attempt.open_bets.pending_action == attempt.learn
        return [t._replace(primary=False, key=t.key if t.key != "accept" else "",
                           on=t.on or (waits and t.name == "learn")) for t in tiles]  # fmt: skip

    def settle(self, before: str) -> None:
        """After a new layout, `before` which this widget had the focus: give it to what is new, or give it back.

        What is to be read or answered opens with nothing armed. A bet waits for the player to take up an answer.
        """
        play, kind = self.play, self.kind
        now = kind, play.attempt.open_bets.open, self.ends
        if now == self._was:
            return
        if not self._was[0]:
            self._came_from = before
        self._was = now
        back = self._came_from if play.can_focus(self._came_from) else play.proposal()
        if kind == "verdict" and play.attempt.session.won and not isinstance(play.widget(back), NumberInput):
            back = play.proposal() or back  # the way on shows Enter, so Enter goes on; on a number it does so anyway
        if kind == "strip":
            play.opens(self.strip.first())
        elif kind in ("bet", "verdict"):
            self.verdict.open()
            play.opens("go on" if kind == "bet" else back, arms=True)
        elif self.ends and not play.bare:
            play.opens(self.end.first(), arms=True)
        else:
            play.set_focus({"run": "end demo", "machine": "machine play"}.get(kind, back))

    @property
    def panels(self) -> Sequence[Panel]:
        """What of it is to be seen."""
        kind = self.kind
        if kind == "machine":
            transport = self.transport.panels if not self.play.bare else []
            race = [self.race] if self.race.tried is not None else []
            end = [self.end.card] if self.ends and self.end.card is not None else []
            return [*transport, *race, *end, *([self.phases] if self._phases_at is not None else [])]
        card = self.strip.card if kind == "strip" else self.verdict.card if kind in ("bet", "verdict") else None
        return [card] if card is not None else []

    def update(self) -> None:
        """Once a frame."""
        if self.kind == "strip":
            self.strip.update()
        elif self.kind in ("bet", "verdict"):
            self.verdict.update()
        elif self.kind == "machine":
            self.phases.refresh()

    def paint(self, canvas: Canvas) -> None:
        """Under its widgets."""
        for panel in self.panels:
            panel.paint(canvas)

    def paint_over(self, canvas: Canvas) -> None:
        """Above its widgets."""
        if self.kind == "strip":
            self.strip.paint_over(canvas)


# ---------------------------------------------------------------------------------------------------------------------
# What the play screen says: Pip's words, where notes stand, and what of it is read aloud.


CORNER = (40.0, 88.0)  # of the stage: where a note stands
MOST_EXAMPLES = 64  # of more, the error is only told where it is known


def run_in_words(attempt: Attempt) -> str:
    """At which step the run is looked at, and how wrong it is there, where that may be seen."""
    session, step = attempt.shown, attempt.step
    run, each = session.run, len(session.run.batches)
    unit, count = ("passes", step // each) if each > 1 and step % each == 0 else ("steps", step)
    text = _("After {n} {unit}").format(n=count, unit=unit_name(session.level, count, unit))
    errors = run.errors
    error = errors[step] if step < len(errors) else None
    if error is None and len(run.examples) <= MOST_EXAMPLES and attempt.fault is None:
        error = run.error()
    if error is None or session.level.visibility("error") == "none" or session.level.visibility("goal") == "hidden":
        return f"{text}."
    return _("{when}: error {error}.").format(when=text, error=number(error))


class PlaySpeech(Scene):
    """The half of the play screen that speaks.

    says    what Pip tells instead of the board's own words
    """

    level: Level
    attempt: Attempt
    board: Board
    overlay: Overlay
    drawer: HintDrawer
    says: tuple[str, str] | None = None

    def words(self) -> tuple[str, str]:
        """What Pip says: (a bold line, a plain one). While something is played, nothing of it."""
        director = self.attempt.director
        if director.pending and director.moving:
            key = self.game.controls.label("step")
            return "", _("Press {key} to go faster.").format(key=key) if director.input_blocked else ""
        if self.overlay.kind == "strip":
            return _("What do you think?"), _("Answer, or skip: only the star of this bet is lost.")
        if self.attempt.open_bets.last is not None:
            return "", _("Read why, then press Go on.")
        return self.game.toasts.speech() or self.says or self.board.words()

    def place_notes(self) -> None:
        """On the stage, at its top left; where Pip has a panel, he says it. Never on what is pressed or asked."""
        super().place_notes()
        toasts, board = self.game.toasts, self.board
        said = board.message() is not None and not self.overlay.kind and not self.drawer.shown
        toasts.corner, toasts.voice = CORNER, said
        pressed = (widget.rect for widget in self.widgets if isinstance(widget, Press) and widget.visible)
        toasts.kept_free = (*toasts.kept_free, *pressed, board.overlay_rect())

    def spoken_line(self) -> str:
        """Of a show its caption, and what its race says; else what Pip says."""
        attempt = self.attempt
        if attempt.show is not None:
            return " ".join(filter(None, (attempt.show.caption, self.overlay.race.sentence())))
        if attempt.open_bets.open is not None:
            return _(attempt.session.level.questions[attempt.open_bets.open].text)
        if attempt.director.pending:
            return ""  # while something is played there is only its picture
        if not attempt.session.actions:
            task = f"{_(self.level.title)}. {_(attempt.session.level.brief)}"
            return " ".join(filter(None, (task, *self.words())))
        return " ".join(filter(None, (self.board.as_words(), *self.words()))) or run_in_words(attempt)

    def spoken_verdict(self) -> str:
        return self.overlay.verdict.as_words() if self.overlay.kind in ("bet", "verdict") else ""

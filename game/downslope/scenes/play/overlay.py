"""What lies over the board of a play screen: the bet strip, a bet's run, a verdict, the machine's transport."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...boards.shared.tiles import TileSpec
from ...view.widgets.number_input import NumberInput
from ...view.widgets.panel import Panel
from ...view.widgets.widget import Rect, Widget
from .bets.bet_strip import BetStrip
from .show.race_panel import RacePanel
from .show.show_end import ShowEnd
from .show.show_panel import ShowPanel
from .show.transport import Transport
from .verdict.verdict import Verdict

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .shared.play_screen import PlayScreen


class Overlay:
    """One at a time; the keyboard's focus goes there and comes back."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.strip = BetStrip(play)
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
        if attempt.asking.open is not None:
            return "strip"
        if attempt.asking.last is not None:
            return "" if attempt.asking.closed else "bet"
        if attempt.asking.played is not None:
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
        return kind, attempt.asking.open, attempt.asking.last, show, attempt.fault is None, back, story

    def widgets(self) -> list[Widget]:
        """Its widgets; the transport stands where the tiles are."""
        kind, board = self.kind, self.play.board
        if kind == "strip":
            return self.strip.widgets(board.free_strip_places(self.play.attempt.asking.open or 0))
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
        """The tiles while a bet is asked or told: no primary beside its own, and Learn stays on where it waits."""
        if self.kind not in ("strip", "run", "bet"):
            return tiles
        attempt = self.play.attempt
        waits = attempt.asking.pending_action == attempt.learn
        return [t._replace(primary=False, on=t.on or (waits and t.name == "learn")) for t in tiles]

    def settle(self, before: str) -> None:
        """After a new layout, `before` which this widget had the focus: give it to what is new, or give it back.

        What is to be read or answered opens with nothing armed. A bet waits for the player to take up an answer.
        """
        play, kind = self.play, self.kind
        now = kind, play.attempt.asking.open, self.ends
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

    @property
    def moving(self) -> bool:
        """The strip comes up, the verdict slides in, or what a show did not choose fades."""
        kind = self.kind
        if kind == "machine":
            return self.race.fading > 0
        if kind == "strip":
            return self.strip.slide_progress < 1
        return kind in ("bet", "verdict") and self.verdict.slide_progress < 1

    def paint(self, canvas: Canvas) -> None:
        """Under its widgets."""
        for panel in self.panels:
            panel.paint(canvas)

    def paint_over(self, canvas: Canvas) -> None:
        """Above its widgets."""
        if self.kind == "strip":
            self.strip.paint_over(canvas)

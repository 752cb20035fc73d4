"""The race of a machine's tries, in the place where bet and verdict stand."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from ....attempt.playback.beat_lag import race_beat
from ....boards.shared.panel import AttemptPanel
from ....solving.tried import Tried
from ....view.charts.lane_grid import GridLook, draw_grid, grid_sentence
from ....view.charts.lanes import RacePlace, draw_beads, draw_race
from ....view.charts.race import RaceLook, race_sentence
from ....view.draw.tokens import LIT_PANEL
from .race_look import look_of

if TYPE_CHECKING:
    from ....rules.actions import Action
    from ....view.draw.canvas import Canvas


FADES = 0.08  # seconds in which those go that were not chosen


class RacePanel(AttemptPanel):
    """Lanes, or a grid. `tried` is set by whoever shows it; what stands between two beats is one layer."""

    bare, words = (300.0, 90.0), (60.0, 90.0)
    heading = True

    tried: Tried | None = None
    own: tuple[Action, ...] = ()  # of the player's best run
    _known: tuple[object, RaceLook | GridLook | None] = (None, None)
    _before: RaceLook | None = None  # as it was when nothing was chosen
    _since = -FADES  # when that was
    _placed: tuple[object, Any] = (None, None)

    @property
    def look(self) -> RaceLook | GridLook | None:
        """At the beat that is shown; made once for each."""
        tried = self.tried
        if tried is None:
            return None
        key = tried, tried.key_at(self.beat), self.own, self.heading
        if self._known[0] != key:
            before, look = self._known[1], look_of(tried, self.beat, self.own, self.heading)
            if isinstance(before, RaceLook) and isinstance(look, RaceLook) and look.faded and not before.faded:
                self._before, self._since = before, self.host.time
            self._known = key, look
        return self._known[1]

    @property
    def fading(self) -> float:
        """1 ... 0: how much is still to be seen of the lanes that were not chosen, beyond what stays of them."""
        return min(1.0, max(0.0, 1 - (self.host.time - self._since) / FADES)) if self._before is not None else 0.0

    @property
    def beat(self) -> float | None:
        """The one that is seen; None: the ends of all."""
        machine, tried = self.attempt.machine, self.tried
        if machine is not None and machine.tried is tried:
            return race_beat(machine)
        return tried.beat if tried is not None else None

    @property
    def part(self) -> float:
        """How far the beads are on their way to the next beat."""
        return 0.0 if self.tried is None or self.attempt.game.settings.still else self.tried.part_at(self.beat)

    def state(self) -> Hashable:
        return self.rect, self.look, self.part, self.fading

    def sentence(self) -> str:
        """For the text mirror."""
        look = self.look
        if look is None:
            return ""
        return grid_sentence(look) if isinstance(look, GridLook) else race_sentence(look)

    def paint(self, canvas: Canvas) -> None:
        look = self.look
        if isinstance(look, GridLook):
            self._still(canvas, look, lambda sub: draw_grid(sub, self.rect, look))
        elif look is not None:
            self._still(canvas, look, lambda sub: draw_race(sub, self.rect, look))
            key = look, self.rect, canvas.type
            if self._placed[0] != key:
                self._placed = key, RacePlace(canvas, self.rect, look)
            before, fading = self._before, self.fading
            if before is not None and fading > 0:
                was = "race fades", self.rect, before
                canvas.keep(was, *self.rect, lambda sub: draw_race(sub, self.rect, before), fading)
            draw_beads(canvas, self._placed[1], look, self.part, fading)

    def _still(self, canvas: Canvas, look: object, draw: Callable[[Canvas], None]) -> None:
        """On a sheet of its own, where it does not lie on another's."""
        if self.heading:
            canvas.on_sheet(self.rect, ("race", look), draw, LIT_PANEL)
        else:
            canvas.keep(("race", self.rect, look), *self.rect, draw)

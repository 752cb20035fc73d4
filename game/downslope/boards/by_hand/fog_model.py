"""The fog in time: what was seen through it, and how far it has lifted. A new look is heard. Nothing here is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from .probes_model import ProbeSeen, lifted, looks

if TYPE_CHECKING:
    from ..shared.host import Host

LIFT, LIFT_STILL = 0.6, 0.15  # seconds in which the fog lifts
READ = 1.4  # seconds that the view is left to be seen after a win


class Fog:
    """`seen`: the start and all looks, the newest last; `lift` 0..1: how far the fog has gone."""

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt
        self.lift = 1.0 if lifted(self.attempt.session) else 0.0
        self.seen = looks(self.attempt.session)
        self._rest = 0.0  # seconds since it was gone
        self._heard = (0, len(self.seen))  # stage and looks when something was last heard

    def word(self, name: str, default: str = "") -> str:
        """The level's own word for a quantity."""
        return _(self.attempt.now.words.get(name) or default or name)

    def error_word(self) -> str:
        """For what a look tells."""
        return _("total error") if self.attempt.shown.level.visibility("error") == "total" else _("error")

    def dots(self) -> list[ProbeSeen]:
        """Those by the metric in use."""
        metric = self.attempt.shown.knobs["metric"]
        return [each for each in self.seen if each.metric == metric]

    def holds(self) -> bool:
        """The view was not seen for long enough."""
        return self._rest < READ

    def update(self, seconds: float) -> None:
        """Time goes by."""
        gone = lifted(self.attempt.shown)
        way = seconds / (LIFT_STILL if self.host.game.settings.still else LIFT)
        self.lift = min(1.0, self.lift + way) if gone else max(0.0, self.lift - way)
        self._rest = self._rest + seconds if gone and self.lift >= 1 else 0.0
        self.seen = looks(self.attempt.shown)
        self._hear()

    def _hear(self) -> None:
        """A new look is a pluck, the higher the better; the bottom is a star's sound."""
        now = (self.attempt.shown.stage, len(self.seen))
        before, self._heard = self._heard, now
        if now[0] != before[0]:
            self.host.says = None
        elif now[1] > before[1] and not self.attempt.shown.won:
            self.host.game.sound.pluck(abs(self.seen[-1].error), 0.01)
        elif self.attempt.shown.won and self.lift == 0:
            self.host.game.sound.star()

"""The land in time: on its way from what it showed to what it is told, and what Pip makes of it. Nothing is drawn."""

from __future__ import annotations

from ...view.dioramas.diorama import Diorama, LandValues
from ...view.dioramas.pose import LAND, LASTS
from ...view.draw.tween import Tween, ease_out

ANSWER, FOLLOW, LIGHT = 0.7, 0.25, 0.5  # seconds: the land answers a send, it follows a turn, lights after a landing


class LandMotion:
    """`told`: what the land goes to; `reaction`: the kind of pose.py, and for how many seconds it lasts."""

    def __init__(self, told: LandValues) -> None:
        self.told = self._from = told
        self.reaction: tuple[str, float] | None = None
        self._way, self._cheer = Tween(ANSWER, 1.0, ease_out), Tween(LIGHT)

    def values(self, scene: Diorama) -> LandValues:
        """What it shows now."""
        before, after, part = self._from, self.told, self._way.value
        inputs = tuple(a + (b - a) * part for a, b in zip(before.inputs, after.inputs))
        predictions = tuple(scene.between(a, b, part) for a, b in zip(before.predictions, after.predictions))
        return after._replace(inputs=inputs, predictions=predictions, cheer=self._cheer.value)

    def tell(self, told: LandValues, scene: Diorama, seconds: float = ANSWER) -> None:
        """Other values: it goes there from where it is; where there are other cards, it is there at once."""
        if told == self.told:
            return
        same = len(told.predictions) == len(self.told.predictions)
        moves = same and told.predictions != self.told.predictions
        self._from = self.values(scene) if same else told
        self.told = told
        if moves:
            self._way.seconds = seconds
            self._way.jump(0.0)
            self._way.go(1.0)

    def react(self, kind: str, lights: bool = True) -> None:
        """Pip and the land make something of what they see. Without `lights`: Pip alone."""
        self.reaction = (kind, 0.0)
        self._cheer.go(1.0 if kind == LAND and lights else 0.0)

    def forget(self) -> None:
        """What they made of what was seen before is over."""
        self.reaction = None
        self._cheer.go(0.0)

    @property
    def ahead(self) -> bool:
        """The prediction grows, or does not move."""
        return self.told.predictions >= self._from.predictions

    @property
    def rests(self) -> bool:
        """It shows what it was told."""
        return self._way.done

    @property
    def reacts(self) -> bool:
        """Pip is still at it."""
        return self.reaction is not None and self.reaction[1] < LASTS

    @property
    def moving(self) -> bool:
        """Time alone makes another picture of it."""
        return not self.rests or self.reacts or not self._cheer.done

    def update(self, seconds: float, still: bool) -> None:
        """Time goes by."""
        self._way.update(seconds, still)
        self._cheer.update(seconds, still)
        if self.reaction is not None:
            kind, since = self.reaction
            self.reaction = (kind, LASTS if still else min(LASTS, since + seconds))

"""What the net makes of one picture: the player's drawing, else one of the data set, at the step that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...digits.preprocess import prepared
from ...view.pictures.drawing_pad import RASTER, DrawingPad, raster
from .digits_model import Reader, shares

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...learning.network import Network, Vector
    from .training_follower import TrainingFollower


class Recognition:
    """`sample`: the unseen picture that is shown while nothing is drawn on the pad.

    votes   each output's share of the votes
    seen    the picture, the weights and the network of which all this is told; another object when it is another
    """

    def __init__(self, attempt: Attempt, pad: DrawingPad, training: TrainingFollower | None = None) -> None:
        self.attempt, self.pad, self.training = attempt, pad, training
        attempt.session.run.epoch.made(attempt.session.run)  # its compiled loop also predicts, and much faster
        self.reader = Reader(attempt.session)
        self.sample = 0
        self.votes: list[float] = []
        self.seen: tuple[Vector, Vector, Network] | None = None
        self._prepared: tuple[object, Vector] = (None, ())

    def _live(self) -> Vector | None:
        """The newest weights of a training that goes on."""
        return self.training.live if self.training is not None else None

    def weights(self) -> Vector:
        """Those at the step that is looked at; while it trains the newest that were heard of."""
        session, step, live = self.attempt.shown, self.attempt.step, self._live()
        if live is not None and step >= session.count:
            return live
        return session.run.history.weights_at(step) if step < session.count else session.weights

    def drawn(self) -> bool:
        return bool(self.pad.strokes)

    def pixels(self) -> Vector:
        """What the net is shown: 64 numbers 0 ... 1. A drawing is made as the data set's pictures were."""
        strokes = self.pad.strokes
        if not strokes:
            return self.reader.pairs[self.sample][0]
        key = tuple(map(tuple, strokes))
        if self._prepared[0] != key:
            self._prepared = (key, tuple(prepared(raster(strokes), RASTER) or [0.0] * 64))
        return self._prepared[1]

    @property
    def label(self) -> int:
        """Which digit the data set's picture is."""
        return self.reader.labels[self.sample]

    def names(self) -> list[str]:
        return [str(k) for k in range(self.attempt.now.network.outputs)]

    def look_at(self, sample: int) -> None:
        """Another picture of the data set, when nothing is drawn."""
        self.pad.clear()
        self.sample = sample % len(self.reader.pairs)

    # -- each frame --------------------------------------------------------------------------------------------------

    def update(self) -> None:
        """Some more of the unseen pictures are read."""
        if self._live() is None:
            self.reader.begin(self.weights())
        if not self.reader.whole:
            self.reader.go_on(self.attempt.shown)

    def refresh(self) -> None:
        """The votes, when the weights or the picture have changed."""
        pixels, weights = tuple(self.pixels()), tuple(self.weights())
        seen = (pixels, weights, self.attempt.now.network)
        if seen != self.seen:
            self.seen = seen
            self.votes = shares(self.attempt.shown, self.attempt.shown.run.predict(weights, pixels))

"""A level whose net is trained in another process, shown at the steps that the training keeps, done or not.

The training may begin long before it is shown: in the reel it does so while the other levels are on.
"""

from __future__ import annotations

from ...attempt.game.game import Game
from ...boards.pictures.digits_board import DigitsBoard
from ...captions.look_moments import BY_CHANCE, last_moments, look_moment
from ...captions.sentences import sentence
from ...engine.checkpoint import Snapshot, next_snapshot
from ...rules import Level, Session, share_correct
from .play import PlayScene

FIRST, EACH, HALF, LAST = 3.0, 1.2, 2.6, 5.0  # seconds: of the start, of each look, of half a pass and of the end
KERNEL = 2.2  # of the end's seconds the last ones: what a kernel looks for


class TrainedShow(PlayScene):
    """`start` begins the training; `lost`: there is none. `over`: all of it was seen, and its end has stood."""

    bare = True

    def __init__(self, game: Game, level: Level) -> None:
        super().__init__(game, level)
        assert isinstance(self.board, DigitsBoard)
        self.training = self.board.training
        self.attempt.watched = True
        self.attempt.open_bets.end()
        self.topbar.title.caption = self.caption
        self._all: list[Snapshot] = []  # that were heard of
        self.number = 0  # of the step that is looked at, among those that were kept
        self.clock = 0.0  # seconds for which it has been

    def start(self) -> None:
        """Begin the training, without showing anything of it; before that, see how well it reads by chance."""
        session = self.attempt.session
        self.training.begin(share_correct(session.run, session.level.data(unseen=True)))
        self.training.toggle()
        self.work()

    @property
    def lost(self) -> bool:
        """It is not trained and was not: no process could be started. In the window it would hold up other shows."""
        return self.training.in_window or not (self.training.running or len(self._all) > 1)

    def work(self) -> None:
        """Hear of the training."""
        self.training.update()
        self._gather()

    def _gather(self) -> None:
        """Keep what came; of it the board knows only what has been looked at, so that nothing is told ahead."""
        last = self._all[-1].step if self._all else -1
        self._all += [one for one in self.training.own if one.step > last]
        self.training.own = self._all[: self.number + 1]
        self.attempt.verdict = False  # its end is told in the caption

    @property
    def kept(self) -> list[Snapshot]:
        """What there is to be looked at so far."""
        return [one for one in self._all if one.step <= self.attempt.session.count]

    @property
    def over(self) -> bool:
        return self.lost or (self._ends and self.clock >= LAST)

    @property
    def _ends(self) -> bool:
        """The last step is looked at."""
        return not self.training.running and self.number >= len(self.kept) - 1

    def after_update(self, seconds: float) -> None:
        super().after_update(seconds)
        self.clock += seconds
        self._gather()
        kept, each = self.kept, len(self.attempt.session.run.batches)
        if self.number + 1 < len(kept) and self.clock >= seconds_of(kept[self.number].step, each):
            self.number, self.clock = self.number + 1, 0.0
        if kept:
            self.attempt.look(kept[min(self.number, len(kept) - 1)].step)
        if not self.training.running:
            self.training.step = self.attempt.step

    def caption(self) -> str:
        """What is seen, from what was measured at that step."""
        kept, each = self.kept, len(self.attempt.session.run.batches)
        if not kept:
            return sentence(BY_CHANCE)
        one, first = kept[min(self.number, len(kept) - 1)], kept[0]
        if self._ends:
            moments = last_moments(self.attempt.session.level.network, one, first, each)
            return sentence(moments[-1] if self.clock >= LAST - KERNEL else moments[0])
        waits = self.number == len(kept) - 1 and self.clock >= seconds_of(one.step, each)
        return sentence(look_moment(one, first, each, waits=waits))

    def session_for_player(self) -> Session:
        """The session, where it is looked at."""
        self.training.stop()
        session, step = self.attempt.session, self.attempt.step
        return session.rewind(step) if step < session.count else session


def seconds_of(step: int, each: int) -> float:
    """For which a step is looked at; `each`: steps of a pass."""
    return FIRST if not step else HALF if step == each // 2 else EACH


def seconds_in_all(level: Level) -> float:
    """Of the show of a level, where no step is waited for."""
    each = -(-len(level.data()) // (level.batch or len(level.data())))
    step, seconds = 0, 0.0
    while step < level.budget * each:
        seconds += seconds_of(step, each)
        step = min(level.budget * each, next_snapshot(step, each))
    return seconds + LAST

"""When a level is reached: the card that shows it, and the machine's run beside one's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ....attempt.game.chapter_end import chapter_ended_by
from ....attempt.past_runs import errors_of
from ....attempt.progress_record import keep
from ....convergence.axes import has_map
from ....engine.run import SAMPLE, Fault
from ....i18n import _
from ....rules import campaign, stars
from ....rules.actions import Action, Impossible
from ....rules.session import Session
from ....scripts.translated import write_all
from ....solving.autosolve import solve_slowly
from ....view.draw.time_slice import TimeSlice
from ...base.navigation import screen
from .star_conditions import condition, reasons, taken_by_machine

if TYPE_CHECKING:
    from ....attempt.attempt import Attempt
    from ....attempt.game.game import Game
    from ....rules.level import Level
    from ...base.scene import Scene
    from ..shared.play_screen import PlayScreen
    from .card import Summary

SHARE = 0.003  # seconds of a frame for the machine's run
CARD_SHARE = 0.008  # the same under the card, on which little moves


def map_is_open(game: Game, session: Session) -> bool:
    """A convergence map says what every alpha does, so it is there once its level has been reached, not before."""
    return has_map(session) and (session.complete or game.progress.has_reached(session.base.id))


def chart_of(play: PlayScreen) -> Scene:
    """The convergence map of the part that is played."""
    keep(play.game, play.attempt)
    chart: Scene = screen("convergence", play.game, parent=play, session=play.attempt.session, play=play)
    return chart


def card_of(play: PlayScreen) -> Scene:
    """The card of the level that was just reached."""
    from ....attempt.sharing.link_opening import copy_link  # a level that is opened directly needs none of these yet
    from ....attempt.sharing.run_film import film_of
    from ....attempt.sharing.shared_run import copy_run
    from .card import Summary

    attempt, level, game = play.attempt, play.attempt.level, play.game
    session = attempt.session
    record = game.progress.level(level.id)
    stage = stars.counted_part(session)
    part = level.stage(stage)
    onward = not (game.hides("map") or game.hides("next"))  # recaps and ends of chapters lead over the map
    summary = Summary(
        level=level,
        code=campaign.code(level, game.catalog),
        stars=attempt.stars(),
        star_reasons=tuple(reasons(session, attempt.watched, frozenset(record.stars))),
        watched=taken_by_machine(session, attempt.watched, frozenset(record.stars)),
        shared=attempt.replayed,
        ever=frozenset(record.stars),
        labels=tuple(condition(level, star) for star in (1, 2, 3)),
        count=session.tally.cost_at_win.get(stage, session.tally.count(session)),
        par=part.par,
        unit=part.par_unit,
        ghost=None,
        errors=attempt.curves[stage] if stage < session.stage and stage in attempt.curves else errors_of(session),
        part=stage if level.stages and level.learner is not None else None,
        ghost_errors=[],
        outcome=session.outcome.kind if session.outcome else None,
        insight=_(level.insight) if level.insight else "",
        script="" if game.hides("script") else attempt.script(),
        written=lambda: write_all(session),
        next_level=None if game.hides("next") else campaign.following(level, game.catalog),
        recap=waiting_recap(game, level) if onward else None,
        ended=chapter_ended_by(level, game.catalog, game.progress) if onward else None,
        chart=session if map_is_open(game, session) else None,
        looking=True,
        copy=partial(copy_run, game, session),
        link=partial(copy_link, game, session),
        film=partial(film_of, game, attempt),
    )
    card: Scene = screen(
        "card",
        game,
        parent=play,
        summary=compare(play, summary, 0.0),
        look_on=lambda so_far: compare(play, so_far, CARD_SHARE),
    )
    return card


def compare(play: PlayScreen, summary: Summary, seconds: float) -> Summary:
    """Look on for the machine's run for so long. Where no more is to be found: the summary with that run beside it."""
    attempt = play.attempt
    if not play.ghost.work(attempt, seconds):
        return summary
    ghost = play.ghost.result(attempt)
    if ghost is None:
        return replace(summary, looking=False)
    cost = ghost.tally.cost_at_win.get(stars.counted_part(attempt.session))
    return replace(summary, looking=False, ghost=cost, ghost_errors=errors_of(ghost))


def waiting_recap(game: Game, level: Level) -> int | None:
    """The chapter that this level ends, if its recap still waits for answers."""
    place = campaign.place_of(level, game.catalog)
    if place is None or not level.recap:
        return None
    answered = game.progress.recaps.get(level.chapter, {})
    return place.chapter if len(answered) < len(level.recap) else None


class Ghost:
    """The machine's run of the same parts, to compare with. It is looked for in slices, from the win on."""

    def __init__(self) -> None:
        self.session: Session | None = None
        self.done = False
        self._stage = -1
        self._actions: Iterator[Action | None] = iter(())

    def work(self, attempt: Attempt, seconds: float = SHARE) -> bool:
        """Look for so long. True: there is no more to be found."""
        if _watched(attempt) is not None:
            return True
        if not attempt.session.level.knobs and stars.is_called(attempt.session.base):  # there is nothing to find
            return True
        if len(attempt.session.run.examples) > SAMPLE:  # a training that takes its time is not made a second time
            return True
        stage = stars.counted_part(attempt.session)
        if stage != self._stage:
            self.session = Session(attempt.session.base, attempt.session.catalog)
            self._actions, self._stage, self.done = solve_slowly(self.session), stage, False
        piece = TimeSlice(seconds)
        while not self.done and piece.left > 0:
            self._next()
        return self.done

    def _next(self) -> None:
        session = self.session
        assert session is not None
        try:
            action = next(self._actions)
            if action is not None:
                session.do(action)
        except (StopIteration, Impossible, Fault):
            self.done = True
        self.done = self.done or (session.complete and session.won and session.stage >= self._stage)

    def result(self, attempt: Attempt) -> Session | None:
        """The machine's run, as far as it was looked for; None: it does not reach the goal, or not yet."""
        watched = _watched(attempt)
        if watched is not None:
            return watched
        return self.session if self.session is not None and self.session.complete else None


def _watched(attempt: Attempt) -> Session | None:
    """The machine's run that the player has seen; None: it did not come to its end before them."""
    machine = attempt.machine
    if (
        machine is not None
        and machine.done
        and stars.counted_part(attempt.session) in machine.session.tally.cost_at_win
    ):
        return machine.session
    return None


"""When a level is reached: what is kept of it, and the card that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..digest import digest
from ..rules import campaign, stars
from ..rules.actions import to_json
from ..rules.autosolve import ghost_of
from ..rules.plane import mapped
from ..rules.session import Session
from ..words import _
from ..writing import all_written

if TYPE_CHECKING:
    from ..rules.level import Level
    from .attempt import Attempt
    from .game import Game
    from .play import PlayScene
    from .scene import Scene


def keep(game: Game, attempt: Attempt) -> None:
    """Keep stars, bets and the best run of this attempt."""
    session, level = attempt.session, attempt.level
    record = game.progress.level(level.id)
    record.stars = sorted({*record.stars, *attempt.stars()})
    for number, right in attempt.asking.answered.items():
        record.bets.setdefault(str(number), right)
    record.hints = max(record.hints, attempt.hints)
    record.ghost = record.ghost or attempt.machine is not None
    count = session.tally.at_win.get(level.plain_stages)
    if session.complete:
        record.reached = True
        if count is not None and not attempt.watched:
            record.keep(count, [to_json(a) for a in session.actions], digest(level))
    game.save()


def offered(game: Game, session: Session) -> bool:
    """A convergence map says what every alpha does, so it is there once its level has been reached, not before."""
    return mapped(session) and (session.complete or game.progress.reached(session.base.id))


def chart_of(play: PlayScene) -> Scene:
    """The convergence map of the part that is played."""
    from .chart import ChartScene

    keep(play.game, play.attempt)
    return ChartScene(play.game, play, play.attempt.session, play)


def card_of(play: PlayScene) -> Scene:
    """The card of the level that was just reached."""
    from .card import CardScene, Summary

    attempt, level, game = play.attempt, play.attempt.level, play.game
    session = attempt.session
    ghost = attempt.machine.session if attempt.machine is not None and attempt.machine.done else machine_run(session)
    record = game.progress.level(level.id)
    part = level.stage(level.plain_stages)
    return CardScene(
        game,
        play,
        Summary(
            level=level,
            code=campaign.code(level, game.catalog),
            stars=attempt.stars(),
            ever=frozenset(record.stars),
            labels=tuple(star_label(session, star) for star in (1, 2, 3)),
            count=session.tally.at_win.get(level.plain_stages, session.tally.count(session)),
            par=part.par,
            unit=part.par_unit,
            ghost=ghost.tally.at_win.get(level.plain_stages) if ghost is not None else None,
            errors=errors_of(session),
            ghost_errors=errors_of(ghost) if ghost is not None else [],
            outcome=session.outcome.kind if session.outcome else None,
            insight=_(level.insight) if level.insight else "",
            script=attempt.script(),
            written=lambda: all_written(session),
            next_level=campaign.following(level, game.catalog),
            recap=waiting_recap(game, level),
            chart=session if offered(game, session) else None,
        ),
    )


def waiting_recap(game: Game, level: Level) -> int | None:
    """The chapter that this level ends, if its recap still waits for answers."""
    place = campaign.place_of(level, game.catalog)
    if place is None or not level.recap:
        return None
    answered = game.progress.recaps.get(level.chapter, {})
    return place.chapter if len(answered) < len(level.recap) else None


def machine_run(session: Session) -> Session | None:
    """The same level played by the machine; None: it does not reach it."""
    ghost = ghost_of(session)
    return ghost if ghost.complete else None


def errors_of(session: Session) -> list[float]:
    """The error at each look of the present run: of its steps, or of the probes."""
    if session.level.learner is None:
        return [probed.error for probed in session.probed]
    return [*session.run.errors[session.recorded :], session.run.error()]


def star_label(session: Session, star: int) -> str:
    """What a star asks for, in words."""
    want = stars.wanted(session.base, star)
    units = {
        "steps": _("{n} steps or fewer"), "passes": _("{n} passes or fewer"), "turns": _("{n} turns or fewer"),
        "probes": _("{n} looks or fewer"), "runs": _("{n} runs or fewer"), "calls": _("every call right"),
    }  # fmt: skip
    if want.kind == "reached":
        return _("reached")
    if want.kind in ("par", "expert"):
        return units[want.unit].format(n=want.number)
    if want.kind == "questions":
        return _("bet right") if star == 3 else _("calls right")
    return _("second target") if want.kind == "stage" else ""

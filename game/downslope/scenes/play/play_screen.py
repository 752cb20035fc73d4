"""What the parts of the play screen may ask of it, beyond what a board may: the board, the ways on, the story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...attempt.attempt import Attempt
from ...attempt.game.game import Game
from ...attempt.game.progression import reached_levels
from ...boards.shared.board import Board
from ...convergence.convergence_map import has_map
from ...engine.run import SAMPLE, Fault
from ...i18n import _
from ...rules import Action, CampaignPlace, Impossible, Level, Next, Session, places, stars
from ...solving.autosolve import solve_incremental
from ...view.cards.terms import TERMS, Term, TermWord, term_words
from ...view.draw import Canvas, TimeSlice
from ...view.format.markup import Line
from ...view.widgets.panel import Laid
from ..base.scene import Scene


def glossary_terms(game: Game) -> tuple[list[tuple[Term, CampaignPlace]], list[tuple[Term, CampaignPlace]]]:
    """Words that were met, and those that are still to come: the farthest level that was opened decides."""
    progress, all_places = game.progress, places(game.catalog)
    opened = reached_levels(progress) | {progress.last_level}
    far = max((k for k, place in enumerate(all_places) if place.level.id in opened), default=0)
    order = {place.level.id: k for k, place in enumerate(all_places)}
    known = [(term, all_places[order[term.level]]) for term in TERMS if term.level in order]
    return ([each for each in known if order[each[0].level] <= far],
            [each for each in known if order[each[0].level] > far])  # fmt: skip


SHARE = 0.003  # seconds of a frame for it


@dataclass(eq=False)
class Ghost:
    """The machine's run of the same parts, to compare with. It is looked for in slices, from the win on."""

    session: Session | None = None
    done: bool = False
    _stage: int = -1
    _actions: Iterator[Action | None] = field(default_factory=lambda: iter(()))

    def work(self, attempt: Attempt, seconds: float = SHARE) -> bool:
        """Look for so long. True: there is no more to be found."""
        nothing = not attempt.session.level.knobs and stars.is_called(attempt.session.base)  # is to be found
        long = len(attempt.session.run.examples) > SAMPLE  # a training that takes its time is not made a second time
        if nothing or long or _watched(attempt) is not None:
            return True
        stage = stars.part_with_count(attempt.session)
        if stage != self._stage:
            self.session = Session(attempt.session.base, attempt.session.catalog)
            self._actions, self._stage, self.done = solve_incremental(self.session), stage, False
        piece = TimeSlice(seconds)
        while not self.done and piece.left > 0:
            session = self.session
            assert session is not None
            try:
                action = next(self._actions)
                if action is not None:
                    session.do(action)
            except (StopIteration, Impossible, Fault):
                self.done = True
            self.done = self.done or (session.complete and session.won and session.stage >= self._stage)
        return self.done

    def result(self, attempt: Attempt) -> Session | None:
        """The machine's run, as far as it was looked for; None: it does not reach the goal, or not yet."""
        watched = _watched(attempt)
        if watched is not None:
            return watched
        return self.session if self.session is not None and self.session.complete else None


def _watched(attempt: Attempt) -> Session | None:
    """The machine's run that the player has seen; None: it did not come to its end before them."""
    machine, part = attempt.machine, stars.part_with_count(attempt.session)
    ended = machine is not None and machine.done and part in machine.session.tally.cost_at_win
    return machine.session if machine is not None and ended else None


@dataclass(eq=False)
class TaskBand:
    """The task in the dock: by itself as a part begins, unless it is whole in the top bar, until something is done.

    Key B opens and folds it; what the player does and a bet that is asked then fold it.
    """

    whole = True
    _turned = Laid[tuple[object, bool]]((None, False))  # what had been done when it was turned; whether it was opened
    play: PlayScreen

    @property
    def shown(self) -> bool:
        attempt, (when, opened) = self.play.attempt, self._turned
        if when == self._now():
            return opened
        begins = not attempt.session.actions or isinstance(attempt.session.actions[-1], Next)
        free = begins and not self.whole and attempt.machine is None and attempt.open_bets.open is None
        return free and bool(task_of(self.play))

    @property
    def asked(self) -> bool:
        """The player has opened it: it comes before all else."""
        return self._turned == (self._now(), True)

    def turn(self) -> None:
        """Open or fold it."""
        seen = self.shown and (self.asked or not self.play.kind)  # a bet may stand in its place
        self._turned = self._now(), bool(task_of(self.play)) and not seen

    def fold(self) -> None:
        """Put it away."""
        self._turned = self._now(), False

    def update(self) -> None:
        """Once a frame: where something was done or asked since it was turned, that is forgotten."""
        if self._turned[0] != self._now():
            self._turned = None, False

    def _now(self) -> object:
        attempt = self.play.attempt
        return len(attempt.session.actions), attempt.open_bets.open, attempt.drag is not None


class PlayScreen(Scene):
    """The play screen as its parts see it: top bar, tiles, bets, verdict, transport, card.

    task    in the dock        ghost   what the card compares with
    """

    attempt: Attempt
    level: Level
    board: Board
    task: TaskBand
    ghost: Ghost
    bare = False  # it is only watched: there is nothing to press
    on_number = False  # the keyboard is on a number: digits are typed into that, and answer no bet

    @property
    def kind(self) -> str:
        """What is asked or told in the dock: strip (a bet), run (a bet's, and its verdict), machine, verdict (of the
        player's run), or "": nothing."""
        attempt = self.attempt
        if attempt.open_bets.open is not None:
            return "strip"
        if attempt.open_bets.on_stage is not None:
            return "run"
        if attempt.show is not None:
            return "machine"
        board_tells = self.board.tells_outcome and attempt.fault is None
        waits = attempt.playback.moving or attempt.director.pending
        return "verdict" if attempt.verdict and not waits and not board_tells else ""

    def words(self) -> tuple[str, str]:
        """What Pip says: (a bold line, a plain one). While something is played, nothing of it."""
        director = self.attempt.director
        if director.pending and director.moving:
            key = self.game.controls.label("step")
            return "", _("Press {key} to go faster.").format(key=key) if director.input_blocked else ""
        question = self.attempt.open_bets.last
        if question is not None:
            return "", _(self.attempt.open_bets.questions[question].why)
        bold, plain, *_heard = self.board.words()
        return bold, plain

    def do(self, name: str) -> None:
        """A tile was pressed."""

    def to_map(self) -> None:
        """The map of levels."""

    def to_chart(self) -> None:
        """The convergence map, where there is one."""


def task_of(play: PlayScreen) -> str:
    """The task of the part that is played, with light markup."""
    return _(play.attempt.session.level.brief)


def known_words(play: PlayScreen, canvas: Canvas, name: str, lines: Sequence[Line],
                at: tuple[float, float, float]) -> list[TermWord]:  # fmt: skip
    """The words of a paragraph that were met so far: see `term_words`. Pressed, they show the glossary."""
    terms = [term for term, _place in glossary_terms(play.game)[0]] if "glossary" in play.attempt.shows else []
    return term_words(canvas, name, lines, at, terms, lambda term: play.open("words", parent=play, term=term))


def map_is_open(play: PlayScreen) -> bool:
    """A convergence map says what every alpha does, so it is there once its level has been reached, not before."""
    session = play.attempt.session
    return has_map(session) and (session.complete or play.game.progress.has_reached(session.base.id))


# What a player can give away of a run. What writes it is imported with the first: a level that is opened needs none.


def copy_code(play: PlayScreen) -> None:
    """The run that is shown, as a code that others can paste; where nothing was done yet, a note says so."""
    from ...attempt.shared_level import copy_run

    if play.attempt.shown.actions:
        copy_run(play.game, play.attempt.shown)
    else:
        play.game.toasts.add(_("There is no run to copy yet. Do something first."))


def copy_link_to(play: PlayScreen) -> None:
    """A link to the level with its knobs as they stand."""
    from ...attempt.link import copy_link

    copy_link(play.game, play.attempt.session)


def has_film(play: PlayScreen) -> bool:
    """A run was seen to its end."""
    shown = play.attempt.shown
    return bool(shown.actions) and (shown.outcome is not None or shown.won)


def save_film(play: PlayScreen) -> None:
    """A film of the run that was just seen, and a picture of what there is to see now."""
    from ...attempt.shared_level import film_of

    if has_film(play):
        film_of(play.game, play.attempt, play.snapshot())

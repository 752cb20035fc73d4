"""What the parts of the play screen may ask of it, beyond what a board may: the board, the ways on, the story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from ....boards.shared.host import Host

if TYPE_CHECKING:
    from pygame import Surface

    from ....attempt.attempt import Attempt
    from ....boards.shared.board import Board
    from ....rules.level import Level
    from ....rules.session import Session
    from ....view.cards.terms import Term
    from ....view.widgets.widget import Rect, Widget


class MachineRun(Protocol):
    """The machine's run of the same parts, to compare with."""

    def work(self, attempt: Attempt, seconds: float) -> bool:
        """Look for so long. True: there is no more to be found."""

    def result(self, attempt: Attempt) -> Session | None:
        """Its run, as far as it was looked for; None: it does not reach the goal, or not yet."""


class PlayScreen(Host, Protocol):
    """The play screen, as its top bar, tiles, bet, verdict, transport and card see it."""

    level: Level
    board: Board
    bare: bool
    widgets: list[Widget]

    @property
    def hovered(self) -> str:
        """Name of the widget under the pointer."""

    @property
    def rested(self) -> float:
        """Seconds for which the pointer has not moved."""

    @property
    def ghost(self) -> MachineRun:
        """What the card compares with."""

    @property
    def charted(self) -> bool:
        """There is a convergence map to go to."""

    @property
    def known_terms(self) -> Sequence[Term]:
        """The words of the glossary that were met so far."""

    @property
    def has_hints(self) -> bool:
        """The level has hints, which no link hides."""

    def hint(self) -> None:
        """Ask for the next hint."""

    def pause(self) -> None:
        """Hold a run; where none is, nothing."""

    def card(self) -> None:
        """Show the level's card."""

    def open_words(self, term: str) -> None:
        """Show the glossary, beginning with a word."""

    @property
    def story(self) -> str:
        """What the level is about, with light markup."""

    @property
    def task_is_shown(self) -> bool:
        """It lies open over the board."""

    def meet_task(self, whole: bool) -> None:
        """The task opens where it is not whole in the top bar, once in each part."""

    def fold_task(self) -> None:
        """The task makes room for what opens."""

    def turn_task(self) -> None:
        """Open the task, or fold it."""

    def badge_at(self) -> Rect | None:
        """Where in the top bar it is told that it is the machine's run; None: it is not."""

    def opens(self, begin: str, arms: bool = False) -> None:
        """Something new lies before the player: nothing is armed, and for a moment nothing is heard."""

    def can_focus(self, name: str) -> bool:
        """Is there such a widget, and may it have the keyboard?"""

    def proposal(self) -> str:
        """What the screen proposes to do next."""

    def do(self, name: str) -> None:
        """A tile was pressed."""

    def jump(self) -> None:
        """To the step where the run turned."""

    def show_code(self) -> None:
        """Close the verdict."""

    def snapshot(self) -> Surface:
        """A picture of it as it is now."""

    def to_map(self) -> None:
        """The map of levels."""

    def to_chart(self) -> None:
        """The convergence map, where there is one."""

    def open_settings(self) -> None:
        """The settings."""

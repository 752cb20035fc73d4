"""What the panels of the workshop may ask of its screen, beyond what a board may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ...boards.shared.host import Host
from .bench_visit import BenchVisit
from .cell_table import TableState
from .choices import BenchChoices
from .knob_list import BenchKnob
from .run_rows import Told

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.widgets.scroll import ScrollArea
    from ...workshop.bench import Bench
    from ...workshop.bench_runs import BenchRun
    from ...workshop.cells import Cell


class BenchScreen(Host, Protocol):
    """The workshop, as its columns, its board and its table see it.

    visit     the bench, its runs     table     where the keyboard is in the examples     betting   a bet is asked
    picture   which picture of the network is seen
    saved     the bench as it was saved or opened     saved_as   its file
    """

    visit: BenchVisit
    table: TableState
    betting: bool
    picture: int
    saved: Bench | None
    saved_as: str

    @property
    def device(self) -> str:
        """What the player has in hand."""

    @property
    def text_scale(self) -> float:
        """How much larger than the design the text is."""

    @property
    def choices(self) -> BenchChoices:
        """What there is to choose from."""

    @property
    def kept_words(self) -> list[str]:
        """What of an opened level is not shown."""

    def area(self, name: str, rect: tuple[float, float, float, float], height: float) -> ScrollArea:
        """The scroll area of that name."""

    def take(self, what: Level | str, name: str = "") -> bool:
        """Put a level on the bench. False: it could not be, and why was said."""

    def choose(self, what: str) -> None:
        """Open the list of networks, metrics or learners."""

    def set_free(self, name: str) -> None:
        """Whoever plays may turn it, or no longer."""

    def dragging(self, knob: BenchKnob, value: float) -> None:
        """A knob is being dragged."""

    def turn(self, knob: BenchKnob, value: float) -> None:
        """A knob was turned and let go."""

    def set_target(self, value: float) -> None:
        """Another mean error is to be reached."""

    def target_text(self, value: float) -> str:
        """That error as it is read."""

    def set_cell(self, number: int, place: int, cell: Cell) -> None:
        """A cell was typed."""

    def remove_row(self, number: int) -> None:
        """An example is taken away."""

    def add_row(self) -> None:
        """One more example is wanted."""

    def add_example(self, across: float, goal: float) -> None:
        """A click into the plot."""

    def drag_goal(self, number: int, goal: float) -> None:
        """A goal is dragged in the plot."""

    def drop_goal(self, number: int, goal: float) -> None:
        """And let go."""

    def paste(self) -> None:
        """Examples from the clipboard."""

    def open_bet(self) -> None:
        """Ask how the run will end."""

    def close_bet(self) -> None:
        """Ask no more."""

    def answer_bet(self, outcome: str) -> None:
        """The bet, and the run."""

    def run_words(self, run: BenchRun) -> Told:
        """What a run's learner is called, and its own knobs."""

    @property
    def following_picture(self) -> str:
        """The name of the next picture of the same network; "": there is only one."""

    def show_following(self) -> None:
        """Show that one."""

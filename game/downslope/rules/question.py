"""What is asked: a question with a few answers, or a marker to drop on a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .actions import Action

# When a question is asked: "start" before anything ran; "step N" after that step; "run" after the first run has ended;
# "landed" when the level (or its part) is won; "stage N" on the way to that stage; "in stage N" once that stage is on
# the screen, before anything of it is told; "recap" at the chapter's end.
MOMENTS = ("start", "run", "landed", "recap")
MOVES = {"up": 1, "stays": 0, "down": -1}  # what is called on a needle -> the sign of the weight's first step
HUES = ("prediction", "goal", "input", "weight", "error", "alpha")  # which quantity a marker may be


Asks = str | Callable[[Any], Any]  # a word of solving/question_answers.py, or a function of the session


class Question(NamedTuple):
    """One of them is a level's bet (star 3). The order of the answers is the level's; a screen may shuffle it.

    `actions` and `asks` let a program find the answer: after the actions, `asks` (see
    solving/question_answers.py, or a function) of the session is what one entry of `means` stands for, and that entry's
    answer must be `right`.
    """

    text: str  # the sentence
    answers: Sequence[str]  # 2 to 4; a screen may shuffle them
    right: str  # one of the answers
    when: str = "start"  # one of MOMENTS, or step N, stage N, in stage N
    star: int | None = 3  # which star a right answer helps to; None: asked for its own sake
    why: str = ""  # shown with the right answer
    knob: str = ""  # answered by the first turn of this knob (strike a card), not by a card of its own
    notes: Sequence[str] = ()  # a caption for each answer
    actions: Sequence[Action] = ()  # played on the level from its start before it is looked at
    asks: Asks = ""  # what is looked at then: a name of ASKS, or in Python a function of the session
    means: Sequence[Any] = ()  # what each answer stands for there, in the answers' order; a list: any of these
    level: Any = None  # a small level of its own, for a recap's question
    needle: int | None = None  # answered on the needle of this weight (its index) with up, stays or down

    @property
    def on_board(self) -> bool:
        """It is answered where it is about, by a knob or on a needle: no cards are shown."""
        return bool(self.knob) or self.needle is not None

    @property
    def in_numbers(self) -> bool:
        """An answer begins with a digit: beside the digit of a key it has to be told apart from that."""
        return any(answer.lstrip("−+-.")[:1].isdigit() for answer in self.answers)

    def is_right(self, value: str | float) -> bool:
        return value == self.right

    def meaning_of(self, answer: str | float) -> Any:
        """Its entry of `means`; None: it has none."""
        return dict(zip(self.answers, self.means)).get(str(answer))

    def note_of_answer(self, answer: str) -> str:
        """Its entry of `notes`; "": it has none."""
        return dict(zip(self.answers, self.notes)).get(answer, "")


class Marker(NamedTuple):
    """Drop a marker on a line from low to high; right within `within`."""

    text: str  # the sentence
    low: float  # left end of the line
    high: float  # right end of the line
    right: float  # where the marker belongs
    within: float  # so far away still counts
    when: str = "start"  # as of a Question
    star: int | None = 3  # as of a Question
    why: str = ""  # as of a Question
    hue: str = "prediction"  # which quantity the marker is, one of HUES
    actions: Sequence[Action] = ()  # as of a Question
    asks: Asks = ""  # as of a Question; the number found must lie within `within` of `right`
    level: Any = None  # as of a Question

    def is_right(self, value: str | float) -> bool:
        return isinstance(value, (int, float)) and abs(value - self.right) <= self.within + 1e-9

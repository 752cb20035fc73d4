"""What is asked: a question with a few answers, or a marker to drop on a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from .actions import Action

# When a question is asked: "start" before anything ran; "step N" after that step; "run" after the first run has ended;
# "landed" when the level (or its part) is won; "stage N" on the way to that stage; "in stage N" once that stage is on
# the screen, before anything of it is told; "recap" at the chapter's end.
MOMENTS = ("start", "run", "landed", "recap")
MOVES = {"up": 1, "stays": 0, "down": -1}  # what is called on a needle -> the sign of the weight's first step
HUES = ("prediction", "goal", "input", "weight", "error", "alpha")  # which quantity a marker may be


Hue = Literal["prediction", "goal", "input", "weight", "error", "alpha"]  # one of HUES
Asks = str | Callable[[Any], Any]  # a word of solving/question_answers.py, or a function of the session


class Question(NamedTuple):
    """A question with 2 to 4 answers. The first one with star 3 is the level's bet.

    `actions` and `asks` let a program find the answer: after the actions, `asks` (see
    solving/question_answers.py, or a function) of the session is what one entry of `means` stands for, and that entry's
    answer must be `right`.
    """

    text: str  # the sentence
    answers: Sequence[str]  # 2 to 4 answers; a screen may shuffle them
    right: str  # the right one of the answers
    when: str = "start"  # the moment: one of MOMENTS, or step N, stage N, in stage N
    star: int | None = 3  # the star that a right answer helps to win; None: no star
    why: str = ""  # the reason, shown with the right answer
    knob: str = ""  # the first turn of this knob is the answer; no card is shown
    notes: Sequence[str] = ()  # a caption for each answer
    actions: Sequence[Action] = ()  # actions that a program does first, from the level's start
    asks: Asks = ""  # what the program then measures: a name of ASKS, or in Python a function of the session
    means: Sequence[Any] = ()  # the measured value that each answer means, in order; a list: any of these values
    level: Any = None  # a small level for the measurement, for a question of the recap
    needle: int | None = None  # the index of a weight: the player answers on its needle with up, stays or down

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
    """A question that the player answers by a marker on a line. Right: at most `within` away from `right`."""

    text: str  # the sentence
    low: float  # left end of the line
    high: float  # right end of the line
    right: float  # the right place
    within: float  # the largest distance that is still right
    when: str = "start"  # as of a Question
    star: int | None = 3  # as of a Question
    why: str = ""  # as of a Question
    hue: Hue = "prediction"  # the quantity that the marker shows: one of HUES
    actions: Sequence[Action] = ()  # as of a Question
    asks: Asks = ""  # as of a Question; the measured number must be within `within` of `right`
    level: Any = None  # as of a Question

    def is_right(self, value: str | float) -> bool:
        return isinstance(value, (int, float)) and abs(value - self.right) <= self.within + 1e-9

"""What is asked: a question with a few answers, or a marker to drop on a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, NamedTuple, get_args

from .actions import Action
from .field_bounds import KnownWords, Letters, NoneWord, Read

# From when a question is offered: "start", before anything ran; "step N" after that step; "run" after the first run has
# ended; "landed" when the level is won; "stage N" or "in stage N" in that part; "recap" at the chapter's end. "start"
# and a part's questions open with the part. What a needle answers is called before the run of its part.
Moment = Literal["start", "run", "landed", "recap"]
MOMENTS: tuple[str, ...] = get_args(Moment)
NUMBERED_MOMENT = r"(step|stage|in stage) (\d+)"
When = Annotated[Moment | str, KnownWords(MOMENTS, NUMBERED_MOMENT, ("step 1", "stage 1", "in stage 1"))]
MOVES = {"up": 1, "stays": 0, "down": -1}  # what is called on a needle -> the sign of the weight's first step
Hue = Literal["prediction", "goal", "input", "weight", "error", "alpha"]  # which quantity a marker may be
HUES: tuple[str, ...] = get_args(Hue)
Asked = Literal[
    "outcome", "steps", "prediction", "miss", "miss sign", "crossings", "error", "error ratio", "weight", "bottom",
    "floor", "move", "move sign", "input", "largest weight", "largest move", "how many run away",
    "first weight moved", "lit", "kinds", "lowest exam", "unseen right", "unseen grade", "times best",
    "choice that lands", "largest alpha that lands", "alpha that lands in one", "alpha that ends lowest",
    "scrambled", "shifted accuracy", "fewest in doubt",
]  # fmt: skip
RUNS = ("outcome", "steps", "lowest exam", "unseen grade")  # what the level's own run answers, from its start
FILMED = ("fewest in doubt", "shifted accuracy", "times best")  # a board draws it by how much of it was seen
FILMS = ("bottom", "floor", "error ratio", *FILMED)  # what a board shows itself
# a word of solving/question_answers.py, or a function of the session
Asks = Annotated[Asked | str | Callable[[Any], Any], KnownWords(("", *get_args(Asked)))]
Star = Annotated[Literal[2, 3] | None, NoneWord(0)]
Asking = Annotated[str, Letters(400)]
Answers = Sequence[Annotated[str, Letters(200)]]
Meanings = Sequence[Annotated[Any, NoneWord("none")]]
InnerLevel = Annotated[Any, Read("level")]  # a Level, which lies above


class Question(NamedTuple):
    """A question with 2 to 4 answers. The first one with star 3 is the level's bet.

    `actions` and `asks` let a program find the answer: after the actions, `asks` (see
    solving/question_answers.py, or a function) of the session is what one entry of `means` stands for, and that entry's
    answer must be `right`.
    """

    text: Asking  # the sentence
    answers: Answers  # 2 to 4 answers; a screen may shuffle them
    right: str  # the right one of the answers
    when: When = "start"  # from when it is offered: one of MOMENTS, or step N, stage N, in stage N
    star: Star = 3  # the star that a right answer helps to win; None: no star
    why: Asking = ""  # the reason, shown with the right answer
    knob: str = ""  # the first turn of this knob is the answer; no card is shown
    notes: Answers = ()  # a caption for each answer
    actions: Sequence[Action] = ()  # actions that a program does first, from the level's start
    asks: Asks = ""  # what the program then measures: a name of ASKS, or in Python a function of the session
    means: Meanings = ()  # the measured value that each answer means, in order; a list: any of these values
    level: InnerLevel = None  # a small level for the measurement, for a question of the recap
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

    text: Asking  # the sentence
    low: float  # left end of the line
    high: float  # right end of the line
    right: float  # the right place
    within: float  # the largest distance that is still right
    when: When = "start"  # as of a Question
    star: Star = 3  # as of a Question
    why: Asking = ""  # as of a Question
    hue: Hue = "prediction"  # the quantity that the marker shows: one of HUES
    actions: Sequence[Action] = ()  # as of a Question
    asks: Asks = ""  # as of a Question; the measured number must be within `within` of `right`
    level: InnerLevel = None  # as of a Question

    def is_right(self, value: str | float) -> bool:
        return isinstance(value, (int, float)) and abs(value - self.right) <= self.within + 1e-9

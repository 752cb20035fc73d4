"""What every kind of play screen has. The play screen brings the top bar, the tiles, the bet strip and the verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ...attempt.attempt import Attempt
from ...attempt.director import PlayRequest
from ...desktop.controls import Intent
from ...rules.outcome import OUTCOMES
from ...rules.question import Marker, Question
from ...view.draw.canvas import Canvas
from ...view.draw.rects import holds
from ...view.scenery.landscape import draw_grass, draw_sheets
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.panel import Box, Panel, Split, boxes
from ...view.widgets.widget import Rect
from .knob_panel import KnobPanel
from .panel import BESIDE, Host
from .tiles import Count, TileSpec, default_counter, default_tiles

Keys = Mapping[str, Callable[[Intent], object]]  # an intent's name: what is done with it


SIDE = 40.0  # beside the line of a marker


class PipWords(NamedTuple):
    """What Pip says: a bold line and a plain one.

    mood     how he looks: calm, happy or dizzy; "": as for every attempt (`pip_mood`)
    heard    what is to be seen, for who hears it, before his words; all "": at which step the run is, its error
    """

    bold: str
    plain: str
    mood: str = ""
    heard: str = ""


class Board:
    """Says what is looked at, what is known and what is pressed; where all that stands is the frame's.

    stage       what is looked at
    panels      those that are seen now
    knobs       what is turned; None: it has none of its own, or they stand in its trees
    rest        what the dock shows while nothing is said
    on_end      done when the screen is left
    """

    stage: Panel
    knobs: KnobPanel | None = None
    rest: Panel | None = None
    takes_picture: Callable[[str, bytes], object] | None = None  # reads a dropped file: its name, what is in it
    on_end: Callable[[], object] | None = None
    tells_outcome = False  # it tells itself what a run came to: there is no verdict
    tells_where_to_train = False  # it says itself that its net has learned nothing: no note does

    def __init__(self, host: Host) -> None:
        self.host = host
        self.attempt = host.attempt
        self.panels: list[Panel] = []

    def stage_tree(self) -> Box | Split:
        """What is looked at, with what stands beside it: `stage` alone."""
        return self.stage

    def sides(self) -> Sequence[Box | Split]:
        """What is known, the fullest first. None: the stage has the whole width."""
        return []

    def tiles(self) -> list[TileSpec]:
        """The tiles, from left to right."""
        return default_tiles(self.attempt)

    @property
    def first_focus(self) -> str:
        """The widget that the keyboard has when the level is opened; "": what the screen proposes."""
        return ""

    def counter(self) -> Count:
        """What is counted, for the top bar."""
        return default_counter(self.attempt)

    def words(self) -> tuple[str, ...]:
        """What Pip says when there is nothing else to say: (bold, plain), or `PipWords`."""
        return ("", "")

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """Where this answer to the question of that number stands on the stage; None: it has no ticket.

        A number stands along the stage; what has no place of its own, in a free corner of it.
        """
        questions = self.attempt.level.questions
        asked = questions[number] if 0 <= number < len(questions) else None
        x, y, w, h = stage_rect(self)
        if isinstance(asked, Marker):
            part = (float(answer) - asked.low) / (asked.high - asked.low)
            return AnswerAnchor(x + SIDE + part * (w - 2 * SIDE), y + h - SIDE, value=float(answer))
        return AnswerAnchor(x + BESIDE, y + h, arrow="panel")

    def begin(self, show: PlayRequest) -> float | None:
        """Play it now, beside the session's own steps and the run of a bet. Seconds that it takes at least."""
        return None

    def at_rest(self) -> bool:
        """All that was begun, and all that the last press set going, has come to rest and is seen."""
        return True

    def react(self, kind: str) -> None:
        """The world answers: see `ActionPerformer.react` in attempt/director.py."""

    def keys(self) -> Keys:
        """What it does now with intents that no widget wanted, by their names."""
        return {}

    def press(self, name: str) -> bool:
        """A tile was pressed. True: it is one of the board's own, and done."""
        return False

    def after_update(self, seconds: float) -> None:
        """Time goes by: a board's own things first, then the panels that show them."""
        for panel in self.panels:
            panel.update(seconds)


def stage_rect(board: Board) -> Rect:
    """The picture: the largest panel of the stage."""
    rects = [box.rect for box in boxes(board.stage_tree()) if isinstance(box, Panel) and box in board.panels]
    return max(rects, key=lambda rect: rect[2] * rect[3], default=(0.0, 0.0, 0.0, 0.0))


def panel_at(board: Board, x: float, y: float) -> Rect:
    """The panel that holds a point; else the stage."""
    return next((panel.rect for panel in board.panels if holds(panel.rect, (x, y))), stage_rect(board))


def draw_beneath(canvas: Canvas, panels: Sequence[Panel]) -> None:
    """The backdrop, and with it, as one layer, what lies on it and the empty sheets."""
    sheets = [sheet for panel in panels for sheet in panel.sheets()]
    draw_sheets(canvas, sheets, [land for panel in panels if (land := panel.beneath()) is not None])
    draw_grass(canvas)


# ---------------------------------------------------------------------------------------------------------------------
# What the answers to a question stand for, which a board has a place for.


# where a run ends, as a part of the way from its start to what is wanted: of the error, of the weights
ENDS = {"stuck": (0.0, 0.0), "crawl": (0.3, 0.5), "orbit": (0.55, 1.5), "land": (1.0, 1.0), "overshoot": (1.0, 1.0)}


def kinds_of(means: Any) -> tuple[str, ...]:
    """The outcomes that an answer stands for."""
    entries = means if isinstance(means, (tuple, list)) else (means,)
    return tuple(kind for kind in entries if isinstance(kind, str) and kind in OUTCOMES)


def question_at(attempt: Attempt, number: int) -> Question | None:
    """The question of that number, if it is one with answers."""
    questions = attempt.open_bets.questions
    question = questions[number] if 0 <= number < len(questions) else None
    return question if isinstance(question, Question) else None


def bet_of(attempt: Attempt, show: PlayRequest) -> Question | None:
    """The question with answers whose bet is played; None: it is something else."""
    return question_at(attempt, show.number) if show.kind == "bet" else None


def meaning_of(attempt: Attempt, number: int, answer: str | float) -> tuple[Question | None, Any]:
    """The meaning of an answer to the question with that number; None where it has none."""
    question = question_at(attempt, number)
    if question is None or answer not in question.answers:
        return None, None
    return question, question.meaning_of(answer)

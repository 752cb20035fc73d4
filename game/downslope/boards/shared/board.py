"""What every kind of play screen has. The play screen brings the top bar, the tiles, the bet strip and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...rules.question import Marker
from ...view.draw.rects import holds
from ...view.format.measure import text_factor
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.layout import Box, Split, boxes
from ...view.widgets.panel import Panel
from ...view.widgets.widget import Rect
from .answer_anchors import ErrorPicture, meaning_of, place_on_errors, place_on_line
from .panel import BESIDE
from .tiles import TileSpec, default_counter, default_tiles, pip_mood

if TYPE_CHECKING:
    from ...attempt.director import PlayRequest
    from ...desktop.controls import Intent
    from ...view.draw.canvas import Canvas
    from .host import Host
    from .knob_panel import KnobPanel


class Board:
    """Says what is looked at, what is known and what is pressed; where all that stands is the frame's.

    panels      those that are seen now
    knobs       what is turned; None: it has none of its own, or they stand in its trees
    """

    knobs: KnobPanel | None = None
    tells_outcome = False  # it tells itself what a run came to: there is no verdict
    tells_where_to_train = False  # it says itself that its net has learned nothing: no note does

    def __init__(self, host: Host) -> None:
        self.host = host
        self.attempt = host.attempt
        self.panels: list[Panel] = []

    @property
    def text_scale(self) -> float:
        """How much larger than the design the text is."""
        return text_factor(self.host.game)

    def stage_tree(self) -> Box | Split:
        """What is looked at."""
        raise NotImplementedError

    def sides(self) -> Sequence[Box | Split]:
        """What is known, the fullest first. None: the stage has the whole width."""
        return []

    def rest(self) -> Panel | None:
        """What the dock shows while nothing is said."""
        return None

    def laid_out(self, panels: list[Panel]) -> None:
        """They have their places."""
        self.panels = panels
        self.refresh()

    def stage_rect(self) -> Rect:
        """The picture: the largest panel of the stage."""
        rects = [box.rect for box in boxes(self.stage_tree()) if isinstance(box, Panel) and box in self.panels]
        return max(rects, key=lambda rect: rect[2] * rect[3], default=(0.0, 0.0, 0.0, 0.0))

    def tiles(self) -> list[TileSpec]:
        """The tiles, from left to right."""
        return default_tiles(self.attempt)

    def begins(self) -> str:
        """The widget that the keyboard has when the level is opened; "": what the screen proposes."""
        return ""

    def asks(self) -> bool:
        """That widget is an answer to a bet: it has the keyboard only when the player takes it up."""
        return False

    def counter(self) -> tuple[str, int, int | None]:
        """(word, used, par or None) for the top bar."""
        return default_counter(self.attempt)

    def counts_of(self) -> int | None:
        """Of how many, where what is counted has no par: so many dots stand under its word. None: it has no end."""
        return None

    def words(self) -> tuple[str, str]:
        """What Pip says when there is nothing else to say: (a bold line, a plain line)."""
        return ("", "")

    def as_words(self) -> str:
        """What is to be seen, for who hears it, before Pip's words; both "": at which step the run is, its error."""
        return ""

    def take_picture(self, name: str, content: bytes) -> bool:
        """A picture was dropped: it is read. False: this board reads none. Refused: why that one cannot be."""
        return False

    def mood(self) -> str:
        """How Pip looks where he speaks: calm, happy or dizzy."""
        return pip_mood(self.attempt)

    # what the director asks

    def mark(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """Where this answer to the question of that number stands on the stage; None: it has no ticket.

        A run's end stands on the chart of the errors, a number along the stage; what is neither, in a free corner.
        """
        questions = self.attempt.level.questions
        asked = questions[number] if 0 <= number < len(questions) else None
        if isinstance(asked, Marker):
            return place_on_line(self.stage_rect(), asked, float(answer))
        question, means = meaning_of(self.attempt, number, answer)
        errors = self.errors_picture()
        place = place_on_errors(errors, question, means) if question is not None and errors is not None else None
        return place or self.no_place()

    def no_place(self) -> AnswerAnchor:
        """Of an answer that has none: its ticket stands in a free corner of the stage."""
        x, y, _w, h = self.stage_rect()
        return AnswerAnchor(x + BESIDE, y + h, arrow="panel")

    def errors_picture(self) -> ErrorPicture | None:
        """The chart on which it is seen how a run ends, if there is one."""
        return None

    def bet_marker_room(self, place: AnswerAnchor) -> Rect:
        """What a ticket at that place does not leave: the panel in which it stands; the stage, if it has no place."""
        if place.arrow == "panel":
            return self.stage_rect()
        for panel in self.panels:
            if holds(panel.rect, (place.x, place.y)):
                return panel.rect
        return self.stage_rect()

    def ticket_text(self, number: int, answer: str | float) -> str:
        """What its ticket says; "": the answer itself."""
        return ""

    def begin(self, show: PlayRequest) -> None:
        """Play it now, beside the session's own steps and the run of a bet."""

    def over(self) -> bool:
        """All that was begun, and all that the last press set going, has come to rest."""
        return True

    def react(self, kind: str) -> None:
        """The world answers: see `ActionPerformer.react` in attempt/director.py."""

    def least(self) -> float:
        """Seconds that a show takes at least."""
        return 0.0

    # each frame

    def refresh(self) -> None:
        """Before drawing: make the widgets show what the attempt has become (slider values, scrubber length)."""
        for panel in self.panels:
            panel.refresh()

    def paint_base(self, canvas: Canvas) -> None:
        """The backdrop, and the board's panels with it as one layer (view/backdrop.draw_base)."""
        draw_sheets(canvas, [rect for panel in self.panels for rect in panel.sheets()])

    def paint(self, canvas: Canvas) -> None:
        """Everything under the widgets."""
        for panel in self.panels:
            panel.paint(canvas)

    def paint_over(self, canvas: Canvas) -> None:
        """Everything above the widgets, such as Pip and the bubble."""

    @property
    def shows_result(self) -> bool:
        """What came of the last action is to be seen; before that nobody tells it."""
        return True

    def on_intent(self, intent: Intent) -> bool:
        """An intent that no widget wanted. True: done."""
        return False

    def handled_intents(self) -> tuple[str, ...]:
        """The names of the intents that `on_intent` does something with now."""
        return ()

    def press(self, name: str) -> bool:
        """A tile was pressed. True: it is one of the board's own, and done."""
        return False

    def end(self) -> None:
        """The screen is left."""

    def after_update(self, seconds: float) -> None:
        """Time goes by."""
        for panel in self.panels:
            panel.update(seconds)

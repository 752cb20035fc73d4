"""What every kind of play screen has. The play screen brings the top bar, the tiles, the bet strip and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...rules.question import Marker
from ...view.draw.rects import holds, meets
from ...view.format.measure import text_factor
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.layout import GAP, Box, Part, Split, row, stack
from ...view.widgets.panel import Group, Panel, Placeholder, layout_tree
from ...view.widgets.widget import Rect, Widget
from .answer_anchors import ErrorPicture, meaning_of, place_on_errors, place_on_line
from .panel import BESIDE, EDGE, MESSAGE, TILE, TILES_HIGH, grow
from .tiles import TileSpec, default_counter, default_tiles, pip_mood

if TYPE_CHECKING:
    from ...attempt.director import PlayRequest
    from ...desktop.controls import Intent
    from ...view.draw.canvas import Canvas
    from .code_panel import CodePanel
    from .host import Host


# ---------------------------------------------------------------------------------------------------------------------
# A panel that takes the room of its neighbours: those below it in its column, then those above.


TALL, ENOUGH = 420.0, 340.0  # height that it wants, and with which it leaves alone what stands above it
HAIR = 1.0


def grow_over(panel: Panel, panels: list[Panel], widgets: list[Widget], kept: Sequence[Box | None]) -> list[Widget]:
    """The widgets with the panel in its larger place; whom it covers is no longer among `panels`.

    `kept`: what it never covers.
    """
    holder = next((each for each in panels if _holds(each, panel)), None)
    if holder is None:
        return widgets
    rect, covered = panel.rect, list[Panel]()
    for below in (True, False):
        while rect[3] < (TALL if below else ENOUGH):
            near = _neighbours(rect, [each for each in panels if each is not holder and each not in covered], below)
            if not near or any(each in kept or not _is_within(each.rect, rect) for each in near):
                break
            rect = _joined([rect, *(each.rect for each in near)])
            covered += near
    if not covered:
        return widgets
    panels[:] = [each for each in panels if each not in covered]
    old = {widget.name for widget in panel.place(panel.rect)}
    rest = [widget for widget in widgets if widget.name not in old and not _hides(rect, panel.rect, widget)]
    return [*rest, *panel.place(rect)]


def _holds(holder: Panel, panel: Panel) -> bool:
    return holder is panel or (isinstance(holder, Group) and any(_holds(each, panel) for each in holder.shown))


def _neighbours(rect: Rect, panels: Sequence[Panel], below: bool) -> list[Panel]:
    """The next ones in that direction that share some of its columns."""
    x, y, w, h = rect
    beside = [each for each in panels if each.rect[0] < x + w - HAIR and each.rect[0] + each.rect[2] > x + HAIR]
    if below:
        found = [each for each in beside if each.rect[3] > 0 and each.rect[1] >= y + h - HAIR]
        first = min((each.rect[1] for each in found), default=0.0)
        return [each for each in found if each.rect[1] < first + HAIR]
    found = [each for each in beside if each.rect[3] > 0 and each.rect[1] + each.rect[3] <= y + HAIR]
    last = max((each.rect[1] + each.rect[3] for each in found), default=0.0)
    return [each for each in found if each.rect[1] + each.rect[3] > last - HAIR]


def _is_within(inner: Rect, outer: Rect) -> bool:
    """In its columns."""
    return inner[0] >= outer[0] - HAIR and inner[0] + inner[2] <= outer[0] + outer[2] + HAIR


def _joined(rects: Sequence[Rect]) -> Rect:
    left, top = min(rect[0] for rect in rects), min(rect[1] for rect in rects)
    right, low = max(rect[0] + rect[2] for rect in rects), max(rect[1] + rect[3] for rect in rects)
    return (left, top, right - left, low - top)


def _hides(rect: Rect, before: Rect, widget: Widget) -> bool:
    """It stands where the panel has come to now, and did not stand in its way before."""
    return meets(rect, widget.rect) and not meets(before, widget.rect)


class Board:
    """Says which panels there are and how they share the window; each panel does the rest itself.

    tiles_place   where the tiles go;   cover   what bets and verdicts lie over, a free place if none is set
    show_place   where the machine's show tells its phases; where there is none it is told where Pip speaks
    """

    growing: CodePanel | None = None  # the panel that may take the room of its neighbours
    has_code = False  # a code panel lies under the verdict
    tells_outcome = False  # it tells itself what a run came to: no panel lies over it
    tells_where_to_train = False  # it says itself that its net has learned nothing: no note lies over it
    message_place: Placeholder | None = None  # where Pip speaks; None: hints come as a note

    def __init__(self, host: Host) -> None:
        self.host = host
        self.attempt = host.attempt
        self.tiles_place = Placeholder()
        self.cover: Panel = Placeholder()
        self.show_place: Panel = Placeholder()
        self.panels: list[Panel] = []

    @property
    def text_scale(self) -> float:
        """How much larger than the design the text is."""
        return text_factor(self.host.game)

    @property
    def has_overlay(self) -> bool:
        """A bet or a verdict lies over a part of the board."""
        return self.host.has_overlay

    def tree(self) -> Split:
        """The panels as they share the window now."""
        raise NotImplementedError

    def with_cover(self, what: Box | Split) -> Split:
        """It, and over it the free place for the bet and the verdict."""
        return stack(Part(what), Part(self.cover))

    def tiles_row(self, tiles: float | None = None, high: float = TILES_HIGH) -> Part:
        """The tiles, and beside them the place where Pip speaks.

        `tiles`: their width; None: as much as they would like to have, where enough is left for Pip.
        """
        self.message_place = self.message_place or Placeholder(MESSAGE)
        width = TILE * len(self.tiles()) - GAP if tiles is None else tiles
        room = Part(self.tiles_place, width, shrinks=tiles is None)
        return Part(row(room, Part(self.message_place), gap=BESIDE), high)

    @property
    def tiles_height(self) -> float:
        """Height of the row of tiles where it grows with the text."""
        return grow(TILES_HIGH, 16.0, self.text_scale)

    @property
    def room(self) -> Rect:
        """What the tree has of the window."""
        top = self.host.top
        return (EDGE, top, self.host.width - 2 * EDGE, self.host.height - EDGE - top)

    def stage_rect(self) -> Rect:
        """The stage: the largest of the panels."""
        rects = [panel.rect for panel in self.panels]
        return max(rects, key=lambda rect: rect[2] * rect[3], default=self.room)

    def label_area(self) -> Rect:
        """Where it is told whose run is on the stage, and what would be heard of it: the stage, if it has room."""
        return self.stage_rect()

    def hints_at(self) -> Rect:
        """Where the hints go: over the code, or what else is not needed to read them."""
        return self.overlay_rect()

    # where things are; the play screen asks after `layout`

    def overlay_rect(self) -> Rect:
        """Where the bet and its verdict go: the code panel's rectangle, where there is one."""
        return self.cover.rect

    def race_at(self) -> Rect:
        """Where the race of the machine's tries goes."""
        return self.overlay_rect()

    def verdict_at(self) -> Rect:
        """Where the verdict of the player's own run goes: nothing that is needed then lies under it."""
        return self.overlay_rect()

    def tiles_at(self) -> Rect:
        """Where the tiles go; they are 112 wide where there is room."""
        return self.tiles_place.rect

    def message(self) -> Rect | None:
        """Where Pip speaks (hints, what to do), None: hints come as a note."""
        return self.message_place.rect if self.message_place is not None else None

    def show_at(self) -> Rect | None:
        """Where the machine's show tells its phases; None: there is no room for it."""
        return self.show_place.rect if self.show_place in self.panels else self.message()

    def tiles(self) -> list[TileSpec]:
        """The tiles, from left to right."""
        return default_tiles(self.attempt)

    def begins(self) -> str:
        """The widget that the keyboard has when the level is opened; "": what the screen proposes."""
        return ""

    def asks(self) -> bool:
        """That widget is an answer to a bet: it has the keyboard only when the player takes it up."""
        return False

    def layout(self) -> list[Widget]:
        """The board's own widgets, for the play screen's present width and height."""
        self.panels, found = layout_tree(self.tree(), self.room)
        if self.growing is not None and self.growing.grown and not self.has_overlay:
            found = grow_over(self.growing, self.panels, found, (self.tiles_place, self.cover, self.message_place))
        self.refresh()
        return found

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

        A run's end stands on the chart of the errors, a number along the stage; what is neither, where Pip speaks.
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
        """Of an answer that has none: where Pip speaks, else the stage's foot. Its ticket stands in a free corner."""
        said = self.message()
        if said is not None:
            return AnswerAnchor(said[0], said[1], arrow="panel")
        x, y, _w, h = self.stage_rect()
        return AnswerAnchor(x + BESIDE, y + h, arrow="panel")

    def errors_picture(self) -> ErrorPicture | None:
        """The chart on which it is seen how a run ends, if there is one."""
        return None

    def asked_about(self, number: int) -> list[Rect]:
        """What the question of that number asks about, and the knob that it names: a bet leaves them free."""
        return []

    def strip_places(self) -> list[Rect]:
        """Where a bet may lie, the best place first."""
        return [self.overlay_rect()]

    def free_strip_places(self, number: int) -> list[Rect]:
        """Where the question of that number may be asked: what it is about stays free there."""
        places, about = self.strip_places(), self.asked_about(number)
        return [place for place in places if not any(meets(place, rect) for rect in about)] or places[:1]

    def bet_marker_room(self, place: AnswerAnchor) -> Rect:
        """What a ticket at that place does not leave: the panel in which it stands; the stage, if it has no place."""
        if place.arrow == "panel":
            return self.stage_rect()
        for panel in self.panels:
            if holds(panel.rect, (place.x, place.y)):
                return panel.rect
        return self.room

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

"""The answers to bets as tickets on the stage: from the card to their place, and what becomes of them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple

from ....attempt.director import PLACING, PLACING_STILL, Phase
from ....i18n import _
from ....rules.question import Marker, Question
from ....view.format.numbers import number as number_text
from ....view.widgets.ticket import (
    Ticket,
    draw_distance,
    draw_fade,
    draw_flight,
    draw_ring,
    draw_tickets,
    stand_apart,
    ticket_rect,
)
from ....view.widgets.widget import Rect
from ..shared.obstacles import obstacles

if TYPE_CHECKING:
    from ....view.draw.canvas import Canvas
    from ..shared.play_screen import PlayScreen

TICK, LINK = 0.18, 0.26  # seconds: the ring of a right answer, the dots to the truth
LEAVING = 0.12  # the other cards fade


class GivenAnswer(NamedTuple):
    """An answer on the stage. `right`: None as long as it is not told."""

    number: int
    answer: str | float
    text: str
    right: bool | None


class Tickets:
    """Everything is read from the bets, the director and the board; only where the cards were is remembered."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.attempt = play.attempt
        self._cards: dict[str, Rect] = {}  # answers in the open strip, and where
        self._parts: dict[int, int] = {}  # number of a question -> the part of the level in which it was told of last
        self._ways: dict[Hashable, int] = {}  # which way each plate stood
        self.plates: list[Rect] = []  # where they stand
        self._stood: tuple[object, list[Rect] | None, list[Ticket]] | None = None  # for what, beside what

    def update(self) -> None:
        """Remember the cards while they are there, and which part of the level each answer is about."""
        asking = self.attempt.asking
        for number in asking.given:
            if number not in self._parts or number in (asking.played, asking.last):
                self._parts[number] = self.attempt.session.stage
        asked = asking.question
        if asked is None:
            return
        if isinstance(asked, Marker):
            names = {"marker": "marker"}
        else:
            order = self.attempt.asking.order(self.attempt.asking.open or 0)
            names = {answer: f"answer {n + 1}" for n, answer in enumerate(order)}
        found = {answer: self.play.widget(name) for answer, name in names.items()}
        self._cards = {answer: widget.rect for answer, widget in found.items() if widget is not None}

    # -- what there is -----------------------------------------------------------------------------------------------

    def answers(self) -> list[GivenAnswer]:
        """All answers that have a ticket, in the order of the questions."""
        asking, found = self.attempt.asking, list[GivenAnswer]()
        for number, question in enumerate(asking.questions):
            knob = question.knob if isinstance(question, Question) else ""
            if knob and knob in self.attempt.session.tally.first_values:
                answer = self.attempt.session.tally.first_values[knob]
                found.append(self._of(number, answer, self._of_knob(knob, question.is_right(answer))))
            elif number in asking.given and not asking.is_call(number) and not self._is_past(number):
                told = self._reacting(number) >= 0
                found.append(self._of(number, asking.given[number], asking.answered[number] if told else None))
        return found

    def _is_past(self, number: int) -> bool:
        """It was about a part that is done: its ticket would only lie in the way of the next one."""
        return self._parts.get(number, self.attempt.session.stage) < self.attempt.session.stage

    def _of(self, number: int, answer: str | float, right: bool | None) -> GivenAnswer:
        text = _(answer) if isinstance(answer, str) else number_text(answer)
        return GivenAnswer(number, answer, self.play.board.ticket_text(number, answer) or text, right)

    def _of_knob(self, knob: str, right: bool) -> bool | None:
        """What a knob answers is told when the level is won, or with the second choice."""
        session = self.attempt.session
        first, none = session.tally.first_values[knob], session.base.settings.get(knob)
        if session.knobs[knob] not in (first, none):
            return False
        return right if self.attempt.director.seen.complete else None

    def _reacting(self, number: int) -> float:
        """Seconds since truth and ticket have met; below 0: they have not, and a large number: long ago."""
        director = self.attempt.director
        show = director.show
        if show is None or show.kind != "bet" or show.number != number or not director.moving:
            return 9.0
        if director.state in (Phase.PLACE, Phase.PLAY):
            return -1.0
        return director.clock if director.state is Phase.REACT else 9.0

    def tickets(self) -> list[tuple[GivenAnswer, Ticket]]:
        """Those that have a place on the stage."""
        found = []
        for given in self.answers():
            place = self.play.board.mark(given.number, given.answer)
            if place is not None:
                state = "" if given.right is None else "right" if given.right else "other"
                if self._reacting(given.number) < LINK and state == "other":
                    state = ""  # the dots are on their way
                found.append((given, Ticket(given.text, place, self.play.board.ticket_room(place), state)))
        return found

    def others(self, given: GivenAnswer) -> list[Ticket]:
        """Where all answers are numbers of one scale, the others stand there too, as long as it is spoken of."""
        board, question = self.play.board, self.attempt.asking.questions[given.number]
        spoken_of = given.number in (self.attempt.asking.played, self.attempt.asking.last)
        if not spoken_of or isinstance(question, Marker):
            return []
        places = {answer: board.mark(given.number, answer) for answer in question.answers}
        found = [(answer, place) for answer, place in places.items() if place is not None and place.on_scale]
        if len(found) < len(places):
            return []
        return [Ticket(_(answer), place, board.ticket_room(place), "out") for answer, place in found
                if answer != given.answer]  # fmt: skip

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas, badge: Rect | None = None) -> None:
        """Over the stage, beside the badge that tells whose run it is."""
        director, show = self.attempt.director, self.attempt.director.show
        placing = show.number if show is not None and director.state is Phase.PLACE and show.kind == "bet" else None
        taken = obstacles(canvas, self.play)
        if badge is not None:
            taken.append(badge)
        found, others = self._placed(canvas, taken)
        plates = [ticket_rect(canvas, ticket) for ticket in (*(ticket for _given, ticket in found), *others)]
        self.plates = plates
        for given, ticket in found:
            if given.number != placing:
                self._paint_truth(canvas, given, ticket, taken + plates)
        draw_tickets(canvas, [ticket for given, ticket in found if given.number != placing], others, taken)
        for given, ticket in found:
            if given.number == placing:
                self._paint_flight(canvas, given, ticket)

    def _placed(self, canvas: Canvas, taken: list[Rect]) -> tuple[list[tuple[GivenAnswer, Ticket]], list[Ticket]]:
        """The tickets, and the answers that were not given, each where it covers nothing that is needed.

        As long as something is played they stay where they are: numbers run by, and no plate hops out of their way.
        """
        found = self.tickets()
        if not found:
            self._ways = {}
            return [], []
        others = [other for given, _ticket in found for other in self.others(given)]
        tickets = [*(ticket for _given, ticket in found), *others]
        window = (self.play.width, self.play.height, canvas.type)
        keys = [(ticket.text, ticket.place.arrow, ticket.place.side, ticket.state == "out", window)
                for ticket in tickets]  # fmt: skip
        kept, still = [self._ways.get(key) for key in keys], not self.attempt.director.moving
        if self._stood is not None and self._stood[0] == (tickets, window) and (not still or self._stood[1] == taken):
            stood = self._stood[2]
        else:
            stood = stand_apart(canvas, tickets, taken, kept, still)
            self._stood = (tickets, window), list(taken) if still else None, stood
        self._ways = {key: ticket.way for key, ticket in zip(keys, stood)}
        return [(given, ticket) for (given, _one), ticket in zip(found, stood)], stood[len(found) :]

    def _paint_truth(self, canvas: Canvas, given: GivenAnswer, ticket: Ticket, taken: list[Rect]) -> None:
        """Where right: a ring. Else, as long as it is spoken of, dots to the truth, and how far it is."""
        since, asking = self._reacting(given.number), self.attempt.asking
        if given.right and 0 <= since < TICK and not canvas.look.still:
            draw_ring(canvas, ticket.place, since / TICK)
        spoken_of = asking.last == given.number or asking.played == given.number
        if given.right is not False or not spoken_of or since < 0:
            return
        truth = self.play.board.mark(given.number, asking.questions[given.number].right)
        if truth is None or truth[:2] == ticket.place[:2] or "panel" in (truth.arrow, ticket.place.arrow):
            return
        values = ticket.place.value, truth.value
        far = "" if values[0] is None or values[1] is None else number_text(abs(values[0] - values[1]))
        draw_distance(canvas, ticket.place, truth, far, 1.0 if canvas.look.still else min(1.0, since / LINK), taken)

    def _paint_flight(self, canvas: Canvas, given: GivenAnswer, ticket: Ticket) -> None:
        clock, still = self.attempt.director.clock, canvas.look.still
        card = self._cards.get(given.answer if isinstance(given.answer, str) else "marker")
        if still or card is None:
            draw_fade(canvas, ticket, min(1.0, clock / PLACING_STILL))
            return
        for rect in self._cards.values():
            if rect != card and clock < LEAVING:
                canvas.rect(*rect, "panel", 12, alpha=1 - clock / LEAVING)
        draw_flight(canvas, card, ticket, clock / PLACING)

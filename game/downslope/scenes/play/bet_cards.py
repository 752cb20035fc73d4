"""Bets: their answers on the stage; in the dock the question, and its answers as cards or a marker on a line."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from functools import partial
from math import inf
from typing import NamedTuple

from ...attempt.director import PLACING, PLACING_STILL, Phase
from ...boards.shared.board import kinds_of, stage_rect
from ...boards.shared.neuron_model import goal_band
from ...i18n import _
from ...rules import Marker, Question
from ...view.charts.number_line import LOWEST, AnswerLine, NumberLine, draw_sketch
from ...view.draw import HEADING, LABEL, LIT_PANEL, Canvas, holds, smooth, tag_size
from ...view.format.numbers import number as number_text
from ...view.widgets.answer_card import AnswerCard, AnswerRow
from ...view.widgets.bet_marker import (
    AnswerAnchor,
    BetMarker,
    bet_marker_rect,
    draw_bet_marker_plate,
    draw_distance,
    draw_tickets,
    stand_apart,
)
from ...view.widgets.button import Button
from ...view.widgets.ink import SPRING, Boxed, Card, Either, Ink, InkBox, Key, Label, Line, Row
from ...view.widgets.panel import (
    Box,
    Known,
    Part,
    Split,
    WidgetPanel,
    column,
    fit_content,
    grid,
    least_size,
    row,
    with_padding,
)
from ...view.widgets.widget import UNPLACED, Rect
from .play_screen import PlayScreen

RING = 26.0  # radius of the ring that opens around the spot where an answer was right
TICK, LINK = 0.18, 0.26  # seconds: the ring of a right answer, the dots to the truth
LEAVING = 0.12  # the other cards fade
WHOLE = 0.08  # of the window: a widget that is larger is a picture on which a plate may stand


def in_hand(play: PlayScreen) -> bool:
    """The pointer or the keyboard is at the answers of a bet: they show their numbers, and the stage their places."""
    return (play.focus if play.ring else play.hovered).startswith("answer ")


class GivenAnswer(NamedTuple):
    """An answer on the stage. `right`: None as long as it is not told."""

    number: int
    answer: str | float
    right: bool | None


class BetMarkers:
    """The answers to bets as tickets on the stage: from the card to their place, and what becomes of them.

    Everything is read from the bets, the director and the board; only where the cards were is remembered.
    """

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.attempt = play.attempt
        self._cards: dict[str, Rect] = {}  # answers in the open strip, and where
        self._ways: dict[Hashable, int] = {}  # which way each plate stood
        self.plates: list[Rect] = []  # where they stand
        self._stood: tuple[object, list[Rect] | None, list[BetMarker]] | None = None  # for what, beside what

    def update(self) -> None:
        """Remember the cards while they are there."""
        asked = self.attempt.open_bets.question
        if asked is None:
            return
        if isinstance(asked, Marker):
            names = {"marker": "marker"}
        else:
            order = self.attempt.open_bets.order(self.attempt.open_bets.open or 0)
            names = {answer: f"answer {n + 1}" for n, answer in enumerate(order)}
        cards = {answer: self.play.widget(name) for answer, name in names.items()}
        self._cards = {answer: widget.rect for answer, widget in cards.items() if widget is not None}
        for card in cards.values():
            if isinstance(card, AnswerCard):
                card.numbered = in_hand(self.play)

    def _reacting(self, number: int) -> float:
        """Seconds since truth and ticket have met; below 0: they have not, and a large number: long ago."""
        director = self.attempt.director
        show = director.show
        if show is None or show.kind != "bet" or show.number != number or not director.moving:
            return 9.0
        if director.state in (Phase.PLACE, Phase.PLAY):
            return -1.0
        return director.clock if director.state is Phase.REACT else 9.0

    def bet_markers(self) -> list[tuple[GivenAnswer, BetMarker]]:
        """The answers that have a place on the stage, in the order of the questions: of a bet as long as it is played
        or told."""
        open_bets, session, markers = self.attempt.open_bets, self.attempt.session, []
        for index, question in enumerate(open_bets.questions):
            knob = question.knob if isinstance(question, Question) else ""
            answer: str | float
            right: bool | None
            if knob and knob in session.tally.first_values:
                # What a knob answers is told when the level is won, or with the second choice
                answer = session.tally.first_values[knob]
                again = session.knobs[knob] not in (answer, session.base.settings.get(knob))
                seen = self.attempt.director.seen.complete
                right = False if again else question.is_right(answer) if seen else None
            elif index == open_bets.on_stage:
                answer = open_bets.given[index]
                right = open_bets.answered[index] if self._reacting(index) >= 0 else None
            else:
                continue
            place = self.play.board.anchor(index, answer)
            if place is not None:
                text = place.text or (_(answer) if isinstance(answer, str) else number_text(answer))
                state = "" if right is None else "right" if right else "other"
                if self._reacting(index) < LINK and state == "other":
                    state = ""  # the dots are on their way
                truth = self._right(index) if index == open_bets.last and not right else ""
                marker = BetMarker(text, place, self._room(place), state, truth)
                markers.append((GivenAnswer(index, answer, right), marker))
        return markers

    def _right(self, number: int) -> str:
        """The right answer."""
        right = self.attempt.open_bets.questions[number].right
        return _(right) if isinstance(right, str) else number_text(right, 3)

    def as_words(self) -> str:
        """The verdict of a bet, for who hears it; Pip says why."""
        ((given, ticket),) = [each for each in self.bet_markers() if each[0].number == self.attempt.open_bets.last]
        answer = _("Answer: {answer}").format(answer=self._right(given.number))
        return f"{_('Your bet')}: {ticket.text}. {answer}."

    def _room(self, place: AnswerAnchor) -> Rect:
        """What its plate does not leave: the panel in which it stands; the stage, if it has no place."""
        panels = self.play.board.panels if place.arrow != "panel" else ()
        inside = (panel.rect for panel in panels if holds(panel.rect, (place.x, place.y)))
        return place.within or next(inside, stage_rect(self.play.board))

    def others(self) -> list[BetMarker]:
        """While a hand is at the answers their places, with their numbers. Then of those not given, where all
        are numbers of one scale."""
        open_bets = self.attempt.open_bets
        asked, number = open_bets.open is not None, open_bets.on_stage if open_bets.open is None else open_bets.open
        question = open_bets.questions[number] if number is not None else None
        if number is None or not isinstance(question, Question) or (asked and not in_hand(self.play)):
            return []
        places = {answer: self.play.board.anchor(number, answer) for answer in question.answers}
        # While asked all that have a place, else the pegs at a number
        known = [(answer, place) for answer, place in places.items() if place is not None
                 and ((asked and place.arrow != "panel")
                      or (place.side != "ground" and not place.arrow and place.value is not None))]  # fmt: skip
        if len(known) < len(places):
            return []
        if asked:
            order = open_bets.order(number)
            return [BetMarker(str(order.index(answer) + 1), place, self._room(place), "out") for answer, place in known]
        return [BetMarker(place.text or _(answer), place, self._room(place), "out") for answer, place in known
                if answer != open_bets.given[number]]  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        """Over the stage."""
        director, show = self.attempt.director, self.attempt.director.show
        placing = show.number if show is not None and director.state is Phase.PLACE and show.kind == "bet" else None
        # No plate covers what is written, or what can be pressed; on a widget that is a large picture it may stand
        pressed = [widget.rect for widget in self.play.widgets if widget.visible]
        taken = [*canvas.words_at(), *(rect for rect in pressed if rect[2] * rect[3] < WHOLE * canvas.w * canvas.h)]
        markers, others = self._placed(canvas, taken)
        self.plates = [bet_marker_rect(canvas, ticket) for ticket in (*(ticket for _given, ticket in markers), *others)]
        for given, ticket in markers:  # where right: a ring; else, as long as it is spoken of, how far the truth is
            since, open_bets = self._reacting(given.number), self.attempt.open_bets
            if given.number == placing or since < 0:
                continue
            if given.right and 0 < since < TICK and not canvas.look.still:
                part, place = since / TICK, ticket.place
                canvas.circle(place.x, place.y, 8 + (RING - 8) * smooth(part), None, "text", 3, alpha=1 - part * part)
            if given.right is not False or given.number != open_bets.on_stage:
                continue
            truth = self.play.board.anchor(given.number, open_bets.questions[given.number].right)
            if truth is None or truth[:2] == ticket.place[:2] or "panel" in (truth.arrow, ticket.place.arrow):
                continue
            values = ticket.place.value, truth.value
            far = "" if values[0] is None or values[1] is None else number_text(abs(values[0] - values[1]))
            part = 1.0 if canvas.look.still else min(1.0, since / LINK)
            draw_distance(canvas, ticket.place, truth, far, part, taken + self.plates)
        draw_tickets(canvas, [ticket for given, ticket in markers if given.number != placing], others, taken)
        clock = director.clock
        for given, ticket in [each for each in markers if each[0].number == placing]:  # it comes from its card
            card = self._cards.get(given.answer if isinstance(given.answer, str) else "marker")
            if canvas.look.still or card is None:
                part, rect = round(8 * min(1.0, clock / PLACING_STILL)) / 8, bet_marker_rect(canvas, ticket)
                if clock < PLACING_STILL:
                    draw_bet_marker_plate(canvas, rect, ticket, part)
                else:
                    draw_tickets(canvas, [ticket])
                continue
            for rect in self._cards.values():
                if rect != card and clock < LEAVING:
                    canvas.rect(*rect, "panel", 12, alpha=1 - clock / LEAVING)
            goal, eased = bet_marker_rect(canvas, ticket), smooth(clock / PLACING)
            x, y, w, h = (a + (b - a) * eased for a, b in zip(card, goal))
            draw_bet_marker_plate(canvas, (x, y, w, h), ticket)

    def _placed(self, canvas: Canvas, taken: list[Rect]) -> tuple[list[tuple[GivenAnswer, BetMarker]], list[BetMarker]]:
        """The tickets, and the answers that were not given, each where it covers nothing that is needed.

        As long as something is played they stay where they are: numbers run by, and no plate hops out of their way.
        """
        markers, others = self.bet_markers(), self.others()
        if not (markers or others):
            self._ways = {}
            return [], []
        bet_markers = [*(ticket for _given, ticket in markers), *others]
        window = (self.play.width, self.play.height, canvas.type)
        keys = [(ticket.text, ticket.place.arrow, ticket.place.side, ticket.state == "out", window)
                for ticket in bet_markers]  # fmt: skip
        kept, still = [self._ways.get(key) for key in keys], not self.attempt.director.moving
        if (
            self._stood is not None
            and self._stood[0] == (bet_markers, window)
            and (not still or self._stood[1] == taken)
        ):
            stood = self._stood[2]
        else:
            stood = stand_apart(canvas, bet_markers, taken, kept, still)
            self._stood = (bet_markers, window), list(taken) if still else None, stood
        self._ways = {key: ticket.way for key, ticket in zip(keys, stood)}
        return [(given, ticket) for (given, _one), ticket in zip(markers, stood)], stood[len(markers) :]


KEYS = ("one", "two", "three", "four", "five")
PAD, GAP = 16.0, 10.0
LEAST, CARD = 46.0, 76.0  # least heights: of an answer as a row, as a card
BESIDE = 150.0  # least width of an answer beside others
SKIP, LINE = 42.0, 1.22  # height of the way round; distance of lines
NUMBER = re.compile(r"[−+\-]?[\d.,]+( ?%)?")


class BetBar:
    """In the dock while a bet is open."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.open_bets = play.attempt.open_bets
        self._opened: tuple[int | None, int] = (None, -1)  # question and stage
        self._marker: NumberLine | None = None

    def ways(self, canvas: Canvas, width: float, most: float) -> tuple[list[Card], list[Card]]:
        """The fullest first, then those without a heading; and those in which something is written smaller."""
        question = self.open_bets.question
        if question is None:
            return [], []
        opened = (self.open_bets.open, self.play.attempt.session.stage)
        if opened != self._opened:
            self._opened, self._marker = opened, None
        if isinstance(question, Marker):
            if self._marker is None:  # in another layout it is the same, with what was typed
                start = (question.low + question.high) / 2  # mid-range; where that is the answer, a quarter of the way
                if question.is_right(start):
                    start = question.low + (question.high - question.low) / 4
                self._marker = NumberLine("marker", UNPLACED, line_of(self.play, question), start, self._drop,
                                          self.play.game.toasts.add)  # fmt: skip
            high = max(LOWEST, tag_size(canvas, "0")[1] + 4 + 12 * canvas.type)  # its number covers none of the line's
            whole, bottom = [self._line(canvas, question, self._marker, high)], 12.0
            smaller = [self._line(canvas, question, self._marker, LOWEST)]
        else:
            (whole, smaller), bottom = self._answers(canvas, width - 2 * PAD, question), PAD
        bets = self.open_bets
        skip = Button("later", UNPLACED, _("Later"), "", bets.close, key="back" if bets.dared else "")

        def tree(body: Split, headed: bool, high: float) -> Split:
            """What is asked, beside the way round it; below, what there is to answer."""
            asked = at_once if high == inf else Label(
                canvas, _(question.text), HEADING, width=room - wide, spacing=LINE, height=high)  # fmt: skip
            words = column(*(fit_content(label) for label in ([heading, asked] if headed else [asked])), gap=2)
            way_round = column(Part(WidgetPanel(skip), SKIP), Part(Box(), 4), gap=0)
            asks = column(
                fit_content(row(Part(with_padding(words, 4)), Part(way_round, wide), gap=14)), Part(body), gap=10
            )
            return with_padding(asks, PAD, 10, PAD, bottom)

        cap = self.play.game.controls.label(skip.key)
        wides = max(92.0, skip.wide(canvas)), max(120.0, skip.wide(canvas, cap))
        room, known = width - 2 * PAD - 4 - 14, Known()
        both = [Label(canvas, _(question.text), HEADING, width=room - each, spacing=LINE) for each in wides]
        wide, at_once = [*zip(wides, both)][both[1].high <= both[0].high]  # no line of it is broken for a keycap
        heading = Label(canvas, _("Your bet"), LABEL, "text2", width=room - wide, spacing=LINE)

        trees = [tree(body, headed, inf) for headed in (True, False) for body in whole]
        lower = smaller if isinstance(question, Marker) else [*whole, *smaller]  # of a marker first its well is smaller
        small = [tree(body, False, max(40.0, most - PAD - least_size(body, False, known)[1] - 40)) for body in lower]
        return ([Card(tree, LIT_PANEL, 0) for tree in trees if least_size(tree, False, known)[0] <= width + 0.5],
                [Card(tree, LIT_PANEL, 0) for tree in small])  # fmt: skip

    def _answers(self, canvas: Canvas, room: float, question: Question) -> tuple[list[Split], list[Split]]:
        """Side by side as cards, in a low place as rows; in a narrow one as rows under each other. Then those in which
        words may be made smaller."""
        answers = self.open_bets.order(self.open_bets.open or 0)
        kinds, fewer = ((AnswerCard, CARD), (AnswerRow, LEAST)), min(3, len(answers))

        def each(columns: int, kind: type[AnswerCard], least: float, gap: float = GAP) -> Split:
            width = (room - gap * (columns - 1)) / columns
            cards = self._each(kind, question, answers)
            # With so much room that no word of an answer is broken or written smaller
            sizes = [card.least(canvas, width) for card in cards]
            panels = [WidgetPanel(card, max(BESIDE * (columns > 1), wide), max(least, high))
                      for card, (wide, high) in zip(cards, sizes)]  # fmt: skip
            return grid(columns, *panels, gap=gap)

        trees = [each(columns, kind, minimum) for columns in (len(answers), fewer) for kind, minimum in kinds]
        trees.append(each(1, AnswerRow, LEAST, 8.0))
        small = [(self._each(kind, question, answers), minimum) for kind, minimum in kinds]
        return trees, [grid(fewer, *(WidgetPanel(card, 0.0, low) for card in cards), gap=GAP) for cards, low in small]

    def _each(self, kind: type[AnswerCard], question: Question, answers: Sequence[str]) -> list[AnswerCard]:
        icons = {answer: kinds_of(question.meaning_of(answer))[:2] for answer in answers}
        keys = () if self.play.on_number else KEYS
        shown = all(icons.values())
        cards, numbers = [], all(NUMBER.fullmatch(answer) for answer in answers)  # all are set in the same letters
        for i, answer in enumerate(answers):
            kinds = icons[answer] if shown else ()
            card = kind(
                f"answer {i + 1}", UNPLACED, _(answer), partial(self.open_bets.answer, answer), icons=kinds,
                picture=partial(draw_sketch, kind=kinds[0]) if kinds else None, mono=numbers,
                key=keys[i] if i < len(keys) else "", group="answers", tip=_(question.note_of_answer(answer)),
            )  # fmt: skip
            card.names_key, card.numbered = question.in_numbers, in_hand(self.play)
            cards.append(card)
        return cards

    def _line(self, canvas: Canvas, question: Marker, marker: NumberLine, least: float) -> Split:
        drop = Button("drop it", UNPLACED, _("Drop it"), "down_arrow", self._drop, kind="primary")
        moves = Row((Key("←"), Key("→"), Line(_("move")), Ink(wide=4), Line(_("or type it"))), 7)
        near = Line(_("within ±{within}").format(within=number_text(question.within)), LABEL, "text2")
        hints = Boxed(Either((Row((moves, SPRING, near), 16), Row((SPRING, near)))), (4, 0))  # how near it must be
        below = row(Part(InkBox(canvas, hints, 0)), Part(WidgetPanel(drop), 188), gap=16)
        line = Part(WidgetPanel(marker, 0, least), 98, shrinks=True)
        return column(line, Part(Box()), Part(below, 46), gap=5)

    def _drop(self) -> None:
        marker = self.play.widget("marker")
        if isinstance(marker, NumberLine):
            marker.commit()
            wrong, marker.wrong = marker.wrong, False  # what was typed is refused once; then the marker counts
            if not wrong:
                self.open_bets.answer(marker.value)


def line_of(play: PlayScreen, question: Marker) -> AnswerLine:
    """The line of a marker, with the steps that the player has seen where they are the same quantity."""
    session = play.attempt.session
    run, stones, goal = session.run, list[tuple[float, str]](), None
    reached = goal_band(session) if question.hue == "prediction" else None
    if run.network.outputs == 1 and len(run.examples) == 1:
        input, goals = run.examples[0]
        looks = [run.history.weights_at(k) for k in range(session.recorded, run.count)] + [tuple(run.weights)]
        if question.hue == "prediction":
            stones = [(run.network.predict(w, input)[0], str(k)) for k, w in enumerate(looks)]
            goal = goals[0]
        elif question.hue == "weight" and len(run.weights) == 1:
            stones = [(w[0], str(k)) for k, w in enumerate(looks)]
    return AnswerLine(question.low, question.high, question.within, question.hue, tuple(stones), goal, reached)

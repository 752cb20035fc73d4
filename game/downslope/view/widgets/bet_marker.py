"""A ticket: an answer to a bet, standing where it would be true. A plate with icon and words, on a pole or as a peg."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import inf
from typing import NamedTuple

from ..draw import LABEL, RADIUS_S, STRONG, Canvas, TextStyle, first_free_place, free_parts, places_that_fit, smooth
from .widget import Rect

HIGH, CORNER = 32.0, 10.0
ICON = 18.0
BEFORE, BETWEEN, AFTER = 9.0, 6.0, 11.0  # left of the icon, between icon and words, right of the words
POLE, POLE_LINE = 64.0, 2.5  # from the ground to the plate
TIP = 7.0  # how far the point of a plate stands out, half as wide as its foot
UP = 34.0  # a ticket that would cover something stands so much higher
LITTLE = 4.0  # in such steps a peg gives way
OUT = 28.0  # so much farther from its scale a peg stands, where it cannot give way along it
WIDEST = 340.0  # of a plate: words that need more are written smaller, down to the ordinary size
LOW = 25.0  # height of the plate of an answer that was not given
ROOM = 8.0  # from the stage's edge
ARROW = 22.0  # more width, where an arrow points over the edge
DOTS = (1.0, 8.0)
ICONS = {"": "flask", "right": "check", "other": "hint"}
POINTS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


class AnswerAnchor(NamedTuple):
    """Where an answer stands on the stage, in design pixels.

    side    "ground": over the point, on a pole from it; "left", "right": a peg at that side of it, on an upright scale
    arrow   "left", "right", "up", "down": it lies beyond the stage's edge there; "panel": it is no place: its plate
            stands in a free corner of the stage, and the point tells only that it is none; "": the point itself
    value   what the point is on its scale, where it has one: two of them have a distance
    text    what its plate says; "": the answer itself      within   what the plate does not leave; None: its panel
    """

    x: float
    y: float
    side: str = "ground"
    arrow: str = ""
    value: float | None = None
    text: str = ""
    within: Rect | None = None


class BetMarker(NamedTuple):
    """`state`: "" not known yet, right, other; `within`: the stage, which the plate does not leave.

    `truth`: the right answer, on a second line.
    """

    text: str
    place: AnswerAnchor
    within: Rect
    state: str = ""  # "out": it was not given
    truth: str = ""
    way: int = 0  # which of the places that its plate may have
    plate: Rect | None = None  # that place, where it is known already


def style_in(canvas: Canvas, text: str, room: float) -> TextStyle:
    """Where the room is narrow smaller, pixel by pixel, but not than at the ordinary size of text."""
    style = STRONG
    minimum = style.size / max(1.0, canvas.type)
    while canvas.width(text, style) > room and style.size > minimum:
        style = style.with_size(max(minimum, style.size - 1 / canvas.type))
    return style


def plate_lines(canvas: Canvas, ticket: BetMarker) -> list[tuple[str, str]]:
    """Its lines, each with its icon; what is too long for one even at the ordinary size goes on without one."""
    style = STRONG.with_size(STRONG.size / max(1.0, canvas.type))
    lines = [(ICONS.get(ticket.state, ""), ticket.text), *([("check", ticket.truth)] if ticket.truth else [])]
    room = WIDEST - BEFORE - ICON - BETWEEN - AFTER - ARROW
    return [("" if after else icon, line) for icon, text in lines
            for after, line in enumerate(canvas.lines(text, room, style))]  # fmt: skip


def ticket_size(canvas: Canvas, ticket: BetMarker, most: float = inf) -> tuple[float, float]:
    """Width and height of a plate without an arrow. `most`: how wide it may be, where its words can be smaller."""
    out, lines = ticket.state == "out", [line for _icon, line in plate_lines(canvas, ticket)]
    around = 2 * BEFORE if out else BEFORE + ICON + BETWEEN + AFTER
    longest = max(lines, key=lambda line: canvas.width(line, STRONG))
    style = style_in(canvas, longest, most - around)
    larger = canvas.type * style.size / STRONG.size
    high = LOW + 20 * (larger - 1) if out else max(HIGH, 14 + 18 * larger) + 22 * larger * (len(lines) - 1)
    return around + canvas.width(longest, style), high


def bet_marker_rect(canvas: Canvas, ticket: BetMarker) -> Rect:
    """Where its plate is: beside its spot, and within the stage."""
    if ticket.plate is not None:
        return ticket.plate
    ways = ticket_ways(canvas, ticket)
    return ways[min(ticket.way, len(ways) - 1)]


def ticket_ways(canvas: Canvas, ticket: BetMarker) -> list[Rect]:
    """Where its plate may be, the best place first; its pole or point stays where it is.

    Large text, where no place for it is free, is written smaller, down to the ordinary size.
    """
    more = ARROW if ticket.place.arrow in POINTS else 0.0
    most = min(WIDEST, ticket.within[2] - 2 * ROOM) - more
    usual, minimum = ticket_size(canvas, ticket, most), ticket_size(canvas, ticket, 0.0)
    sizes = dict.fromkeys([usual, ticket_size(canvas, ticket, (usual[0] + minimum[0]) / 2), minimum])
    place, (left, top, w, h), k = ticket.place, ticket.within, max(1.0, canvas.type)
    x, y, arrow = place.x, place.y, place.arrow
    sides, ways = (0, -0.25, 0.25, -0.5, 0.5, -1, 1), list[Rect]()
    for size, high in sizes:
        wide = size + more
        aside = max(0.0, wide / 2 - CORNER - TIP)  # so far it goes, and its pole is still under it
        moves = [(side * aside, -UP * k * n) for n in (0, 1, 2, -1, 3, 4) for side in sides]
        if arrow == "panel":
            ways += places_that_fit(ticket.within, wide, high, ROOM)
            continue
        if arrow in ("left", "right"):
            at = (x + ROOM if arrow == "left" else x - ROOM - wide), y - high / 2
            moves = [(0.0, -UP * k * n) for n in (0, 1, 2, -1, -2, 3, -3, 4, -4)]
        elif arrow:
            at = x - wide / 2, y - high / 2
            moves = [(side * wide / 2, UP * k * n * (-1 if arrow == "down" else 1))
                     for n in (0, 1, 2) for side in (0, -1, 1, -2, 2)]  # fmt: skip
        elif place.side == "ground":
            at = x - wide / 2, y - POLE - high
            moves += [(side * aside, -UP * k * n) for n in (0.5, 1.5, 2.5) for side in sides]  # where no other is free
        else:
            at = (x - TIP - wide if place.side == "left" else x + TIP), y - high / 2
            away = -OUT if place.side == "left" else OUT
            ups = sorted((LITTLE * k * n for n in range(-16, 17)), key=abs)
            moves = [(out * away, -up) for out in (0, 1, 2, 4, 6, 8) for up in ups]
        ways += [
            (
                min(max(at[0] + across, left + ROOM), left + w - ROOM - wide),
                min(max(at[1] + down, top + ROOM), top + h - ROOM - high),
                wide,
                high,
            )
            for across, down in moves
        ]
    return ways


def stand_apart(canvas: Canvas, bet_markers: Sequence[BetMarker], taken: Collection[Rect] = (),
                kept: Sequence[int | None] = (), still: bool = True) -> list[BetMarker]:  # fmt: skip
    """Each where it covers neither another plate nor what is `taken`; if there is no such place, as little as it can.

    `kept`: which way each one stood; it stays there as long as it covers nothing, and while the picture is not `still`.
    """
    markers, plates, others = list(bet_markers), list[Rect](), list(taken)
    pegs = [each.place.side != "ground" and not each.place.arrow for each in bet_markers]
    # Pegs come last, from the top down: there are more of them on one scale
    order = sorted(range(len(bet_markers)), key=lambda i: bet_markers[i].place.y if pegs[i] else -inf)
    for i in order:
        ways = ticket_ways(canvas, markers[i])
        before = kept[i] if i < len(kept) else None
        stays = before is not None and before < len(ways) and not still
        best = before if stays and before is not None else first_free_place(ways, plates + others, before)
        markers[i] = markers[i]._replace(way=best, plate=ways[best])
        plates.append(ways[best])
    return markers


def draw_tickets(canvas: Canvas, bet_markers: Sequence[BetMarker], others: Sequence[BetMarker] = (),
                 taken: Collection[Rect] = ()) -> None:  # fmt: skip
    """All of them where they stand, poles and points under the plates. `others`: answers that nobody gave.

    A pole stands behind what is `taken`.
    """
    placed = [(ticket, bet_marker_rect(canvas, ticket)) for ticket in (*bet_markers, *others)]
    for ticket, (left, top, w, h) in placed:  # what ties a plate to its spot
        x, y, side = ticket.place.x, ticket.place.y, ticket.place.side
        if ticket.place.arrow:
            continue
        if side == "ground":
            canvas.ellipse(x, y + 1, 9, 3, "ink", 0.5)
            at = min(max(x, left + CORNER + TIP), left + w - CORNER - TIP)
            for (x0, y0), (x1, y1) in free_parts((x, y), (at, top + h - 1), taken):
                canvas.line(x0, y0, x1, y1, "text", POLE_LINE)
            canvas.polygon([(at - TIP, top + h - 0.5), (at + TIP, top + h - 0.5), (at, top + h + TIP)], "prim")
            continue
        middle, (edge, tip) = top + h / 2, (left + w - 1, left + w + TIP) if side == "left" else (left + 1, left - TIP)
        canvas.polygon([(edge, middle - TIP), (edge, middle + TIP), (tip, middle)], "prim")
        if abs(middle - y) > 1 or abs(tip - x) > TIP:  # it had to give way: a line leads to its spot
            canvas.line(tip, middle, x, y, "text", POLE_LINE)
    for ticket, rect in placed[len(bet_markers) :]:
        # The plate of an answer that was not given
        x, y, w, h = rect
        canvas.rect(x, y, w, h, "panel", RADIUS_S)
        canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, RADIUS_S - 0.75, "text2", 1.5, dash=(4, 4))
        style = style_in(canvas, ticket.text, w - 2 * BEFORE)
        canvas.text_vcenter(x + w / 2, y + h / 2, ticket.text, style, "text2", "middle")
    for ticket, rect in placed[: len(bet_markers)]:
        draw_bet_marker_plate(canvas, rect, ticket)


def draw_bet_marker_plate(canvas: Canvas, rect: Rect, ticket: BetMarker, alpha: float = 1.0) -> None:
    """The plate in any size: a card that shrinks to it has the same look. What has no room is left out."""
    x, y, w, h = rect
    arrow, middle = ticket.place.arrow, y + h / 2
    first, last = (ARROW, 0.0) if arrow == "left" else (0.0, ARROW if arrow in POINTS else 0.0)
    canvas.rect(x, y, w, h, "prim", CORNER, alpha=alpha)
    canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, CORNER - 0.75, "prim_lip", 1.5, alpha=alpha)
    if alpha < 1:
        return
    words = x + first + BEFORE + ICON + BETWEEN
    room = x + w - last - AFTER - words + 0.5
    lines = plate_lines(canvas, ticket)
    for number, (icon, line) in enumerate(lines, 1):
        at, style = y + h * (2 * number - 1) / (2 * len(lines)), style_in(canvas, line, room)
        if icon:
            canvas.icon(icon, x + first + BEFORE, at - ICON / 2, ICON, "prim_text", 2.4)
        if canvas.width(line, style) <= room:
            canvas.text_vcenter(words, at, line, style, "prim_text")
    if arrow in POINTS:
        dx, dy = POINTS[arrow]
        at = x + (first or w - last) + (ARROW / 2 if first == 0 else -ARROW / 2) + (3 if first else -5)
        canvas.arrow(at - 7 * dx, middle - 7 * dy, at + 7 * dx, middle + 7 * dy, "prim_text", 2.4, 7)


def draw_distance(canvas: Canvas, given: AnswerAnchor, truth: AnswerAnchor, text: str, part: float,
                  taken: Sequence[Rect] = ()) -> None:  # fmt: skip
    """Between what was said and what is: dots that grow, and how far that is; they cover nothing that is `taken`."""
    x, y = given.x + (truth.x - given.x) * smooth(part), given.y + (truth.y - given.y) * smooth(part)
    for (x0, y0), (x1, y1) in free_parts((given.x, given.y), (x, y), taken):
        canvas.line(x0, y0, x1, y1, "text", 3, 0.9, DOTS)
    if part < 1:
        return
    canvas.circle(truth.x, truth.y, 7, None, "text", 2.5)
    width, height = canvas.width(text, LABEL) + 20, 8 + 18 * canvas.type
    if text and abs(truth.x - given.x) + abs(truth.y - given.y) > width + 24:
        left, top = (given.x + truth.x - width) / 2, (given.y + truth.y - height) / 2
        moves = [(0, 0), (0, height), (0, -height), (-width, 0), (width, 0), (0, 2 * height), (0, -2 * height)]
        places = [(left + across, top + down, width, height) for across, down in moves]
        left, top, width, height = places[first_free_place(places, taken)]
        canvas.rect(left, top, width, height, "panel", RADIUS_S, "border2", 1.5)
        canvas.text_vcenter(left + width / 2, top + height / 2, text, LABEL, "text", "middle")

"""The stage of a level by hand: the land with Pip on it, and the large neuron above."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.format.numbers import number, short
from ...view.networks.big_neuron import DIAL, Cells, R, draw_goal, draw_input, draw_prediction, draw_tag, draw_wires
from ...view.scenery.backdrop import draw_base
from ...view.scenery.scenery import draw_scenery, ground, walk
from .sending import pip_place
from .sends_model import cards, row, struck

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .sending_board import SendingBoard

PIP = 18.0
REACH = 196.0  # of the light behind the dial
HOP, HOPS = 9.0, 5.0  # height of Pip's hops of joy; how fast


def paint_base(canvas: Canvas, board: SendingBoard) -> None:
    """The backdrop, the land and the empty panels beside it."""
    x, y, w, h = board.stage
    sheets = (board.table, board.code, *([board.cards_at] if board.cards_at else []))
    sky = board.sky
    first = cards(board.attempt.shown)[0]
    picture, slope = board.attempt.level.picture, first[1] / first[0] if first[0] else 0.0

    def still(sub: Canvas) -> None:
        sub.shadow_around(x, y, w, h)
        sub.rect(x, y, w, h, "panel", 16)
        draw_scenery(sub, sky, picture, slope, foot=0)
        sub.line(x, sky[1] + sky[3] + 0.5, x + w, sky[1] + sky[3] + 0.5, "border", 1)
        sub.rect(x + 0.5, y + 0.5, w - 1, h - 1, None, 15.5, "border", 1)
        for sheet in sheets:
            sub.panel(*sheet)

    draw_base(canvas, ("by hand", board.stage, sky, picture, slope, sheets), still)


def paint_stage(canvas: Canvas, board: SendingBoard) -> None:
    _paint_words(canvas, board)
    _paint_pip(canvas, board)
    _paint_neuron(canvas, board)


def _paint_words(canvas: Canvas, board: SendingBoard) -> None:
    """The caption at the left; at the right what is dark, or how the dial is turned."""
    x, y, w, _h = board.stage
    base = y + 30 + 6 * canvas.type
    caption = _(board.attempt.now.caption)
    end = x + 24 + canvas.within(x + 24, base, caption, w - 48, 18, "text", 700)
    if board.hand.live:
        _paint_keys(canvas, board, end, base)
        return
    runs = [(_("the wire is dark until you") + " ", "text2", 600), (_("Send"), "text", 700)]
    wide = canvas.width(runs[0][0], 16, 600) + canvas.width(runs[1][0], 16, 700)
    if end + 32 + wide < x + w - 24:
        canvas.rich(x + w - 24, base, runs, 16, anchor="end")


def _paint_keys(canvas: Canvas, board: SendingBoard, end: float, base: float) -> None:
    """How to turn the dial, until it was turned for the first time."""
    session = board.attempt.session
    if session.stage or session.tally.turns:
        return
    x, _y, w, _h = board.stage
    words = _("drag the dial, or")
    caps = [cap for cap, _words in board.host.game.controls.help(("left", "right"))]
    cap_room = len(caps) * (26 * canvas.type + 8)
    left = x + w - 24 - cap_room - canvas.width(words, 16, 600) - 8
    if left < end + 24:
        return
    at = left + canvas.text(left, base, words, 16, "text2", 600) + 10
    for cap in caps:
        at += canvas.keycap(at, base - 6 - 12 * canvas.type, cap) + 8


def _paint_pip(canvas: Canvas, board: SendingBoard) -> None:
    hand, sky = board.hand, board.sky
    x = walk(sky, board.attempt.level.picture, hand.pip)
    y = ground(sky, x) - PIP
    happy = board.attempt.shown.won and hand.rests()
    if happy and not canvas.look.still:
        y -= HOP * abs(math.sin(board.host.time * HOPS))
    ahead = hand.pip_goal() >= hand.pip - 1e-6
    _paint_ghost(canvas, board)
    canvas.pip(x, y, PIP, (0.3 if ahead else -0.3, 0.05), "happy" if happy else "calm")


def _paint_ghost(canvas: Canvas, board: SendingBoard) -> None:
    """Where the machine's last weight leads."""
    ghost, sky = board.attempt.ghost_here, board.sky
    if ghost is None:
        return
    sent = row(ghost, ghost.weights[0], struck(ghost))
    x = walk(sky, board.attempt.level.picture, pip_place(sent, [goal for _given, goal in cards(ghost)]))
    canvas.ghost(x, ground(sky, x) - PIP, PIP, (0.2, 0.05))


def _paint_neuron(canvas: Canvas, board: SendingBoard) -> None:
    hand, at = board.hand, board.spots
    shown = board.attempt.shown
    pairs, gone = cards(shown), struck(shown)
    known = hand.known
    pulse = hand.pulse if hand.pulse < 1 else None
    lit = 0.9 if hand.live and pulse is None else round(hand.glow * 8) / 8 * 0.9
    negative = hand.weight < 0
    given_cells = Cells([short(given) for given, _goal in pairs], gone)

    def still(sub: Canvas) -> None:
        draw_wires(sub, at, lit, None, negative)
        draw_input(sub, at, given_cells)

    if pulse is None:
        left, right = min(at.input - R - 12, at.weight - REACH), max(at.prediction, at.weight + REACH)
        key = ("wires", at, lit, negative, tuple(given_cells.texts), gone)
        canvas.cached(key, left, at.y - REACH, right - left, 2 * REACH, still)
    else:
        draw_wires(canvas, at, lit, pulse, negative)
        draw_input(canvas, at, given_cells)
    texts = [number(p, hand.digits) for p in known.predictions] if known else ["?"] * len(pairs)
    burst = 1 - hand.glow if hand.right and hand.glow > 0 and not canvas.look.still else None
    draw_prediction(canvas, at, Cells(texts, gone), known is not None, burst)
    draw_goal(canvas, at, board.goals, _("goal"))
    words = board.attempt.now.words
    plain = not board.compact
    given, predicted = (_(words.get(name, "")) if plain else "" for name in ("input", "prediction"))
    draw_tag(canvas, at.input, at.y + R + 16, "input", _("input"), given)
    draw_tag(canvas, at.weight, at.y + DIAL + 16, "weight_negative" if hand.weight < 0 else "weight", _("weight"))
    draw_tag(canvas, at.prediction, at.y + R + 16, "prediction", _("prediction"), predicted)

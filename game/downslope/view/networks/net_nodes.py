"""A network's picture: inputs lit or dark, hidden neurons, predictions with their goals, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import BODY, LABEL, LEAD_NUMBER, NUMBER
from ..format.numbers import number, short
from .net_layout import Net, NetPlan
from .net_wires import draw_legend, draw_wires, looks_of

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

IN = 5.0  # from the sheet's edges: its round corners stay free
LEAST = 15.0  # radius below which a node has no number
RANGE = 1.3  # value of a hidden neuron that is lit fully
RING = ((0.0, 1.0), (0.3, 1.0), (1.0, 0.0))
ROOM = 21.0  # under a node for what it says


def draw_net(canvas: Canvas, at: NetPlan, net: Net, legend: tuple[str, str, str], right: float) -> None:
    """On its sheet; `legend`: what blue, orange and thick mean, up to `right`."""
    looks = looks_of(at, net)
    x, y, w, h = at.rect
    box = (x + IN, y + IN, w - 2 * IN, at.foot - y - IN - 1)

    def draw(sub: Canvas) -> None:
        sub.rect(*at.rect, "panel")
        draw_heads(sub, at, net)
        draw_wires(sub, at, net, looks)
        draw_nodes(sub, at, net)

    canvas.cached(("net", at.key, looks, numbers_of(net), net.focused, net.frozen), *box, draw, opaque=True)
    key = ("net legend", at.rect, legend, right)
    canvas.cached(key, x, at.foot - 1, w, h - (at.foot - y), lambda sub: draw_legend(sub, at, legend, right))


def numbers_of(net: Net) -> tuple[object, ...]:
    """All numbers as they are written: with the wires' looks, what the picture depends on."""
    layers = tuple(None if row is None else tuple(map(number, row)) for row in net.layers)
    deltas = tuple(None if row is None else tuple(map(number, row)) for row in net.deltas)
    dead = tuple(None if row is None else tuple(number(total, 1) for total in row) for row in net.dead)
    error = None if net.error is None else number(net.error)
    return layers, deltas, dead, error, tuple(net.goals), tuple(net.names), tuple(net.heads), net.lamps


def draw_heads(canvas: Canvas, at: NetPlan, net: Net) -> None:
    """The names of the columns."""
    x, y, w, _h = at.rect
    count = len(at.xs)
    for layer, head in enumerate(net.heads):
        left = at.xs[layer - 1] if layer else x
        right = at.xs[layer + 1] if layer + 1 < count else x + w
        room = 2 * min(at.xs[layer] - left, right - at.xs[layer]) - 12 if 0 < layer < count - 1 else 200.0
        style, label = canvas.fitted(head, room, LABEL)
        half = canvas.width(label, style) / 2
        middle = min(max(at.xs[layer], x + 16 + half), x + w - 16 - half)
        canvas.text(middle, y + 34, label, style, "text2", "middle")


def draw_nodes(canvas: Canvas, at: NetPlan, net: Net) -> None:
    """All nodes, layer by layer."""
    for number_ in range(len(at.ys[0])):
        _draw_input(canvas, at, net, number_)
    for layer in range(1, len(at.xs) - 1):
        for number_ in range(len(at.ys[layer])):
            _draw_hidden(canvas, at, net, layer, number_)
    for number_ in range(len(at.ys[-1])):
        _draw_prediction(canvas, at, net, number_)


def _draw_input(canvas: Canvas, at: NetPlan, net: Net, i: int) -> None:
    (x, y), r = at.node(0, i), at.radii[0]
    value = (net.layers[0] or (0.0,) * (i + 1))[i]
    lit = abs(value) > 0
    dark = canvas.theme.dark
    if lit and r > LEAST:
        canvas.glow(x, y, r + 32, "input", 0.42 if dark else 0.3, RING)
    label = short(value) if r >= LEAST else ""
    canvas.node(x, y, r, "input", label, 0.38 if lit else 0.04, 20)
    name = net.names[i] if i < len(net.names) else ""
    pitch = at.ys[0][1] - at.ys[0][0] if len(at.ys[0]) > 1 else 100.0
    hue, both = "input" if lit else "text2", pitch >= 30 + 24 * canvas.type
    if net.lamps and r >= LEAST and (both or not name):
        canvas.icon("lamp", x - 74, y - 27 if name else y - 15, 28, "input" if lit else "text3")
    if name and pitch >= 20 * canvas.type:
        room = x - r - at.rect[0] - 14
        size = 16 * min(1.0, room / max(1.0, canvas.width(name, LABEL)))
        low = y + 20 * canvas.type if net.lamps and both else y + 5.8 * canvas.type
        style = LABEL.sized(max(16 / max(1.0, canvas.type), size))
        canvas.text(at.rect[0] + 8 + room / 2, low, name, style, hue, "middle")


def _draw_hidden(canvas: Canvas, at: NetPlan, net: Net, layer: int, i: int) -> None:
    (x, y), r = at.node(layer, i), at.radii[layer]
    first = sum(len(column) for column in at.ys[1:layer])
    values = net.layers[layer]
    value = values[i] if values is not None else None
    totals = net.dead[first + i] if first + i < len(net.dead) else None
    part = round(8 * min(1.0, abs(value or 0.0) / RANGE)) / 8
    if totals is not None:
        canvas.circle(x, y, r, canvas.mix("panel", "bg0", 0.7))
        canvas.circle(x, y, r - 1.5, None, "text3", 2, dash=(4, 5))
    else:
        if part > 0 and r > LEAST:
            canvas.glow(x, y, r + 24, "text", 0.28 * part, ((0.0, 1.0), (0.45, 1.0), (1.0, 0.0)))
        body = canvas.mix("panel", "text" if canvas.theme.dark else "text2", 0.05 + 0.30 * part)
        canvas.soft_disc(x, y + 4, r, "shadow", canvas.theme.node_shadow, 4)
        canvas.circle(x, y, r, body)
        canvas.circle(x, y, r - 1.5, None, "text2", 3)
    if r >= LEAST:
        label = "–" if value is None else number(value)
        canvas.mid_text(x, y, label, LEAD_NUMBER, "text3" if totals else "text", "middle", 2 * (r - 6))
    _draw_said(canvas, at, net, layer, i, totals)


def _draw_said(canvas: Canvas, at: NetPlan, net: Net, layer: int, i: int, totals: Sequence[float] | None) -> None:
    """Under a hidden neuron: its delta while deltas flow back; or, where it is dead, what it gets."""
    column = at.ys[layer]
    pitch = column[1] - column[0] if len(column) > 1 else 100.0
    if pitch - 2 * at.radii[layer] < ROOM:
        return
    x, y = at.node(layer, i)
    top = y + at.radii[layer] + 2
    deltas = net.deltas[layer - 1] if layer - 1 < len(net.deltas) else None
    if deltas is not None:
        draw_chip(canvas, x, top, [(number(deltas[i], 2, True) if deltas[i] else "0", "error", 700, "mono")])
    elif totals is not None:
        gets = " ".join(number(total, 1) for total in totals)
        room = 2 * (at.xs[layer] - at.xs[layer - 1] - at.radii[layer - 1] - 30)
        draw_chip(canvas, x, top, [(_("gets") + " ", "text2", 600, "ui"), (gets, "text", 600, "mono")], room)


def draw_chip(canvas: Canvas, x: float, top: float, runs: list[tuple[str, str, int, str]], room: float = 400) -> None:
    """A small label on the wires; left out where there is no room."""
    size = 16 / max(1.0, canvas.type)
    wide = canvas.rich_width(runs, BODY.sized(size))
    if wide + 12 > room:
        return
    canvas.rect(x - wide / 2 - 7, top, wide + 14, ROOM, "panel", 7, "border2", 1)
    canvas.rich(x, top + 16, runs, BODY.sized(size), anchor="middle")


def _draw_prediction(canvas: Canvas, at: NetPlan, net: Net, i: int) -> None:
    last = len(at.xs) - 1
    (x, y), r = at.node(last, i), at.radii[last]
    values, single = net.layers[last], len(at.ys[last]) == 1
    value = values[i] if values is not None else None
    label = "–" if value is None else number(value)
    glow = 0.35 if single and value is not None else 0.0
    canvas.node(x, y, r, "prediction", label if r >= LEAST else "", 0.24 if value is not None else 0.04, 20, glow)
    goal_x = at.rect[0] + at.rect[2] - 64
    high = min(54.0, 1.5 * r)
    canvas.line(x + r + 6, y, goal_x - 24, y, "error", 3, 1, (3, 7))
    canvas.flag(goal_x, y + 0.48 * high, high, glow=single)
    if not single:
        canvas.mid_text(goal_x + 16, y, short(net.goals[i]), NUMBER, "goal")
        return
    small = 54 / 2 + 8 + 14 * canvas.type
    runs = [(_("goal") + " ", "text2", 600, "ui"), (short(net.goals[0]), "goal", 700, "mono")]
    wide = canvas.width(runs[0][0], LABEL) + canvas.width(runs[1][0], NUMBER)
    right = at.rect[0] + at.rect[2] - 12
    canvas.rich(min(goal_x, right - wide / 2), y + small + 8, runs, anchor="middle")
    if value is None:
        return
    told = [(_("error") + " ", "text2", 600, "ui"), (number(net.error or 0.0), "error", 700, "mono")]
    deltas = net.deltas[-1] if net.deltas else None
    if deltas is not None:
        told = [("delta ", "text2", 600, "ui"), (number(deltas[0], 2, True), "error", 700, "mono")]
    if net.error is None:
        return
    wide = canvas.width(told[0][0], LABEL) + canvas.width(told[1][0], NUMBER)
    canvas.rich(min((x + goal_x) / 2 + 12, right - wide / 2), y - 64, told, anchor="middle")

"""The wires of a network: width and hue by the weight, a bead where it is negative, pulses that run along them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import BODY, LABEL
from ..widgets.widget import Rect
from .answer_pictures import draw_key
from .net_layout import Net, NetPlan, width_of
from .neuron_parts import draw_minus

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

QUIET = 0.34  # part of the hue of a wire along which nothing runs
BEAD = 7.5
SMALL = 20.0  # radius below which a node's wires have no room for beads
TAIL = 0.16  # how far a second pulse is behind the first
BRIGHT = ((0.0, 1.0), (1.0, 0.0))
WireLook = tuple[float, int, bool]  # width, sign, whether something runs along it
CORE, THICKER = 1.0, 3.0  # px of the blame that runs back in a wire: CORE + THICKER * its share


class Legend(NamedTuple):
    """What is said under the network: of the wires, and (`places`) of the pictures' cells."""

    helps: str
    holds: str
    thicker: str
    places: str = ""


def looks_of(at: NetPlan, net: Net) -> tuple[WireLook, ...]:
    """How each wire looks: all that its picture depends on, with the place."""
    return tuple(_look(at, net, index) for index in range(len(at.wires)))


def draw_wires(canvas: Canvas, at: NetPlan, net: Net, looks: tuple[WireLook, ...]) -> None:
    """The quiet ones first, the focused one last; in layers that are drawn again only where one of theirs is another.
    """
    for runs in (False, True):
        for bundle, (rect, wires) in enumerate(at.bundles):
            shown = tuple(index for index in wires if looks[index][2] == runs and index != net.focused)
            if shown:
                _draw_bundle(canvas, at, net, (bundle, runs), rect, shown, looks)
    if net.focused is not None and net.focused < len(looks):
        rect = next(rect for rect, wires in at.bundles if net.focused in wires)
        _draw_bundle(canvas, at, net, "focused", rect, (net.focused,), looks)
    x, y, w, _h = at.rect
    signs = tuple((sign, runs) for _wide, sign, runs in looks)
    key = ("beads", at.key, signs, net.frozen)
    canvas.keep(key, x, y, w, at.foot - y, lambda sub: _draw_beads(sub, at, net, looks))


def _draw_bundle(canvas: Canvas, at: NetPlan, net: Net, name: object, rect: Rect, wires: tuple[int, ...],
                 looks: tuple[WireLook, ...]) -> None:  # fmt: skip
    """Some wires as one layer: the thin ones first."""
    marked = net.marked if net.focused is None else frozenset((net.focused,))
    shares = [net.shares[index] if index < len(net.shares) else 0.0 for index in wires]
    shown = tuple((index, looks[index], share, index in marked) for index, share in zip(wires, shares))

    def draw(sub: Canvas) -> None:
        for index, look, _share, is_marked in sorted(shown, key=lambda each: each[1][0]):
            _draw_wire(sub, at, index, *look, 0.0 if not is_marked else 3.0 if index == net.focused else 1.6)
        for index, look, share, _marked in shown:
            if share:
                _draw_core(sub, at, index, share, look[0])

    canvas.keep(("wires", at.key, name, shown), *rect, draw)


def _draw_beads(canvas: Canvas, at: NetPlan, net: Net, looks: tuple[WireLook, ...]) -> None:
    for index in sorted(range(len(looks)), key=lambda i: (looks[i][2], looks[i][0])):
        if looks[index][1] < 0:
            _draw_bead(canvas, at, index, looks[index][2])
        if index in net.frozen:
            _draw_frost(canvas, at, index)


def _look(at: NetPlan, net: Net, index: int) -> WireLook:
    wire, weight = at.wires[index], net.weights[index]
    values = net.layers[wire.layer]
    return width_of(weight, at.scale), (weight > 0) - (weight < 0), values is not None and values[wire.source] != 0


def _hue(canvas: Canvas, sign: int, runs: bool, quiet: float = QUIET) -> str:
    hue = ("weight_negative", "text3", "weight")[sign + 1]
    return hue if runs else canvas.mix("panel", hue, quiet)


def _draw_wire(canvas: Canvas, at: NetPlan, index: int, wide: float, sign: int, runs: bool, edge: float) -> None:
    """`edge`: width of the light line around it, with a dark one of half of that within; 0: it has none."""
    k, ox, oy = canvas.s, canvas.ox, canvas.oy
    path = [(x * k - ox, y * k - oy) for x, y in at.curves[index]]
    if edge:
        canvas.band(path, (wide + 2.4 * edge) * k, canvas.rgb("focus"))
        canvas.band(path, (wide + edge) * k, canvas.rgb("panel"))
    canvas.band(path, max(1.0, wide * k), canvas.rgb(_hue(canvas, sign, runs)))


def _draw_core(canvas: Canvas, at: NetPlan, index: int, share: float, wide: float) -> None:
    """The blame that a wire takes on: within its hue, which stays to be seen on both sides."""
    k, ox, oy = canvas.s, canvas.ox, canvas.oy
    path = [(x * k - ox, y * k - oy) for x, y in at.curves[index]]
    thick = min(CORE + THICKER * min(1.0, abs(share)), max(1.0, wide - 2))
    canvas.band(path, max(1.0, thick * k), canvas.rgb("error"))


def _draw_bead(canvas: Canvas, at: NetPlan, index: int, runs: bool) -> None:
    wire = at.wires[index]
    r = BEAD if min(at.radii[wire.layer], at.radii[wire.layer + 1]) >= SMALL else BEAD * 0.6
    x, y = at.bead(index)
    canvas.circle(x, y, r, "panel", _hue(canvas, -1, runs, 0.6), 2)
    canvas.line(x - 0.4 * r, y, x + 0.4 * r, y, _hue(canvas, -1, runs, 0.75), 2)


def _draw_frost(canvas: Canvas, at: NetPlan, index: int) -> None:
    """A snowflake on a wire that is held still."""
    x, y = at.along(index, 0.3)
    canvas.circle(x, y, 11, "panel", "ice", 2)
    canvas.icon("snow", x - 8, y - 8, 16, "ice")


def draw_pulses(canvas: Canvas, at: NetPlan, net: Net, layer: int, part: float, back: bool = False) -> None:
    """Light on its way through the wires behind `layer`, `part` 0 ... 1; back: from the deltas, the other way."""
    values = net.layers[layer] or ()
    for index, wire in enumerate(at.wires):
        if wire.layer != layer:
            continue
        if back:
            deltas = net.deltas[layer] if layer < len(net.deltas) else None
            if deltas is None or not deltas[wire.target] or wire.source >= len(values) or not values[wire.source]:
                continue  # nothing goes back to a neuron that was dark
        elif wire.source >= len(values) or not values[wire.source]:
            continue
        for behind in (0.0, TAIL):
            spot = part - behind
            if 0.0 <= spot <= 1.0:
                _draw_pulse(canvas, *at.along(index, 1.0 - spot if back else spot), back)


def _draw_pulse(canvas: Canvas, x: float, y: float, back: bool) -> None:
    dark = canvas.theme.dark
    hue = "error" if back else "star"
    canvas.glow(x, y, 9, hue, 0.7 if dark else 0.9, BRIGHT)
    canvas.circle(x, y, 3.6, hue, None if dark else "text", 1.5)


def draw_legend(canvas: Canvas, at: NetPlan, legend: Legend, right: float) -> None:
    """What the places of a cell, and what hue, bead and width of a wire mean: as much as there is room up to `right`.
    """
    x, y, w, h = at.rect
    key = ("net legend", at.rect, at.kind, legend, right)
    canvas.keep(key, x, at.foot - 1, w, h - (at.foot - y), lambda sub: _draw_legend(sub, at, legend, right))


def _draw_legend(canvas: Canvas, at: NetPlan, legend: Legend, right: float) -> None:
    x, y, w, h = at.rect
    line = at.foot + (h - (at.foot - y)) / 2
    canvas.line(x + 1, at.foot, x + w - 1, at.foot, "border", 1)
    left, base = x + 24, canvas.base_of(line)
    words = (("weight", legend.helps), ("weight_negative", legend.holds))
    needed = sum(46 + canvas.width(word, LABEL) + 28 for _hue, word in words) - 28
    if at.kind is not None and left + 64 + 20 + needed <= right:
        wide = draw_key(canvas, left, line - 16, at.kind)
        room = right - needed - 20 - left - (wide + 14 if wide else 0.0)
        if legend.places and canvas.width(legend.places) <= room:
            at_x = left + (wide + 14 if wide else 0.0)
            wide += canvas.text(at_x, base, legend.places, BODY, "text2") + (14 if wide else 0.0)
        left = right - needed if wide else left
    for hue, word in words:
        wide = canvas.width(word, LABEL)
        if left + 46 + wide > right:
            return
        canvas.line(left, line, left + 34, line, hue, 6)
        canvas.signs.append((left, line - 7, 34, 14))
        if hue == "weight_negative":
            draw_minus(canvas, left + 17, line, 7, hue)
        canvas.text(left + 46, base, word, LABEL, "text2")
        left += 46 + wide + 28
    if left + 84 + canvas.width(legend.thicker, LABEL) > right:
        return
    for number, thick in enumerate((2, 5, 9)):
        canvas.line(left + number * 26, line, left + number * 26 + 16, line, "text2", thick)
    canvas.text(left + 84, base, legend.thicker, LABEL, "text2")

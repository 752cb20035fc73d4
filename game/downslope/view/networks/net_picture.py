"""A network's whole picture as one layer, drawn anew when a number, a width or a sign is another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .net_layout import Net, NetPlan
from .net_nodes import draw_heads, draw_nodes, said
from .net_wires import draw_legend, draw_wires, looks_of

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


IN = 5.0  # from the sheet's edges: its round corners stay free


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

    canvas.cached(("net", at.key, looks, said(net), net.focused, net.frozen), *box, draw, opaque=True)
    key = ("net legend", at.rect, legend, right)
    canvas.cached(key, x, at.foot - 1, w, h - (at.foot - y), lambda sub: draw_legend(sub, at, legend, right))

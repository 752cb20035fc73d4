"""More of what stands in the land: a drawing and the house it becomes, a freezer and its dish, a taxi in its street."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .props_outdoors import GLOW

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from .props_outdoors import Place


def draw_blueprint(canvas: Canvas, place: Place) -> None:
    """A drawing on a table with a lamp, and far away the wall that is built from it."""
    x = place.left + 98
    y = place.ground(x) + 4
    canvas.ellipse(x, y + 1, 70, 7, "ink", 0.4)
    for leg in (-52, 52):
        canvas.line(x + leg, y, x + leg * 0.72, y - 48, "timber", 5)
    canvas.line(x - 44, y - 24, x + 44, y - 24, "timber", 3)
    canvas.path(f"M{x - 68} {y - 44}L{x - 52} {y - 96}H{x + 64}L{x + 56} {y - 44}Z", "timber", "wall_edge", 2)
    canvas.path(f"M{x - 58} {y - 49}L{x - 45} {y - 91}H{x + 57}L{x + 50} {y - 49}Z", "blueprint", "blueprint_line", 1.5)
    for row in range(1, 4):
        canvas.line(
            x - 58 + row * 3.4, y - 49 - row * 10.5, x + 50 + row * 1.7, y - 49 - row * 10.5, "blueprint_line", 1, 0.28
        )
    for column in range(1, 6):
        canvas.line(x - 58 + column * 18, y - 49, x - 45 + column * 17, y - 91, "blueprint_line", 1, 0.28)
    canvas.path(f"M{x - 24} {y - 57}V{y - 73}L{x - 2} {y - 85}L{x + 22} {y - 73}V{y - 57}Z", None, "white", 2)
    canvas.path(
        f"M{x - 24} {y - 52}H{x + 22}M{x - 24} {y - 54.5}V{y - 49.5}M{x + 22} {y - 54.5}V{y - 49.5}", None, "input", 2
    )
    canvas.path(f"M{x - 62} {y - 92}V{y - 122}L{x - 40} {y - 132}", None, "metal", 3)
    canvas.glow(x - 32, y - 118, 44, "lamp_glow", 0.5, GLOW)
    canvas.path(
        f"M{x - 46} {y - 130}L{x - 36} {y - 138}L{x - 20} {y - 118}L{x - 40} {y - 112}Z", "window", "wall_edge", 1.5
    )
    _built(canvas, place)


def _built(canvas: Canvas, place: Place) -> None:
    """A wall half as high as it will be, in its scaffold, with the measure at its foot."""
    left = place.right - 188
    y = place.ground(left + 70) + 2
    canvas.ellipse(left + 66, y + 2, 84, 7, "ink", 0.4)
    for row in range(5):
        bricks = (6, 6, 6, 4, 2)[row]
        for column in range(bricks):
            shift = 0 if row % 2 else -9
            shade = canvas.mix("masonry", "mortar", 0.12 * ((row * 2 + column) % 3))
            canvas.rect(left + 10 + column * 20 + shift, y - 13 - row * 13, 19, 12, shade, 2)
    for post in (0.0, 66.0, 132.0):
        canvas.line(left + post, y, left + post, y - 92, "timber", 4)
    for beam in (-46, -82):
        canvas.line(left - 8, y + beam, left + 140, y + beam, "timber", 4)
    canvas.line(left + 66, y - 46, left + 132, y - 82, "timber", 2.5)
    canvas.path(
        f"M{left + 4} {y + 14}H{left + 124}M{left + 4} {y + 9}V{y + 19}M{left + 124} {y + 9}V{y + 19}",
        None,
        "goal",
        2.4,
    )


def draw_freezer(canvas: Canvas, place: Place) -> None:
    """A freezer on the snow with its lid closed and the cold coming out, a clock, and at the end the frozen dish."""
    for i in range(9):
        x = place.left + 250 + i * (place.right - place.left - 500) / 8
        canvas.ellipse(x, place.ground(x) + 8 + 6 * (i % 3), 26, 4, "white", 0.10 if canvas.theme.dark else 0.5)
    x = place.left + 92
    y = place.ground(x) + 4
    canvas.ellipse(x, y + 1, 74, 7, "ink", 0.45)
    canvas.rect(x - 64, y - 64, 128, 64, canvas.mix("wall", "metal", 0.35), 8, "wall_edge", 2)
    canvas.rect(x - 70, y - 80, 140, 20, canvas.mix("wall", "metal", 0.55), 8, "wall_edge", 2)
    canvas.rect(x - 18, y - 68, 36, 6, "metal", 3)
    for post in (-52.0, -38.0, -24.0):
        canvas.line(x + post, y - 14, x + post, y - 26, "wall_edge", 2.4)
    canvas.circle(x + 40, y - 34, 5, "ready")
    _flake(canvas, x - 2, y - 36, 13, "ice_ink")
    for step, high in ((-60, 8), (-44, 13), (-26, 9), (34, 12), (52, 8)):
        canvas.polygon([(x + step - 5, y - 60), (x + step + 5, y - 60), (x + step, y - 60 + high)], "ice_block", 0.9)
    for step, up in ((-30, 96), (2, 108), (36, 94)):
        canvas.path(
            f"M{x + step} {y - up + 14}q8 -8 0 -16q-8 -8 0 -16", None, "ice_ink", 2.4, 0.6
        )
    _thermometer(canvas, place)


def _thermometer(canvas: Canvas, place: Place) -> None:
    """A large one, whose zero is marked, and the dish in its block of ice beside it."""
    x = place.right - 60
    y = place.ground(x) + 4
    canvas.ellipse(x, y + 1, 26, 5, "ink", 0.4)
    canvas.rect(x - 15, y - 116, 30, 118, canvas.mix("wall", "metal", 0.5), 12, "wall_edge", 2)
    canvas.line(x, y - 104, x, y - 24, "well", 7)
    canvas.line(x, y - 46, x, y - 24, "ice_ink", 5)
    canvas.circle(x, y - 19, 9, "ice_ink")
    for k in range(6):
        canvas.line(
            x + 6, y - 100 + k * 13, x + (13 if k == 3 else 10), y - 100 + k * 13, "wall_edge", 2.6 if k == 3 else 1.6
        )
    left = place.right - 176
    floor = place.ground(left + 36) + 6
    canvas.ellipse(left + 38, floor, 50, 6, "ink", 0.4)
    canvas.path(f"M{left + 4} {floor - 22}H{left + 72}L{left + 60} {floor - 2}H{left + 16}Z", "roof", "wall_edge", 2)
    canvas.ellipse(left + 38, floor - 22, 34, 7, canvas.mix("goal", "inside", 0.35))
    canvas.rect(left - 4, floor - 56, 84, 58, "ice_block", 8, alpha=0.30)
    canvas.rect(left - 4, floor - 56, 84, 58, None, 8, "ice_ink", 2)
    canvas.line(left + 6, floor - 46, left + 24, floor - 46, "white", 3, 0.7)


def _flake(canvas: Canvas, x: float, y: float, r: float, colour: str) -> None:
    for a, b in ((0.0, 1.0), (0.866, 0.5), (0.866, -0.5)):
        canvas.line(x - a * r, y - b * r, x + a * r, y + b * r, colour, 2.4)


def draw_taxi(canvas: Canvas, place: Place) -> None:
    """A taxi under a street lamp, and the houses of a street with lit windows."""
    _street(canvas, place)
    x = place.left + 100
    y = place.ground(x) + 4
    canvas.glow(place.left + 22, y - 128, 70, "lamp_glow", 0.5, GLOW)
    canvas.path(
        f"M{place.left + 34} {y}V{y - 120}Q{place.left + 34} {y - 138} {place.left + 22} {y - 136}", None, "metal", 4
    )
    canvas.ellipse(place.left + 22, y - 130, 11, 6, "window")
    canvas.ellipse(x, y + 3, 78, 7, "ink", 0.45)
    canvas.glow(x + 78, y - 22, 34, "beam", 0.6, GLOW)
    roof = f"M{x - 44} {y - 38}Q{x - 32} {y - 68} {x - 14} {y - 68}H{x + 16}Q{x + 34} {y - 66} {x + 46} {y - 38}Z"
    canvas.path(roof, canvas.mix("taxi", "taxi_shade", 0.12), "timber", 2)
    canvas.path(f"M{x - 34} {y - 40}Q{x - 24} {y - 61} {x - 12} {y - 62}H{x - 3}V{y - 40}Z", "glass", "timber", 1.5)
    canvas.path(f"M{x + 3} {y - 40}V{y - 62}H{x + 14}Q{x + 28} {y - 60} {x + 36} {y - 40}Z", "glass", "timber", 1.5)
    canvas.path(
        f"M{x - 72} {y - 12}V{y - 28}Q{x - 70} {y - 40} {x - 54} {y - 40}H{x + 52}"
        f"Q{x + 76} {y - 36} {x + 78} {y - 20}V{y - 12}Q{x} {y - 7} {x - 72} {y - 12}Z",
        "taxi", "timber", 2,
    )  # fmt: skip
    for k in range(12):
        canvas.rect(x - 58 + k * 9, y - 27 + 5 * (k % 2), 9, 5, "glass")
    for wheel in (-42.0, 46.0):
        canvas.circle(x + wheel, y - 9, 14, "tyre", "timber", 1.5)
        canvas.circle(x + wheel, y - 9, 6, "metal")
    canvas.circle(x + 74, y - 25, 4.5, "headlight")
    canvas.rect(x - 19, y - 84, 38, 17, "window", 5, "timber", 1.5)
    canvas.path(f"M{x - 9} {y - 80.5}h8M{x - 5} {y - 80.5}v9.5M{x + 3} {y - 71}l4 -9.5l4 9.5", None, "sign_ink", 2)


def _street(canvas: Canvas, place: Place) -> None:
    """Three houses in a row at the end, and the dashes of the road."""
    for i in range(int((place.right - place.left - 420) / 34)):
        x = place.left + 230 + i * 34
        canvas.line(x, place.ground(x) + 12, x + 16, place.ground(x + 16) + 12, "hill_rim", 3, 0.6)
    floor = place.ground(place.right - 90) + 4
    for step, wide, high, wall in ((196, 58, 74, "wall"), (138, 62, 112, "slate"), (76, 60, 88, "wall")):
        left = place.right - step
        canvas.rect(left, floor - high, wide, high + 4, wall, 3, "wall_edge", 1.5)
        canvas.path(
            f"M{left - 5} {floor - high}L{left + wide / 2} {floor - high - 20}L{left + wide + 5} {floor - high}Z",
            "roof",
            "wall_edge",
            2,
        )
        for row in range(int((high - 30) / 26) + 1):
            for column in range(2):
                lit = (row * 2 + column + step) % 3
                shade = "window" if lit else "door"
                canvas.rect(left + 10 + column * (wide - 34), floor - high + 12 + row * 26, 14, 14, shade, 2)

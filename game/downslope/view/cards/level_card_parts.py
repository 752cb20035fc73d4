"""The parts of a level card: stars that pop up with their names, confetti, score boxes, the insight."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ..draw.text import ELLIPSIS
from ..draw.tokens import BODY, LABEL, LEAD, LEAD_LABEL, LEAD_NUMBER, SCORE, SMALL, TextStyle
from ..draw.tween import ease_out_back
from ..widgets.label import Label
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

FIRST, APART, POP = 0.2, 0.14, 0.26  # seconds until the first star, between stars, that one takes
NAME_LINES, LINE_HIGH = 2, 18.0  # a star's name is broken into so many lines at most
NOTE_HIGH = 38.0  # what stands under a star's name: two lines
CONFETTI_DOTS, CONFETTI = 46, 0.9
CELEBRATION = FIRST + max(CONFETTI, 2 * APART + POP)  # seconds until all stars stand and the confetti is gone


class Star(NamedTuple):
    """now: earned in this attempt; ever: in this or an earlier one; label: what it took; note: why it was not counted.
    """

    label: str
    now: bool
    ever: bool
    note: str = ""


class Score(NamedTuple):
    """kind: "you", "par" or "ghost". value: None while it is not known."""

    kind: str
    value: int | None = None
    unit: str = ""


def star_lights(number: int) -> float:
    """The time at which the first, second or third of the stars of this attempt pops up."""
    return FIRST + (number - 1) * APART


def draw_stars(canvas: Canvas, middle: float, top: float, pitch: float, stars: list[Star], time: float) -> None:
    """In a row, the middle one larger and higher; those of this attempt pop up one after the other."""
    shown = 0
    for i, star in enumerate(stars):
        radius = 44.0 if i == 1 else 34.0
        x, y = middle + (i - 1) * pitch, top + (-6 if i == 1 else 14)
        part = 1.0
        if star.now:
            shown += 1
            part = (time - star_lights(shown)) / POP
        _draw_star(canvas, x, y, radius, star, part)


def _draw_star(canvas: Canvas, x: float, y: float, radius: float, star: Star, part: float) -> None:
    if not star.ever or part <= 0:
        canvas.star(x, y, radius, False)
    elif part >= 1:
        canvas.star(x, y, radius, True, star.now)
    elif canvas.look.still:
        reach = radius * 2.5
        canvas.keep(("star", radius), x - reach, y - reach, 2 * reach, 2 * reach,
                      lambda sub: sub.star(x, y, radius, True, True), alpha=part)  # fmt: skip
    else:
        canvas.star(x, y, max(1.0, radius * ease_out_back(part)), True, True)


def draw_star_names(canvas: Canvas, rect: Rect, pitch: float, stars: Sequence[Star]) -> None:
    """Under each star what it took; of those still to be had too."""
    x, y, w, h = rect
    for i, star in enumerate(stars):
        hue = "text" if star.ever else "text2"
        place = x + w / 2 + (i - 1) * pitch
        low = y + h - 6 - 4 * canvas.type
        if any(each.note for each in stars):
            low -= NOTE_HIGH * canvas.type
        style, lines = name_lines(canvas, star.label, pitch)
        top = low - LINE_HIGH * (most_lines(canvas, pitch, stars) - 1) * canvas.type
        for number, words in enumerate(lines):
            canvas.within(place, top + LINE_HIGH * number * canvas.type, words, pitch - 6, style, hue, "middle")
        for below, words in enumerate(canvas.lines(star.note, pitch - 6, SMALL) if star.note else (), 1):
            canvas.text(place, low + 17 * below * canvas.type, words, SMALL, "text2", "middle")


def name_lines(canvas: Canvas, name: str, pitch: float) -> tuple[TextStyle, list[str]]:
    """A star's name in its lines: smaller where two do not hold it."""
    style = LABEL
    while len(canvas.lines(name, pitch - 6, style, whole=True)) > NAME_LINES and style.size > canvas.least(LABEL.size):
        style = style.of_size(style.size - 0.5)
    return style, canvas.lines(name, pitch - 6, style, whole=True)


def most_lines(canvas: Canvas, pitch: float, stars: Sequence[Star]) -> int:
    """Of the longest of the names."""
    return max((len(name_lines(canvas, star.label, pitch)[1]) for star in stars), default=1)


def draw_reached(canvas: Canvas, rect: Rect, code: str, title: str, outcome: str | None) -> None:
    """Code, title and how the run ended, as one centred line."""
    x, y, w, h = rect
    kind = OUTCOMES[outcome] if outcome else None
    badge = canvas.badge_width(_(kind.title)) + 18 if kind else 0.0
    coded = canvas.width(code, LEAD_NUMBER) + 14
    style, title = canvas.shrink(title, w - badge - coded, LEAD_LABEL)
    left, line = x + (w - coded - canvas.width(title, style) - badge) / 2, canvas.base_of(y + h / 2, LEAD_LABEL.size)
    canvas.text(left, line, code, LEAD_NUMBER, "text2")
    left += coded + canvas.text(left + coded, line, title, style, "text2")
    if kind:
        canvas.badge(left + 18, y, kind.icon, _(kind.title), h)


@lru_cache(1)
def _scattered() -> list[tuple[float, float, float, int, bool]]:
    """(direction, reach, size, colour, round) of each piece: always the same."""
    random = Random(11)
    return [
        (random.uniform(math.pi * 1.02, math.pi * 1.98), random.uniform(190, 400), random.uniform(2.5, 4.5),
         random.randrange(12), random.random() < 0.5)
        for _ in range(CONFETTI_DOTS)
    ]  # fmt: skip


def draw_confetti(canvas: Canvas, middle: float, top: float, time: float) -> None:
    """It flies out from behind the card and fades; nothing with reduced motion."""
    part = (time - FIRST) / CONFETTI
    if canvas.look.still or not 0 < part < 1:
        return
    out, fall = 1 - (1 - part) ** 3, 60 * part * part
    alpha = 0.85 * min(1.0, 2.5 * (1 - part))
    colours = canvas.look.theme.confetti
    for direction, reach, size, colour, disc in _scattered():
        x = middle + out * reach * math.cos(direction) * 1.12
        y = top + 70 + out * reach * math.sin(direction) * 0.6 + fall
        hue = colours[colour % len(colours)]
        if disc:
            canvas.circle(x, y, size, hue, alpha=alpha)
        else:
            canvas.rect(x, y, 9, 5, hue, 2, alpha=alpha)


def draw_score(canvas: Canvas, rect: Rect, score: Score) -> None:
    """A box; the player's is framed."""
    x, y, width, height = rect
    you = score.kind == "you"
    canvas.rect(x, y, width, height, "raised" if you else "well", 14)
    if you:
        canvas.rect(x + 1, y + 1, width - 2, height - 2, None, 13, "goal" if canvas.look.theme.dark else "hue_land", 2)
    middle = y + height / 2
    number = ELLIPSIS if score.value is None else str(score.value)
    size = SCORE.size * min(1.0, (width * 0.28) / canvas.width(number, SCORE))
    colour = "text" if you else "text2"
    base = canvas.base_of(middle, size)
    left = x + 26 + canvas.text(x + 16, base, number, SCORE.of_size(size), colour)
    right = x + width - 12
    name = {"you": _("You"), "par": _("Par"), "ghost": _("Auto-solver")}[score.kind]
    canvas.within(left, middle - 2, score.unit, right - left - 36, BODY, "text2")
    beside = 30.0 if score.kind == "ghost" else 0.0  # a long name does not run under the picture
    canvas.within(left, middle + 4 + 17 * canvas.type, name, right - left - beside, LEAD, "text")
    if you:
        canvas.pip(x + width - 30, y + 31, 15, (0, -0.05), "happy", glow=False)
    elif score.kind == "par":
        canvas.flag(x + width - 38, y + 50, 38, glow=False)
    else:
        canvas.ghost(x + width - 30, y + 31, 15, (0, -0.1))


def draw_insight(canvas: Canvas, rect: Rect, insight: str) -> None:
    """What the level was about."""
    x, y, width, height = rect
    canvas.rect(x, y, width, height, "raised", 14)
    canvas.rect(x, y + 14, 5, height - 28, "alpha", 2.5)
    canvas.icon("hint", x + 22, y + 18, 24, "alpha")
    canvas.text(x + 54, y + 31 + 6 * canvas.type, _("Insight"), LEAD, "text")
    head = 40 + 8 * canvas.type
    style = LEAD._replace(weight=BODY.weight)
    told = Label(canvas, insight, style, width=width - 40, height=height - head - 8, spacing=1.4)
    told.draw(canvas, x + 22, y + head - 0.06 * told.style.size * canvas.type)

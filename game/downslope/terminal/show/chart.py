"""A curve in braille dots over two fixed axes, with the line of the target."""

from __future__ import annotations

from itertools import pairwise
from math import floor, isfinite, log10

from rich.text import Text

from ...engine.run import Run
from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ...view.format.numbers import MINUS, fixed_point, number, short
from .machine import RunPart

# ---------------------------------------------------------------------------------------------------------------------
# Numbers as they stand on a page of the terminal: short, without the 0 before the point, with a true minus sign.


LARGE = 1000.0  # from here on a number is written with a power of ten


def figure(value: float, digits: int = 4) -> str:
    """An error: `.3204`, `1.36`; where so many decimals would show one digit, two: `7.6e-7`."""
    size = abs(value)
    if not isfinite(value) or size == 0:
        return "0" if size == 0 else number(value)
    sign = MINUS if value < 0 else ""
    if size >= LARGE or size < 10 ** (1 - digits):
        return sign + f"{size:.1e}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")
    if size < 1:
        text = fixed_point(size, digits)
        return sign + text.removeprefix("0")
    return sign + f"{size:.3g}"


def target_number(value: float, width: int = 5) -> str:
    """A target, or a decade: `.01`, `3e-6`."""
    text = short(value, 3)
    return text if len(text) <= width else f"{value:.0e}".replace("e+0", "e").replace("e-0", "e-")


def weight_number(value: float, width: int = 5) -> str:
    """Two decimals, `−0.17`; fewer of a number that is too wide for its column."""
    if not isfinite(value):
        return number(value)
    sign = MINUS if value < 0 and round(value, 2) else ""
    for digits in (2, 1, 0):
        text = sign + fixed_point(abs(value), digits)
        if len(text) <= width + 1:
            return text
    return sign + f"{abs(value):.0e}".replace("e+0", "e").replace("e+", "e")


def knob_number(value: object) -> str:
    """What a knob stands on: `.5`, or a word."""
    return short(float(value)) if isinstance(value, (int, float)) else str(value)


def percent(share: float) -> str:
    """A share of 1 as it is read: `88.6%`."""
    return f"{100 * share:.1f}%"


SHADES = " ░▒▓█"  # from nothing to all, also as `level` counts them
BLOCKS = " ▁▂▃▄▅▆▇█"


def level(value: float, most: int) -> int:
    """0 ... most, for a value of 0 ... 1 and beyond."""
    return most if value != value else min(most, round(most * min(1.0, abs(value))))


HUES = {
    "text": "#F6F1E7", "text2": "#C0C8E8", "text3": "#9AA5D3", "input": "#D3C4FF", "weight": "#4FA8FF",
    "weight_negative": "#FF8C38", "prediction": "#86EFD3", "goal": "#FFDE52", "error": "#FF7C8B", "alpha": "#BDEE7E",
    "glow": "#FFB27A", "border": "#626EBC", "pill": "#2F3A78",
}  # fmt: skip


def outcome_names() -> dict[str, str]:
    """In the order of the legend."""
    return {kind: _(row.title) for kind, row in OUTCOMES.items()}


# ---------------------------------------------------------------------------------------------------------------------
# A picture of dots in braille characters: each character is 2 x 4 dots.


DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # row, column -> bit (Unicode block U+2800)


class Dots:
    """`columns` x `rows` characters; dots are addressed from the top left, 2 x 4 a character."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.bits = [[0] * columns for _ in range(rows)]
        self.letters: dict[tuple[int, int], tuple[str, str]] = {}  # (column, row) -> (letter, style)

    @property
    def width(self) -> int:
        return self.columns * 2

    @property
    def height(self) -> int:
        return self.rows * 4

    def dot(self, x: int, y: int) -> None:
        """Outside: nothing."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self.bits[y // 4][x // 2] |= DOTS[y % 4][x % 2]

    def letter(self, x: int, y: int, letter: str, style: str) -> None:
        """A letter in place of the character that holds this dot; the first one there stays."""
        place = (min(self.columns - 1, max(0, x // 2)), min(self.rows - 1, max(0, y // 4)))
        self.letters.setdefault(place, (letter, style))

    def character(self, column: int, row: int) -> tuple[str, str]:
        """(what stands there, its style); the style of the curve is empty."""
        if (column, row) in self.letters:
            return self.letters[column, row]
        bits = self.bits[row][column]
        return (chr(0x2800 + bits) if bits else " "), ""


# ---------------------------------------------------------------------------------------------------------------------
# The error bowl of one weight in the terminal: braille dots, step digits on it, Pip, the goal under the axis.


def span(run: Run) -> tuple[float, float]:
    """The weights to show: all that were there, and the bottom, with some room."""
    seen = [*run.history.weights[:200], *run.weights, *run.start]
    bottom = lowest(run, min(seen), max(seen))
    shown = [*[w for w in seen if isfinite(w)][:60], bottom]
    reach = max(max(abs(w - bottom) for w in shown), 0.5)
    reach = min(reach, 6.0 * max(abs(run.start[0] - bottom), 0.25))  # a runaway leaves the picture
    return bottom - 1.15 * reach, bottom + 1.15 * reach


def drawable(run: Run) -> bool:
    """Its numbers are not so large that a picture of them would have no numbers."""
    try:
        low, height = span(run)
        return all(map(isfinite, (height - low, run.full_problem.error([low]), run.full_problem.error([height]))))
    except OverflowError:
        return False


def lowest(run: Run, low: float, high: float) -> float:
    """The weight of the lowest error, by looking: coarse to fine."""
    reach = max(high - low, 1.0)
    centre = (low + high) / 2
    for _round in range(9):
        points = [centre + reach * (k / 20 - 1) for k in range(41)]
        centre = min(points, key=lambda w: run.full_problem.error([w]))
        reach /= 6
    return centre


def bowl(run: Run, step: int, rows: int, columns: int) -> list[Text]:
    """Lines: the curve with the steps up to `step`, the axis, and the goal."""
    low, height = span(run)
    dots = Dots(columns, rows)
    errors = [run.full_problem.error([low + (height - low) * x / (dots.width - 1)]) for x in range(dots.width)]
    floor, top = min(errors), max(errors)
    scale = (dots.height - 3) / ((top - floor) or 1.0)
    last = None
    for x, error in enumerate(errors):
        y = round(dots.height - 2 - (error - floor) * scale)
        for between in range(min(y, last if last is not None else y), max(y, last if last is not None else y) + 1):
            dots.dot(x, between)
        last = y

    def place(weight: float) -> tuple[int, int]:
        x = (weight - low) / (height - low) * (dots.width - 1)
        error = run.full_problem.error([weight])
        return round(x), max(0, round(dots.height - 2 - (min(error, top) - floor) * scale) - 3)

    here = run.weights_at(step)[0]
    if low <= here <= height:
        dots.letter(*place(here), "●", HUES["glow"])
    for k in range(min(step, 9) + 1):
        weight = run.weights_at(k)[0]
        if low <= weight <= height and k < step:
            dots.letter(*place(weight), str(k), f"bold {HUES['text']}")
    lines = []
    for row in range(rows):
        line = Text()
        for column in range(columns):
            letter, style = dots.character(column, row)
            line.append(letter, style or (HUES["error"] if row < rows * 0.66 else HUES["glow"]))
        lines.append(line)
    goal = lowest(run, low, height)
    digits = 0 if height - low > 3 else 1 if height - low > 0.4 else 3
    axis = [" "] * columns
    for k in range(5):
        label = f"{low + (height - low) * (k + 0.5) / 5:.{digits}f}"
        at = int(columns * (k + 0.5) / 5) - len(label) // 2
        axis[at : at + len(label)] = list(label)
    at = max(0, min(columns - 1, round((goal - low) / (height - low) * (columns - 1))))
    words = Text(_("weight") + " →", HUES["weight"])
    mark = Text(" " * max(1, at - len(words.plain)) + "▲ " + f"{goal:.4f}", HUES["goal"])
    return [*lines, Text("".join(axis[:columns]), HUES["text2"]), words + mark]


ABOVE, BELOW = 0.25, 0.3  # decades of room above the start and below the goal
DEEPEST = 6.0  # decades at most


class Scale:
    """From what is measured to a part of the height, 0 at the bottom ... 1 at the top."""

    def __init__(self, part: RunPart) -> None:
        self.linear = part.shares
        if self.linear:
            self.low, self.high = 0.0, 1.0
            return
        values = [value for _beat, value in part.curve(part.last) if isfinite(value) and value > 0] or [1.0]
        start = part.measure(0)
        start = log10(start) if isfinite(start) and start > 0 else log10(max(values))
        aim = part.aim
        bottom = log10(aim) if aim else log10(min(values))
        self.high = max(start, bottom) + ABOVE
        self.low = max(min(start, bottom) - BELOW, self.high - DEEPEST)

    def place(self, value: float) -> float:
        """Beyond the ends: on them."""
        if not self.linear:
            value = log10(value) if isfinite(value) and value > 0 else self.high if value else self.low
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def labels(self) -> list[tuple[float, str]]:
        """(value, what stands beside it): whole decades, few enough to be read."""
        if self.linear:
            return [(1.0, "100"), (0.5, "50"), (0.0, "0")]
        powers = list(range(floor(self.low) + 1, floor(self.high) + 1))
        every = 1 + len(powers) // 5
        return [(10.0**power, target_number(10.0**power)) for power in powers if power % every == 0]


def chart(part: RunPart, place: int, columns: int, rows: int) -> list[Text]:
    """Lines: a label of so many letters and a space, then the dots; the last line is the axis below."""
    scale, dots = Scale(part), Dots(columns, rows)
    width = 4 if part.shares else 5
    bottom = dots.height - 1

    def row(value: float) -> int:
        if part.shares:
            return dot(value) // 4
        return round((1.0 - scale.place(value)) * (rows - 1))

    def dot(value: float) -> int:
        down = (1.0 - scale.place(value)) * bottom
        return round(down) if part.shares else int(down)

    across = (dots.width - 1) / part.length
    # From dot to dot; a single one is a dot
    points = [(round(beat * across), dot(value)) for beat, value in part.curve(place)]
    for (x0, y0), (x1, y1) in pairwise([points[0], *points]):
        span = max(abs(x1 - x0), abs(y1 - y0), 1)
        for k in range(span + 1):
            dots.dot(x0 + floor((x1 - x0) * k / span + 0.5), y0 + floor((y1 - y0) * k / span))
    labels = {row(value): (text[:width], HUES["text2"]) for value, text in scale.labels()}
    aim = part.aim
    wanted = row(aim) if aim is not None else None
    if aim is not None and wanted is not None and not (part.shares and wanted in labels):
        labels[wanted] = (f"{100 * aim:g}" if part.shares else target_number(aim), HUES["goal"])
    colour = HUES["prediction" if part.shares else "error"]
    lines = []
    for r in range(rows):
        text, style = labels.get(r, ("", ""))
        line = Text(f"{text:>{width}} ", style)
        for column in range(columns):
            letter, _own = dots.character(column, r)
            empty = letter == " "
            line.append("┄" if empty and r == wanted else letter, HUES["goal"] if empty else colour)
        lines.append(line)
    edge = columns if part.shares else columns - 1
    axis = f"{'0':<{max(2, edge // 2 - 3)}}{_(part.unit)}"
    return [*lines, Text(" " * (width + 1) + f"{axis}{part.length:>{max(1, edge - len(axis))}}", HUES["text2"])]

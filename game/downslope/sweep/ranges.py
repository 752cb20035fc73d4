"""Numbers as they are typed: `0.1:1:10`, `0.01:10:31:log`, `1,3,9`, and for seeds `0:4`."""

from __future__ import annotations

from math import isfinite

from ..i18n import _
from ..storage.errors import Refused
from ..typed_number import parse

MOST = 100_000  # numbers in one range


def numbers(option: str, typed: list[str], positive: bool = False) -> list[float]:
    """All that was typed, sorted, each once. `positive`: above 0. Refused: not numbers, or not such a range."""
    found: set[float] = set()
    for text in parts(typed):
        found |= set(_range(option, text, positive) if ":" in text else [_number(option, text, text, positive)])
    return sorted(found)


def wholes(option: str, typed: list[str], low: int, high: int) -> list[int]:
    """Whole numbers, `LOW:HIGH` with both ends, sorted, each once. Refused: another thing, or outside low ... high."""
    allowed = _("whole numbers {low} to {high}, separated by commas, or FIRST:LAST").format(low=low, high=high)
    found: set[int] = set()
    for text in parts(typed):
        first, colon, last = text.partition(":")
        ends = [int(end) if end.isdecimal() and len(end) < 18 else -1 for end in (first, last if colon else first)]
        if not low <= ends[0] <= ends[1] <= high or ends[1] - ends[0] >= MOST:
            raise bad(option, text, allowed)
        found |= set(range(ends[0], ends[1] + 1))
    return sorted(found)


def parts(typed: list[str]) -> list[str]:
    """`["a,b", "c"]` is a, b, c."""
    return [part.strip() for text in typed for part in text.split(",")]


def _range(option: str, text: str, positive: bool) -> list[float]:
    words = text.split(":")
    allowed = _("LOW:HIGH:COUNT, such as 0.1:1:10, or LOW:HIGH:COUNT:log for equal ratios")
    if not 3 <= len(words) <= 4 or (len(words) == 4 and words[3] not in ("log", "lin")):
        raise bad(option, text, allowed)
    low, high = (_number(option, text, word, positive) for word in words[:2])
    logarithmic = words[3:] == ["log"]
    if not low < high or (logarithmic and low <= 0):
        wanted = _("LOW above 0 and below HIGH") if logarithmic or positive else _("LOW below HIGH")
        raise bad(option, text, wanted)
    if not words[2].isdecimal() or len(words[2]) > 9 or not 2 <= int(words[2]) <= MOST:
        raise bad(option, text, _("a COUNT of 2 to {most}").format(most=MOST))
    if not isfinite(high / low if logarithmic else high - low):
        raise bad(option, text, _("LOW and HIGH that are less far apart"))
    last = int(words[2]) - 1
    values = [
        low * (high / low) ** (k / last) if logarithmic else low + (high - low) * (k / last) for k in range(last + 1)
    ]
    # twelve digits: .3 and not .30000000000000004, and the same on every machine
    return [low, *(float(f"{value:.12g}") for value in values[1:-1]), high]


def _number(option: str, text: str, word: str, positive: bool) -> float:
    try:
        value = parse(word)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or (positive and value <= 0.0):
        wanted = _("finite numbers above 0") if positive else _("finite numbers")
        shape = _("separated by commas, or LOW:HIGH:COUNT, or LOW:HIGH:COUNT:log")
        raise bad(option, text, f"{wanted} {shape}")
    return value + 0.0  # −0 is 0


def bad(option: str, text: str, allowed: str) -> Refused:
    """The sentence for an option that cannot be: its name, what was typed, what is allowed."""
    return Refused(_("{name} is {value!r}; allowed: {allowed}").format(name=option, value=text, allowed=allowed))

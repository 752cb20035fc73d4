"""Colours and marks for the terminal: by meaning, with a mark for every colour (NO_COLOR keeps all marks)."""

from __future__ import annotations

from ..i18n import _

HUES = {
    "text": "#F6F1E7", "text2": "#C0C8E8", "text3": "#9AA5D3", "input": "#D3C4FF", "weight": "#4FA8FF",
    "weight_negative": "#FF8C38", "prediction": "#86EFD3", "goal": "#FFDE52", "error": "#FF7C8B", "alpha": "#BDEE7E",
    "glow": "#FFB27A", "border": "#626EBC",
}  # fmt: skip
MARKS = {"crawl": "…", "land": "●", "overshoot": "~", "orbit": "∞", "runaway": "↗", "stuck": "∪"}
ASCII_MARKS = {"crawl": "...", "land": "o", "overshoot": "~", "orbit": "8", "runaway": "^", "stuck": "u"}


def outcome_names() -> dict[str, str]:
    """In the order of the legend."""
    return {
        "crawl": _("crawl"), "land": _("land"), "overshoot": _("overshoot and settle"), "orbit": _("orbit for ever"),
        "runaway": _("run away"), "stuck": _("stuck"),
    }  # fmt: skip


def marks(unicode: bool) -> dict[str, str]:
    return MARKS if unicode else ASCII_MARKS


def stars(earned: int, unicode: bool) -> str:
    """★★☆, or **- where only ASCII can be written."""
    full, empty = ("★", "☆") if unicode else ("*", "-")
    return full * earned + empty * (3 - earned)

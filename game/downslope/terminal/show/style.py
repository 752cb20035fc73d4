"""Colours and marks for the terminal: by meaning, with a mark for every colour (NO_COLOR keeps all marks)."""

from __future__ import annotations

from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES

HUES = {
    "text": "#F6F1E7", "text2": "#C0C8E8", "text3": "#9AA5D3", "input": "#D3C4FF", "weight": "#4FA8FF",
    "weight_negative": "#FF8C38", "prediction": "#86EFD3", "goal": "#FFDE52", "error": "#FF7C8B", "alpha": "#BDEE7E",
    "glow": "#FFB27A", "border": "#626EBC", "pill": "#2F3A78",
}  # fmt: skip


def outcome_names() -> dict[str, str]:
    """In the order of the legend."""
    return {kind: _(row.title) for kind, row in OUTCOMES.items()}


def marks(unicode: bool) -> dict[str, str]:
    """The sign of each outcome."""
    return {kind: row.mark if unicode else row.ascii for kind, row in OUTCOMES.items()}


def stars(earned: int, unicode: bool) -> str:
    """★★☆, or **- where only ASCII can be written."""
    full, empty = ("★", "☆") if unicode else ("*", "-")
    return full * earned + empty * (3 - earned)

"""The alphas that landed, input by input: shown beside the last telescope."""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n import _
from ..draw.tokens import VALUE
from ..format.numbers import short
from ..widgets.table import HEAD, TOP, Column, Row, Table
from .rule_card import tidy

ROW, MOST = 20.0, 64.0  # height of a row: without its words, where there is much room


def alpha_table(rows: Sequence[tuple[float, float]], high: float, k: float) -> Table:
    """(input, alpha) in rows, for so much height and a factor k on text."""
    columns = (
        Column("", 90 + 30 * k),
        Column(_("input"), None, "input", "input", "middle", 20 + 50 * k),
        Column("α", None, "alpha", "", "middle", 20 + 60 * k),
    )
    told = tuple(
        Row(str(number), ((), ((tidy(value), "input", 700, "mono"),), ((short(alpha), "alpha", 700, "mono"),)), "done")
        for number, (value, alpha) in enumerate(rows, 1)
    )
    each = min(MOST * k, (high - HEAD - 2 * TOP) / len(rows))
    return Table(_("Landed in one step"), columns, told, max(ROW + 24 * k, each), style=VALUE)

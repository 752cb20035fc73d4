"""The units of a par, in the player's language."""

from __future__ import annotations

from ..i18n import _


def unit_names() -> dict[str, str]:
    """What the units of a par are called."""
    return {
        "steps": _("Steps"), "passes": _("Passes"), "turns": _("Turns"), "probes": _("Probes"), "runs": _("Runs"),
        "calls": _("Calls"), "bends": _("Bends"),
    }  # fmt: skip

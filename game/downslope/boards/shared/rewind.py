"""Rewind: go on from an earlier step that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.widgets.button import Button

if TYPE_CHECKING:
    from ...view.widgets.widget import Rect
    from .host import Host


class Rewind(Button):
    """It is there while the player's own run is looked at before its end; a verdict has a way back of its own."""

    def __init__(self, host: Host, place: Rect) -> None:
        tip = _("Go on from the step you are looking at")
        super().__init__("rewind", place, _("Rewind"), "", host.attempt.rewind, tip=tip)
        self.host = host

    def follow(self) -> bool:
        """Come or go, as the attempt stands now. True: it is there."""
        attempt = self.host.attempt
        own = attempt.shown is attempt.session and attempt.step < attempt.session.count
        self.visible = own and not (attempt.busy or attempt.playback.moving or attempt.verdict)
        return self.visible

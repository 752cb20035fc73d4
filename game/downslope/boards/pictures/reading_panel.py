"""Panels that show what a net makes of a picture, or what of it is looked at closely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..shared.panel import AttemptPanel, PicturePanel

if TYPE_CHECKING:
    from ..shared.host import Host
    from .inspection import Inspection
    from .recognition import Recognition


class ReadingPanel(AttemptPanel, PicturePanel):
    """What it shows comes from what the net makes of a picture."""

    bare, words = (560.0, 250.0), (0.0, 0.0)

    def __init__(self, host: Host, recognition: Recognition) -> None:
        super().__init__(host)
        self.recognition = recognition


class InspectionPanel(ReadingPanel):
    """It shows what is looked at closely."""

    def __init__(self, host: Host, recognition: Recognition, inspection: Inspection) -> None:
        super().__init__(host, recognition)
        self.inspection = inspection

"""A page beside a network: under the pages' names, where these stand in its head."""

from __future__ import annotations

from ...view.cards.code_listing import HEAD
from ...view.widgets.widget import Rect


class NetPage:
    """What such a panel has besides. `names`: the pages' names stand in its head."""

    rect: Rect
    names = True

    @property
    def names_height(self) -> float:
        return HEAD if self.names else 0.0

    @property
    def under_names(self) -> Rect:
        x, y, w, h = self.rect
        return (x, y + self.names_height, w, h - self.names_height)

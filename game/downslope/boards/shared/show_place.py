"""Where the show of the machine tells at what it is: in the place of a panel that has nothing to say before its run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.widgets.panel import Group

if TYPE_CHECKING:
    from ...view.widgets.layout import Box, Split
    from ...view.widgets.widget import Rect, Widget
    from .host import Host


class ShowPlace(Group):
    """`what`, but as long as the machine tries and chooses: then the play screen lays the show's phases here."""

    def __init__(self, host: Host, what: Box | Split) -> None:
        super().__init__(what)
        self.host = host

    def place(self, rect: Rect) -> list[Widget]:
        if not prepares(self.host):
            return super().place(rect)
        self.rect, self.shown = rect, ()
        return []


def shows_end(host: Host) -> bool:
    """The end of the machine's show is told over the board, with all that it tried."""
    show = host.attempt.show
    return show is not None and show.ended and show.tried is not None


def has_untried_end(host: Host) -> bool:
    """The end of a show is told in which nothing was tried."""
    show = host.attempt.show
    return show is not None and show.ended and show.tried is None


def prepares(host: Host) -> bool:
    """The machine is in the seat, and its run has not begun."""
    show = host.attempt.show
    return show is not None and show.prepares

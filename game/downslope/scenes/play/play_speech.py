"""What the play screen says: Pip's words, where notes stand, and what of it is read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ..base.scene import Scene

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...boards.shared.board import Board
    from .hint_drawer import HintDrawer
    from .overlay import Overlay

CORNER = (40.0, 88.0)  # of the stage: where a note stands
ASKED = frozenset({"tiles", "answers", "digits"})  # groups of what is to be pressed next: no note lies on it


class PlaySpeech(Scene):
    """The half of the play screen that speaks.

    says    what Pip tells instead of the board's own words
    """

    attempt: Attempt
    board: Board
    overlay: Overlay
    drawer: HintDrawer
    says: tuple[str, str] | None = None

    def words(self) -> tuple[str, str]:
        """What Pip says: (a bold line, a plain one). While something is played, nothing of it."""
        director = self.attempt.director
        if director.frozen and director.moving:
            key = self.game.controls.label("step")
            return "", _("{key}: faster").format(key=key) if director.deaf else ""
        return self.game.toasts.speech() or self.says or self.board.words()

    def place_notes(self) -> None:
        """On the stage, at its top left; where Pip has a panel, he says it. Never on what is pressed or asked."""
        super().place_notes()
        toasts, board = self.game.toasts, self.board
        said = board.message() is not None and not self.overlay.kind and not self.drawer.shown
        toasts.corner, toasts.voice = CORNER, said
        pressed = [widget.rect for widget in self.widgets if widget.visible and widget.group in ASKED]
        toasts.kept_free = (*toasts.kept_free, *pressed, board.overlay_rect())

    def spoken_line(self) -> str:
        """Of a show its caption, and what its race says; else what Pip says."""
        machine = self.attempt.machine
        if machine is not None and machine.on_stage:
            return " ".join(filter(None, (machine.caption, self.overlay.race.sentence())))
        return " ".join(filter(None, self.words()))

    def spoken_verdict(self) -> str:
        return self.overlay.verdict.in_words() if self.overlay.kind in ("bet", "verdict") else ""

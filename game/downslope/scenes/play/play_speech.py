"""What the play screen says: Pip's words, where notes stand, and what of it is read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attempt.units import unit_name
from ...i18n import _
from ...view.format.numbers import number
from ...view.widgets.widget import Press
from ..base.scene import Scene

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...boards.shared.board import Board
    from ...rules.level import Level
    from .overlay import Overlay
    from .stage.hint_drawer import HintDrawer

CORNER = (40.0, 88.0)  # of the stage: where a note stands
MOST_EXAMPLES = 64  # of more, the error is only told where it is known


def run_in_words(attempt: Attempt) -> str:
    """At which step the run is looked at, and how wrong it is there, where that may be seen."""
    session, step = attempt.shown, attempt.step
    run, each = session.run, len(session.run.batches)
    unit, count = ("passes", step // each) if each > 1 and step % each == 0 else ("steps", step)
    told = _("After {n} {unit}").format(n=count, unit=unit_name(session.level, count, unit))
    errors = run.errors
    error = errors[step] if step < len(errors) else None
    if error is None and len(run.examples) <= MOST_EXAMPLES and attempt.fault is None:
        error = run.error()
    if error is None or session.level.visibility("error") == "none" or session.level.visibility("goal") == "hidden":
        return f"{told}."
    return _("{when}: error {error}.").format(when=told, error=number(error))


class PlaySpeech(Scene):
    """The half of the play screen that speaks.

    says    what Pip tells instead of the board's own words
    """

    level: Level
    attempt: Attempt
    board: Board
    overlay: Overlay
    drawer: HintDrawer
    says: tuple[str, str] | None = None

    def words(self) -> tuple[str, str]:
        """What Pip says: (a bold line, a plain one). While something is played, nothing of it."""
        director = self.attempt.director
        if director.pending and director.moving:
            key = self.game.controls.label("step")
            return "", _("Press {key} to go faster.").format(key=key) if director.deaf else ""
        return self.game.toasts.speech() or self.says or self.board.words()

    def place_notes(self) -> None:
        """On the stage, at its top left; where Pip has a panel, he says it. Never on what is pressed or asked."""
        super().place_notes()
        toasts, board = self.game.toasts, self.board
        said = board.message() is not None and not self.overlay.kind and not self.drawer.shown
        toasts.corner, toasts.voice = CORNER, said
        pressed = (widget.rect for widget in self.widgets if isinstance(widget, Press) and widget.visible)
        toasts.kept_free = (*toasts.kept_free, *pressed, board.overlay_rect())

    def spoken_line(self) -> str:
        """Of a show its caption, and what its race says; else what Pip says."""
        attempt = self.attempt
        if attempt.show is not None:
            return " ".join(filter(None, (attempt.show.caption, self.overlay.race.sentence())))
        if attempt.director.pending:
            return ""  # while something is played there is only its picture
        if attempt.asking.open is not None:
            return _(attempt.session.level.questions[attempt.asking.open].text)
        if not attempt.session.actions:
            task = f"{_(self.level.title)}. {_(attempt.session.level.brief)}"
            return " ".join(filter(None, (task, *self.words())))
        return " ".join(filter(None, self.words())) or self.board.in_words() or run_in_words(attempt)

    def spoken_verdict(self) -> str:
        return self.overlay.verdict.in_words() if self.overlay.kind in ("bet", "verdict") else ""

"""What a level is about, told by Pip or in a note where the top bar has no room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.format.markup import plain

if TYPE_CHECKING:
    from .play_screen import PlayScreen

LONG = 8.0  # seconds that it takes to read


class Briefing:
    """The story is told when the level is opened, and again when the title is pressed; until something is done."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self._until: float | None = None  # the scene's time; None: the level was just opened
        self._actions = 0  # that were done when it was told
        self._note = ""  # what a note says of it

    def update(self) -> None:
        """Once a frame: at the beginning, tell what cannot be read at the top."""
        play = self.play
        if self._until is not None:
            if self._note and (play.overlay_kind or not self._fresh()):  # it would lie over what is asked or done now
                play.game.toasts.shown = [toast for toast in play.game.toasts.shown if toast.body != self._note]
                self._note = ""
            return
        self._until = play.time
        seen = play.story_is_whole()
        if not seen and not play.attempt.session.actions and play.attempt.machine is None:
            self.tell()

    def tell(self) -> None:
        """For a while; by Pip where he has a place to speak."""
        play, story = self.play, self.play.story
        if not story:
            return
        self._until, self._actions = play.time + LONG, len(play.attempt.session.actions)
        play.says = None
        if play.board.message() is None:
            self._note = plain(story)
            play.game.toasts.add(_(play.level.title), self._note, icon="map", seconds=LONG)

    def _fresh(self) -> bool:
        """Nothing was done since."""
        return len(self.play.attempt.session.actions) == self._actions

    def words(self) -> tuple[str, str]:
        """What Pip says now: a hint, the story, or what the board has to say: (a bold line, a plain one)."""
        play = self.play
        if play.says is not None:
            return play.says
        told = self._until is not None and play.time < self._until
        if told and self._fresh():
            return "", play.story
        return play.board.words()

"""When nothing moves, the loop waits for the player instead of drawing the same picture sixty times a second."""

from __future__ import annotations

import pygame

QUIET = 30  # frames without a change after which the loop waits
MOMENT = 90  # milliseconds that it waits at most, to see what time has done


class Idling:
    """Counts still frames. An event that ends the waiting is kept for the frame that follows."""

    def __init__(self) -> None:
        self._frames = 0
        self._kept: list[pygame.event.Event] = []

    @property
    def resting(self) -> bool:
        """Nothing was done and nothing was seen to change for a while."""
        return self._frames >= QUIET

    def wake(self) -> None:
        """Something was done, or the picture has changed."""
        self._frames = 0

    def wait(self, seconds: float) -> None:
        """While all is still: until there is an event, or for a moment, at most for so long."""
        if self.resting:
            event = pygame.event.wait(max(1, min(MOMENT, int(1000 * seconds))))
            if event.type != pygame.NOEVENT:
                self._kept.append(event)

    def events(self) -> list[pygame.event.Event]:
        """A new frame begins: what has come since the last one."""
        found, self._kept = [*self._kept, *pygame.event.get()], []
        self._frames = 0 if found else self._frames + 1
        return found

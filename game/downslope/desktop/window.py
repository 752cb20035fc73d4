"""The window, and a picture of it."""

from __future__ import annotations

import os
import warnings
from contextlib import suppress

import pygame

from ..i18n import _
from .capabilities import can

UNSEEN = frozenset({"offscreen", "dummy"})  # SDL's drivers without a screen
SMALLEST, LARGEST = (800, 360), (2560, 1440)  # physical pixels


class DisplayMissing(Exception):
    """There is no display to open a window on. The text is one sentence for the player."""


def open_window(size: tuple[int, int], software: bool = False, icon: pygame.Surface | None = None) -> pygame.Surface:
    """The window, between 800x360 and 2560x1440 physical pixels. Raises DisplayMissing."""
    if software:  # without a graphics card, flips through software OpenGL cost ten times as much
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
    try:
        pygame.display.init()
        # Without a screen SDL draws where nobody sees it; only who asked for such a driver by name can want that
        driver = pygame.display.get_driver()
        if driver in UNSEEN and not os.environ.get("SDL_VIDEODRIVER"):
            pygame.display.quit()
            raise pygame.error(f"SDL: {driver}")
        pygame.font.init()
        pygame.display.set_caption("Downslope")
        if icon is not None:
            pygame.display.set_icon(icon)
        window = pygame.display.set_mode(window_size(size), pygame.RESIZABLE)
    except pygame.error as error:
        raise DisplayMissing(
            _("There is no display to play on ({reason}); try: downslope solve thirteen").format(reason=error)
        ) from error
    if can("window sizes"):
        # No smaller than what everything fits into, where the system lets a window say so
        with suppress(ImportError, AttributeError, pygame.error), warnings.catch_warnings():
            from pygame.window import Window

            warnings.simplefilter("ignore", DeprecationWarning)  # there is no other way yet
            Window.from_display_module().minimum_size = SMALLEST
    return window


def window_size(wanted: tuple[int, int]) -> tuple[int, int]:
    """The nearest size that a window may have."""
    width, height = (min(max(size, minimum), maximum) for size, minimum, maximum in zip(wanted, SMALLEST, LARGEST))
    return width, height


def save_picture(picture: pygame.Surface, file: str) -> None:
    """As a PNG file. OSError: it cannot be written."""
    try:
        pygame.image.save(picture, file)
    except pygame.error as error:
        raise OSError(str(error)) from error

"""The window's icon: Pip on his slope at dusk. Without one SDL shows pygame's, which it has to look for on the disk."""

from __future__ import annotations

import pygame

from ..draw.theme import DUSK, rgb_of

SIDE, FINE = 64, 4  # pixels; how many times larger it is drawn, to be smooth when made small


def window_icon(pixels: int = SIDE) -> pygame.Surface:
    """In DUSK's colours, whatever the theme: it stands among other programs'. `pixels`: how wide and high."""
    side = pixels * FINE
    icon = pygame.Surface((side, side), pygame.SRCALPHA)
    whole, part = icon.get_rect(), side / 16

    def at(*places: float) -> list[float]:
        return [place * part for place in places]

    pygame.draw.rect(icon, rgb_of(DUSK.sky1), whole, border_radius=round(3 * part))
    slope = [at(0, 8.6), at(4, 10.4), at(8, 12.6), at(12, 13.6), at(16, 13.9), at(16, 16), at(0, 16)]
    land = pygame.Surface((side, side), pygame.SRCALPHA)
    pygame.draw.polygon(land, rgb_of(DUSK.ter1), slope)
    pygame.draw.lines(land, rgb_of(DUSK.error), False, slope[:5], round(0.7 * part))
    rounded = pygame.Surface((side, side), pygame.SRCALPHA)
    pygame.draw.rect(rounded, (255, 255, 255, 255), whole, border_radius=round(3 * part))
    land.blit(rounded, (0, 0), special_flags=pygame.BLEND_RGBA_MIN)
    icon.blit(land, (0, 0))
    pygame.draw.circle(icon, rgb_of(DUSK.ball1), at(7.4, 7.2), 4.6 * part)
    for x in (7.6, 9.8):
        pygame.draw.ellipse(icon, rgb_of(DUSK.ball_ink), (*at(x - 0.5, 7.1), *at(1.0, 1.7)))
    return pygame.transform.smoothscale(icon, (pixels, pixels))

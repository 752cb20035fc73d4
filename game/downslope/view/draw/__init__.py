"""The drawing kit: a canvas and everything that it can draw, in design pixels; caches of surfaces."""

from .canvas import (
    ROUND, Canvas, Rect, band_ends, draw_disc, draw_edge, draw_plate, draw_tag, measure, scale_of, tag_size,
)
from .display_list import Screen
from .raster import (
    PREMULTIPLIED, Point, band, blank, box_sprite, glow_sprite, mask, outlines, polygon, round_rect, stroke, tint,
)
from .rects import clip_line, first_free_place, free_parts, holds, inside, meets, places_that_fit
from .shapes import LINEAR, SOFT, around
from .surface_cache import FrameBudgetSpent, SPRITES, time_budget
from .text import ELLIPSIS, FAULTS, GLUE, LAST, MIDDLE, Shortened, advance, file_of, font, width_of
from .theme import (
    DUSK, INKS, RGB, STARK, Look, Theme, contrast, legible, mix_colours, readable, rgb_of, theme_for, weight_colour,
)
from .tokens import (
    BODY, CARD, CODE, CODE_LIGHT, DIAL_NUMBER, DISPLAY, FORMULA, HEADING, HEADLINE, LABEL, LARGE, LARGE_NUMBER,
    LEAD, LEAD_BODY, LEAD_LABEL, LEAD_NUMBER, LIT_PANEL, NOTE, NUMBER, PANEL, RADIUS_S, SCORE, SIGN, SMALL,
    SMALLEST_TEXT, SMALL_NUMBER, SPACE_2, SPACE_3, SPACE_4, SPACE_5, STRONG, TIP, TITLE, TITLE_NUMBER, VALUE, WELL,
    Run, Sheet, TextStyle,
)
from .tween import (
    AWAKE, PENNANTS, STILL, STILL_LIFE, DecorMotion, TimeSlice, Timeline, Tween, ease_out, ease_out_back, now,
    slices_by, smooth,
)

"""The window's picture, of which only what differs from the last frame is drawn.

A frame is noted first: every blit, fill and direct stroke, with its place and clip. Then it is compared with the frame
before. Where both have the same strokes in the same order, the picture has them already; the other places are
drawn anew, each by all the strokes that reach into it. What is to be seen is the same as if all were drawn. What lives
while nothing happens is noted again by itself, between the strokes of the last frame.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from pygame import Rect, Surface

Place = tuple[int, int, int, int]  # left, top, width, height in physical pixels
Paint = Callable[[Surface], object]


@dataclass(slots=True, unsafe_hash=True)
class Direct:
    """A stroke that draws by itself, all of it or not at all; two with one key draw the same."""

    key: Hashable
    box: Place
    paint: Paint = field(compare=False)


# what is drawn, where, which part of it, with which flags, inside which clip (None: everywhere)
Stroke = tuple[Surface | Direct | tuple[int, int, int], tuple[int, ...], Place | None, int, Place | None]
# strokes of a frame, from the first up to the end, that are drawn inside a clip
Alive = tuple[int, int, Place | None, Callable[[], None]]


class Screen:
    """A canvas draws on it as on a surface, between `begin` and `end`. `picture`: all that was drawn."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.picture = Surface(size, 0, 32)
        self._now: list[Stroke] = []
        self._before: list[Stroke] | None = None  # None: nothing was drawn yet
        self._clip: Place | None = None
        self._whole = self.picture.get_rect()
        self._boxes: list[Rect] = []  # of the strokes of the last frame
        self._alive: list[Alive] = []
        self._within = False  # what lives is being drawn

    # -- a frame -----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """A new frame; what was noted since the last `end` is void."""
        self._now, self._clip, self._alive = [], None, []

    def alive(self, draw: Callable[[], None]) -> None:
        first, outermost, self._within = len(self._now), not self._within, True
        try:
            draw()
        finally:
            self._within = not outermost
        if outermost:
            self._alive.append((first, len(self._now), self._clip, draw))

    def live(self) -> list[Rect]:
        """Draw what lives again, the rest is as in the last frame; returns the places that have changed."""
        before, boxes, alive = self._before or [], self._boxes, self._alive
        now, places = list[Stroke](), list[Rect]()
        self._alive, self._boxes = [], []
        done = 0
        for first, end, clip, draw in alive:
            now += before[done:first]
            self._boxes += boxes[done:first]
            self._now, self._clip = now, clip
            self.alive(draw)
            made = now[self._alive[-1][0] :]
            self._boxes += [_box(stroke, self._whole) for stroke in made]
            if made != before[first:end]:
                places += _differing(before[first:end], made, self._boxes[-len(made) :] if made else [], self._whole)
            done = end
        self._now = self._before = now + before[done:]
        self._boxes += boxes[done:]
        return self._draw_places(places)

    def end(self) -> list[Rect]:
        """Draw what has changed; returns the places, which do not overlap."""
        before, self._before = self._before, self._now
        if before == self._now:
            return []
        boxes = self._boxes = [_box(stroke, self._whole) for stroke in self._now]
        return self._draw_places([self._whole] if before is None else _differing(before, self._now, boxes, self._whole))

    def _draw_places(self, places: list[Rect]) -> list[Rect]:
        if places:
            whole = [box for stroke, box in zip(self._now, self._boxes) if isinstance(stroke[0], Direct)]
            # As few places as cover them, none over another; a box of `whole` is in one of them or in none
            rects: list[Rect] = []
            waiting = [place for place in places if place.w and place.h]
            while waiting:
                place = waiting.pop()
                over = [whole[number] for number in place.collidelistall(whole)]
                met = place.collidelistall(rects)
                larger = place.unionall(over + [rects[number] for number in met])
                if larger == place and not met:
                    rects.append(place)
                else:
                    rects = [other for number, other in enumerate(rects) if number not in met]
                    waiting.append(larger)
            places = rects
        for place in places:
            picture, clip = self.picture, None
            picture.set_clip(place)
            for number in place.collidelistall(self._boxes):
                what, at, part, flags, inside = self._now[number]
                if inside != clip:
                    picture.set_clip(place if inside is None else place.clip(inside))
                    clip = inside
                if isinstance(what, Surface):
                    picture.blit(what, (at[0], at[1]), part, flags)
                elif isinstance(what, Direct):
                    what.paint(picture)
                else:
                    picture.fill(what, (at[0], at[1], at[2], at[3]))
        self.picture.set_clip(None)
        return places

    # -- what a canvas does with a surface ---------------------------------------------------------------------------

    def blit(self, source: Surface, dest: tuple[int, int], area: Place | None = None, special_flags: int = 0) -> None:
        self._now.append((source, dest, area, special_flags, self._clip))

    def fill(self, colour: tuple[int, int, int], rect: Rect | Place) -> None:
        self._now.append((colour, (rect[0], rect[1], rect[2], rect[3]), None, 0, self._clip))

    def direct(self, key: Hashable, box: Rect, paint: Paint) -> None:
        """Draw with pygame itself. `key` and `box` (all that it reaches) name what is drawn."""
        place = (box[0], box[1], box[2], box[3])
        self._now.append((Direct(key, place, paint), place, None, 0, self._clip))

    def set_clip(self, rect: Rect) -> None:
        self._clip = None if rect == self._whole else (rect[0], rect[1], rect[2], rect[3])

    def get_clip(self) -> Rect:
        return Rect(self._clip or self._whole)

    def get_rect(self) -> Rect:
        return self._whole.copy()

    def get_size(self) -> tuple[int, int]:
        return self._whole.size


def _box(stroke: Stroke, whole: Rect) -> Rect:
    what, at, part, _flags, clip = stroke
    if isinstance(what, Surface):
        size = what.get_size() if part is None else part[2:]
        return Rect(at, size).clip(clip or whole)
    return Rect(at).clip(clip or whole)


def _differing(before: Sequence[Stroke], now: Sequence[Stroke], boxes: Sequence[Rect], whole: Rect) -> list[Rect]:
    """The boxes of the strokes that are not in both frames, or not in the same order."""
    first, ends = 0, (len(before), len(now))
    while first < min(ends) and before[first] == now[first]:
        first += 1
    numbers = {stroke: number for number, stroke in enumerate(before[first:], first)}
    left, rects = set(range(first, ends[0])), []
    last = first - 1
    for number in range(first, ends[1]):
        was = numbers.get(now[number], -1)
        if was > last:
            last = was
            left.discard(was)
        else:
            rects.append(boxes[number])
    return rects + [_box(before[number], whole) for number in left]

"""The votes as bars, the most voted one framed; two of them to compare; what a picture was read as so far."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ...i18n import N_, _, plural_form
from ..draw import BODY, CODE, LABEL, LEAD, LEAD_BODY, NUMBER, Canvas, Run, draw_plate, holds, weight_colour
from ..format.numbers import number, number as written, percent, told_percents
from ..widgets.widget import Intent, Rect, State, Widget

# Several weights as bars from zero, for a level whose error has no curve that could be drawn.


NAMES = 0.3  # of the width, at most


def draw_weights(canvas: Canvas, rect: Rect, weights: Sequence[float], limit: float, names: Sequence[str] = ()) -> None:
    """`limit`: the weight that fills half of the width; larger ones stop there, their numbers go on.

    `names`: what they are called, if they have names of their own.
    """
    x, y, w, h = rect
    canvas.text(x + w / 2, y + 16 + 18 * canvas.type, _("Weights"), LEAD, "text", "middle")
    top, low = y + 40 + 22 * canvas.type, y + h - 20
    rows = min(len(weights), max(1, int((low - top) / 12.0)))  # rows are not lower; what has no room is counted
    step = min(44.0 * max(1.0, canvas.type), (low - top) / rows)
    text = step >= 20 * canvas.type
    room = 96 * canvas.type if text else 0.0
    called = min(NAMES * w, max((canvas.width(name, LABEL) for name in names), default=0.0)) if text else 0.0
    middle, reach = x + (w + called - room) / 2, (w - 60 - room - called) / 2
    canvas.line(middle, top, middle, top + rows * step, "border2", 2)
    for i in range(rows):
        weight = weights[i]
        colour = weight_colour(weight)
        part = min(1.0, abs(weight) / limit) if math.isfinite(weight) and limit else 1.0
        line, thick = top + (i + 0.5) * step, min(18.0, 0.6 * step)
        left = middle if weight >= 0 else middle - part * reach
        canvas.rect(left, line - thick / 2, max(1.0, part * reach), thick, colour, min(4.0, thick / 3))
        if called and i < len(names):
            style, name = canvas.fit_style(names[i], called, LABEL)
            canvas.text_vcenter(x + 24, line, name, style, "text2")
        if text:
            canvas.text_vcenter(x + w - 24, line, number(weight), NUMBER, colour, "end")
    if rows < len(weights):
        more = _("and {count} more").format(count=len(weights) - rows)
        canvas.text(x + w / 2, y + h - 6, more, BODY, "text2", "middle")


HEAD = 54.0
OF_ROW = 0.83  # part of a row's height that its letters may be


def draw_votes(canvas: Canvas, rect: Rect, names: Sequence[str], shares: Sequence[float] | None,
               plain: Sequence[float] | None = None, pair: tuple[int, int] | None = None) -> None:  # fmt: skip
    """`shares` add up to 1; None: there is nothing to vote on. `plain`: the numbers that are told, which are no shares.

    `pair`: the two that are compared. Draws into a layer that does not change.
    """
    x, y, w, _h = rect
    base = y + 17 + 18 * canvas.type
    canvas.glyph("prediction", x + 26, base - 6 * canvas.type, 8)
    count = len(names)
    votes = _("Ten votes") if count == 10 else plural_form("One vote", "{count} votes", count).format(count=count)
    title = votes if plain is None else _("{votes}, not in %").format(votes=votes)
    best = max(range(len(names)), key=shares.__getitem__) if shares and max(shares) > min(shares) else None
    width = 0.0
    if best is not None:
        runs: list[Run] = [(_("I read a") + " ", "text2", 600), (names[best], "prediction", 700, "mono")]
        if canvas.rich_width(runs, LEAD_BODY) + canvas.width(title, LEAD) > w - 60:
            del runs[0]
        width = canvas.rich(x + w - 18, base, runs, LEAD_BODY, anchor="end") + 10
    canvas.within(x + 42, base, title, w - 60 - width, LEAD, "text", shorter=[votes])
    texts = told_percents(shares) if shares else ["–"] * len(names)
    if shares and plain is not None:
        texts = [written(vote) for vote in plain]
        shares = [max(0.0, vote) / max(1.0, *plain) for vote in plain]  # a bar as long as its number says
    label = max(canvas.width(each, NUMBER) for each in (*texts, "100%")) + 26
    for index, name in enumerate(names):
        _left, top, _wide, pitch = row_of(rect, index, count)
        middle, on = top + pitch / 2, index == best
        if on:
            ground = canvas.mix("panel", "prediction", 0.16)
            draw_plate(canvas, (x + 10, top, w - 20, pitch), "prediction", fill=ground)
        ink = "text" if on else "text2"
        size = min(20.0, OF_ROW * pitch / canvas.type)
        canvas.text_vcenter(x + 30, middle, name, NUMBER.with_size(size), ink, "middle")
        if pair is not None and index in pair:
            # In front of a vote that is compared: a blue square, or an orange one with a bar.
            px = x + 14
            against = index == pair[1]
            canvas.rect(px, middle - 4, 8, 8, "weight_negative" if against else "weight", 2.5)
            if against:
                canvas.line(px + 2, middle, px + 6, middle, "ink" if canvas.theme.dark else "panel", 1.6)
        left, room, height = x + 52, w - 52 - label, min(13.0, pitch - 12)
        canvas.rect(left, middle - height / 2, room, height, "well", height / 2)
        share = min(1.0, shares[index]) if shares else 0.0
        if share * room > 2:
            canvas.rect(left, middle - height / 2, max(height, share * room), height, "prediction", height / 2,
                        alpha=1 if on else 0.75)  # fmt: skip
        small = min(16.0, OF_ROW * pitch / canvas.type)
        canvas.text_vcenter(x + w - 18, middle, texts[index], (NUMBER if on else CODE).with_size(small), ink, "end")


def row_of(rect: Rect, number: int, count: int) -> Rect:
    """Where a vote stands."""
    x, y, w, h = rect
    pitch = (h - HEAD - 8) / count
    return (x, y + HEAD + number * pitch, w, pitch)


class Votes(Widget):
    """The votes, of which two are chosen to be compared. Up and down change the first, with Shift the second.

    Enter changes which of the two the arrows move; the wheel moves the second; Delete gives both up. A press chooses
    the first, with Shift the second.
    """

    lasting = ("on_second",)
    role = N_("bars")

    def __init__(self, name: str, rect: Rect, on_choice: Callable[[int | None, int | None], None]) -> None:
        super().__init__(name, rect, tip=_("Compare two: press one, Shift and press the other"))
        self.on_choice = on_choice
        self.names: tuple[str, ...] = ()
        self.shares: tuple[float, ...] = ()
        self.plain: tuple[float, ...] | None = None
        self.pair: tuple[int, int] | None = None  # where two can be compared
        self.cells: Sequence[Rect] = ()  # where they stand in a place, which shows how large they are
        self.on_second = False  # the arrows move the second
        self.marked = False  # both are to be seen

    def accessible_value(self) -> str:
        """The two that are compared, else the three that have the most."""
        order = sorted(range(len(self.shares)), key=lambda k: -self.shares[k])
        named = self.pair or order[:3]
        return ", ".join(f"{self.names[k]}: {percent(self.shares[k])}" for k in named if k < len(self.shares))

    def cell(self, number: int) -> Rect:
        """Where a vote stands."""
        return self.cells[number] if self.cells else row_of(self.rect, number, len(self.names))

    def handled_intents(self) -> tuple[str, ...]:
        return ("up", "down", "accept", "erase") if self.pair else ()

    def act(self, intent: Intent) -> bool:
        if self.pair is None:
            return intent.name in ("press", "move", "release")
        second = self.on_second != intent.big
        if intent.name in ("up", "down"):
            self._move(1 if intent.name == "down" else -1, second)
        elif intent.name == "wheel":
            self._move(-1 if intent.value > 0 else 1, True)
        elif intent.name == "accept":
            self.on_second = not self.on_second
        elif intent.name == "erase":
            self.on_choice(None, None)
        elif intent.name == "press":
            for number in range(len(self.names)):
                if holds(self.cell(number), (intent.x, intent.y)):
                    self._take(number, intent.big)
        else:
            return intent.name in ("move", "release")
        return True

    def _move(self, by: int, second: bool) -> None:
        """The next one that is not the other."""
        assert self.pair is not None
        moved, other = self.pair[second], self.pair[not second]
        moved = (moved + by) % len(self.names)
        self._take((moved + by) % len(self.names) if moved == other else moved, second)

    def _take(self, number: int, second: bool) -> None:
        assert self.pair is not None
        if number != self.pair[not second]:
            self.pair = (self.pair[0], number) if second else (number, self.pair[1])
            self.on_choice(*self.pair)

    def draw(self, canvas: Canvas, state: State) -> None:
        shown = (self.rect, self.names, self.shares or None, self.plain)
        pair = self.pair if self.marked or state.focus else None
        if self.cells:
            # In a place: the largest with its number, and the two that are compared
            if self.shares and max(self.shares) > min(self.shares):
                best = max(range(len(self.shares)), key=self.shares.__getitem__)
                x, y, w, h = self.cell(best)
                canvas.rect(x - 1, y - 1, w + 2, h + 2, None, 6, "prediction", 3)
                share = written(self.plain[best]) if self.plain is not None else told_percents(self.shares)[best]
                room, ink = w - 33 * h / 112, canvas.readable("prediction", "door")
                if canvas.width(share, NUMBER.with_size(canvas.least(NUMBER.size))) <= room:
                    canvas.within(x + w - 4, canvas.baseline_of(y + 0.13 * h), share, room, NUMBER, ink, "end")
            for against, which in enumerate(pair or ()):  # on the edge below
                x, y, w, h = self.cell(which)
                left, top = x + w / 2 - 5, y + h - 1
                canvas.rect(left, top, 10, 10, "weight_negative" if against else "weight", 3)
                if against:
                    canvas.line(left + 2, top + 5, left + 8, top + 5, "ink" if canvas.theme.dark else "panel", 2)
        else:
            canvas.once(self.rect, draw_votes, *shown, pair)
        if state.focus and self.pair is not None:
            x, top, w, height = self.cell(self.pair[self.on_second])
            inset = 0 if self.cells else 12
            canvas.focus(x + inset, top + 1, w - 2 * inset, height - 2, 9)

"""The card of a reached level: stars and what they took, scores, both error curves, the insight, what is next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...attempt.units import unit_name
from ...i18n import _
from ...rules.level import Level
from ...rules.outcome_kinds import OUTCOMES
from ...scripts.translated import Written
from ...view.cards.level_card_parts import (
    FIRST,
    Score,
    Star,
    draw_confetti,
    draw_insight,
    draw_scores,
    draw_star_names,
    draw_stars,
)
from ...view.charts.two_runs_chart import draw_race
from ...view.draw.tokens import LABEL, LEAD_NUMBER, STRONG
from ...view.format.measure import measure
from ...view.widgets.button import Button, IconButton
from ...view.widgets.widget import Rect
from ..base.modal import Modal
from ..base.navigation import screen

if TYPE_CHECKING:
    from ...attempt.game import Game
    from ...desktop.controls import Intent
    from ...rules.session import Session
    from ...view.draw.canvas import Canvas
    from ..base.scene import Scene


@dataclass(frozen=True)
class Summary:
    """What the card tells.

    stars, ever   earned in this attempt; in this one or before
    labels        what each of the three stars takes, in words
    count, par    in `unit`, a row of UNITS; None: there is none
    ghost         what the auto-solver took; None: it does not get there
    looking       its run is still looked for
    errors        at each look of the player's run; `ghost_errors` of the auto-solver's
    outcome       kind of the outcome; None: nothing was run
    script        the run as plain Python; "": plain lines cannot say it
    written       the run in all its forms; None: in plain Python alone
    next_level    None: this is the last
    withheld      why stars were not given, a sentence each
    chart         the session whose convergence map can be looked at
    recap         number of the chapter that ends here and whose recap still waits; None: none does
    """

    level: Level
    code: str
    stars: frozenset[int]
    ever: frozenset[int]
    labels: tuple[str, ...]
    count: int | None
    par: int | None
    unit: str
    ghost: int | None
    errors: Sequence[float]
    ghost_errors: Sequence[float]
    outcome: str | None
    insight: str
    script: str
    next_level: Level | None
    recap: int | None = None
    written: Callable[[], Mapping[str, Written]] | None = None
    chart: Session | None = None
    withheld: Sequence[str] = ()
    looking: bool = False


class CardScene(Modal):
    """Over the play screen, its `parent`. Replay, Ten lines, convergence map, Next (or Map); Esc gives that back.

    `look_on`: asked once a frame while the auto-solver's run is looked for; it gives the summary as it is then.
    """

    def __init__(self, game: Game, parent: Scene, summary: Summary,
                 look_on: Callable[[Summary], Summary] | None = None) -> None:  # fmt: skip
        super().__init__(game, parent)
        self.summary = summary
        self.look_on = look_on
        ever = summary.stars | summary.ever
        self.stars = [Star(label, n in summary.stars, n in ever) for n, label in enumerate(summary.labels, 1) if label]
        self.opens("next", arms=True)
        self._face = object()  # key of the layer with all that stands still

    # -- layout ------------------------------------------------------------------------------------------------------

    def layout(self) -> None:
        grown = self.type - 1
        width = min(680 + 640 * grown, self.width - 64)
        height = min(576 + 300 * grown, self.height - 92)
        top = max(70.0, (self.height - height) / 2 + 22)
        self.place = ((self.width - width) / 2, min(top, self.height - height - 20), width, height)
        x, y, width, height = self.place
        low = y + height - 72
        chart = self._chart_button(low) if self.summary.chart is not None else None
        room = width - 48 - 24 - (chart.rect[2] + 12 if chart is not None else 0)
        widths = [room * 0.24, room * 0.28, room * 0.48]
        if not self.summary.script:
            widths = [room * 0.34, 0.0, room * 0.66]
        lines = Button("lines", (x + 24 + widths[0] + 12, low, widths[1], 52), _("Ten lines"), "keys", self._show_lines,
                       group="card")  # fmt: skip
        end = self._where_to()
        if chart is not None:
            chart.rect = (x + width - 24 - widths[2] - 12 - chart.rect[2], low, *chart.rect[2:])
        self.widgets = [
            Button("replay", (x + 24, low, widths[0], 52), _("Replay"), "reset", self._replay, group="card"),
            *([lines] if self.summary.script else []),
            *([chart] if chart is not None else []),
            Button("next", (x + width - 24 - widths[2], low, widths[2], 52), end, "", self._next_level, kind="primary",
                   key="accept", group="card"),
        ]  # fmt: skip

    def _chart_button(self, y: float) -> IconButton:
        return IconButton("chart", (0, y, 58, 52), "", "map", self._show_chart, key="map", tip=_("Convergence map"),
                          group="card")  # fmt: skip

    # -- what happens ------------------------------------------------------------------------------------------------

    def _replay(self) -> None:

        self.open("play", level=self.summary.level)

    def _where_to(self) -> str:
        """What the way on is called."""
        if self.summary.recap is not None:
            return _("Next: recap")
        level = self.summary.next_level
        return _("Next: {title}").format(title=_(level.title)) if level else _("Map")

    def _next_level(self) -> None:
        if self.summary.recap is not None:

            self.open("recap", chapter=self.summary.recap, parent=screen("map", self.game))
            return
        if self.summary.next_level is None:
            self._map()
            return

        self.open("play", level=self.summary.next_level)

    def _map(self) -> None:

        self.open("map")

    def _show_lines(self) -> None:

        summary = self.summary
        forms = summary.written() if summary.written else {"python": Written(summary.script)}
        self.open("script", parent=self, title=_(summary.level.title), written=forms)

    def _show_chart(self) -> None:

        if self.summary.chart is not None:
            self.open("convergence", parent=self, session=self.summary.chart)

    def on_intent(self, intent: Intent) -> bool:
        if intent.name in ("map", "reset"):
            self._map() if intent.name == "map" else self._replay()
            return True
        return super().on_intent(intent)

    def on_update(self, seconds: float) -> None:
        if self.summary.stars and self.time - seconds < FIRST <= self.time:
            self.game.sound.star()
        if self.summary.looking and self.look_on is not None:
            self.summary = self.look_on(self.summary)
            if not self.summary.looking:
                self._face = object()

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        x, y, width, height = self.place
        middle = x + width / 2
        draw_confetti(canvas, middle, y, self.time)
        canvas.cached(self._face, x - 90, y - 90, width + 180, height + 180, self._paint_face)
        draw_stars(canvas, middle, y, self._pitch(), self.stars, self.time)

    def _pitch(self) -> float:
        """How far apart the stars stand: their names need room."""
        canvas = measure(self.game, self.width, self.height)
        widest = max((canvas.width(star.label, LABEL) for star in self.stars), default=0.0) + 10
        return min(max(150 * self.type, widest), (self.place[2] - 40) / 3)

    def _paint_face(self, canvas: Canvas) -> None:
        self.paint_card(canvas)
        x, y, width, height = self.place
        t, middle = canvas.type, x + width / 2
        line = y + 58 + 14 * t
        draw_star_names(canvas, middle, line, self._pitch(), self.stars)
        line += 18 + 28 * t
        canvas.within(middle, line, _("Flag reached!"), width - 48, STRONG.sized(32), "text", "middle")
        line += 12 + 22 * t
        self._paint_title(canvas, line)
        top = line + 16 + 6 * t
        high = 62 + 26 * t
        draw_scores(canvas, (x + 24, top, width - 48, high), self._scores())
        told = " ".join(filter(None, (comparison(self.summary), *self.summary.withheld)))
        compared = canvas.lines(told, width - 60, LABEL)
        foot = y + height - 72 - 18 - (len(compared) - 1) * 22 * t
        row = (x + 24, top + high + 14, width - 48, foot - 16 * t - 10 - (top + high + 14))
        self._paint_row(canvas, row)
        for i, part in enumerate(compared):
            canvas.text(middle, foot + i * 22 * t, part, LABEL, "text2", "middle")

    def _paint_title(self, canvas: Canvas, line: float) -> None:
        """Code, title and how the run ended, as one centred line."""
        summary = self.summary
        x, _y, width, _height = self.place
        badge = canvas.badge_width(_(OUTCOMES[summary.outcome].title)) + 18 if summary.outcome else 0.0
        code = canvas.width(summary.code, LEAD_NUMBER) + 14
        style, title = canvas.fitted(_(summary.level.title), width - 48 - badge - code, LABEL.sized(18))
        wide = code + canvas.width(title, style) + badge
        left = x + (width - wide) / 2
        canvas.text(left, line, summary.code, LEAD_NUMBER, "text2")
        left += code + canvas.text(left + code, line, title, style, "text2")
        if summary.outcome:
            high = 24 + 10 * canvas.type
            kind = OUTCOMES[summary.outcome]
            canvas.badge(left + 18, line - 6.3 * canvas.type - high / 2, kind.icon, _(kind.title), high)

    def _scores(self) -> list[Score]:
        summary = self.summary
        counts = (("you", summary.count), ("par", summary.par), ("ghost", summary.ghost))
        found = [Score(kind, count, self._unit(count)) for kind, count in counts if count is not None]
        return [*found, Score("ghost")] if summary.looking else found

    def _unit(self, count: int) -> str:
        return unit_name(self.summary.level, count, self.summary.unit)

    def _paint_row(self, canvas: Canvas, rect: Rect) -> None:
        """The curves where there are any, and the insight."""
        x, y, width, height = rect
        summary = self.summary
        wide = width * 0.475 if len(summary.errors) > 1 else 0.0
        if wide and not summary.insight:
            wide = width
        if wide:
            draw_race(canvas, (x, y, wide, height), summary.errors, summary.ghost_errors)
        if summary.insight:
            left = x + wide + (16 if wide else 0)
            draw_insight(canvas, (left, y, x + width - left, height), summary.insight)


def comparison(summary: Summary) -> str:
    """One sentence: against par, and against the auto-solver."""
    if summary.count is None:
        return ""
    parts = []
    if summary.par is not None:
        templates = (_("{n} under par"), _("exactly par"), _("{n} over par"))
        parts.append(_against(summary.count - summary.par, templates))
    if summary.ghost is not None:
        templates = (
            _("{n} ahead of the auto-solver"), _("level with the auto-solver"), _("{n} behind the auto-solver")
        )  # fmt: skip
        parts.append(_against(summary.count - summary.ghost, templates))
    sentence = ", ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _against(more: int, templates: tuple[str, str, str]) -> str:
    under, level, over = templates
    return (under if more < 0 else over if more else level).format(n=abs(more))

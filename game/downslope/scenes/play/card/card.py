"""The card of a reached level: stars and what they took, scores, both error curves, the insight, what is next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....attempt.units import unit_name
from ....i18n import _, sentence_case, several
from ....rules.level import Level
from ....scripts.translated import Written
from ....view.cards.level_card_parts import (
    CELEBRATION,
    LINE_HIGH,
    NOTE_HIGH,
    Score,
    Star,
    draw_confetti,
    draw_insight,
    draw_reached,
    draw_score,
    draw_star_names,
    draw_stars,
    most_lines,
    star_lights,
)
from ....view.charts.two_runs_chart import draw_two_runs
from ....view.draw.tokens import HEADLINE, LABEL, SMALL
from ....view.widgets.button import Button, IconButton
from ....view.widgets.button_panel import HIGH, ButtonPanel
from ....view.widgets.label import Label
from ....view.widgets.layout import Part, Split, column, inset, row, tight
from ....view.widgets.panel import Figure, place_tree
from ....view.widgets.widget import UNPLACED
from ...base.modal import Modal
from ...base.navigation import screen

if TYPE_CHECKING:
    from pygame import Surface

    from ....attempt.game.game import Game
    from ....desktop.controls import Intent
    from ....rules.session import Session
    from ....view.draw.canvas import Canvas
    from ...base.scene import Scene

ICON = 52.0  # width of a button that is only an icon
SIDE = 24.0  # from the card's edge to what is on it


@dataclass(frozen=True)
class Summary:
    """What the card tells.

    stars, ever   earned in this attempt; in this one or before
    labels        what each of the three stars takes, in words
    count, par    in `unit`, a row of UNITS; None: there is none
    ghost         what the auto-solver took; None: it does not get there
    looking       its run is still looked for
    errors        at each look of the player's run; `ghost_errors` of the auto-solver's; `part`: the part they are of
    outcome       kind of the outcome; None: nothing was run
    script        the run as plain Python; "": plain lines cannot say it
    written       the run in all its forms; None: in plain Python alone
    next_level    None: this is the last
    star_reasons  why stars were not given, a sentence each
    watched       the stars that watching took, said under them; `shared`: it was a run that somebody has made
    copy          puts the code of the run on the clipboard
    link          puts a link to the level on the clipboard
    film          makes a film of the run, and keeps a picture of the card beside it
    chart         the session whose convergence map can be looked at
    recap         number of the chapter that ends here and whose recap still waits; None: none does
    ended         number of the chapter that is complete with this level, if its end was not shown yet
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
    ended: int | None = None
    written: Callable[[], Mapping[str, Written]] | None = None
    chart: Session | None = None
    star_reasons: Sequence[str] = ()
    looking: bool = False
    watched: frozenset[int] = frozenset()
    shared: bool = False
    part: int | None = None
    copy: Callable[[], object] | None = None
    link: Callable[[], object] | None = None
    film: Callable[[Surface], object] | None = None


class CardScene(Modal):
    """Over the play screen, its `parent`. Replay, As Python, convergence map, Next (or Map); Esc gives that back.

    `look_on`: asked once a frame while the auto-solver's run is looked for; it gives the summary as it is then.
    """

    def __init__(self, game: Game, parent: Scene, summary: Summary,
                 look_on: Callable[[Summary], Summary] | None = None) -> None:  # fmt: skip
        super().__init__(game, parent)
        self.summary = summary
        self.look_on = look_on
        ever = summary.stars | summary.ever
        told = _("not counted: you watched auto-solve")
        if summary.shared:
            told = _("not counted: you watched a shared run")
        self.stars = [
            Star(label, n in summary.stars, n in ever, told if n in summary.watched else "")
            for n, label in enumerate(summary.labels, 1) if label
        ]  # fmt: skip
        self.opens("next", arms=True)

    def spoken_line(self) -> str:
        """Stars, scores, what is learned of it."""
        summary, lit = self.summary, len(self.summary.stars | self.summary.ever)
        won = several("{n} star", "{n} stars", lit).format(n=lit)
        title = f"{_('Goal reached!')} {_(summary.level.title)}, {won}."
        return " ".join(filter(None, (title, comparison(summary), summary.insight)))

    # -- layout ------------------------------------------------------------------------------------------------------

    def layout(self) -> None:
        grown = self.type - 1
        width = min(744 + 576 * grown, self.width - 64)
        height = min(576 + 300 * grown, self.height - 84)
        top = max(70.0, (self.height - height) / 2 + 22)
        self.place = ((self.width - width) / 2, min(top, self.height - height - 20), width, height)
        self.panels, self.widgets = place_tree(self.tree(self.measure()), self.place)

    def tree(self, canvas: Canvas) -> Split:
        summary, t, room = self.summary, canvas.type, self.place[2] - 2 * SIDE
        noted = NOTE_HIGH if summary.watched else 0.0
        noted += LINE_HIGH * (most_lines(canvas, self._pitch(canvas), self.stars) - 1)
        title = Figure(draw_reached, summary.code, _(summary.level.title), summary.outcome)
        head = column(
            Part(Figure(draw_star_names, self._pitch(canvas), tuple(self.stars)), 64 + (18 + noted) * t),
            tight(Label(canvas, _("Goal reached!"), HEADLINE, width=room, spacing=1.1, anchor="middle")),
            Part(title, 24 + 10 * t),
            gap=6,
        )
        scores = row(*(Part(Figure(draw_score, score)) for score in self._scores()), gap=16)
        told = " ".join(filter(None, (comparison(summary), *summary.star_reasons)))
        parts = column(
            tight(head),
            Part(scores, 62 + 26 * t),
            Part(self._row()),
            tight(Label(canvas, told, LABEL, "text2", width=room, spacing=1.375, anchor="middle")),
            Part(self._buttons(canvas), HIGH),
            gap=10,
        )
        return inset(parts, SIDE, 0, SIDE, 20)

    def _row(self) -> Split:
        """The curves where there are any, and the insight."""
        summary, found = self.summary, list[Part]()
        if len(summary.errors) > 1:
            race = Figure(draw_two_runs, tuple(summary.errors), tuple(summary.ghost_errors), self._part())
            found.append(Part(race, share=0.488))
        if summary.insight:
            found.append(Part(Figure(draw_insight, summary.insight), share=0.512))
        return row(*found, gap=16)

    def _part(self) -> str:
        """Of which part the curves are, where the level has several."""
        part = self.summary.part
        return "" if part is None else _("part {n}").format(n=part + 1)

    def _buttons(self, canvas: Canvas) -> Split:
        replay = Button("replay", UNPLACED, _("Replay"), "reset", self._replay, group="card")
        lines = Button("lines", UNPLACED, _("As Python"), "keys", self._show_lines, group="card")
        chart = IconButton("chart", UNPLACED, "", "map", self._show_chart, key="map", tip=_("Convergence map"),
                           group="card")  # fmt: skip
        onward = self._where_to()
        following = Button("next", UNPLACED, onward, "", self._next_level, kind="primary", key="accept",
                           group="card")  # fmt: skip
        replay.kind, replay.key = ("normal", "") if onward else ("primary", "accept")
        summary, found = self.summary, [Part(ButtonPanel(canvas, replay), share=0.24)]
        if summary.script:
            found.append(Part(ButtonPanel(canvas, lines), share=0.28))
        icons = [chart] if summary.chart is not None else []
        ways = (
            ("copy", "share", _("Copy the run as a code"), summary.copy),
            ("link", "link", _("Copy a link to this level"), summary.link),
            ("film", "save", _("Save a film of the run, and this card"), summary.film and self._film),
        )
        icons += [IconButton(name, UNPLACED, "", icon, do, key=name, tip=tip, group="card")
                  for name, icon, tip, do in ways if do is not None]  # fmt: skip
        if icons:
            found.append(tight(row(*(Part(ButtonPanel(canvas, icon), ICON) for icon in icons), gap=8)))
        return row(*found, *([Part(ButtonPanel(canvas, following), share=0.48)] if onward else []))

    # -- what happens ------------------------------------------------------------------------------------------------

    def _replay(self) -> None:
        self.open("play", level=self.summary.level)

    def _where_to(self) -> str:
        """What the way on is called; "": there is none."""
        if self.summary.ended is not None:
            return _("The chapter")
        if self.summary.recap is not None:
            return _("Next: recap")
        level = self.summary.next_level
        if level is not None:
            return _("Next: {title}").format(title=_(level.title))
        return "" if self.game.hides("map") else _("Map")

    def _next_level(self) -> None:
        if self.summary.ended is not None:
            self._map()
            return
        if self.summary.recap is not None:
            self.open("recap", chapter=self.summary.recap, parent=screen("map", self.game))
            return
        if self.summary.next_level is None:
            self._map()
            return
        self.open("play", level=self.summary.next_level)

    def _film(self) -> None:
        if self.summary.film is not None:
            self.summary.film(self.snapshot())

    def _map(self) -> None:
        """The map; where a chapter is complete, that is shown first."""
        self.open("map", ended=self.summary.ended)

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

    def own_acts(self) -> dict[str, str]:
        found = {**super().own_acts(), "reset": _("Replay")}
        return found if self.game.hides("map") else {**found, "map": _("Level map")}

    @property
    def moving(self) -> bool:
        return self.time < CELEBRATION or self.summary.looking

    def on_update(self, seconds: float) -> None:
        for shown, number in enumerate(sorted(self.summary.stars), 1):
            if self.time - seconds < star_lights(shown) <= self.time:
                self.game.feel.star(number)
        if self.summary.looking and self.look_on is not None:
            self.summary = self.look_on(self.summary)
            if not self.summary.looking:
                self.relayout()

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint_behind(self, canvas: Canvas) -> None:
        x, y, width, _height = self.place
        draw_confetti(canvas, x + width / 2, y, self.time)

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        x, y, width, _height = self.place
        draw_stars(canvas, x + width / 2, y, self._pitch(canvas), self.stars, self.time)

    def _pitch(self, canvas: Canvas) -> float:
        """How far apart the stars stand: their names need room."""
        widest = max((canvas.width(star.label, LABEL) for star in self.stars), default=0.0) + 10
        widest = max(widest, *(0.7 * canvas.width(star.note, SMALL) + 8 for star in self.stars))  # on two lines
        return min(max(150 * self.type, widest), (self.place[2] - 40) / 3)

    def _scores(self) -> list[Score]:
        summary = self.summary
        counts = (("you", summary.count), ("par", summary.par), ("ghost", summary.ghost))
        found = [Score(kind, count, self._unit(count)) for kind, count in counts if count is not None]
        return [*found, Score("ghost")] if summary.looking else found

    def _unit(self, count: int) -> str:
        return unit_name(self.summary.level, count, self.summary.unit)


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
    return sentence_case(sentence) + "." if sentence else ""


def _against(more: int, templates: tuple[str, str, str]) -> str:
    under, level, over = templates
    return (under if more < 0 else over if more else level).format(n=abs(more))

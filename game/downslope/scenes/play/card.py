"""The card of a reached level: stars and what they took, scores, both error curves, the insight, what is next."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import NamedTuple

from pygame import Surface

from ...attempt.game.game import Game
from ...attempt.game.progression import chapter_ended_by
from ...attempt.past_runs import errors_of
from ...attempt.shown import unit_name
from ...i18n import _, plural_form, sentence_case
from ...rules import OUTCOMES, Level, Session, campaign, stars
from ...scripts.forms import FORMS, Written, write
from ...view.charts.run_chart import draw_two_runs
from ...view.draw import (
    BODY,
    ELLIPSIS,
    HEADLINE,
    LABEL,
    LEAD,
    LEAD_LABEL,
    LEAD_NUMBER,
    SCORE,
    SMALL,
    Canvas,
    ease_out_back,
)
from ...view.widgets.button import Button, IconButton
from ...view.widgets.ink import Col, InkBox, Label, Para, Row, pill
from ...view.widgets.panel import (
    HIGH,
    Box,
    ButtonPanel,
    Figure,
    Laid,
    Part,
    Split,
    WidgetPanel,
    column,
    first_that_fits,
    fit_content,
    layout_tree,
    row,
    with_padding,
)
from ...view.widgets.widget import UNPLACED, Rect
from ..base.event_routing import KeyAction
from ..base.panel_screen import Modal
from ..base.scene import Scene, screen
from .play_screen import PlayScreen, map_is_open
from .star_conditions import condition, reasons, taken_by_machine

BETWEEN = 24.0  # from one star's name to the next
FIRST, APART, POP = 0.2, 0.14, 0.26  # seconds until the first star, between stars, that one takes
CONFETTI_DOTS, CONFETTI = 46, 0.9
DICE = Random(11)  # of each piece of it the direction, reach, size, colour, whether it is round: always the same
PIECES = [
    (DICE.uniform(math.pi * 1.02, math.pi * 1.98), DICE.uniform(190, 400), DICE.uniform(2.5, 4.5), DICE.randrange(12),
     DICE.random() < 0.5)
    for _piece in range(CONFETTI_DOTS)
]  # fmt: skip


class Star(NamedTuple):
    """now: earned in this attempt; ever: in this or an earlier one; label: what it took; note: why it was not counted.
    """

    label: str
    now: bool
    ever: bool
    note: str = ""


def draw_reached(canvas: Canvas, rect: Rect, code: str, title: str, outcome: str | None) -> None:
    """Code, title and how the run ended, as one centred line."""
    x, y, w, h = rect
    kind = OUTCOMES[outcome] if outcome else None
    badge = pill("", _(kind.title)).size(canvas)[0] + 18 if kind else 0.0
    coded = canvas.width(code, LEAD_NUMBER) + 14
    style, title = canvas.fit_style(title, w - badge - coded, LEAD_LABEL)
    left, line = (
        x + (w - coded - canvas.width(title, style) - badge) / 2,
        canvas.baseline_of(y + h / 2, LEAD_LABEL.size),
    )
    canvas.text(left, line, code, LEAD_NUMBER, "text2")
    left += coded + canvas.text(left + coded, line, title, style, "text2")
    if kind:
        place = left + 18, y, badge - 18, h
        pill(kind.icon, _(kind.title), high=h).draw(canvas, place)
        canvas.explain(place, f"{_(kind.title)}: {_(next(iter(kind.causes.values())))}")


def draw_score(canvas: Canvas, rect: Rect, kind: str, value: int | None, unit: str) -> None:
    """A box for "you", framed, "par" or "ghost". `value`: None while it is not known."""
    x, y, width, height = rect
    you = kind == "you"
    canvas.rect(x, y, width, height, "raised" if you else "well", 14)
    if you:
        canvas.rect(x + 1, y + 1, width - 2, height - 2, None, 13, "goal" if canvas.look.theme.dark else "hue_land", 2)
    middle = y + height / 2
    number = ELLIPSIS if value is None else str(value)
    size = SCORE.size * min(1.0, (width * 0.28) / canvas.width(number, SCORE))
    colour = "text" if you else "text2"
    base = canvas.baseline_of(middle, size)
    left = x + 26 + canvas.text(x + 16, base, number, SCORE.with_size(size), colour)
    right = x + width - 12
    name = {"you": _("You"), "par": _("Par"), "ghost": _("Auto-solve")}[kind]
    canvas.within(left, middle - 2, unit, right - left - 36, BODY, "text2")
    beside = 30.0 if kind == "ghost" else 0.0  # a long name does not run under the picture
    canvas.within(left, middle + 4 + 17 * canvas.type, name, right - left - beside, LEAD, "text")
    if you:
        canvas.pip(x + width - 30, y + 31, 15, (0, -0.05), "happy", glow=False)
    elif kind == "par":
        canvas.flag(x + width - 38, y + 50, 38, glow=False)
    else:
        canvas.ghost(x + width - 30, y + 31, 15, (0, -0.1))


INSIGHT = LEAD._replace(weight=BODY.weight)


def draw_insight(canvas: Canvas, rect: Rect, insight: str) -> None:
    """What the level was about; where it is low, without a heading."""
    x, y, width, height = rect
    canvas.rect(x, y, width, height, "raised", 14)
    canvas.rect(x, y + 14, 5, height - 28, "alpha", 2.5)
    canvas.icon("hint", x + 22, y + 18, 24, "alpha")
    head, left = 40 + 8 * canvas.type, 22.0
    if height < head + 40 * canvas.type:
        head, left = 8.0, 54.0
    else:
        canvas.text(x + 54, y + 31 + 6 * canvas.type, _("Insight"), LEAD, "text")
    label = Label(canvas, insight, INSIGHT, width=width - left - 18, height=height - head - 8, spacing=1.4)
    low = max(0.0, height - head - label.high - 24) / 2  # in the middle of what is left
    label.draw(canvas, x + left, y + head + low - 0.06 * label.style.size * canvas.type)


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
    written       the run as lines, in all their forms; None: lines cannot say it
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

    _looking = Laid(True)

    def __init__(self, game: Game, parent: Scene, summary: Summary,
                 look_on: Callable[[Summary], Summary] | None = None) -> None:  # fmt: skip
        super().__init__(game, parent)
        self.summary = summary
        self.look_on = look_on
        self._replay = partial(self.open, "play", level=summary.level)
        # Where a chapter is complete, that is shown first
        self._map: Callable[[], None] = partial(self.open, "map", ended=summary.ended)
        self.insight = _(summary.level.insight) if summary.level.insight else ""
        ever = summary.stars | summary.ever
        text = _("not counted: you watched auto-solve")
        if summary.shared:
            text = _("not counted: you watched a shared run")
        self.stars = [
            Star(label, n in summary.stars, n in ever, text if n in summary.watched else "")
            for n, label in enumerate(summary.labels, 1) if label
        ]  # fmt: skip
        self.opens("next", arms=True)

    def spoken_line(self) -> str:
        """Stars, scores, what is learned of it."""
        summary, lit = self.summary, len(self.summary.stars | self.summary.ever)
        won = plural_form("{n} star", "{n} stars", lit).format(n=lit)
        title = f"{_('Goal reached!')} {_(summary.level.title)}, {won}."
        return " ".join(filter(None, (title, comparison(summary), self.insight)))

    def layout(self) -> None:
        grown = self.type - 1
        width = min(744 + 720 * grown, self.width - 64)
        height = min(576 + 300 * grown, self.height - 84)
        top = max(70.0, (self.height - height) / 2 + 22)
        self.place = ((self.width - width) / 2, min(top, self.height - height - 20), width, height)
        self.panels, self.widgets = layout_tree(self.tree(self.measure()), self.place)

    def tree(self, canvas: Canvas) -> Split:
        summary, t, room = self.summary, canvas.type, self.place[2] - 2 * SIDE
        wide, columns = 3 * self._pitch(canvas) - BETWEEN, []
        for star in self.stars:  # what it took, and why it was not counted; of those still to be had too
            note = (Para(star.note, SMALL, "text2", 1.2, "middle"),) if star.note else ()
            columns.append(Col((Para(star.label, LABEL, "text" if star.ever else "text2", 1.15, "middle"), *note), 2))
        ink = Row(tuple(columns), BETWEEN, "top", equal=True)
        names = row(Part(Box()), Part(InkBox(canvas, ink, wide), wide), Part(Box()), gap=0)
        code = campaign.code(summary.level, self.game.catalog)
        title = Figure(draw_reached, code, _(summary.level.title), summary.outcome)
        head = column(
            Part(Box(), 52),
            fit_content(names),
            fit_content(Label(canvas, _("Goal reached!"), HEADLINE, width=room, spacing=1.1, anchor="middle")),
            Part(title, 24 + 10 * t),
            gap=6,
        )
        counts = (("you", summary.count), ("par", summary.par), ("ghost", summary.ghost))
        boxes = [Part(Figure(draw_score, kind, count, unit_name(summary.level, count, summary.unit)))
                 for kind, count in counts if count is not None]  # fmt: skip
        boxes += [Part(Figure(draw_score, "ghost", None, ""))] if summary.looking else []
        beside = max(0.0, room - 32) * (3 - len(boxes)) / 6  # fewer than three are no wider, in the middle
        scores = with_padding(row(*boxes, gap=16), beside, 0, beside, 0)
        text = " ".join(filter(None, (comparison(summary), *summary.star_reasons)))
        curves = list[Part]()  # where there are any and the insight has room beside them
        if len(summary.errors) > 1:
            part = "" if summary.part is None else _("part {n}").format(n=summary.part + 1)  # where it has several
            race = Figure(draw_two_runs, tuple(summary.errors), tuple(summary.ghost_errors), part)
            curves.append(Part(race, share=0.488))
        middle: Box | Split = row(*curves, gap=16)
        if self.insight:
            label = Label(canvas, self.insight, INSIGHT, width=0.512 * (room - 16) - 40, height=0.0, spacing=1.4)
            beside_it = Part(Figure(draw_insight, self.insight, least=(0.0, 48 + 8 * t + label.high)), share=0.512)
            middle = first_that_fits(row(*curves, beside_it, gap=16), Figure(draw_insight, self.insight))
        parts = column(
            fit_content(head),
            Part(scores, 62 + 26 * t),
            Part(middle),
            fit_content(Label(canvas, text, LABEL, "text2", width=room, spacing=1.375, anchor="middle")),
            Part(self._buttons(canvas), HIGH),
            gap=10,
        )
        return with_padding(parts, SIDE, 0, SIDE, 20)

    def _buttons(self, canvas: Canvas) -> Split:
        summary, title = self.summary, _(self.summary.level.title)
        replay = Button("replay", UNPLACED, _("Replay"), "reset", self._replay, group="card")
        show_chart = partial(self.open, "convergence", parent=self, session=summary.chart)
        chart = IconButton("chart", UNPLACED, _("Map"), "map", show_chart, key="map", tip=_("Convergence map"),
                           group="card")  # fmt: skip
        onward, go = "", self._map  # what the way on is called; "": there is none
        if summary.ended is not None:
            onward = _("The chapter")
        elif summary.recap is not None:
            over_map = partial(screen, "map", self.game)
            onward, go = _("Next: recap"), lambda: self.open("recap", chapter=summary.recap, parent=over_map())
        elif summary.next_level is not None:
            onward = _("Next: {title}").format(title=_(summary.next_level.title))
            go = partial(self.open, "play", level=summary.next_level)
        elif not self.game.hides("map"):
            onward = _("Map")
        following = Button("next", UNPLACED, onward, "", go, kind="primary", key="accept", group="card")
        replay.kind, replay.key = ("normal", "") if onward else ("primary", "accept")
        parts = [Part(ButtonPanel(canvas, replay), share=0.24)]
        if (written := summary.written) is not None:
            lines = Button("lines", UNPLACED, _("As Python"), "keys",
                           lambda: self.open("script", parent=self, title=title, written=written()),
                           group="card")  # fmt: skip
            parts.append(Part(ButtonPanel(canvas, lines), share=0.28))
        icons, save = [chart] if summary.chart is not None else [], summary.film
        film = None if save is None else lambda: save(self.snapshot())
        ways = (
            ("copy", "share", _("Code"), _("Copy the run as a code"), summary.copy),
            ("link", "link", _("Link"), _("Copy a link to this level"), summary.link),
            ("film", "save", _("Film"), _("Save a film of the run, and this card"), film),
        )
        icons += [IconButton(name, UNPLACED, word, icon, do, key=name, tip=tip, group="card")
                  for name, icon, word, tip, do in ways if do is not None]  # fmt: skip
        last = [Part(ButtonPanel(canvas, following), share=0.48)] if onward else []
        if not icons:
            return row(*parts, *last)
        wides = [icon.wide(canvas) for icon in icons], [48.0 for _icon in icons]  # or square, the words cut
        named, bare = (row(*(Part(WidgetPanel(*each, HIGH)) for each in zip(icons, wide)), gap=8) for wide in wides)
        return first_that_fits(row(*parts, fit_content(named), *last), row(*parts, fit_content(bare), *last))

    def keys(self) -> dict[str, KeyAction]:
        return super().keys() | {"reset": KeyAction(self._replay, words=_("Replay")),
                                 "map": KeyAction(self._map, not self.game.hides("map"), _("Level map"))}  # fmt: skip

    def after_update(self, seconds: float) -> None:
        for shown, number in enumerate(sorted(self.summary.stars)):
            if self.time - seconds < FIRST + APART * shown <= self.time:
                self.game.player_feedback.star(number)
        if self.summary.looking and self.look_on is not None:
            self.summary = self.look_on(self.summary)
            self._looking = self.summary.looking

    def paint_behind(self, canvas: Canvas) -> None:
        """Confetti flies out from behind the card and fades; nothing with reduced motion."""
        part = (self.time - FIRST) / CONFETTI
        if canvas.look.still or not 0 < part < 1:
            return
        out, fall, left, top, width = 1 - (1 - part) ** 3, 60 * part * part, *self.place[:3]
        alpha = 0.85 * min(1.0, 2.5 * (1 - part))
        colours = canvas.look.theme.confetti
        for direction, reach, size, colour, disc in PIECES:
            x = left + width / 2 + out * reach * math.cos(direction) * 1.12
            y = top + 70 + out * reach * math.sin(direction) * 0.6 + fall
            hue = colours[colour % len(colours)]
            if disc:
                canvas.circle(x, y, size, hue, alpha=alpha)
            else:
                canvas.rect(x, y, 9, 5, hue, 2, alpha=alpha)

    def paint(self, canvas: Canvas) -> None:
        """Stars in a row, the middle one larger and higher; those of this attempt pop up one after the other."""
        super().paint(canvas)
        left, top, width, _height = self.place
        pitch, shown = self._pitch(canvas), 0
        for i, star in enumerate(self.stars):
            radius = 44.0 if i == 1 else 34.0
            x, y = left + width / 2 + (i - 1) * pitch, top + (-6 if i == 1 else 14)
            part = 1.0
            if star.now:
                part = (self.time - FIRST - APART * shown) / POP
                shown += 1
            if not star.ever or part <= 0:
                canvas.star(x, y, radius, False)
            elif part >= 1:
                canvas.star(x, y, radius, True, star.now)
            elif canvas.look.still:
                reach = radius * 2.5
                box = (x - reach, y - reach, 2 * reach, 2 * reach)
                canvas.once(box, type(canvas).star, x, y, radius, True, True, alpha=part)
            else:
                canvas.star(x, y, max(1.0, radius * ease_out_back(part)), True, True)

    def _pitch(self, canvas: Canvas) -> float:
        """How far apart the stars stand: their names need room."""
        widest = max((canvas.width(star.label, LABEL) for star in self.stars), default=0.0) + BETWEEN
        widest = max(widest, *(0.7 * canvas.width(star.note, SMALL) + BETWEEN for star in self.stars))  # on two lines
        return min(max(150 * self.type, widest), (self.place[2] - BETWEEN) / 3)


def comparison(summary: Summary) -> str:
    """One sentence: against par, and against the auto-solver."""
    if summary.count is None:
        return ""
    parts = []
    for against, (under, level, over) in (
        (summary.par, (_("{n} under par"), _("exactly par"), _("{n} over par"))),
        (summary.ghost, (_("{n} fewer than auto-solve"), _("as many as auto-solve"), _("{n} more than auto-solve"))),
    ):
        if against is not None:
            more = summary.count - against
            parts.append((under if more < 0 else over if more else level).format(n=abs(more)))
    sentence = ", ".join(parts)
    return sentence_case(sentence) + "." if sentence else ""


CARD_SHARE = 0.008  # seconds of a frame under the card, on which little moves, for the machine's run


def card_of(play: PlayScreen) -> CardScene:
    """The card of the level that was just reached."""
    from ...attempt.link import copy_link  # a level that is opened directly needs none of these yet
    from ...attempt.shared_level import copy_run, film_of
    attempt, level, game = play.attempt, play.attempt.level, play.game
    session = attempt.session
    record = game.progress.level(level.id)
    stage = stars.part_with_count(session)
    part = level.stage(stage)
    onward = not (game.hides("map") or game.hides("next"))  # recaps and ends of chapters lead over the map
    # The chapter that this level ends, if its recap still waits for answers
    place, answered = campaign.place_of(level, game.catalog), game.progress.recaps.get(level.chapter, {})
    recap = place.chapter if place is not None and len(answered) < len(level.recap) else None
    summary = Summary(
        level=level,
        stars=attempt.stars(),
        star_reasons=tuple(reasons(session, attempt.watched, frozenset(record.stars))),
        watched=taken_by_machine(session, attempt.watched, frozenset(record.stars)),
        shared=attempt.replayed,
        ever=frozenset(record.stars),
        labels=tuple(condition(level, star) for star in (1, 2, 3)),
        count=session.tally.cost_at_win.get(stage, session.tally.count(session)),
        par=part.par,
        unit=part.par_unit,
        ghost=None,
        errors=attempt.curves[stage] if stage < session.stage and stage in attempt.curves else errors_of(session),
        part=stage if level.stages and level.learner is not None else None,
        ghost_errors=[],
        outcome=session.outcome.kind if session.outcome else None,
        written=None if game.hides("script") or not attempt.script() else lambda: {
            form: write(session, form) for form in FORMS  # plain Python first
        },
        next_level=None if game.hides("next") else campaign.following(level, game.catalog),
        recap=recap if onward else None,
        ended=chapter_ended_by(level, game.catalog, game.progress) if onward else None,
        chart=session if map_is_open(play) else None,
        looking=True,
        copy=partial(copy_run, game, session),
        link=partial(copy_link, game, session),
        film=partial(film_of, game, attempt),
    )
    return CardScene(game, play, compare(play, summary, 0.0), lambda so_far: compare(play, so_far, CARD_SHARE))


def compare(play: PlayScreen, summary: Summary, seconds: float) -> Summary:
    """Look on for the machine's run for so long. Where no more is to be found: the summary with that run beside it."""
    attempt = play.attempt
    if not play.ghost.work(attempt, seconds):
        return summary
    ghost = play.ghost.result(attempt)
    if ghost is None:
        return replace(summary, looking=False)
    cost = ghost.tally.cost_at_win.get(stars.part_with_count(attempt.session))
    return replace(summary, looking=False, ghost=cost, ghost_errors=errors_of(ghost))

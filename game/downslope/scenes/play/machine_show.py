"""The machine's show on the play screen: what drives it, its phases, the race of its tries, and how it ended."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ...attempt.game.progression import can_play
from ...attempt.past_runs import requested_error
from ...attempt.rehearsal import PHASES
from ...attempt.show import MachineShow
from ...attempt.shown import RACE
from ...boards.shared.knob_panel import SIGNS, number_format
from ...boards.shared.panel import AttemptPanel
from ...captions.findings import border_moment, other_setting
from ...captions.sentences import sentence
from ...i18n import _, plural_form
from ...rules import (
    OUTCOMES,
    Action,
    Freeze,
    Learn,
    Next,
    Reset,
    Session,
    Turn,
    campaign,
    equal,
    from_json,
    input_name,
    item_title,
    outcome_title,
)
from ...solving.tried import Lane, TrialAxis, Tried, Way
from ...view.cards.outcome_sentences import why
from ...view.charts.race import (
    LOW_WELL,
    NARROW,
    RAISED,
    GridCell,
    GridView,
    LaneView,
    RacePlace,
    RaceView,
    draw_beads,
    draw_grid,
    draw_race,
    draw_totals,
    error_axis,
    lane_state,
    totals_of,
)
from ...view.draw import BODY, LABEL, LIT_PANEL, SPACE_3, SPACE_4, STRONG, Canvas
from ...view.format.numbers import clock_text, short
from ...view.widgets.button import Button, IconButton, Segmented
from ...view.widgets.ink import Boxed, Card, Ink, InkBox, Label, Line, Row, pill
from ...view.widgets.panel import (
    Box,
    ButtonPanel,
    Figure,
    Panel,
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
from ...view.widgets.progress_dots import PhaseBars
from ...view.widgets.widget import UNPLACED, Rect, State, Widget
from .play_screen import PlayScreen, save_film

# What a race of tries looks like at a beat: lanes, or a grid where two knobs vary, read from what was tried.


def _race(tried: Tried, beat: int | None, leader: int | None, you: int | None, heading: bool) -> RaceView:
    session, lanes = tried.session, tried.lanes
    axis = tried.axes[0] if tried.axes else None
    goal = requested_error(session)

    starts = [abs(lane.errors[0]) for lane in lanes if lane.errors]
    start = max(starts) if starts else abs(session.run.error())
    numbers = sorted({*tried.seen, *(number for number in (leader, you) if number is not None)})
    views = list[LaneView]()
    for lane in (lanes[number] for number in numbers):
        label = way_words(session, axis.name, lane.ways[0] if lane.ways else ()) if axis is not None else ""
        seen, errors = lane.last_shown_beat(beat), lane.errors
        following = lane.last_shown_beat(tried.after(beat)) if beat is not None else seen
        upcoming = errors[following] if following > seen else None
        views.append(LaneView(label, tuple(errors[: seen + 1]), _end_of(lane, beat), lane.steps, upcoming=upcoming))
    # As the line of totals has it
    others = tuple(
        lane_state(lane.errors[: lane.last_shown_beat(beat) + 1], _end_of(lane, beat))
        for number, lane in enumerate(lanes)
        if number not in numbers
    )
    border = tried.border(beat) if axis is not None and axis.numbers and beat is not None else None
    return RaceView(
        title_words(tried), aside_words(tried, beat), tuple(views), error_axis(start, goal, len(lanes)), goal,
        None if leader is None else numbers.index(leader), None if you is None else numbers.index(you),
        sign_of(session, axis), "alpha" if axis is not None and axis.numbers else "text",
        None if border is None else bisect_left(numbers, border),
        tried.choice is not None and beat is not None and beat >= tried.length and tried.chosen is not None,
        heading, others,
    )  # fmt: skip


def _end_of(lane: Lane, beat: int | None) -> str:
    if lane.fault is not None:
        return RAISED
    return lane.outcome_at(beat) or ""


def _grid(tried: Tried, beat: int | None, leader: int | None, you: int | None, heading: bool) -> GridView:
    session, (across, up) = tried.session, (tried.axes[0], tried.axes[1])
    goal = requested_error(session)
    by_ways = {lane.ways: lane for lane in tried.lanes}
    cells = list[GridCell | None]()
    for lane in (by_ways.get((first, second)) for second in up.ways for first in across.ways):
        if lane is None:
            cells.append(None)
            continue
        errors, seen, come = lane.errors, lane.last_shown_beat(beat), 0.0
        if len(errors) > 1 and goal is not None and 0 < goal < abs(errors[0]):
            now = max(goal, abs(errors[min(seen, len(errors) - 1)]))
            come = math.log(abs(errors[0]) / now) / math.log(abs(errors[0]) / goal) if math.isfinite(now) else 0.0
        cells.append((_end_of(lane, beat), max(1, lane.made), round(come, 2), beat is not None and seen >= beat))
    places = [(across.ways.index(lane.ways[0]), up.ways.index(lane.ways[1])) for lane in tried.lanes]
    return GridView(
        title_words(tried), aside_words(tried, beat),
        tuple(way_words(session, across.name, way) for way in across.ways),
        tuple(way_words(session, up.name, way) for way in up.ways), tuple(cells),
        (sign_of(session, across), sign_of(session, up)),
        ("alpha" if across.numbers else "text", "alpha" if up.numbers else "text"),
        places[leader] if leader is not None else None, places[you] if you is not None else None, heading,
    )  # fmt: skip


def title_words(tried: Tried) -> str:
    """What it tries."""
    count, names = len(tried.lanes), [axis.name for axis in tried.axes]
    if len(names) == 1 and names[0] in ("alpha", "learner"):
        if names[0] == "alpha":
            words = plural_form("It tries {n} alpha", "It tries {n} alphas", count)
        else:
            words = plural_form("It tries {n} learner", "It tries {n} learners", count)
    elif len(names) == 2:
        words = plural_form("It tries {n} way to set two knobs", "It tries {n} ways to set two knobs", count)
    else:
        words = plural_form("It tries one run", "It tries {n} ways", count)
    return words.format(n=count)


def aside_words(tried: Tried, beat: int | None) -> str:
    """How far they have come."""
    if beat is None:
        return _("all {n} to their ends").format(n=len(tried.lanes))
    passes = len(tried.session.run.batches) > 1
    return (_("pass {n} of each") if passes else _("step {n} of each")).format(n=beat)


def sign_of(session: Session, axis: TrialAxis | None) -> str:
    """The sign of a knob; "" where it has none. Where a recording is taken over is told by its word."""
    if axis is None:
        return ""
    return _("step") if axis.name == "step" else SIGNS.get(axis.name, "")


def way_words(session: Session, name: str, way: Way) -> str:
    """What a knob is set to, in a few words."""
    knob = next((knob for knob in session.level.knobs if knob.name == name), None)
    if isinstance(way, tuple):
        parts = [way_words(session, name, part) for part in way]
        if name == "freeze":
            words, indices = session.level.words, [int(index) for index in way if not isinstance(index, str)]
            held = [_(input_name(words, index, str(index + 1))) for index in indices]
            return _("all") if len(held) == session.level.network.size else ", ".join(held) or _("none")
        return "".join(part[:1].upper() for part in parts) if all(map(str.isalpha, parts)) else " ".join(parts)
    if isinstance(way, str):
        # What is chosen by name
        level, catalog = session.level, session.catalog
        if name == "learner":
            return _(item_title(catalog.learner(way, level.plugin)))
        if name == "metric":
            return _(item_title(catalog.metric(way, level.plugin)))
        return _(way)
    return number_format(knob)(way) if knob is not None else short(way)


def _own_lane(tried: Tried, own: Sequence[Action]) -> int | None:
    """The lane that was set as the player's best run was; None: it was set otherwise on the way, or there is none."""
    learned = turned = on_the_way = False  # between steps of the last run
    for action in own:
        if isinstance(action, (Reset, Next)):
            learned = turned = on_the_way = False
        elif isinstance(action, Learn):
            learned, on_the_way = True, on_the_way or turned
        elif isinstance(action, (Turn, Freeze)):
            turned = learned
    if not own or on_the_way:
        return None
    mine = {(a.knob, a.index): a.value for a in own if isinstance(a, Turn)}
    frozen = {a.index for a in own if isinstance(a, Freeze) and a.frozen}
    for number, lane in enumerate(tried.lanes):
        turns = [a for a in lane.actions if isinstance(a, Turn)]
        held = {a.index for a in lane.actions if isinstance(a, Freeze)}
        own_values = [mine.get((a.knob, a.index)) for a in turns]
        if turns and held == frozen and all(one is not None and equal(one, a.value)
                                            for one, a in zip(own_values, turns)):  # fmt: skip
            return number
    return None


MANY_HIGH = 80.0  # height of a race of many lanes: lower, nobody tells one from the next
LOWEST, LINE = 70.0, 28.0  # of a grid without words, and of each line of them
FADES = 0.08  # seconds in which those go that were not chosen


class RacePanel(AttemptPanel):
    """Lanes, or a grid. `tried` is set by whoever shows it; what stands between two beats is one layer."""

    bare, words = (300.0, 90.0), (60.0, 90.0)
    heading = True  # it says what it is; at the end of a show that is told above it
    room = 0.0  # the width that it will have then

    tried: Tried | None = None
    own: tuple[Action, ...] = ()  # of the player's best run
    _known: tuple[object, RaceView | GridView | None] = (None, None)
    _before: RaceView | None = None  # as it was when nothing was chosen
    _since = -FADES  # when that was
    _placed: tuple[object, Any] = (None, None)

    @property
    def look(self) -> RaceView | GridView | None:
        """At the beat that is shown; made once for each."""
        tried = self.tried
        if tried is None:
            return None
        key = tried, tried.key_at(self.beat), self.own, self.heading
        if self._known[0] != key:
            beat = tried.visible_at(self.beat)
            leader = tried.chosen if beat is None and tried.chosen is not None else tried.leader(beat)
            you = _own_lane(tried, self.own) if beat is None else None
            before = self._known[1]
            look = (_grid if tried.grid is not None else _race)(tried, beat, leader, you, self.heading)
            if isinstance(before, RaceView) and isinstance(look, RaceView) and look.faded and not before.faded:
                self._before, self._since = before, self.host.time
            self._known = key, look
        return self._known[1]

    @property
    def beat(self) -> float | None:
        """The one that is seen; None: the ends of all."""
        machine, tried = self.attempt.machine, self.tried
        if machine is not None and machine.tried is tried:
            return machine.seen_beat(RACE)
        return tried.beat if tried is not None else None

    @property
    def part(self) -> float:
        """How far the beads are on their way to the next beat."""
        return 0.0 if self.tried is None or self.attempt.game.settings.still else self.tried.part_at(self.beat)

    def least_size(self) -> tuple[float, float]:
        look = self.look
        if self.heading:
            return super().least_size()
        if isinstance(look, RaceView):
            place = RacePlace(self.measure(), (0.0, 0.0, self.room or 300.0, 0.0), look)
            return 300.0, place.least + (MANY_HIGH - LOW_WELL if place.totals else 0.0)
        return 300.0, LOWEST + 2 * LINE * self.text_scale

    def sentence(self) -> str:
        """All of it in words: what each was set to and how it ends; with two knobs how many ended how."""
        look = self.look
        if look is None:
            return ""
        if isinstance(look, GridView):
            ahead = ""
            if look.leader is not None:
                column, row = look.leader
                ahead = " " + _("Ahead: {one}, {other}.").format(one=look.across[column], other=look.up[row])
            return f"{look.title}: {', '.join(words for _icon, words in look.totals)}.{ahead}"
        parts = []
        for number, lane in enumerate(look.lanes):
            end = _(OUTCOMES[lane.outcome].title) if lane.outcome in OUTCOMES else _("raised") if lane.outcome else "…"
            words = f"{lane.label}: {end}" + (f" {lane.steps}" if lane.won else "")
            parts.append(words + (f" ({_('ahead')})" if number == look.leader else ""))
        title = f"{look.title}, {look.aside}." if look.aside else f"{look.title}."
        return f"{title} {'; '.join(parts)}."

    def paint(self, canvas: Canvas) -> None:
        look = self.look
        if isinstance(look, GridView):
            canvas.once(self.rect, draw_grid, self.rect, look)
        elif look is not None:
            canvas.once(self.rect, draw_race, self.rect, look)
            key = look, self.rect, canvas.type
            if self._placed[0] != key:
                self._placed = key, RacePlace(canvas, self.rect, look)
            # 1 ... 0: how much is still to be seen of the lanes that were not chosen, beyond what stays of them
            before, fading = self._before, min(1.0, max(0.0, 1 - (self.host.time - self._since) / FADES))
            fading = 0.0 if before is None else fading
            if before is not None and fading > 0:
                canvas.once(self.rect, draw_race, self.rect, before, alpha=fading)
            draw_beads(canvas, self._placed[1], look, self.part, fading)


BADGE, BUTTON = 36.0, 46.0
PARTED, SPACING = 8.0, 1.4  # between the parts, where there is room; of the lines of the words
LAST = 2  # sentences of why it ended so


class ShowEnd:
    """In the dock until something is chosen."""

    def __init__(self, play: PlayScreen) -> None:
        self.play, self.attempt = play, play.attempt
        self.race = RacePanel(play)
        self.race.heading = False

    def ways(self, canvas: Canvas, width: float, machine: MachineShow) -> list[Card]:
        """badge, race, words, buttons; where that is too high fewer words, then no race. A show that is only watched
        has no buttons."""
        self.race.tried = machine.tried if machine.tried is not None and len(machine.tried.lanes) > 1 else None
        record = self.play.game.progress.levels.get(self.play.level.id)
        self.race.own = tuple(from_json(action) for action in record.actions) if record is not None else ()
        if self.attempt.session.won:  # the player's own best run
            self.race.own = tuple(self.attempt.session.actions)
        (badge_words, aside_line, sentences), race, wide = story_of(machine), self.race, width
        width -= 2 * SPACE_4
        badge = InkBox(canvas, pill(*badge_words, high=BADGE))
        film = IconButton("film", UNPLACED, "", "save", partial(save_film, self.play), key="film", group="show end",
                          tip=_("Save a film of the run"))  # fmt: skip
        aside = Part(InkBox(canvas, Row((Ink(wide=12), Line(aside_line, LABEL, "text2", "end", grow=1)), 0)))
        ends, saves = fit_content(badge), [] if self.play.bare else [Part(WidgetPanel(film), BADGE)]
        head = first_that_fits(row(ends, aside, *saves), row(ends, Part(Box()), *saves))
        top = Part(with_padding(head, SPACE_4, SPACE_3, SPACE_4, 0), BADGE + SPACE_3)
        race.room = wide
        paragraphs = [
            [fit_content(with_padding(Label(canvas, text, BODY, width=width, spacing=SPACING), SPACE_4, 0, SPACE_4, 2))]
            for text in (" ".join(sentences[:count]) for count in range(len(sentences), 0, -1))
        ]
        foot = []
        if not self.play.bare:
            foot = [Part(with_padding(self._buttons(canvas, machine), SPACE_4, 0, SPACE_4, SPACE_3), BUTTON + SPACE_3)]
        alone = [column(top, *words, Part(Box()), *foot, gap=gap) for words in [*paragraphs, []] for gap in (PARTED, 2)]
        if race.tried is None:
            return [Card(tree, LIT_PANEL, 0) for tree in alone]
        raced = [column(top, Part(race), *words, *foot, gap=gap) for words in [*paragraphs, []] for gap in (PARTED, 2)]
        look = race.look
        if isinstance(look, RaceView) and wide / len(look.lanes) < NARROW:
            # The lanes are too many for a sign each: with all that is told, before less is told, how many ended how
            states = [*(lane_state(lane.errors, lane.outcome) for lane in look.lanes), *look.others]
            ends_of = tuple(totals_of(states))
            totals = Part(Figure(draw_ends, ends_of, least=(300.0, 2 * LINE * race.text_scale)))
            raced[2:2] = [column(top, totals, *paragraphs[0], *foot, gap=gap) for gap in (PARTED, 2)]
        return [Card(tree, LIT_PANEL, 0) for tree in (*raced, *alone)]

    def _buttons(self, canvas: Canvas, machine: MachineShow) -> Split:
        game, group = self.play.game, "show end"
        level = campaign.following(self.play.level, game.catalog)
        if level is not None and not can_play(level, game.catalog, game.progress):
            level = None
        kind, key = ("normal", "note") if level is not None else ("primary", "accept")

        def take() -> None:
            """The show is left, and the level begins anew; the machine's run stays as a ghost."""
            self.attempt.exit_machine()
            if self.attempt.session.actions:
                self.attempt.reset()

        mine = Button("your turn", UNPLACED, _("Your turn"), "", take, key=key, kind=kind, group=group)
        again = Button("show again", UNPLACED, _("Again"), "", machine.restart, key="reset", group=group)
        parts = [Part(ButtonPanel(canvas, button, BUTTON), share=0.25) for button in (mine, again)]
        if level is not None:
            label, go = _("Next: {title}").format(title=_(level.title)), partial(self.play.open, "play", level=level)
            following = Button("show next", UNPLACED, label, "", go, key="accept", kind="primary", group=group)
            parts.insert(0, Part(ButtonPanel(canvas, following, BUTTON), share=0.5))
        return row(*parts, gap=10)


def story_of(machine: MachineShow) -> tuple[tuple[str, str], str, tuple[str, ...]]:
    """How the machine's run ended: icon and name; what is said beside them; why, what another setting would have taken,
    what runs away, as sentences with light markup."""
    session = machine.session
    outcome = session.outcome
    if outcome is not None:
        badge = OUTCOMES[outcome.kind].icon, _(outcome_title(outcome))
    else:
        badge = ("check", _("reached")) if session.won else ("warn", _("given up"))
    tried = machine.tried
    aside = aside_words(tried, None) if tried is not None and len(tried.lanes) > 1 else ""
    known = (other_setting(tried), border_moment(tried)) if tried is not None and tried.done else ()
    parts = why(session, outcome).replace(". ", ".\n").split("\n")[-LAST:] if outcome is not None else []
    return badge, aside, (*parts, *(sentence(each) for each in known if each is not None))


def draw_ends(canvas: Canvas, rect: Rect, rows: Sequence[tuple[str, str]]) -> None:
    """How many ended how, in two lines."""
    x, y, w, h = rect
    half = -(-len(rows) // 2)
    for line, some in enumerate((list(rows[:half]), list(rows[half:]))):
        draw_totals(canvas, (x + SPACE_4, x + w - SPACE_4), y + h * (1 + 2 * line) / 4, some)


GAP = 8.0
LABELS = ("½×", "1×", "2×", "4×", "16×")
KEY, PLAY = 44.0, 60.0  # widths: of a key, of the one that plays
HIGH, HIGHER, SPEED = 52.0, 64.0, 44.0  # heights: of a key, of the one that plays, of the speeds
WAYS = 108.0  # least width of the two buttons at the right
SPEEDS = 260.0  # least width of the speeds beside the keys


@dataclass(eq=False)
class Transport:
    """What drives the machine's run: to the start, back, pause, step; how fast; take over or leave. It stands where the
    tiles are while the machine is in the seat."""

    play: PlayScreen
    panels: Sequence[Panel] = ()

    def widgets(self, rect: Rect) -> list[Widget]:
        """Keys, speeds and ways out beside each other; else the speeds under the keys."""
        attempt, canvas, machine = self.play.attempt, self.play.measure(), self.play.attempt.machine
        if machine is None:
            return []
        play_icon, play_tip = ("pause", _("Pause")) if machine.playing else ("play", _("Play"))
        specs = (
            ("machine start", "first", _("To the start"), "", machine.to_start),
            ("machine back", "step_back", _("A step back"), "earlier", lambda: attempt.look(attempt.step - 1)),
            ("machine play", play_icon, play_tip, "step", machine.toggle),
            ("machine step", "step", _("A single step"), "later", machine.single),
        )
        keys = [
            WidgetPanel(IconButton(name, UNPLACED, "", icon, press, key=key, tip=tip, group="transport",
                                   kind="primary" if name == "machine play" else "normal"))
            for name, icon, tip, key, press in specs
        ]
        items = [*LABELS, _("max")]
        chooser = Segmented("machine speed", UNPLACED, items, machine.speed, machine.set_speed, tip=_("Speed"))
        speed = column(Part(WidgetPanel(chooser, SPEEDS), SPEED), Part(Box(), 2), gap=0)
        tip = _("Go on from the step you are looking at")
        take = Button("take over", UNPLACED, _("Take over"), "", partial(self.play.do, "take"), tip=tip)
        leave = Button("leave", UNPLACED, _("Leave"), "", attempt.exit_machine, key="auto")
        ways = column(*(Part(ButtonPanel(canvas, each, 0.0)) for each in (take, leave)), gap=GAP)
        caption = InkBox(canvas, self.caption)
        main = [key.widget.name == "machine play" for key in keys]
        sizes = [(PLAY, HIGHER) if plays else (KEY, HIGH) for plays in main]
        width = row(
            fit_content(row(*(Part(column(Part(Box()), Part(key, high), Part(Box()), gap=0), wide)
                              for key, (wide, high) in zip(keys, sizes)), gap=GAP)),
            Part(column(Part(caption), Part(speed, SPEED + 2), gap=0)),
            Part(ways, WAYS),
        )  # fmt: skip
        pad = row(*(Part(key, share=PLAY if plays else KEY) for key, plays in zip(keys, main)), gap=GAP)
        under = column(Part(pad), Part(WidgetPanel(chooser)), gap=GAP)
        narrow = row(Part(under, share=0.64), Part(ways, share=0.36), gap=GAP)
        self.panels, widgets = layout_tree(first_that_fits(width, narrow), rect)
        return widgets

    def caption(self) -> Ink:
        """Over the speeds, and where the machine stands."""
        attempt, machine, stands = self.play.attempt, self.play.attempt.machine, ""
        if machine is not None:
            session = machine.session
            if machine.done and not attempt.playback.moving and attempt.step >= session.count:
                stands = _("done") if session.won else _("given up")
            elif session.level.learner is not None:
                made = 0 if attempt.ahead is not None else attempt.step - session.recorded
                stands = _("step {n}").format(n=made)
        named = Line(_("Speed"), LABEL, grow=1, yields=True)
        return Boxed(Row((named, Line(stands, LABEL, "text2")), 12, "top"), (4, 3))


PAD, ASIDE = 16.0, 24.0  # from the panel's edges; from its words to the bars
LEAST = 200.0  # width of the bars without which they stand alone


class ShowPanel(Panel):
    """In the dock, under the race. For the translators: _("tries") _("chooses") _("runs") _("ends")"""

    least_room = (2 * PAD + LEAST, 60.0)
    flat = True

    def __init__(self, play: PlayScreen) -> None:
        def jump(number: int) -> None:
            if play.attempt.machine is not None:
                play.attempt.machine.jump(PHASES[number])

        self.play = play
        self.bars = PhaseBars("show", (0, 0, 0, 0), [_(name) for name in PHASES], jump, _("Phase of the show"))
        self._alone = False

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        canvas = self.play.measure()
        words = max(canvas.width(_("The show"), LABEL), canvas.rich_width(time_runs(0.0, 0.0)))
        left = PAD + words + ASIDE
        names = len(PHASES) * (12 + max(canvas.width(_(name), STRONG) for name in PHASES))
        self._alone = w - left - PAD < max(LEAST, names)
        left = PAD if self._alone else left
        self.bars.rect = (x + left, y, w - left - PAD, h)
        return [] if self.play.bare else [self.bars]

    def update(self, seconds: float) -> None:
        machine = self.play.attempt.machine
        if machine is not None:
            self.bars.at = PHASES.index(machine.phase)
            lasts = machine.plan.lasts[machine.phase]
            self.bars.done = min(1.0, machine.clock / lasts) if lasts else 0.0

    def paint(self, canvas: Canvas) -> None:
        (x, y, _w, h), machine = self.rect, self.play.attempt.machine
        if self.play.bare:
            self.bars.draw(canvas, State())
        if machine is None or self._alone:
            return
        k = canvas.type
        canvas.text(x + PAD, canvas.baseline_of(y + h / 2 - 10 * k) - 2, _("The show"), LABEL, "text")
        base = canvas.baseline_of(y + h / 2 + 12 * k)
        canvas.rich(x + PAD, base, time_runs(machine.seconds, machine.length))


def time_runs(seconds: float, length: float | None) -> list[tuple[str, str, int, str]]:
    """How long it goes on: "0:06 of 0:21"."""
    runs = [(clock_text(seconds), "text", 700, "mono")]
    if length is not None:
        before, _mark, after = _("{time} of {all}").partition("{time}")
        words, _mark, end = after.partition("{all}")
        runs = [(before, "text2", 500, "ui"), *runs, (words, "text2", 500, "ui"),
                (clock_text(length), "text2", 600, "mono"), (end, "text2", 500, "ui")]  # fmt: skip
    return [run for run in runs if run[0]]

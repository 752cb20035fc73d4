"""The convergence map of a level: start weight (or learner) against alpha, every place coloured by how its run ends.

It is worked out while it is looked at, a slice of each frame, coarse to fine; the run under the cursor comes first.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..attempt.game.game import Game
from ..boards.shared.neuron_model import has_one_weight, room_for
from ..convergence.convergence_map import (
    Cell,
    ConvergenceMap,
    MapPlane,
    code_of,
    law_of,
    planes,
    run_incremental,
    start_of,
)
from ..desktop.controls import Intent
from ..engine.fault import Fault
from ..i18n import _, plural_form, sentence_case
from ..registry.plugin_guard import fault_sentence
from ..rules import OUTCOMES, Session, Turn, Value, campaign, constant_ratio, equal, item_title, signed_misses
from ..view.charts.outcome_map import ORDER, OutcomeLegend, OutcomeMap, details_of_cell, place_of, value_text
from ..view.draw import LARGE, LEAD_NUMBER, SPACE_4, SPACE_5, Canvas, now
from ..view.format.numbers import number
from ..view.widgets.button import Button, IconButton
from ..view.widgets.ink import Boxed, Col, Either, Ink, InkBox, Line, Row, markup, words
from ..view.widgets.panel import Laid, Part, Split, WidgetPanel, column, first_that_fits, row, with_padding
from ..view.widgets.widget import UNPLACED, Widget
from .base.panel_screen import PanelScreen
from .base.scene import Scene
from .play.play import PlayScene

# What the convergence map says: of its axes, of the cell under the cursor, of what cannot be set in the level.


SAMPLES = 24  # steps, or passes, that are drawn
HIGHEST = 10.0  # a miss of more than so many times the first is beyond the chart
SAME = 1e-9


def value_name(value: Value, name: str, session: Session) -> str:
    """A value of that knob in words: a learner's title, else the number."""
    if name != "learner":
        return value_text(value)
    return _(item_title(session.catalog.learner(str(value), session.level.plugin)))


def axis_title(plane: MapPlane, session: Session) -> str:
    """What the level axis shows; a learner's own knob as it is called in this level."""
    knob, name = session.level.knob(plane.across.name), plane.across.name
    own = _(knob.title) if knob is not None and knob.title else name
    return {"weight": _("start weight"), "learner": _("learner")}.get(name) or own


def details_of(
    cells: ConvergenceMap, place: tuple[int, int], run: Session | None, session: Session,
    law: tuple[float, float] | None,
) -> tuple[Ink, ...]:  # fmt: skip
    """`run`: the run of this place once it has ended; None: it is still running. `law`: where it may be said."""
    column, row = place
    plane, each = cells.plane, len(session.run.batches)
    name, alpha = plane.across.name, plane.up.values[row]
    value = f"[value:{value_name(plane.across.values[column], name, session)}]"
    if name == "weight":
        value = _("weight [weight:{value}]").format(value=value_text(plane.across.values[column]))
    elif name != "learner":
        value = f"{axis_title(plane, session)} {value}"
    values = f"{value}\u2003[alpha:α] [alpha:{value_text(alpha)}]"
    cell = cells.cell(column, row)
    if run is not None and run.outcome is not None:
        cell = Cell(run.outcome.kind, run.outcome.step // each)
    if cell is None:
        note = _("It cannot be run here.") if cells.faulty(column, row) else _("running …")
        return details_of_cell("", note, values, " ")
    if each > 1:
        count = plural_form("[value:{n}] pass", "[value:{n}] passes", cell.beats)
    else:
        count = plural_form("[value:{n}] step", "[value:{n}] steps", cell.beats)
    misses, signed = trace_of(run) if run is not None else ((), True)

    # one step multiplies the miss by 1 - alpha * mean(input ** 2); else what is seen in this run alone
    if law is not None:
        pull, steep = law
        left: float | None = 1.0 - float(alpha) * pull * steep
    else:
        left = constant_ratio(run) if run is not None else None
    ratio: tuple[str, ...] = ()
    if left is not None:
        kept = number(0.0 if abs(left) < SAME else left, 1 if abs(left * 10 - round(left * 10)) < SAME else 2)
        ratio = (_("each miss is [value:{left}] of the last: {turn}").format(left=kept, turn=turn_words(left)),)
        if law is not None:
            first = _("each step: miss × (1 − [alpha:α]·[input:{steep}])")
            ratio = (first.format(steep=value_text(float(f"{steep * pull:.4g}"))),
                     _("= miss × [value:{left}]: {turn}").format(left=kept, turn=turn_words(left)))  # fmt: skip
    return details_of_cell(cell.kind, "", values, count.format(n=cell.beats), misses, signed, ratio)


def trace_of(run: Session) -> tuple[tuple[float, ...], bool]:
    """The misses of a run with their signs, of a long one every so many; else the errors, pass by pass."""
    ran_away = run.outcome is not None and run.outcome.kind == "runaway"
    misses = signed_misses(run, 0, min(run.count, SAMPLES) if ran_away else run.count)
    if misses is not None:
        every = -(-len(misses) // SAMPLES)
        misses = misses[:: every + 1 - every % 2]  # an odd number: a miss that changes sides is seen to do so
        height = HIGHEST * abs(misses[0])
        beyond = next((k for k, miss in enumerate(misses) if k > 1 and abs(miss) > height), len(misses))
        return tuple(misses[:beyond]), True
    each = len(run.run.batches)
    beats = run.count // each
    every = max(1, -(-beats // SAMPLES))
    history, whole = run.run.history, run.run.full_problem
    errors = [whole.error(history.weights_at(k * each)) for k in range(0, beats, every)] + [run.run.error()]
    height = HIGHEST * abs(errors[0])
    beyond = next((k for k, error in enumerate(errors) if k > 1 and not abs(error) <= height), len(errors))
    return tuple(errors[:beyond]), False


def turn_words(left: float) -> str:
    """What becomes of a miss that is multiplied by `left` each step."""
    if abs(left) < SAME:
        return _("nothing is left")
    if abs(abs(left) - 1.0) < SAME:
        return _("it changes sides and stays as large") if left < 0 else _("it stays")
    if abs(left) > 1.0:
        return _("it changes sides and grows") if left < 0 else _("it grows")
    return _("it changes sides") if left < 0 else _("it shrinks on its side")


SLICE = 0.006  # seconds of a frame for working it out
MOST = 0.010  # ... a piece is not begun that may take longer than that
FORGET = 0.9  # how fast it is forgotten how long the longest piece took
TOP, HIGH, BAR = 72.0, 60.0, 48.0  # heights of the head, of the buttons below and of what stands in the head
COLUMN, GROWS, WIDEST = 368.0, 0.5, 0.41  # the right column, how it grows with the text, its largest share


class ConvergenceScene(PanelScreen):
    """`parent` is given back; `play`: the level that is played from a place, None: it is opened anew."""

    chosen = Laid(0)
    tries_all = True

    def __init__(self, game: Game, parent: Scene, session: Session, play: PlayScene | None = None) -> None:
        super().__init__(game)
        self.parent, self.session, self.play = parent, session, play
        self.planes = planes(session)
        self.cells_of = [ConvergenceMap(plane, game.catalog, self._own(plane)) for plane in self.planes]
        by_weight = self.planes[0].across.name == "weight" and not self.planes[0].level.gates
        self.law = law_of(self.cells_of[0].session(0, 0).run) if by_weight else None  # of the first map
        self.works = [cells.work() for cells in self.cells_of]
        self.maps = list[OutcomeMap]()
        one_weight = has_one_weight(session.run) and session.level.visibility("goal") != "hidden"
        for plane, cells in zip(self.planes, self.cells_of):
            title, names, flags = axis_title(plane, session), list[str](), list[float]()
            if plane.across.name == "learner":
                names = [value_name(value, "learner", session) for value in plane.across.values]
            if plane.across.name == "weight" and one_weight:
                places = (place_of(plane.across, weight) for weight in room_for(session, None)[1])
                flags = [place for place in places if place is not None]
            words = _(session.level.words.get("alpha", "alpha")), title
            self.maps.append(OutcomeMap("cells", cells, words, self._own(plane), self.play_from_here, names, flags))
            self.maps[-1].label = _("Convergence map: every {knob} against every alpha").format(knob=title)
        self.legend = OutcomeLegend("key", self._light, _("passes") if len(session.run.batches) > 1 else _("steps"))
        self._longest = 0.0
        self.read = False  # whether the run under the cursor has ended, or cannot be run
        # The law is an answer: until the level is reached that asks for an alpha for each weight, nothing says it
        asks = [p.level.id for p in campaign.places(game.catalog) if not isinstance(p.level.alpha, (int, float))]
        self.lawful = all(map(game.progress.has_reached, asks))
        self.focus = "cells"
        self._reading: tuple[object, Session | None, Iterator[None]] = (None, None, iter(()))
        self._told: object = None  # what the details were made from
        self.details: tuple[Ink, ...] = ()  # what is told of the cell under the cursor
        self._blamed = False

    def _own(self, plane: MapPlane) -> tuple[int, int]:
        """Where the player's own run starts: that comes first."""
        session, name = self.session, plane.across.name
        value = start_of(session)[0] if name == "weight" else session.knobs[name]
        return plane.across.nearest(value), plane.up.nearest(session.knobs["alpha"])

    @property
    def cells(self) -> ConvergenceMap:
        return self.cells_of[self.chosen]

    @property
    def map(self) -> OutcomeMap:
        return self.maps[self.chosen]

    # -- layout ------------------------------------------------------------------------------------------------------

    def layout(self) -> None:
        super().layout()
        self.map.fit(self.measure(), self.map.rect)  # the values at its sides take room

    def tree(self, canvas: Canvas) -> Split:
        larger = max(0.0, canvas.type - 1)
        counts = self.cells.counts()
        by_law = self.law is not None and not self.chosen and not counts["stuck"]  # by the law nothing gets stuck
        none = {"stuck"} if by_law else set()
        none |= {kind for kind in ORDER if OUTCOMES[kind].gated and not self.cells.plane.level.gates}
        legend = self.legend
        legend.kinds, legend.counts, legend.left = [kind for kind in ORDER if kind not in none], counts, self.cells.left
        play = Button("play", UNPLACED, _("Play from here"), "", self.play_from_here, kind="primary", key="accept")
        axes = Button("axes", UNPLACED, _("Axes"), "", self.next_axes, key="axes")
        buttons = row(Part(WidgetPanel(play)), Part(WidgetPanel(axes), 120 + 60 * larger if len(self.maps) > 1 else 0))
        # what is told of the cell under the cursor: an outcome on one line and its numbers on another have room
        details = InkBox(canvas, lambda: Boxed(Either(self.details or (Ink(),)), (19, 11)), 0)
        details.least_room = 0.0, details_of_cell("overshoot", "", " ", " ")[-1].size(canvas)[1] + 22
        details.flat = False
        high = 28 + (28 + len(legend.kinds) * 20) * canvas.type  # a lower one's rows would touch
        beside = column(Part(details), Part(WidgetPanel(legend, 240, high, sheet=True)))
        width = min(COLUMN * (1 + GROWS * larger), WIDEST * self.width)
        aside = column(Part(beside), Part(buttons, HIGH), gap=SPACE_4)
        below = row(Part(WidgetPanel(self.map, 400, 320, sheet=True)), Part(aside, width), gap=SPACE_4)
        # As on the play screen: the level's number and title, and what this is
        plane, title = self.planes[self.chosen], _(self.session.base.title)
        code, axis = campaign.code(self.session.base, self.game.catalog), axis_title(plane, self.session)
        both = Line(_("{title}: {axis} × alpha").format(title=title, axis=axis), LARGE, spacing=1.2)
        tag = Boxed(Line(code, LEAD_NUMBER), (10, 0.5), "raised", radius=8)
        named = Row((tag, Line(title, LARGE, spacing=1.2)), 12)
        two_lines = InkBox(canvas, lambda: Col((named, markup(self.map_layers(), spacing=1.25))), 0)
        leave = IconButton("leave", UNPLACED, icon="back", on_press=self.back, tip=_("Back"))
        back = Button("back", UNPLACED, _("Back to level"), "", self.back, key="back")
        widest = back.wide(canvas, self.game.controls.label("back"))
        settings = IconButton("settings", UNPLACED, icon="settings", key="settings", on_press=self.open_settings,
                              tip=_("Settings"))  # fmt: skip
        bar = row(
            Part(WidgetPanel(leave), BAR),
            Part(first_that_fits(two_lines, InkBox(canvas, Row((tag, both), 12), 0))),
            Part(WidgetPanel(back, back.wide(canvas)), widest, shrinks=True),
            Part(WidgetPanel(settings), BAR),
            gap=SPACE_4,
        )
        head = with_padding(bar, SPACE_5, 10, SPACE_5, 14)
        return column(Part(head, TOP), Part(with_padding(below, SPACE_5, 0, SPACE_5, SPACE_5)), gap=0)

    def map_layers(self) -> str:
        """What is drawn over what, and how much of it is there."""
        if self.cells.done:
            return self.map.label
        whole = len(self.cells.codes)
        tried = _("[value:{count} of {whole}] tried").format(count=whole - self.cells.left, whole=whole)
        return f"{self.map.label}. {tried}"

    def spoken_line(self) -> str:
        return f"{_(self.session.base.title)}. {self.map_layers()}"

    def order(self) -> list[Widget]:
        return sorted(super().order(), key=lambda widget: widget.rect[1] < TOP)

    # -- time --------------------------------------------------------------------------------------------------------

    def after_update(self, seconds: float) -> None:
        here, left = self.map.here, self.cells.left
        if self._reading[0] != (self.chosen, here):  # the run of the cell that is told of begins anew
            try:
                run: Session | None = self.cells.session(*here)
            except Fault:
                run = None
            self._reading = ((self.chosen, here), run, run_incremental(run) if run is not None else iter(()))
        # First the run under the cursor, then the map, as far as the time of a frame goes
        start = before = now()
        longest, more = self._longest * FORGET, True
        while more and ((before - start < SLICE and before - start + longest < max(MOST, SLICE)) or before == start):
            more = False
            for work in (self._reading[2], self.works[self.chosen]):  # a small piece of one of them
                try:
                    next(work)
                    more = True
                    break
                except StopIteration:
                    continue
                except Fault:  # the map tells of it when it comes there
                    self._reading = (self._reading[0], None, iter(()))
            after = now()
            longest, before = max(longest, after - before) if more else longest, after
        self._longest = longest
        _place, run, _work = self._reading
        ended = run if run is not None and run.outcome is not None else None
        if ended is not None:  # the map has the run that is told beside it, as soon as that is told
            self.cells.keep(*here, code_of(ended))
        self.read = run is None or ended is not None
        self.map.running = self.cells.running if self.read else here
        if left != self.cells.left:
            self.legend.counts, self.legend.left = self.cells.counts(), self.cells.left
        key = (self.chosen, here, ended is not None, self.cells.cell(*here), self.cells.faulty(*here))
        if self._told != key:
            self._told = key
            law = self.law if self.lawful and not self.chosen else None
            self.details = details_of(self.cells, here, ended, self.session, law)
            self.map.told = ", ".join(words(self.details[-1]))
        if self.cells.fault is not None and not self._blamed:
            self._blamed = True
            self.game.plugins.record_fault(self.cells.fault)
            self.game.toasts.fault(fault_sentence(self.cells.fault))

    # -- what happens ------------------------------------------------------------------------------------------------

    def on_pointer(self, intent: Intent) -> bool:
        self.map.hover = self.map.at(intent.x, intent.y)
        return True

    def _light(self, kind: str) -> None:
        self.map.lit = kind

    def next_axes(self) -> None:
        self.chosen = (self.chosen + 1) % len(self.maps)

    def play_from_here(self) -> None:
        from .play.play import PlayScene

        play = self.play or PlayScene(self.game, self.session.base)
        attempt = play.attempt
        column, row = self.map.cursor
        # To play from a place of the map: the knobs to turn, on the level's notches, and a sentence for each value that
        # cannot be had
        plane, session = self.planes[self.chosen], attempt.session
        words = {"weight": _("the start weight"), "learner": _("the learner"), "alpha": _("alpha")}
        turns, notes = list[Turn](), list[str]()
        for name, value in ((plane.across.name, plane.across.values[column]), ("alpha", plane.up.values[row])):
            knob, word = session.level.knob(name), words.get(name) or axis_title(plane, session)
            here: Value = start_of(session)[0] if name == "weight" else session.knobs[name]
            snapped = knob.snap(value) if knob is not None and isinstance(value, (int, float)) else value
            if knob is not None and knob.allows(snapped):
                turns.append(Turn(name, snapped))
                if not equal(snapped, value):
                    text = _("{knob} goes to the notch {value}.")
                    notes.append(text.format(knob=sentence_case(word), value=value_text(snapped)))
            elif knob is not None or not equal(here, value):
                text = _("In this level {knob} stays {value}.")
                notes.append(text.format(knob=word, value=value_name(here, name, session)))
        if attempt.session.actions:
            attempt.reset()
        for turn in turns:
            attempt.turn(*turn)
        for note in notes:
            self.game.toasts.add(note)
        self.go(play)

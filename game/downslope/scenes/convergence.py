"""The convergence map of a level: start weight (or learner) against alpha, every place coloured by how its run ends.

It is worked out while it is looked at, a slice of each frame, coarse to fine; the run under the cursor comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..boards.shared.bowl_room import room_for
from ..boards.shared.neuron_model import has_one_weight
from ..convergence.axes import planes, refine, start_of
from ..convergence.convergence_map import ConvergenceMap, run_slowly
from ..engine.run import Fault
from ..i18n import _
from ..registry.plugin_guard import fault_sentence
from ..rules import campaign
from ..view.charts.outcome_axes import place_of
from ..view.charts.outcome_details import CellDetails, DetailsPanel, in_words
from ..view.charts.outcome_legend import ORDER, OutcomeLegend
from ..view.charts.outcome_map import OutcomeMap
from ..view.draw.time_slice import now
from ..view.draw.tokens import SPACE_4, SPACE_5
from ..view.format.markup import plain
from ..view.widgets.button import Button, IconButton
from ..view.widgets.layout import Part, Split, column, either, inset, row
from ..view.widgets.panel import WidgetPanel
from ..view.widgets.widget import UNPLACED, Widget
from .base.panel_screen import PanelScreen
from .convergence_panels import LegendPanel, OutcomeMapPanel, TitlePanel
from .convergence_play import turns_to
from .convergence_words import axis_title, cell_sentence, details_of, may_say_law, value_name

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..convergence.axes import MapPlane
    from ..desktop.controls import Intent
    from ..rules.session import Session
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene
    from .play.play import PlayScene

SLICE = 0.006  # seconds of a frame for working it out
MOST = 0.010  # ... a piece is not begun that may take longer than that
FORGET = 0.9  # how fast it is forgotten how long the longest piece took
TOP, HIGH, BAR = 72.0, 60.0, 48.0  # heights of the head, of the buttons below and of what stands in the head
COLUMN, GROWS, WIDEST = 368.0, 0.5, 0.41  # the right column, how it grows with the text, its largest share


class ConvergenceScene(PanelScreen):
    """`parent` is given back; `play`: the level that is played from a place, None: it is opened anew."""

    tries_all = True

    def __init__(self, game: Game, parent: Scene, session: Session, play: PlayScene | None = None) -> None:
        super().__init__(game)
        self.parent, self.session, self.play = parent, session, play
        self.planes = planes(session)
        self.cells_of = [self._cells(plane) for plane in self.planes]
        if self.cells_of[0].judge is not None:  # by the law a map can be as fine as can be seen
            self.planes.insert(1, refine(self.planes[0]))
            self.cells_of.insert(1, self._cells(self.planes[1]))
        self.works = [cells.work() for cells in self.cells_of]
        self.maps = [self._map(number) for number in range(len(self.planes))]
        self.legend = OutcomeLegend("key", self._light, _("passes") if len(session.run.batches) > 1 else _("steps"))
        self.chosen, self._longest = 0, 0.0
        self._works = True  # something is still to be worked out
        self.lawful = may_say_law(game)
        self.focus = "cells"
        self._reading: tuple[object, Session | None, Iterator[None]] = (None, None, iter(()))
        self._told: tuple[object, CellDetails] | None = None
        self._blamed = False

    def _cells(self, plane: MapPlane) -> ConvergenceMap:
        """The player's own place comes first."""
        return ConvergenceMap(plane, self.game.catalog, self._own(plane))

    def _own(self, plane: MapPlane) -> tuple[int, int]:
        """Where the player's own run starts."""
        session, name = self.session, plane.across.name
        value = start_of(session)[0] if name == "weight" else session.knobs[name]
        return plane.across.nearest(value), plane.up.nearest(session.knobs["alpha"])

    def _map(self, number: int) -> OutcomeMap:
        plane, session, names = self.planes[number], self.session, list[str]()
        if plane.across.name == "learner":
            names = [value_name(plane, k, self.game.catalog) for k in range(len(plane.across.values))]
        you = self._own(plane)
        words = _(session.level.words.get("alpha", "alpha")), axis_title(plane, session)
        found = OutcomeMap("cells", self.cells_of[number], words, you, self.play_from_here, names, self._flags(number))
        found.label = cell_sentence(plane, session)
        return found

    def _flags(self, number: int) -> list[float]:
        """Columns of the best weights."""
        plane, session = self.planes[number], self.session
        told = has_one_weight(session.run) and session.level.visibility("goal") != "hidden"
        if plane.across.name != "weight" or not told:
            return []
        places = (place_of(plane.across, weight) for weight in room_for(session, None)[1])
        return [place for place in places if place is not None]

    @property
    def cells(self) -> ConvergenceMap:
        return self.cells_of[self.chosen]

    @property
    def map(self) -> OutcomeMap:
        return self.maps[self.chosen]

    # -- layout ------------------------------------------------------------------------------------------------------

    def tree(self, canvas: Canvas) -> Split:
        larger = max(0.0, canvas.type - 1)
        counts = self.cells.counts()
        by_law = self.cells.judge is not None and not counts["stuck"]  # by the law nothing gets stuck
        self.legend.show([kind for kind in ORDER if kind != "stuck" or not by_law], counts, self.cells.left)
        play = Button("play", UNPLACED, _("Play from here"), "", self.play_from_here, kind="primary", key="accept")
        axes = Button("axes", UNPLACED, _("Axes"), "", self.next_axes, key="axes")
        buttons = row(Part(WidgetPanel(play)), Part(WidgetPanel(axes), 120 + 60 * larger if len(self.maps) > 1 else 0))
        beside = column(Part(DetailsPanel(canvas, lambda: self.details)), Part(LegendPanel(self.legend, canvas)))
        wide = min(COLUMN * (1 + GROWS * larger), WIDEST * self.width)
        aside = column(Part(beside), Part(buttons, HIGH), gap=SPACE_4)
        below = row(Part(OutcomeMapPanel(self.map, canvas)), Part(aside, wide), gap=SPACE_4)
        return column(Part(self._head(canvas), TOP), Part(inset(below, SPACE_5, 0, SPACE_5, SPACE_5)), gap=0)

    def _head(self, canvas: Canvas) -> Split:
        """As on the play screen: the level's number and title, and what this is."""
        plane, title = self.planes[self.chosen], _(self.session.base.title)
        code, axis = campaign.code(self.session.base, self.game.catalog), axis_title(plane, self.session)
        both = _("{title}: {axis} × alpha").format(title=title, axis=axis)
        one_line = TitlePanel(canvas, code, both, aside=self._tried)
        words = either(TitlePanel(canvas, code, title, self.told_of_map), one_line)
        leave = IconButton("leave", UNPLACED, icon="back", on_press=self.back, tip=_("Back"))
        back = Button("back", UNPLACED, _("Back to level"), "", self.back, key="back")
        wide = back.wide(canvas, self.game.controls.label("back"))
        settings = IconButton("settings", UNPLACED, icon="settings", key="settings", on_press=self.open_settings,
                              tip=_("Settings"))  # fmt: skip
        bar = row(
            Part(WidgetPanel(leave), BAR),
            Part(words),
            Part(WidgetPanel(back, back.wide(canvas)), wide, shrinks=True),
            Part(WidgetPanel(settings), BAR),
            gap=SPACE_4,
        )
        return inset(bar, SPACE_5, 10, SPACE_5, 14)

    def told_of_map(self) -> str:
        """What is drawn over what, and how much of it is there."""
        sentence = cell_sentence(self.planes[self.chosen], self.session)
        return ". ".join((sentence, *self._tried()[:1]))

    def spoken_line(self) -> str:
        return f"{_(self.session.base.title)}. {self.told_of_map()}"

    def _tried(self) -> list[str]:
        """How much of the map is there, long and short; nothing where all of it is."""
        if self.cells.done:
            return []
        whole = len(self.cells.codes)
        words = _("[value:{count} of {whole}] tried"), _("[value:{count}/{whole}]")
        return [text.format(count=whole - self.cells.left, whole=whole) for text in words]

    def order(self) -> list[Widget]:
        """The map, what is beside it, then the top."""
        return sorted(super().order(), key=lambda widget: widget.rect[1] < TOP)

    # -- time --------------------------------------------------------------------------------------------------------

    @property
    def moving(self) -> bool:
        return self._works

    def on_update(self, seconds: float) -> None:
        here, left = self.map.here, self.cells.left
        self._read(here)
        self._work()
        self._enter()
        self.map.running = self.cells.running if self.read else here
        if left != self.cells.left:
            self.legend.count(self.cells.counts(), self.cells.left)
        self._tell(here)
        if self.cells.fault is not None and not self._blamed:
            self._blamed = True
            self.game.plugins.note_fault(self.cells.fault)
            self.game.toasts.fault(fault_sentence(self.cells.fault))

    def _read(self, place: tuple[int, int]) -> None:
        """The run of the cell that is told of: begun anew when it is another cell."""
        if self._reading[0] == (self.chosen, place):
            return
        try:
            run = self.cells.session(*place)
        except Fault:
            self._reading = ((self.chosen, place), None, iter(()))
            return
        self._reading = ((self.chosen, place), run, run_slowly(run))

    @property
    def read(self) -> bool:
        """The run under the cursor has ended, or cannot be run."""
        place, run, _work = self._reading
        return place == (self.chosen, self.map.here) and (run is None or run.outcome is not None)

    @property
    def details(self) -> CellDetails | None:
        """What is told of the cell under the cursor."""
        return self._told[1] if self._told is not None else None

    def _work(self) -> None:
        """First the run under the cursor, then the map, as far as the time of a frame goes."""
        start = before = now()
        longest = self._longest * FORGET
        while (before - start < SLICE and before - start + longest < max(MOST, SLICE)) or before == start:
            self._works = self._piece()
            if not self._works:
                break
            after = now()
            longest, before = max(longest, after - before), after
        self._longest = longest

    def _enter(self) -> None:
        """The map has the run that is told beside it, as soon as that is told."""
        place, run, _work = self._reading
        here = self.map.here
        if run is not None and run.outcome is not None and place == (self.chosen, here):
            self.cells.enter(*here, run)

    def _piece(self) -> bool:
        """A small piece of work; False: there is none left."""
        for work in (self._reading[2], self.works[self.chosen]):
            try:
                next(work)
                return True
            except StopIteration:
                continue
            except Fault:  # the map tells of it when it comes there
                self._reading = (self._reading[0], None, iter(()))
        return False

    def _tell(self, place: tuple[int, int]) -> None:
        run = self._reading[1]
        ended = run if run is not None and run.outcome is not None else None
        key = (self.chosen, place, ended is not None, self.cells.cell(*place), self.cells.faulty(*place))
        if self._told is None or self._told[0] != key:
            self._told = (key, details_of(self.cells, place, ended, self.session, self.lawful))
            self.map.told = plain(in_words(self._told[1]))

    # -- what happens ------------------------------------------------------------------------------------------------

    def on_pointer(self, intent: Intent) -> bool:
        self.map.hover = self.map.frame.at(intent.x, intent.y)
        return True

    def _light(self, kind: str) -> None:
        self.map.lit = kind

    def next_axes(self) -> None:
        """The next of the maps that there are."""
        self.chosen = (self.chosen + 1) % len(self.maps)
        self.relayout()

    def play_from_here(self) -> None:
        """To the level, with what of this place can be set there."""
        from .play.play import PlayScene

        play = self.play or PlayScene(self.game, self.session.base)
        attempt = play.attempt
        column, row = self.map.cursor
        turns, notes = turns_to(self.planes[self.chosen], column, row, attempt.session)
        if attempt.session.actions:
            attempt.reset()
        for turn in turns:
            attempt.turn(*turn)
        for note in notes:
            self.game.toasts.add(note)
        self.go(play)

    def back(self) -> None:
        self.go(self.parent)

"""The convergence map of a level: start weight (or learner) against alpha, every place coloured by how its run ends.

It is worked out while it is looked at, a slice of each frame, coarse to fine; the run under the cursor comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..boards.shared.neuron_model import is_neuron, room_for
from ..convergence.axes import planes, refined, start_of
from ..convergence.convergence_map import ConvergenceMap, running
from ..engine.run import Fault
from ..i18n import _
from ..rules import campaign
from ..view.charts.outcome_axes import framed, place_of
from ..view.charts.outcome_cells import OutcomeCells
from ..view.charts.outcome_details import CellDetails, draw_details
from ..view.charts.outcome_legend import ORDER, OutcomeLegend
from ..view.charts.outcome_map import OutcomeMap
from ..view.draw.time_slice import now
from ..view.draw.tokens import BODY, CODE, LABEL, LEAD_NUMBER, STRONG
from ..view.format.measure import measure
from ..view.scenery.backdrop import draw_sheets
from ..view.widgets.button import Button, IconButton
from ..view.widgets.widget import COMPACT, Widget
from .base.scene import Scene
from .convergence_play import turns_to
from .convergence_words import law_is_told, name_of, sentence_of, title_of, told_of

if TYPE_CHECKING:
    from ..attempt.game import Game
    from ..desktop.controls import Intent
    from ..rules.session import Session
    from ..view.draw.canvas import Canvas
    from ..view.widgets.widget import Rect
    from .play.play import PlayScene

SLICE = 0.006  # seconds of a frame for working it out
MOST = 0.010  # ... a piece is not begun that may take longer than that
FORGET = 0.9  # how fast it is forgotten how long the longest piece took
TOP, MARGIN, GAP, HIGH = 72.0, 24.0, 16.0, 60.0
COLUMN, GROWS, WIDEST = 368.0, 0.5, 0.41  # the right column, how it grows with the text, its largest share


class ConvergenceScene(Scene):
    """`parent` is given back; `play`: the level that is played from a place, None: it is opened anew."""

    tries_all = True

    def __init__(self, game: Game, parent: Scene, session: Session, play: PlayScene | None = None) -> None:
        super().__init__(game)
        self.parent, self.session, self.play = parent, session, play
        self.planes = planes(session)
        self.maps = [ConvergenceMap(plane, game.catalog) for plane in self.planes]
        if self.maps[0].judge is not None:  # by the law a map can be as fine as can be seen
            self.planes.insert(1, refined(self.planes[0]))
            self.maps.insert(1, ConvergenceMap(self.planes[1], game.catalog))
        self.works = [cells.work() for cells in self.maps]
        self.heats = [OutcomeCells() for _cells in self.maps]
        self.chosen, self._longest = 0, 0.0
        self._works = True  # something is still to be worked out
        self.cursors = [self._yours(k) for k in range(len(self.planes))]
        self.lawful = law_is_told(game)
        self.code, self.focus = campaign.code(session.base, game.catalog), "cells"
        self._reading: tuple[object, Session | None, Iterator[None]] = (None, None, iter(()))
        self._told: tuple[object, CellDetails] | None = None
        self.sheets: list[Rect] = []
        self._blamed = False

    def _yours(self, number: int) -> tuple[int, int]:
        """The place of the player's own run."""
        plane, session = self.planes[number], self.session
        name = plane.across.name
        value = start_of(session)[0] if name == "weight" else session.knobs[name]
        return plane.across.nearest(value), plane.up.nearest(session.knobs["alpha"])

    @property
    def cells(self) -> ConvergenceMap:
        return self.maps[self.chosen]

    @property
    def map(self) -> OutcomeMap:
        found = self.widget("cells")
        assert isinstance(found, OutcomeMap)
        return found

    # -- layout ------------------------------------------------------------------------------------------------------

    def layout(self) -> None:
        canvas = measure(self.game, self.width, self.height)
        t = canvas.type
        wide = min(COLUMN * (1 + GROWS * max(0.0, t - 1)), WIDEST * self.width)
        right, low = self.width - MARGIN - wide, self.height - MARGIN - HIGH
        high = (low - TOP - 32 + 8) / 2 - 2
        self.told_rect: Rect = (right, TOP, wide, high)
        key = OutcomeLegend("key", (right, TOP + high + 12, wide, high), self._kinds(), self.cells.counts(),
                            self._light, self._unit())  # fmt: skip
        self.sheets = [(MARGIN, TOP, right - GAP - MARGIN, self.height - TOP - MARGIN), self.told_rect, key.rect]
        axes = 120 + 60 * max(0.0, t - 1)
        there = len(self.planes) > 1
        self.widgets = [
            self._map(self.sheets[0], canvas),
            IconButton("leave", (24, 10, 48, 48), icon="back", on_press=self.back, tip=_("Back")),
            self._back_button(canvas),
            IconButton("settings", (self.width - 72, 10, 48, 48), icon="settings", key="settings",
                       on_press=self._settings, tip=_("Settings")),
            key,
            Button("play", (right, low, wide - axes - 12 if there else wide, HIGH), _("Play from here"), "",
                   self.play_from_here, kind="primary", key="accept"),
        ]  # fmt: skip
        if there:
            place = (right + wide - axes, low, axes, HIGH)
            self.widgets.append(Button("axes", place, _("Axes"), "", self.next_axes, key="axes"))

    def order(self) -> list[Widget]:
        """The map, what is beside it, then the top."""
        rank = {"cells": 0, "key": 1, "play": 2, "axes": 3}
        live = [widget for widget in self.widgets if widget.live and widget.focusable]
        return sorted(live, key=lambda widget: rank.get(widget.name, 4))

    def _map(self, rect: Rect, canvas: Canvas) -> OutcomeMap:
        plane, number = self.planes[self.chosen], self.chosen
        names: list[str] = []
        if plane.across.name == "learner":
            names = [name_of(plane, k, self.game.catalog) for k in range(len(plane.across.values))]
        words = (_(self.session.level.words.get("alpha", "alpha")), title_of(plane, self.session), "text")
        frame = framed(canvas, rect, plane.across, plane.up, names)
        found = OutcomeMap("cells", frame, self.cells, words, self.cursors[number], self.heats[number],
                        self.play_from_here)  # fmt: skip
        found.flags = self._flags()
        found.you = self._yours(number)
        return found

    def _flags(self) -> list[float]:
        """Columns of the best weights."""
        plane, session = self.planes[self.chosen], self.session
        if plane.across.name != "weight" or not is_neuron(session.run) or session.level.visibility("goal") == "hidden":
            return []
        places = (place_of(plane.across, weight) for weight in room_for(session, None)[1])
        return [place for place in places if place is not None]

    def _kinds(self) -> list[str]:
        """By the law nothing gets stuck, unless the map has it."""
        none = self.cells.judge is not None and not self.cells.counts()["stuck"]
        return [kind for kind in ORDER if kind != "stuck" or not none]

    def _unit(self) -> str:
        return _("passes") if len(self.session.run.batches) > 1 else _("steps")

    def _back_button(self, canvas: Canvas) -> Button:
        label, cap = _("Back to level"), self.game.controls.label("back")
        wide = canvas.width(label, LABEL) + 44 + (24 + canvas.width(cap, CODE) if canvas.type <= COMPACT
                                                    else 0)  # fmt: skip
        return Button("back", (self.width - 88 - wide, 10, wide, 48), label, "", self.back, key="back")

    # -- time --------------------------------------------------------------------------------------------------------

    @property
    def moving(self) -> bool:
        return self._works

    def on_update(self, seconds: float) -> None:
        widget, left = self.map, self.cells.left
        self.cursors[self.chosen] = widget.cursor
        self._read(widget.here)
        self._work()
        self._enter()
        key = self.widget("key")
        if isinstance(key, OutcomeLegend) and left != self.cells.left:
            key.counts = self.cells.counts()
        self._tell(widget.here)
        if self.cells.fault is not None and not self._blamed:
            self._blamed = True
            self.game.note_fault(self.cells.fault)
            self.game.toasts.fault(str(self.cells.fault))

    def _read(self, place: tuple[int, int]) -> None:
        """The run of the cell that is told of: begun anew when it is another cell."""
        if self._reading[0] == (self.chosen, place):
            return
        try:
            run = self.cells.session(*place)
        except Fault:
            self._reading = ((self.chosen, place), None, iter(()))
            return
        self._reading = ((self.chosen, place), run, running(run))

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
            self._told = (key, told_of(self.cells, place, ended, self.session, self.lawful))

    # -- what happens ------------------------------------------------------------------------------------------------

    def on_pointer(self, intent: Intent) -> bool:
        self.map.hover = self.map.frame.at(intent.x, intent.y)
        return True

    def _light(self, kind: str) -> None:
        self.map.lit = kind

    def next_axes(self) -> None:
        """The next of the maps that there are."""
        self.cursors[self.chosen] = self.map.cursor
        self.chosen = (self.chosen + 1) % len(self.planes)
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

    def _settings(self) -> None:

        self.open("settings", parent=self)

    def back(self) -> None:
        self.go(self.parent)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        draw_sheets(canvas, self.sheets)
        self._paint_title(canvas)
        if self.details is not None:
            draw_details(canvas, self.told_rect, self.details)

    def _paint_title(self, canvas: Canvas) -> None:
        """As on the play screen: the level's number and title, and what this is."""
        code = self.code
        t, left = canvas.type, 88.0
        compact = t > COMPACT
        middle = 34.0 if compact else 27.0
        back = self.widget("back")
        room = (back.rect[0] if back is not None else self.width - 88) - 16 - left
        wide = canvas.width(code, LEAD_NUMBER) + 20
        high = 26 * max(1.0, t)
        canvas.rect(left, middle - high / 2, wide, high, "raised", 8)
        canvas.text(left + wide / 2, middle + 6.3 * t, code, LEAD_NUMBER, "text", "middle")
        title = _(self.session.base.title)
        told = sentence_of(self.planes[self.chosen], self.session)
        if not self.cells.done:
            share = 100 - 100 * self.cells.left // len(self.cells.codes)
            told = _("{sentence}: {share} % run").format(sentence=told, share=share)
        if compact:
            axis = title_of(self.planes[self.chosen], self.session)
            title = _("{title}: {axis} × alpha").format(title=title, axis=axis)
        canvas.within(left + wide + 12, middle + 7.5 * t, title, room - wide - 12, STRONG.sized(22), "text")
        if not compact:
            canvas.within(left, 58, told, room, BODY, "text2")

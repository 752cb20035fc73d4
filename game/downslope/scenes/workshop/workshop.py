"""The workshop: network, examples, metric and learner on a bench; what is on the screen is what would be saved."""

from __future__ import annotations

from functools import partial

from ...desktop.capabilities import no_clipboard
from ...desktop.clipboard import copy
from ...desktop.controls import Intent
from ...i18n import _, translate
from ...level_files.level_code import encode_level
from ...level_files.writing import NotData
from ...storage.files import Refused
from ...view.draw.canvas import Canvas
from ...view.format.numbers import telling
from ...view.widgets.button import Button, IconButton, Segmented
from ...view.widgets.ink import words
from ...view.widgets.panel import (
    BAR_HIGH,
    Laid,
    Part,
    Split,
    TitleBar,
    WidgetPanel,
    column,
    first_that_fits,
    row,
    with_padding,
)
from ...view.widgets.widget import UNPLACED, Widget
from ...workshop.bench import without_row
from ...workshop.bench_level import level_of
from ..base.event_routing import KeyAction
from ..base.navigation import screen_class
from .bench_screen import TITLES, BenchScreen, OpenCard
from .examples import ExamplePlot, bench_table
from .knob_column import SetupPanel
from .middle_column import BoardPanel, RunsPanel, run_ink
from .save_card import SaveCard

TOP, EDGE, GAP = 72.0, 24.0, 16.0
LEFT, RIGHT, RIGHT_OF_NET = 316.0, 360.0, 300.0  # widths of the columns beside the board
WIDEST = 480.0  # of the left one, which grows with the text
BOARD, LOW, BETWEEN = 340.0, 272.0, 12.0  # heights of the two rows, and the gap between them


class WorkshopScene(BenchScreen):
    """`what`: a level, or the letters of one, to begin with; by default what was left here. `parent`: who opened it."""

    begins_at = "tile step"
    page = Laid(0)  # in two columns: which page the left one shows
    board: BoardPanel | None = None
    _shape = Laid[object](None)  # what was laid out

    # -- layout --------------------------------------------------------------------------------------------------------

    def spoken_line(self) -> str:
        if self.visit.why:
            return self.visit.why
        error, things = self.visit.mean_error(), ", ".join(map(self.title_of, TITLES))
        text = _("{things}, step {step}, mean error {error}")
        return text.format(things=things, step=self.attempt.step, error="?" if error is None else telling(error, 3))

    def spoken_verdict(self) -> str:
        run = self.visit.runs.run(self.visit.runs.now)
        if run is None or run.outcome is None or self.playing:
            return ""
        return ", ".join(words(run_ink(run, self.game.catalog, False)))

    def proposal(self) -> str:
        """Saving is the primary button, but the first thing to do here is a step."""
        return self.begins() if self.can_focus(self.begins()) else super().proposal()

    def _shape_now(self) -> object:
        bench = self.visit.bench
        return (bench.shape, bench.metric, bench.learner, bench.free, bench.kept, self.betting, self.page, self.picture)

    def tree(self, canvas: Canvas) -> Split:
        self.attempt, self._shape = self.visit.attempt, self._shape_now()
        self.board, setup = BoardPanel(self), SetupPanel(self, canvas)
        middle = column(Part(self.board, BOARD, 1), Part(RunsPanel(self, canvas), LOW, 0.4), gap=BETWEEN)
        plot = WidgetPanel(ExamplePlot(UNPLACED, self.visit, canvas.type), 240, 200, sheet=True)
        table = bench_table(self, canvas)
        right = column(Part(table, BOARD, 1), Part(plot, LOW, 0.4), gap=BETWEEN)
        width = min(WIDEST, LEFT * canvas.type)
        beside = RIGHT_OF_NET if self.visit.bench.hidden else RIGHT
        three = row(Part(setup, width), Part(middle), Part(right, beside), gap=GAP)
        names = [_("Knobs"), _("Examples"), _("Plot")]
        turn = partial(setattr, self, "page")
        tabs = WidgetPanel(Segmented("page", UNPLACED, names, self.page, turn), 0, 46)
        left = column(Part(tabs, 46), Part((setup, table, plot)[self.page]), gap=8)
        two = row(Part(left, width, shrinks=True), Part(middle), gap=GAP)
        body = with_padding(first_that_fits(three, two), EDGE, 0, EDGE, EDGE)
        # With keycaps where what is told beside them keeps its room
        for caps in (True, False):
            controls: list[Widget] = []
            for name, label, icon, press, key, kind in (
                ("open", _("Open"), "folder", lambda: self.go(OpenCard(self)), "open", "normal"),
                ("share", _("Share"), "share", self.share, "hint", "normal"),
                ("save", _("Save as level"), "save", self.save_card, "sound", "primary"),
            ):
                button = Button(name, UNPLACED, label, icon, press, key=key, kind=kind)
                width = button.wide(canvas, self.game.controls.label(key) if caps else "")
                button.rect = (0.0, 0.0, width, BAR_HIGH)
                controls.append(button)
            controls.append(IconButton("settings", (0, 0, 48, 48), "", "settings", self.open_settings, key="settings",
                                       tip=_("Settings")))  # fmt: skip
            self.bar = TitleBar(canvas, _("Workshop"), self.back, below=self.state_words(), controls=controls)
            if self.bar.tells_whole(canvas, self.width):
                break
        return column(Part(self.bar, TOP), Part(body), gap=0)

    def state_words(self) -> str:
        """The file, and whether it is as it was saved."""
        if not self.saved_as:
            return _("kept between visits, not saved as a level")
        same = self.saved == self.visit.bench
        text = _("{file}  saved") if same else _("{file}  not saved since the last change")
        return text.format(file=self.saved_as)

    # -- time ----------------------------------------------------------------------------------------------------------

    def after_update(self, seconds: float) -> None:
        """What comes with another bench: another board, other knobs."""
        self.visit.update(seconds)
        self._shape = self._shape_now()
        self.follow_changes()
        if self.attempt is not self.visit.attempt and self.board is not None:
            self.attempt = self.visit.attempt
            self.board.renew()
            self.board.place(self.board.rect)
        self.bar.below = self.state_words()
        for panel in self.panels:
            panel.update(seconds)

    @property
    def playing(self) -> bool:
        return self.attempt.moving or self.attempt.director.moving

    def end(self) -> None:
        self.visit.file.saved_as = self.saved_as
        self.visit.keep()
        self.game.player_feedback.rest()

    # -- intents -------------------------------------------------------------------------------------------------------

    def on_intent(self, intent: Intent) -> bool:
        plot = self.widget("plot")
        if intent.name != "context" or not isinstance(plot, ExamplePlot):
            return super().on_intent(intent)
        row = plot.near(intent.x, intent.y) if plot.contains(intent.x, intent.y) else None
        if row is not None:  # the example there is taken away
            self.visit.change(without_row(self.visit.bench, row))
        return row is not None

    def keys(self) -> dict[str, KeyAction]:
        attempt = self.attempt
        keys = super().keys() | {
            "undo": KeyAction(self.undo_last, words=_("Undo")), "copy": KeyAction(self.share, words=_("Share")),
            "earlier": KeyAction(partial(attempt.look, attempt.step - 1), attempt.step > 0),
            "later": KeyAction(partial(attempt.look, attempt.step + 1), attempt.step < attempt.shown.count),
        }  # fmt: skip
        return keys | {"pause": KeyAction(attempt.pause)} if attempt.playback.running else keys

    def back(self) -> None:
        if self.betting:
            self.close_bet()
        else:
            self.open("map" if isinstance(self.opener, screen_class("map")) else "title")

    def share(self) -> None:
        if self.visit.waiting:
            return
        try:
            code = encode_level(level_of(self.visit.bench, self.game.catalog, bet=True), self.game.catalog)
        except Refused as refused:
            self.game.toasts.fault(translate(refused))
            return
        except NotData as error:
            self.game.toasts.fault(_("It has something that only Python can say: {field}.").format(field=error.field))
            return
        if copy(code):
            text = _("Paste the code on the map to play the level. Letters: {count}.").format(count=len(code))
            self.game.toasts.add(_("The level code is copied"), text, icon="check")
        else:
            self.game.toasts.fault(no_clipboard())

    def save_card(self) -> None:
        self.go(SaveCard(self.game, self))

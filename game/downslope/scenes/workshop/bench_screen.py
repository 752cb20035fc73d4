"""The workshop as its columns, its board and its table see it: what lies on the bench, and what hands do with it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from ... import paths
from ...desktop.capabilities import no_clipboard
from ...desktop.clipboard import paste
from ...i18n import N_, _, plural_form, translate
from ...level_files.level_code import is_level_code
from ...rules.level import Level
from ...storage.errors import Refused
from ...view.format.measure import text_factor
from ...view.widgets.panel import Laid
from ...workshop.bench import MOST_ROWS, Bench, with_network, with_rows
from ...workshop.bench_level import bench_of, level_of
from ...workshop.paste import read_table
from ..base.panel_screen import PanelScreen
from .bench_visit import BenchVisit
from .choices import ChoiceCard, choices_for, drafts_in, key_on, level_from, network_title, title_in

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ...view.widgets.panel import Panel
    from ..base.scene import Scene

TITLES = {"network": N_("Network"), "metric": N_("Metric"), "learner": N_("Learner")}


class BenchScreen(PanelScreen):
    """What hands do on the bench: choose, bet, paste, open, undo. Each is one change, which can be undone.

    visit      the bench, its runs       betting    a bet is asked
    pictures   (name, panel) of each picture of the network      picture    which of them is seen
    saved      the bench as it was saved or opened               saved_as   its file
    """

    tries_all = True
    betting, picture = Laid(False), Laid(0)

    def __init__(self, game: Game, parent: Scene | None = None, what: Level | str | None = None) -> None:
        super().__init__(game)
        self.opener = parent
        self.visit = BenchVisit(game)
        self.attempt = self.visit.attempt
        self.pictures: list[tuple[str, Panel]] = []
        self.saved: Bench | None = None
        self.saved_as = self.visit.file.saved_as  # in another visit: whether it still is what lies there
        if self.saved_as and not self.visit.why:
            with suppress(Refused):
                drafts = drafts_in(paths.plugins() / self.saved_as)
                here = level_of(self.visit.bench, game.catalog, bet=True)
                self.saved = self.visit.bench if [draft.level for draft in drafts] == [here] else None
        for fault in self.visit.file.faults:
            game.toasts.fault(fault)
        if what is not None:
            self.take(what)

    @property
    def text_scale(self) -> float:
        return text_factor(self.game)

    # -- what lies on the bench ----------------------------------------------------------------------------------------

    def title_of(self, what: str) -> str:
        """What the network, the metric or the learner is called."""
        bench = self.visit.bench
        if what == "network":
            return network_title(bench.shape)
        return title_in(self.game.catalog, what, key_on(bench, what))

    def choose(self, what: str) -> None:
        """Open the list of networks, metrics or learners."""
        bench = self.visit.bench

        def take(key: str) -> None:
            bench = self.visit.bench
            if what == "network":
                inputs, hidden, bias = map(int, key.split())
                if inputs > bench.inputs:
                    self.game.toasts.add(_("Every example now has one more input: 1."))
                bench = with_network(bench, inputs, hidden, bool(bias))
            elif what == "metric":
                bench = replace(bench, metric=key)
            else:
                bench = replace(bench, learner=key)
            self.visit.change(bench)

        choices = choices_for(bench, self.game.catalog, what)
        self.go(ChoiceCard(self.game, self, _(TITLES[what]), choices, key_on(bench, what), take))

    def take_level(self, level: object) -> bool:
        return isinstance(level, Level) and self.take(level)

    def take(self, what: Level | str, name: str = "") -> bool:
        """Put a level, or what its letters say, on the bench. False: it could not be, and why was said."""
        try:
            level = what if isinstance(what, Level) else level_from(what)
            bench = bench_of(level, self.game.catalog)
        except Refused as refused:
            self.game.toasts.fault(translate(refused))
            self.game.player_feedback.feedback("refuse")
            return False
        self.visit.cursor.typed = None
        self.visit.change(bench)
        self.saved, self.saved_as = (bench, name) if name else (None, "")
        return True

    def paste(self) -> None:
        """Examples, or the letters of a level, from the clipboard."""
        text, bench, cursor = paste(), self.visit.bench, self.visit.cursor
        if text is None:
            self.game.toasts.fault(no_clipboard())
            return
        if is_level_code(text):
            self.take(text)
            return
        try:
            table = read_table(text)
        except Refused as refused:
            self.game.toasts.fault(translate(refused))
            self.game.player_feedback.feedback("refuse")
            return
        cursor.typed = None
        self.visit.change(replace(with_rows(bench, table.rows, table.inputs), names=table.names))
        parts = [plural_form("{n} example", "{n} examples", len(table.rows)).format(n=len(table.rows))]
        if table.dropped:
            parts.append(_("the first {most}; skipped: {count}").format(most=MOST_ROWS, count=table.dropped))
        if table.inputs != bench.inputs:
            parts.append(_("the network follows, its weights are new"))
        cursor.row = cursor.column = cursor.first = 0
        self.game.toasts.add(_("Pasted"), "; ".join(parts), icon="check")

    def undo_last(self) -> None:
        """Undo the last change of the bench."""
        self.visit.cursor.typed = None
        if not self.visit.undo_last():
            self.game.refuse(_("There is nothing to undo."))

    # -- what is seen of it --------------------------------------------------------------------------------------------

    def open_bet(self) -> None:
        """Before the run: how will it end?"""
        if self.visit.waiting:
            return
        if self.attempt.session.count:
            self.visit.reset()
        self.betting = True
        self.opens("bet land")

    def close_bet(self, focus: str = "tile bet") -> None:
        """Ask no more."""
        self.betting = False
        self.set_focus(focus)

    def answer_bet(self, outcome: str) -> None:
        """The bet, and the run."""
        self.close_bet("tile step")
        self.visit.bet(outcome)

"""What hands do on the bench: choose, turn, type, click, paste. Each is one change, which can be undone."""

from __future__ import annotations

from dataclasses import replace

from ...desktop.capabilities import no_clipboard
from ...desktop.clipboard import paste
from ...i18n import N_, _, several, translate
from ...level_files.level_code import is_level_code
from ...rules.level import Level
from ...storage.errors import Refused
from ...view.format.numbers import telling
from ...workshop.bench import MOST_ROWS, Bench, with_cell, with_free, with_network, with_row, with_rows, without_row
from ...workshop.cells import Cell
from ...workshop.paste import read_table
from ..base.panel_screen import PanelScreen
from .bench_visit import BenchVisit
from .cell_table import TableState
from .choice_card import ChoiceCard
from .choices import BenchChoices
from .knob_list import BenchKnob

TITLES = {"network": N_("Network"), "metric": N_("Metric"), "learner": N_("Learner")}


class BenchHands(PanelScreen):
    """The half of the workshop that changes the bench; the other half shows it."""

    visit: BenchVisit
    table: TableState

    @property
    def choices(self) -> BenchChoices:
        """What there is to choose from."""
        return BenchChoices(self.visit.bench, self.game.catalog)

    def follow(self) -> None:
        """What comes with another bench: another board, other knobs."""
        raise NotImplementedError

    def take(self, what: Level | str, name: str = "") -> bool:
        """Put a level, or what its letters say, on the bench."""
        raise NotImplementedError

    def choose(self, what: str) -> None:
        """Open the list of networks, metrics or learners."""
        choices = self.choices
        self.go(
            ChoiceCard(
                self.game,
                self,
                _(TITLES[what]),
                choices.of(what),
                choices.key_of(what),
                lambda key: self._take_choice(what, key),
            )
        )

    def _take_choice(self, what: str, key: str) -> None:
        bench = self.visit.bench
        if what == "network":
            inputs, hidden = map(int, key.split())
            if inputs > bench.inputs:
                self.game.toasts.add(_("Every example now has one more input: 1, as for a bias."))
            self.visit.change(with_network(bench, inputs, hidden))
        else:
            self.visit.change(replace(bench, metric=key) if what == "metric" else replace(bench, learner=key))
        self.follow()

    def set_free(self, name: str) -> None:
        self.visit.change(with_free(self.visit.bench, name))
        self.follow()

    def dragging(self, knob: BenchKnob, value: float) -> None:
        self.visit.drag(self._bench_with(knob, value))

    def turn(self, knob: BenchKnob, value: float) -> None:
        self.visit.drop(self._bench_with(knob, value))

    def _bench_with(self, knob: BenchKnob, value: float) -> Bench:
        """The bench of now with this knob turned: what else was changed since the knobs were laid out stays."""
        return knob.change(self.visit.bench, value)

    def set_target(self, value: float) -> None:
        self.visit.change(replace(self.visit.bench, target=value))

    def target_text(self, value: float) -> str:
        return telling(value, 3) if value < 1 else f"{value:.6g}"

    def set_cell(self, number: int, place: int, cell: Cell) -> None:
        if number >= MOST_ROWS:
            self._full()
            return
        self.visit.change(with_cell(self.visit.bench, number, place, cell))

    def remove_row(self, number: int) -> None:
        self.visit.change(without_row(self.visit.bench, number))

    def add_row(self) -> None:
        """An empty row below the last, whose first cell has the keyboard."""
        bench = self.visit.bench
        if len(bench.rows) >= MOST_ROWS:
            self._full()
            return
        self.visit.change(with_row(bench, [""] * (bench.inputs + 1)))
        self.table.row, self.table.column = len(bench.rows), 0
        self.set_focus("examples")

    def add_example(self, across: float, goal: float) -> None:
        """A click into the plot."""
        if len(self.visit.bench.rows) >= MOST_ROWS:
            self._full()
            return
        self.game.feel.press()
        self.visit.change(with_row(self.visit.bench, [across, goal]))
        self.table.row, self.table.column = len(self.visit.bench.rows) - 1, 1

    def _full(self) -> None:
        self.game.toasts.add(_("The table is full: it has room for at most {most}.").format(most=MOST_ROWS))
        self.game.feel.refuse()

    def drag_goal(self, number: int, goal: float) -> None:
        self.table.row, self.table.column = number, self.visit.bench.inputs
        self.visit.drag(with_cell(self.visit.bench, number, self.visit.bench.inputs, goal))

    def drop_goal(self, number: int, goal: float) -> None:
        self.visit.drop(with_cell(self.visit.bench, number, self.visit.bench.inputs, goal))

    def paste(self) -> None:
        """Examples, or the letters of a level, from the clipboard."""
        text = paste()
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
            self.game.feel.refuse()
            return
        bench, self.table.typed = self.visit.bench, None
        self.visit.change(replace(with_rows(bench, table.rows, table.inputs), names=table.names))
        told = [several("{n} example", "{n} examples", len(table.rows)).format(n=len(table.rows))]
        if table.dropped:
            told.append(_("the first {most}; left out: {count}").format(most=MOST_ROWS, count=table.dropped))
        if table.inputs != bench.inputs:
            told.append(_("the network follows, its weights are new"))
        self.table.row = self.table.column = self.table.first = 0
        self.game.toasts.add(_("Pasted"), "; ".join(told), icon="check")
        self.follow()

"""What there is to choose from: networks, metrics, learners, with a line about each and whose it is."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _, plural_form
from ...rules.catalog import Catalog, item_title
from ...rules.fitting import fits
from ...view.draw.tokens import BODY, LABEL
from ...view.widgets.button import Button
from ...view.widgets.card import card_title
from ...view.widgets.ink import Boxed, InkBox, InkPress, Line, Mark, Para, Row, icon
from ...view.widgets.layout import Box, Part, Split, column, fit_content, row, with_padding
from ...view.widgets.panel import HIGH, ButtonPanel, WidgetPanel
from ...view.widgets.scroll import ScrollPanel
from ...view.widgets.widget import UNPLACED, Rect
from ...workshop.bench import MOST_HIDDEN, MOST_INPUTS, Bench, BenchShape
from ..base.modal import Modal

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ...view.draw.canvas import Canvas
    from ..base.scene import Scene


class BenchChoice(NamedTuple):
    """`key`: its name in the catalogue, or the shape of a network. `refusal_reason`: it cannot be taken, and why."""

    key: str
    title: str
    line: str = ""
    plugin: str = ""
    refusal_reason: str = ""


class BenchChoices:
    """What the bench may have instead of what it has."""

    def __init__(self, bench: Bench, catalog: Catalog) -> None:
        self.bench, self.catalog = bench, catalog

    def title(self, what: str) -> str:
        """What was chosen."""
        bench = self.bench
        if what == "network":
            return network_title(bench.shape)
        return title_in(self.catalog, what, bench.metric if what == "metric" else bench.learner)

    def is_foreign(self, what: str) -> bool:
        """It is a plugin's."""
        return "/" in {"metric": self.bench.metric, "learner": self.bench.learner}.get(what, "")

    def of(self, what: str) -> list[BenchChoice]:
        """All of them, in their order."""
        return {"network": self._networks, "metric": self._metrics, "learner": self._learners}[what]()

    def key_of(self, what: str) -> str:
        """The key of what the bench has."""
        bench = self.bench
        return {"network": _shape_key(bench.shape), "metric": bench.metric, "learner": bench.learner}[what]

    def _networks(self) -> list[BenchChoice]:
        sizes = [(count, 0) for count in range(1, MOST_INPUTS + 1)]
        sizes += [(self.bench.inputs, count) for count in range(1, MOST_HIDDEN + 1)]
        shapes = [BenchShape(*size, bias) for size in sizes for bias in (False, True)]
        return [BenchChoice(_shape_key(shape), network_title(shape), _network_line(shape)) for shape in shapes]

    def _metrics(self) -> list[BenchChoice]:
        return [
            BenchChoice(key, title_in(self.catalog, "metric", key), about(type(metric)), key.rpartition("/")[0])
            for key, metric in self.catalog.metrics.items()
        ]

    def _learners(self) -> list[BenchChoice]:
        network, found = self.bench.network, []
        for key, kind in self.catalog.learners.items():
            try:
                why = "" if fits(kind, network) else _("it is not made for this network")
            except Exception as raised:  # a plugin's own answer
                why = f"{type(raised).__name__}: {raised}"
            found.append(
                BenchChoice(key, title_in(self.catalog, "learner", key), about(kind), key.rpartition("/")[0], why)
            )
        return found


def _shape_key(shape: BenchShape) -> str:
    return " ".join(str(int(number)) for number in shape)


def network_title(shape: BenchShape) -> str:
    """What a network of the workshop is called."""
    inputs, hidden, bias = shape
    if hidden and bias:
        return plural_form("{n} hidden neuron, bias", "{n} hidden neurons, bias", hidden).format(n=hidden)
    if hidden:
        return plural_form("layers, {n} hidden neuron", "layers, {n} hidden neurons", hidden).format(n=hidden)
    title = {1: _("one wire"), 2: _("two wires"), 3: _("three wires"), 4: _("four wires")}[inputs]
    return _("{wires}, bias").format(wires=title) if bias else title


def _network_line(shape: BenchShape) -> str:
    inputs, hidden, bias = shape
    if hidden:
        return _("weights: {count}").format(count=hidden * (inputs + bias) + hidden + bias)
    return _("a weight for each input and a bias, added up") if bias else _("a weight for each input, added up")


def title_in(catalog: Catalog, what: str, key: str) -> str:
    """What a metric or a learner is called; its name where it is not installed."""
    table = catalog.metrics if what == "metric" else catalog.learners
    thing = table.get(key)
    return _(item_title(thing)) if thing is not None else key


def about(kind: type) -> str:
    """The first sentence that its author wrote about it, of the class or of its file."""
    own = vars(kind).get("__doc__") or ""
    module = inspect.getmodule(kind)
    said = own or (module.__doc__ if module is not None else "") or ""
    return " ".join(said.strip().partition("\n\n")[0].split()).partition(". ")[0].rstrip(".") + "." if said else ""


# ---------------------------------------------------------------------------------------------------------------------
# A list over the workshop: of networks, metrics, learners, or of levels to open. Enter takes one.


SIDE, ROW, TITLE = 24.0, 44.0, 210.0
ROUND, BAR = 4.0, 14.0  # free around the rows, for the ring of the focus; at their right, for the bar


class ChoiceCard(Modal):
    """`take`: told the key of what was chosen; the parent is shown again then. `empty`: where there is nothing."""

    wide, grows = 878.0, 360.0

    def __init__(
        self,
        game: Game,
        parent: Scene,
        title: str,
        choices: Sequence[BenchChoice],
        chosen: str,
        take: Callable[[str], object],
        empty: str = "",
    ) -> None:
        super().__init__(game, parent)
        self.title, self.choices, self.chosen, self.take, self.empty = title, list(choices), chosen, take, empty

    def spoken_line(self) -> str:
        return f"{self.title}. {'' if self.choices else self.empty}"

    def begins(self) -> str:
        there = self.chosen if any(each.key == self.chosen for each in self.choices) else ""
        return f"choice {there}" if there else f"choice {self.choices[0].key}" if self.choices else "close"

    def tree(self, canvas: Canvas) -> Split:
        room = self.span - 2 * SIDE - ROUND - BAR
        rows = [self._row(canvas, each, room) for each in self.choices]
        if not rows:
            rows = [fit_content(InkBox(canvas, Para(self.empty, BODY, "text2"), room))]
        content = with_padding(column(*rows, gap=4), ROUND, ROUND, BAR, ROUND)
        listed = ScrollPanel("choices", self.area, content, focusable=False)
        close = Button("close", UNPLACED, _("Close"), "", self.back, key="back")
        buttons = row(Part(Box()), Part(ButtonPanel(canvas, close), 180))
        body = column(fit_content(card_title(canvas, self.title)), Part(listed), Part(buttons, HIGH), gap=14)
        return with_padding(body, SIDE, 14, SIDE, 20)

    def _row(self, canvas: Canvas, each: BenchChoice, room: float) -> Part:
        """As high as the line about it must be."""
        # Its name, `wide`, a line about it, the mark of a plugin; the one that is there has a bar
        on = each.key == self.chosen
        wide = min(0.36 * room, TITLE * max(1.0, canvas.type))
        refused = each.refusal_reason
        lock = (icon("lock", 18, "text2"),) if refused else ()
        title = Boxed(Row((*lock, Line(each.title, LABEL, "text2" if refused else "text", yields=True)), 6), wide=wide,
                      most=wide)  # fmt: skip
        line = Para(refused or each.line, BODY, "text2", 1.25, grow=1)
        plugin = (icon("puzzle", 20, "plugin"), Line(each.plugin, LABEL, "text2")) if each.plugin else ()
        bar = Mark(_draw_bar if on else None, wide=4, high=ROW - 12)
        ink = Boxed(Row((bar, title, line, *plugin), 12), (0, 8), "rowhi" if on else "", radius=9)
        row = InkPress(f"choice {each.key}", ink, partial(self._take, each), "choices")
        return fit_content(WidgetPanel(row, 0, ink.size(canvas, room)[1]))

    def _take(self, choice: BenchChoice) -> None:
        if choice.refusal_reason:
            self.game.toasts.add(choice.refusal_reason)
            self.game.player_feedback.refuse()
            return
        self.back()
        self.take(choice.key)


def _draw_bar(canvas: Canvas, rect: Rect) -> None:
    canvas.rect(*rect, "text", 2)

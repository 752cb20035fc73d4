"""The workshop as its columns, its board and its table see it: what hands do, and what there is to choose from."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ... import paths
from ...attempt.game.game import Game
from ...desktop.capabilities import no_clipboard
from ...desktop.clipboard import paste
from ...i18n import N_, _, plural_form, translate
from ...level_files.level_code import is_level_code, table_in_code
from ...level_files.needs import SiblingFolder
from ...level_files.reading import LevelDraft, draft_of, read_levels, text_of
from ...rules.catalog import Catalog, fits, item_title
from ...rules.level import Level
from ...schema.level_rules import faults
from ...storage.files import Refused, read_file, unreadable
from ...view.draw.canvas import Canvas
from ...view.draw.tokens import BODY, LABEL
from ...view.widgets.ink import Boxed, InkBox, InkPress, Line, Mark, Para, Row, card_title, icon
from ...view.widgets.panel import (
    HIGH,
    Box,
    Laid,
    Panel,
    Part,
    ScrollPanel,
    Split,
    WidgetPanel,
    column,
    fit_content,
    row,
    with_padding,
)
from ...view.widgets.widget import Rect
from ...workshop.bench import MOST_HIDDEN, MOST_INPUTS, MOST_ROWS, Bench, BenchShape, with_network, with_rows
from ...workshop.bench_level import bench_of, level_of
from ...workshop.paste import read_table
from ..base.panel_screen import Modal, PanelScreen
from ..base.scene import Scene
from .bench_visit import BenchVisit

# ---------------------------------------------------------------------------------------------------------------------
# What there is to choose from: networks, metrics, learners, and levels to open, a line about each.


class BenchChoice(NamedTuple):
    """`key`: its name in the catalogue, or the shape of a network. `refusal_reason`: it cannot be taken, and why."""

    key: str
    title: str
    line: str = ""
    plugin: str = ""
    refusal_reason: str = ""


def key_on(bench: Bench, what: str) -> str:
    """The key of the network, metric or learner that the bench has; of a plugin's one there is a / in it."""
    return " ".join(str(int(number)) for number in bench.shape) if what == "network" else str(getattr(bench, what))


def network_title(shape: BenchShape) -> str:
    """What a network of the workshop is called."""
    inputs, hidden, bias = shape
    if hidden and bias:
        return plural_form("{n} hidden neuron, bias", "{n} hidden neurons, bias", hidden).format(n=hidden)
    if hidden:
        return plural_form("layers, {n} hidden neuron", "layers, {n} hidden neurons", hidden).format(n=hidden)
    title = {1: _("one wire"), 2: _("two wires"), 3: _("three wires"), 4: _("four wires")}[inputs]
    return _("{wires}, bias").format(wires=title) if bias else title


def title_in(catalog: Catalog, what: str, key: str) -> str:
    """What a metric or a learner is called; its name where it is not installed."""
    thing = (catalog.metrics if what == "metric" else catalog.learners).get(key)
    return _(item_title(thing)) if thing is not None else key


# ---------------------------------------------------------------------------------------------------------------------
# A list over the workshop: of networks, metrics, learners, or of levels to open. Enter takes one.


SIDE, ROW, TITLE = 24.0, 44.0, 210.0
ROUND, BAR = 4.0, 14.0  # free around the rows, for the ring of the focus; at their right, for the bar


class ChoiceCard(Modal):
    """`take`: told the key of what was chosen; the parent is shown again then. `empty`: where there is nothing."""

    wide, grows = 878.0, 360.0

    def __init__(self, game: Game, parent: Scene, title: str, choices: Sequence[BenchChoice], chosen: str,
                 take: Callable[[str], object], empty: str = "") -> None:  # fmt: skip
        super().__init__(game, parent)
        self.title, self.choices, self.chosen, self.take, self.empty = title, list(choices), chosen, take, empty

    def spoken_line(self) -> str:
        return f"{self.title}. {'' if self.choices else self.empty}"

    def begins(self) -> str:
        keys = [each.key for each in self.choices]
        return f"choice {self.chosen if self.chosen in keys else keys[0]}" if keys else "close"

    def tree(self, canvas: Canvas) -> Split:
        """A row each, as high as the line about it must be: its name, the line, the mark of a plugin."""
        room = self.span - 2 * SIDE - ROUND - BAR
        wide = min(0.36 * room, TITLE * max(1.0, canvas.type))
        rows = [] if self.choices else [fit_content(InkBox(canvas, Para(self.empty, BODY, "text2"), room))]
        for each in self.choices:
            refused, here = each.refusal_reason, each.key == self.chosen
            lock = (icon("lock", 18, "text2"),) if refused else ()
            name = Row((*lock, Line(each.title, LABEL, "text2" if refused else "text", yields=True)), 6)
            line = Para(refused or each.line, BODY, "text2", 1.25, grow=1)
            plugin = (icon("puzzle", 20, "plugin"), Line(each.plugin, LABEL, "text2")) if each.plugin else ()
            bar = Mark(_draw_bar if here else None, wide=4, high=ROW - 12)
            ink = Boxed(Row((bar, Boxed(name, wide=wide, most=wide), line, *plugin), 12), (0, 8),
                        "rowhi" if here else "", radius=9)  # fmt: skip
            press = InkPress(f"choice {each.key}", ink, partial(self._take, each), "choices")
            rows.append(fit_content(WidgetPanel(press, 0, ink.size(canvas, room)[1])))
        content = with_padding(column(*rows, gap=4), ROUND, ROUND, BAR, ROUND)
        scrolled = ScrollPanel("choices", self.area, content, focusable=False)
        buttons = row(Part(Box()), Part(self.close_button(canvas), 180))
        body = column(fit_content(card_title(canvas, self.title)), Part(scrolled), Part(buttons, HIGH), gap=14)
        return with_padding(body, SIDE, 14, SIDE, 20)

    def _take(self, choice: BenchChoice) -> None:
        if choice.refusal_reason:
            self.game.refuse(choice.refusal_reason)
            return
        self.back()
        self.take(choice.key)


def _draw_bar(canvas: Canvas, rect: Rect) -> None:
    canvas.rect(*rect, "text", 2)


# ---------------------------------------------------------------------------------------------------------------------
# What can be opened on the bench: levels as data in the player's folder, drafts, the letters in the clipboard.


CLIPBOARD = "clipboard"
MOST = 100  # files that are listed


class OpenCard(ChoiceCard):
    """A list of them, the drafts last; the letters of a level first, if such lie in the clipboard."""

    def __init__(self, scene: BenchScreen) -> None:
        text, files = paste() or "", dict[str, tuple[Path, int]]()
        choices = [BenchChoice(CLIPBOARD, _("from the clipboard"), _("the code of a level"))] * is_level_code(text)
        for file, kind in ((file, kind) for folder, kind in ((paths.plugins(), ""), (paths.drafts(), _("draft")))
                           for file in paths.plugin_files(folder)[:MOST] if file.suffix == ".toml"):  # fmt: skip
            try:
                drafts = drafts_in(file)
            except Refused as refused:
                choices.append(BenchChoice(file.name, file.name, refusal_reason=sentence(refused)))
                continue
            for number, draft in enumerate(drafts):
                key = file.name if number == 0 and not kind else f"{file.name} {number} {kind}".strip()
                files[key] = (file, number)
                line = ", ".join(filter(None, (file.name, kind)))
                title = _(draft.level.title) or draft.level.id
                choices.append(BenchChoice(key, title, line, refusal_reason=fault_of(draft)))

        def take(key: str) -> None:
            if key == CLIPBOARD:
                scene.take(text)
                return
            file, number = files[key]
            try:
                drafts = drafts_in(file)
                if number >= len(drafts):  # the file is another one than when it was listed
                    raise Refused(N_("There is no level in it."))
            except Refused as refused:
                scene.game.toasts.fault(sentence(refused))
                return
            scene.take(drafts[number].level, file.name if len(drafts) == 1 else "")

        empty = _("There is no level file yet: “Save as level” makes one in {folder}.").format(folder=paths.plugins())
        super().__init__(scene.game, scene, _("Open"), choices, scene.saved_as, take, empty)


def drafts_in(file: Path) -> list[LevelDraft]:
    """The levels of a file. Refused: it cannot be read."""
    try:
        return list(read_levels(text_of(read_file(file), file.name), SiblingFolder(file.parent)))
    except OSError as error:
        raise unreadable(file.name, error) from None


def fault_of(draft: LevelDraft) -> str:
    """The first thing that is wrong with it; "": nothing."""
    wrong = next(iter(faults(draft.level, told=draft.faults)), None)
    if wrong is None:
        return ""
    field, value, allowed = wrong
    return _("{field} is {value}; allowed: {allowed}").format(field=field, value=repr(value)[:40], allowed=allowed)


def sentence(refused: Refused) -> str:
    """Why, in the player's language."""
    line = _("line {line}: ").format(line=refused.line) if refused.line else ""
    return line + translate(refused)


# ---------------------------------------------------------------------------------------------------------------------
# What lies on the bench, and what hands do with it.


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
        return self.game.look().type

    # -- what lies on the bench ----------------------------------------------------------------------------------------

    def title_of(self, what: str) -> str:
        bench = self.visit.bench
        if what == "network":
            return network_title(bench.shape)
        return title_in(self.game.catalog, what, key_on(bench, what))

    def choose(self, what: str) -> None:
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

        choices, catalog = list[BenchChoice](), self.game.catalog
        if what == "network":
            sizes = [(count, 0) for count in range(1, MOST_INPUTS + 1)]
            sizes += [(bench.inputs, count) for count in range(1, MOST_HIDDEN + 1)]
            for (inputs, hidden), bias in ((size, bias) for size in sizes for bias in (False, True)):
                line = _("a weight for each input, added up")
                if hidden:
                    line = _("weights: {count}").format(count=hidden * (inputs + bias) + hidden + bias)
                elif bias:
                    line = _("a weight for each input and a bias, added up")
                shape = inputs, hidden, bias
                choices.append(BenchChoice(f"{inputs} {hidden} {int(bias)}", network_title(shape), line))
        else:
            kinds: dict[str, type] = {key: type(metric) for key, metric in catalog.metrics.items()}
            for key, kind in (catalog.learners if what == "learner" else kinds).items():
                reason = ""
                try:
                    if what == "learner" and not fits(kind, bench.network):
                        reason = _("it is not made for this network")
                except Exception as raised:  # a plugin's own answer
                    reason = f"{type(raised).__name__}: {raised}"
                # The first sentence that its author wrote about it, of the class or of its file
                module = inspect.getmodule(kind)
                text = vars(kind).get("__doc__") or (module.__doc__ if module is not None else "") or ""
                line = " ".join(text.strip().partition("\n\n")[0].split()).partition(". ")[0].rstrip(".")
                line = _(line + ".") if text else ""
                title = title_in(catalog, what, key)
                choices.append(BenchChoice(key, title, line, key.rpartition("/")[0], reason))
        self.go(ChoiceCard(self.game, self, _(TITLES[what]), choices, key_on(bench, what), take))

    def take_level(self, level: object) -> bool:
        return isinstance(level, Level) and self.take(level)

    def take(self, what: Level | str, name: str = "") -> bool:
        """Put a level, or what its letters say, on the bench. False: it could not be, and why was said."""
        try:
            level = what
            if isinstance(level, str):  # letters, or the text of a file
                draft = draft_of(table_in_code(level)) if is_level_code(level) else next(iter(read_levels(level)), None)
                if draft is None:
                    raise Refused(N_("There is no level in it."))
                wrong = fault_of(draft)
                if wrong:
                    raise Refused(N_("The level cannot be opened: {reason}"), reason=wrong)
                level = draft.level
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
        self.visit.cursor.typed = None
        if not self.visit.undo_last():
            self.game.refuse(_("There is nothing to undo."))

    # -- what is seen of it --------------------------------------------------------------------------------------------

    def open_bet(self) -> None:
        if self.visit.waiting:
            return
        if self.attempt.session.count:
            self.visit.reset()
        self.betting = True
        self.opens("bet land")

    def close_bet(self, outcome: str = "") -> None:
        """Ask no more; `outcome`: the bet, and the run is made."""
        self.betting = False
        self.set_focus("tile step" if outcome else "tile bet")
        if outcome:
            self.visit.learn(outcome)

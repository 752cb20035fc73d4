"""Levels in which each needle's first move is called before the rule turns it: the calls are made on the needles.

Three panels beside them: what each wire brings now, the rule with all its numbers but the input, and the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.question import Question
from ...view.widgets.layout import GAP, Part, Split, column, either, row
from ...view.widgets.ticket import AnswerPlace
from ...view.widgets.widget import Act
from ..shared.board import Board
from ..shared.panel import BESIDE, FIVE_TILES, TILE, Pages, Panel, Tabs
from ..shared.tiles import TileSpec, common_tiles, with_way_on
from .calls_model import CallsModel
from .calls_panels import BY_RULE, DaysPanel, NowPanel, RuleNumbersPanel
from .calls_stage import COUNTING, CallsStage

if TYPE_CHECKING:
    from ...attempt.director import PlayRequest
    from ..shared.host import Host

REHEARSAL = 1.8  # seconds in which the rule turns the needles
PLUG = 0.8  # seconds of a plug on its way into its socket


class CallsBoard(Board):
    """The needles at the left; at the right what a call is reasoned from."""

    tells_outcome = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.model = CallsModel(host.attempt)
        self.stage = CallsStage(host, self.model)
        self.now, self.rule = NowPanel(host, self.model), RuleNumbersPanel(host, self.model)
        self.days = DaysPanel(host, self.model)
        self.pages = Tabs(host, self._pages)
        self.all_pages = Tabs(host, lambda: [(_("Now"), self.now), *self._pages()])
        self.both = Pages(host, lambda: [("", self._low())])

    def _pages(self) -> list[tuple[str, Panel]]:
        return [(_("Rule"), self.rule), (_("Parts"), self.days)]

    def _low(self) -> Split:
        return column(Part(self.rule, self.rule.high), Part(self.days))

    def tree(self) -> Split:
        """The numbers of now stay to be seen while something is asked about what comes."""
        now = Part(self.now, self.now.high)
        side = either(
            column(now, Part(self.with_cover(self.both))),
            column(now, Part(self.with_cover(self.pages))),
            self.with_cover(self.all_pages),
        )
        tiles = TILE * len(self.tiles()) - GAP
        return column(Part(row(Part(self.stage), Part(side, FIVE_TILES), gap=BESIDE)), self.tiles_row(tiles))

    # -- what is done -------------------------------------------------------------------------------------------------

    def begins(self) -> str:
        """The first needle that is still to be called."""
        if self.model.is_final(self.attempt.session.stage):
            return ""
        open_calls = [call for call in self.model.calls(self.attempt.session.stage) if not call.said]
        return self.stage.name_of(open_calls[0].number) if open_calls else "tile rehearse"

    def hears(self) -> tuple[str, ...]:
        return ("up", "down") if self.begins().startswith("call ") else ()

    def on_intent(self, intent: Act) -> bool:
        """Up and Down turn the call of the first needle that has none, wherever the keyboard is."""
        if intent.name in ("up", "down"):
            name = self.begins()
            choice = self.host.widget(name)
            if choice is not None and name.startswith("call "):
                self.host.set_focus(name)
                return choice.act(intent)
        return False

    def tiles(self) -> list[TileSpec]:
        attempt, model = self.attempt, self.model
        words, stage = attempt.level.words, attempt.session.stage
        label = _(words.get(f"learn {stage + 1}") or words.get("learn") or _("Play"))
        busy = attempt.over or attempt.playback.running or model.betting
        ready = model.ready() and not busy
        play = TileSpec("rehearse", label, "play", "step", primary=ready, enabled=ready)
        tiles = with_way_on(attempt, [play, *common_tiles(attempt, "reset", "undo", "hint")])
        coming = attempt.level.stage(stage + 1) if not attempt.session.last_stage else None
        if coming is not None and tiles[0].name == "next" and coming.examples[0].label:
            tiles[0] = tiles[0]._replace(label=_(coming.examples[0].label).capitalize())
        return tiles

    def press(self, name: str) -> bool:
        """The way on plugs in first what is plugged in in the next part; a second press does not wait for it."""
        if name == "rehearse":
            self.model.say()
            self.attempt.learn(REHEARSAL)
            return True
        if name != "next" or self.model.coming or self.host.game.settings.still:
            self.model.coming = False
            return False
        self.model.coming, self.stage.plugging = True, 0.0
        self.host.relayout()
        return True

    def on_update(self, seconds: float) -> None:
        super().on_update(seconds)
        if self.model.coming:
            self.stage.plugging = min(1.0, self.stage.plugging + seconds / PLUG)
            if self.stage.plugging >= 1:
                self.model.coming = False
                self.attempt.next_stage()

    @property
    def moving(self) -> bool:
        return self.model.coming or any(panel.moving for panel in self.panels)

    # -- what the director asks --------------------------------------------------------------------------------------

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        """On Pip's way to the flag: as far as the prediction would be on its way to the goal."""
        question = self.attempt.asking.questions[number]
        if number != self.model.bet or not isinstance(question, Question) or answer not in question.answers:
            return None
        return self.stage.place_of(question.means[list(question.answers).index(str(answer))])

    def begin(self, show: PlayRequest) -> None:
        if show.kind == "bet":
            self.stage.counting = 0.0

    def over(self) -> bool:
        return self.stage.counting >= 1

    def least(self) -> float:
        return COUNTING

    # -- what is told -------------------------------------------------------------------------------------------------

    def words(self) -> tuple[str, str]:
        model = self.model
        stage = model.stage
        names = self.stage.names()
        if model.betting:
            return "", ""
        if model.plays:
            return _(BY_RULE), ""
        if model.is_told(stage):
            return self._outcome()
        if model.is_final(stage):
            return "", ""
        calls = model.calls(stage)
        left = [names[call.needle] for call in calls if not call.said]
        if not left:
            return _("Every weight is called."), _("Let the rule turn them.")
        if len(left) == len(calls):
            plain = _("Choose under each dial: up, stays or down.")
            return _("For each weight: which way will the rule turn it?"), plain
        moves = {"up": _("{name}: up."), "stays": _("{name}: stays."), "down": _("{name}: down.")}
        last = next(call for call in reversed(calls) if call.said)
        bold = moves[last.said].format(name=names[last.needle].capitalize())
        return bold + " " + _("And the {name} weight?").format(name=left[0]), _("Call it, then let the rule turn both.")

    def _outcome(self) -> tuple[str, str]:
        stage = self.attempt.session.stage
        wrong = [call for call in self.model.calls(stage) if not call.question.is_right(call.said)]
        head = _("Each weight went as you called it.") if not wrong else _("Not every weight went as you called it.")
        asked = [call.question.why for call in wrong] or [call.question.why for call in self.model.calls(stage)]
        return head, _(asked[0])

    def counter(self) -> tuple[str, int, int | None]:
        return _("Calls right"), self.model.right().count(True), None

    def counts_of(self) -> int:
        return self.model.count()

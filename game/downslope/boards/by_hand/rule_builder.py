"""A rule while it is called for, built and tested: the slot that is next, what is put there, the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ..shared.undo_counted import undo_turn
from .rule_model import filled, slots_of

if TYPE_CHECKING:
    from ...rules.knob import Knob
    from ..shared.host import Host
    from .rule_calls import Calls


class RuleBuilder:
    """`slot`: where the next tile goes; `reviewing`: the cards show why the calls are as they are."""

    def __init__(self, host: Host, calls: Calls) -> None:
        self.host, self.attempt, self.calls = host, host.attempt, calls
        self.slot = 0
        self.reviewing = False

    @property
    def knobs(self) -> list[Knob]:
        """The slots."""
        return slots_of(self.attempt.session.base)

    def choose(self, slot: int) -> None:
        self.slot = min(len(self.knobs) - 1, max(0, slot))
        self.host.relayout()
        self.host.set_focus(f"slot {self.slot + 1}")

    def put(self, tile: str, slot: int | None = None) -> None:
        """Put a tile into a slot, and go on to the next one that is empty."""
        slot = self.slot if slot is None else slot
        self.reviewing = False
        if self.attempt.turn(self.knobs[slot].name, tile):
            self.host.says = None
            inside = filled(self.attempt.session)
            empty = [number for number, knob in enumerate(self.knobs) if knob.name not in inside]
            self.slot = empty[0] if empty else slot
            self.host.relayout()

    def undo(self) -> None:
        """Take back the last tile."""
        if undo_turn(self.attempt):
            self.host.relayout()

    def review(self) -> None:
        """Show the calls, or the rule again."""
        self.reviewing = not self.reviewing
        self.host.relayout()

    @property
    def ready(self) -> bool:
        """All slots are filled, nothing is asked."""
        return self.calls.asked is None and len(filled(self.attempt.session)) == len(self.knobs)

    @property
    def tested(self) -> bool:
        """The test has come to its end on the screen."""
        return self.attempt.shown.count > 0 and self.attempt.step > 0

    def test(self) -> None:
        """One run of the rule, from the start."""
        attempt = self.attempt
        if not self.ready:
            self.host.game.toasts.add(_("Put a tile into each slot first."))
            return
        if attempt.session.count:
            attempt.reset()
        self.host.says, self.reviewing = None, False
        attempt.step_once()
        attempt.verdict = attempt.fault is not None  # the cards say what came of it
        self.host.relayout()

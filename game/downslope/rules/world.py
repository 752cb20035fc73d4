"""What the rules read of a session: targets, costs and the numbers of an outcome know an attempt by this alone.

So they lie below the level, which holds a target, and below the session, which asks them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..engine.run import Run
    from ..learning.network import Network
    from ..learning.problem import Pair
    from .actions import Action
    from .gate import Gate
    from .knob import Value


class Target(Protocol):
    """What landing means: an object with `met`. A plugin's own may say more of itself.

    title           what it asks for, in a few words, for the line of the goal
    within(run)     how far the run is from it, 0 where it is met; None: it does not say
    """

    def met(self, session: Any) -> bool:
        """For the weights as they stand. `session` is a World; plugins that are typed may say Session."""


class Counts(Protocol):
    """What was counted so far; `costs.Tally` is it."""

    turns: int
    probes: int
    runs: int


class GivenLevel(Protocol):
    """What is read of a level; `level.Level` is it."""

    @property
    def network(self) -> Network: ...
    @property
    def stages(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def questions(self) -> Sequence[Any]: ...
    @property
    def budget(self) -> int: ...
    @property
    def gates(self) -> Sequence[Gate]: ...
    @property
    def par_unit(self) -> str: ...
    @property
    def par_target(self) -> Target | None: ...
    def data(self, unseen: bool = False) -> list[Pair]: ...


class World(Protocol):
    """What is read of an attempt; `session.Session` is it, and says what each is."""

    recorded: int
    stage: int
    actions: list[Action]
    run_began_at: int

    @property
    def run(self) -> Run: ...
    @property
    def weights(self) -> list[float]: ...
    @property
    def base(self) -> GivenLevel: ...
    @property
    def level(self) -> GivenLevel: ...
    @property
    def answers(self) -> Mapping[tuple[int, int], Value]: ...
    @property
    def shown(self) -> Sequence[Pair]: ...
    @property
    def tally(self) -> Counts: ...
    def error_by(self, metric: str | None = None, unseen: bool = False) -> float: ...

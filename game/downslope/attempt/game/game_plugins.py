"""The plugins of a game: loaded when they are first asked for, or before that a little each frame; who is at fault."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ...registry.plugin_guard import Presence, mark_sentence
from ...view.draw.time_slice import TimeSlice

if TYPE_CHECKING:
    from collections.abc import Generator

    from ...engine.run import Fault
    from ...registry.record import Plugin
    from ...registry.registry import Registry
    from ...rules.catalog import Catalog
    from ...rules.level import Level

# What loading plugins needs, in parts that take a few milliseconds each.
PARTS = (
    "pluggy", "...engine.fast_run", "...rules.level", "...registry.registry", "email.utils",
    "importlib.metadata", "...rules.campaign", ".progression",
)  # fmt: skip


class GamePlugins:
    """`wanted` False: only what is shipped. `catalog`: there is no need to load any."""

    def __init__(self, wanted: bool, catalog: Catalog | None = None) -> None:
        self.wanted = wanted
        self._catalog = catalog
        self._presence = Presence()
        self._registry: Registry | None = None
        self._loading: Generator[None, None, Registry] | None = None
        self._modules = list(PARTS)

    @property
    def registry(self) -> Registry:
        """Every plugin, with its faults. Loaded when first asked for, if `load_some` has not done so before."""
        while self._registry is None:
            self._load_next()
        return self._registry

    @property
    def loaded(self) -> Registry | None:
        """The same, if they are there already."""
        return self._registry

    @property
    def later(self) -> set[str]:
        """Names of plugins of which the player does not want to decide now whether their code may run."""
        registry = self._registry
        return registry.trust.later if registry is not None and registry.trust is not None else set()

    @property
    def catalog(self) -> Catalog:
        """All levels, learners and metrics."""
        return self._catalog if self._catalog is not None else self.registry.catalog

    @property
    def ready(self) -> bool:
        """All of them are there."""
        return self._registry is not None or self._catalog is not None

    def load_some(self, seconds: float) -> bool:
        """Load plugins for about so long. True: all of them are there."""
        piece = TimeSlice(seconds)
        while not self.ready and piece.left > 0:
            self._load_next()
        return self.ready

    def _load_next(self) -> None:
        if self._modules:
            import_module(self._modules.pop(0), __package__)
            return
        if self._loading is None:
            from ...registry.sources import load_slowly

            self._loading = load_slowly(self.wanted)
        try:
            next(self._loading)
        except StopIteration as end:
            self._registry = end.value

    def leave_out(self) -> None:
        """From now on there is only what is shipped."""
        self.wanted, self._registry, self._loading = False, None, None

    def begin_trust(self) -> None:
        """Where the game ends before plugins were loaded, it has begun in the player's folder all the same."""
        from ...storage.plugin_choices import PluginChoices

        if not self.ready and PluginChoices().older:
            from ...registry.first_start import begin_trust
            from ...registry.trust import players_trust

            begin_trust(players_trust())

    def plugin_of(self, level: Level) -> Plugin | None:
        """The plugin that a level came from. None: the game's own, or nothing is known of it."""
        return self._registry.plugin(level.plugin) if self._registry is not None and level.plugin else None

    @property
    def foreign(self) -> str:
        """A plugin whose learners or metrics may be tried in any level; empty: there is none."""
        things = (*self.catalog.learners, *self.catalog.metrics)
        return next((name.rpartition("/")[0] for name in things if "/" in name), "")

    def note_fault(self, fault: Fault) -> None:
        """A learner or metric raised while it was played: the list of plugins shows it from now on."""
        if self._registry is not None:
            self._registry.note_fault(fault)

    def enter_level(self, screen: object, level: Level) -> None:
        """A screen shows this level from now on."""
        self._presence.enter(self._registry, screen, level.id, level.plugin)

    def leave_level(self, screen: object) -> None:
        """It is shown no more."""
        self._presence.leave(self._registry, screen)

    def deaths(self) -> list[tuple[str, str]]:
        """What plugins did that ended the game the last time: a sentence, and the plugin that can be played without;

        empty where it is left out already. Of a level it is said once.
        """
        if self._registry is None:
            return []
        died = self._registry.died
        for mark in died:
            if mark.level and self._registry.marks is not None:
                self._registry.marks.forget(mark)
        return [(mark_sentence(mark), mark.plugin if mark.level else "") for mark in died]

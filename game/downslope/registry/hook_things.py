"""What a hook of a plugin gives: asked for one by one, looked through, and put into the catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, Any

from ..engine.watchdog import Stopped, TimeUp, limits, why_stopped
from ..i18n import N_, OwnText
from ..rules.campaign import OUTSIDE
from ..storage.errors import Refused
from .level_validation import LevelRefused
from .validation import admit

if TYPE_CHECKING:
    from ..level_files.level_draft import Origin
    from ..rules.catalog import Catalog
    from .foreign_code import ForeignCode
    from .record import Plugin

END = object()  # no more things
MOST = 1000  # things from one hook; a generator without an end must not hang the game


class HookThings:
    """`catalog`: where they go. `code`: by which the plugin's code is run."""

    def __init__(self, catalog: Catalog, code: ForeignCode) -> None:
        self.catalog, self.code = catalog, code

    def take(self, plugin: Plugin, hook: str, function: Callable[[], Any]) -> None:
        """Each thing by itself: what came before a fault is kept."""
        code = getattr(function, "__code__", None)
        line = code.co_firstlineno if code is not None and code.co_filename in plugin.files else 0
        things, what = self._things(plugin, hook, function, line), f"{hook}()"
        left = inf if plugin.runs_no_code else self.code.patience  # for all that it gives, however slowly
        while left > 0:
            origin: Origin | None = None
            began = perf_counter()
            try:
                try:
                    thing = self.code.run(plugin, min(limits.hook, left), what, lambda: next(things, END))
                finally:
                    left -= perf_counter() - began
                if thing is END:
                    return
                origin = getattr(thing, "origin", None) if hook == "levels" else None
                key, thing = self._admitted(plugin, hook, thing, line)
                if plugin.words:
                    thing = self._translated(plugin, thing)
            except KeyboardInterrupt:
                raise
            except Refused as refused:
                self._tell(plugin, refused, line, hook, origin)
            except BaseException as error:
                if isinstance(error, Stopped) and left <= 0:
                    error.values["limit"] = self.code.patience
                plugin.add_fault(error)
            else:
                getattr(self.catalog, hook)[key] = thing
                kind = hook.removesuffix("s")
                plugin.things.append((kind, key))
                if origin is not None:
                    plugin.origins[key] = origin
                self.catalog.pictures |= {f"{plugin.name}/{name}": one for name, one in plugin.pictures.items()}
                self.catalog.owner[f"{kind} {key}"] = plugin.name
                self._signpost(plugin)
        if not any(fault.stopped for fault in plugin.faults):
            late = why_stopped(TimeUp(), what, self.code.patience)
            plugin.fault(late.template, late.values, line, hook, stopped=True)

    def _translated(self, plugin: Plugin, thing: object) -> object:
        """With the texts that its own files of words have."""
        from .own_words import translated_thing

        return translated_thing(thing, plugin.words)

    def _signpost(self, plugin: Plugin) -> None:
        """On which trail of the map its levels are, and what that is called."""
        if plugin.title:
            own = plugin.words.get(plugin.title)
            self.catalog.titles[plugin.name] = OwnText(plugin.title, own) if own else plugin.title
        elif plugin.kind == "code":
            self.catalog.trails[plugin.name] = OUTSIDE

    def _tell(self, plugin: Plugin, refused: Refused, line: int, hook: str, origin: Origin | None) -> None:
        """All that is wrong with one thing."""
        text = origin.text if origin is not None else ""
        for each in refused.faults if isinstance(refused, LevelRefused) else (refused,):
            file = each.file or (origin.file if origin is not None else "")
            plugin.fault(each.template, each.values, each.line or line, "" if file else hook, file, text)

    def _admitted(self, plugin: Plugin, hook: str, thing: object, line: int) -> tuple[str, object]:
        what = f"{type(thing).__name__} from {hook}()"
        return self.code.run(plugin, limits.hook, what, lambda: admit(self.catalog, plugin, hook, thing, line))

    def _things(self, plugin: Plugin, hook: str, function: Callable[[], Any], line: int) -> Iterator[object]:
        given = function()
        if given is None:
            raise Refused(N_("{hook}() returned nothing instead of a list: is `return` missing?"), line, hook=hook)
        one = isinstance(given, (str, bytes, dict)) or hasattr(given, "_fields")  # one thing that can be gone through
        if one or not hasattr(given, "__iter__"):
            kind = f"a {type(given).__name__}"
            raise Refused(N_("{hook}() returned {kind}, not a list."), line, hook=hook, kind=kind)
        at_once = self.code.patience < inf and isinstance(given, (list, tuple)) and len(given) > MOST
        for count, thing in enumerate(given):
            if count == MOST or at_once:  # a game that runs does not look at a thousand of them first
                raise Refused(N_("{hook}() returned more than {most} things."), line, hook=hook, most=MOST)
            yield thing

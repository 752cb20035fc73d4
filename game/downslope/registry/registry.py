"""The one door through which every plugin comes in.

A Registry's `catalog` is what there is to play with, its `plugins` are the records of all plugins, with whatever is
wrong with each. A plugin can raise what it likes: it is noted, and the game goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import chain
from math import inf
from pathlib import Path
from time import time
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import pluggy

from .. import paths
from ..engine.plain_text import plain
from ..engine.run import Fault
from ..engine.watchdog import CodeTimeout, StopPoint, dog, limits, moment, seconds_since, why_stopped
from ..i18n import N_, AuthorText, translate
from ..level_files.needs import SiblingFolder
from ..rules import OUTSIDE, Catalog, Level
from ..storage.files import Refused
from ..version import __version__
from . import hookspecs, plugin_file
from .crash_marks import CrashMark, Marks, state_of
from .plugin import HOOKS, Plugin, PluginFault, shown_name
from .trust import Trust
from .validation import admit, as_plugin

if TYPE_CHECKING:
    from ..level_files.reading import Origin


def missing_needs(plugin: Plugin, others: Iterable[Plugin]) -> Iterator[PluginFault]:
    """A sentence for each plugin that it needs and that is not there, is off, or is too old."""
    from ..level_files.needs import version_order  # most plugins need nothing

    plugins = {other.name: other for other in others if other is not plugin} if plugin.needs else {}
    for need in plugin.needs:
        owner = plugins.get(need.plugin)
        template = ""
        if owner is None:
            template = "It needs {thing} {least} or later, which is not here" if need.least else \
                "It needs {thing}, which is not here"
            template = f"{template}: {{page}}" if need.page else f"{template}."
        elif owner.off:
            template = "It needs {plugin}; it is off."
        elif owner.waits is not None:
            template = "It needs {plugin}; it is new here, and waits to be trusted." if not owner.waits.since else \
                "It needs {plugin}; it has changed, and waits to be trusted."
        elif not owner.hooks:
            template = "It needs {plugin}; it could not load."
        elif need.least and not owner.version:
            template = "It needs {plugin} {least} or later; that one does not say its version."
        elif need.least and version_order(owner.version) < version_order(need.least):
            template = "It needs {plugin} {least} or later; that one is {version}."
        if template:
            values: dict[str, object] = {**need._asdict(), "thing": need.thing or need.plugin}
            yield PluginFault(template, values | {"version": owner.version if owner else ""}, plugin.source)


Given = TypeVar("Given")

END = object()  # no more things
MOST = 1000  # things from one hook; a generator without an end must not hang the game
SHIPPED = "downslope."  # shipped plugins' names begin so; what they bring has plain names
LOADING = "Loading it"
ASKED = ("folder", "package")  # kinds of plugins whose code is run only where the player agrees


class PluginError(Exception):
    """With `strict`: the first fault, instead of going on without the plugin."""


class Registry:
    """`add` plugins, then `collect` what they give. `strict`: raise PluginError at the first fault.

    `marks`: where it is noted that a plugin's code is running; `off`: names of plugins that are not loaded; `trust`:
    whose code may run, None: that of all.
    """

    def __init__(
        self, strict: bool = False, marks: Marks | None = None, off: Collection[str] = frozenset(),
        trust: Trust | None = None,
    ) -> None:  # fmt: skip
        self.catalog, self.off = Catalog(), set(off)
        self.plugins: list[Plugin] = []
        self.listing: paths.FolderListing | None = None  # of the player's folder, while all of it is loaded
        self.others: Sequence[Plugin] = ()  # that are there, though not in here: where a plugin is tried by itself
        self.strict, self.marks, self.trust = strict, marks, trust
        self._manager = pluggy.PluginManager("downslope")
        self._manager.add_hookspecs(hookspecs)
        self._functions: dict[str, dict[str, list[Callable[[], Any]]]] = {}  # plugin -> hook -> what to ask
        self._collected: set[str] = set()
        self._kept: dict[str, Sequence[Level]] = {}  # plugin -> its levels that are not read yet
        self.patience = inf  # seconds that a plugin's code may take at once, where that is less than it may otherwise

    # coming in

    def add(
        self, name: str, version: str, source: str, load: Callable[[], object], kind: str = "folder",
        data: bool = False, page: str = "",
    ) -> Plugin:  # fmt: skip
        """Load a plugin and keep a record of it. What it raises, but KeyboardInterrupt, is a fault in the record."""
        name, version = shown_name(name), shown_name(version)
        file = Path(source)
        own = paths.is_file(file) and file.suffix != ".zip"
        files = frozenset({source} if own else ())
        plugin = Plugin(name, version, source, kind, files=files, runs_no_code=data, page=page)
        taken = self.plugin(name)
        self.plugins.append(plugin)
        if name in self.off and kind != "shipped":
            plugin.off = True  # its code is not even imported
            return plugin
        if taken is not None:
            plugin.fault("There is already a plugin named {name}: {where}.", {"name": name, "where": taken.source})
            return self._checked(plugin)
        died = self.marks.loading(name, source) if self.marks is not None and kind != "shipped" else None
        if died is not None:
            plugin.left_out = True
            plugin.fault("The game ended while loading it. It is skipped until it changes.", {}, died.line)
            return self._checked(plugin)
        if kind in ASKED and self.trust is not None:
            code = self.trust.unknown(name, kind, source, version, self.listing)
            if code is not None and not (self.trust.ask is not None and self.trust.ask(code)):
                plugin.unknown = code  # nobody has agreed to run it, nor does now
                return plugin
            if code is not None:
                self.trust.agree([code])
        began, plugin.read_at = moment(), time()
        try:
            with self._mark(plugin):
                module = self._run(plugin, limits.package if kind == "package" else limits.load, LOADING, load)
            place = getattr(module, "__file__", None)
            if place:
                plugin.files = frozenset({str(place)})
            if not plugin.version:
                plugin.version = shown_name(str(getattr(module, "__version__", "")))
            plugin.beside = getattr(module, plugin_file.BESIDE, SiblingFolder(Path(place).parent) if place else None)
            plugin.title = plain(str(getattr(module, plugin_file.TITLE, "")))
            plugin.page = plugin.page or plain(str(getattr(module, plugin_file.PAGE, "")))
            plugin.needs = tuple(getattr(module, plugin_file.NEEDS, ()))
            plugin_file.check_api(getattr(module, "downslope_api", (1, 0)), next(iter(plugin.files), ""))
            given = as_plugin(module)
            if plugin.runs_no_code:  # there may be thousands, and each would be looked for among all
                functions = {"levels": [vars(given)["levels"]]}
            else:
                with self._mark(plugin):
                    self._run(plugin, limits.load, LOADING, lambda: self._manager.register(given, plugin.name))
                self._manager.check_pending()
                callers = {name: getattr(self._manager.hook, name).get_hookimpls() for name in HOOKS}
                functions = {
                    name: [each.function for each in all_of if each.plugin is given] for name, all_of in callers.items()
                }
            self._functions[plugin.name] = functions
            plugin.hooks = [name for name in HOOKS if functions.get(name)]
        except KeyboardInterrupt:
            raise
        except Refused as refused:
            plugin.fault(refused.template, refused.values, refused.line, file=refused.file)
        except BaseException as error:  # SystemExit and the like too
            plugin.add_fault(error)
        plugin.seconds = seconds_since(began)
        if plugin.faults and self._manager.get_plugin(plugin.name) is not None:
            self._manager.unregister(name=plugin.name)
        elif plugin.kind != "shipped" and plugin.hooks:
            from .own_words import words_of

            plugin.words, wrong = words_of(plugin, self.listing)
            for each in wrong:  # which does not keep the plugin out
                plugin.fault(each.template, each.values, each.line, file=each.file)
        return self._checked(plugin)

    def drop(self, plugin: Plugin) -> None:
        """It and all that it brought are gone, and its name is free."""
        for kind, key in plugin.things:
            self.items_of(kind).pop(key, None)
            self.catalog.owner.pop(f"{kind} {key}", None)
        self.plugins.remove(plugin)
        if plugin.hooks and self._manager.get_plugin(plugin.name) is not None:
            self._manager.unregister(name=plugin.name)
        self._functions.pop(plugin.name, None)
        self._collected.discard(plugin.name)

    def replace(self, old: Plugin, new: Plugin, brought: Catalog) -> None:
        """A newer record takes the place of an older one, and what it brought that of what the older one did."""
        place = self.plugins.index(old)
        self.drop(old)
        for kind, key in new.things:
            self.items_of(kind)[key] = getattr(brought, f"{kind}s")[key]
            self.catalog.owner[f"{kind} {key}"] = new.name
        self.catalog.titles |= brought.titles
        self.catalog.makers |= brought.makers
        self.catalog.trails |= brought.trails
        self.catalog.pictures |= brought.pictures
        self.plugins.insert(place, new)
        self._collected.add(new.name)

    def items_of(self, kind: str) -> dict[str, Any]:
        """Its metrics, learners or levels by name."""
        items: dict[str, Any] = getattr(self.catalog, f"{kind}s")
        return items

    def add_file(self, path: Path, kind: str = "folder") -> Plugin:
        """A file is a plugin of its own, named as the file is; a folder or zip is a pack, named by its id."""
        path = path.absolute()  # as its frames name it, in whatever folder it was typed
        if path.suffix == ".zip" or paths.is_file(path / paths.PACK):
            # A pack: a zip, or a folder with a pack.toml
            from ..level_files.pack import Pack

            pack = Pack(path)
            name, version = pack.manifest.id, pack.manifest.version
            return self.add(name, version, str(path), lambda: plugin_file.load_pack(pack, name), kind, True)
        shipped = kind == "shipped"
        name = (SHIPPED if shipped else "") + path.stem
        key = f"downslope_plugins.{kind}.{path.stem}"
        data = path.suffix == ".toml"
        load = plugin_file.load_levels if data else plugin_file.load_file
        return self.add(name, __version__ if shipped else "", str(path), lambda: load(path, key), kind, data)

    def add_from_cache(self, path: Path, levels: Sequence[Level]) -> Plugin:
        """A file of levels that is as it was: nothing is read. Its name is to be free."""
        plugin = Plugin(path.stem, "", str(path), "folder", ["levels"], runs_no_code=True, from_cache=True)
        plugin.files, plugin.read_at = frozenset({str(path)}), time()
        self._kept[plugin.name] = levels
        self.plugins.append(plugin)
        return plugin

    def add_module(self, module: ModuleType) -> Plugin:
        """A module that is imported already, named as its last part is: what a test has of its own plugin."""
        name = module.__name__.rpartition(".")[2].replace("_", "-")
        return self.add(name, "", str(getattr(module, "__file__", "") or module.__name__), lambda: module)

    # what they give

    def collect(self) -> Catalog:
        """Ask each plugin that was not asked yet for its metrics, then each for its learners, then for its levels."""
        for _plugin in self.collecting():
            pass
        return self.catalog

    def collecting(self) -> Iterator[Plugin]:
        """The same in small pieces: each plugin after it was asked for one kind of thing."""
        new = [plugin for plugin in self.plugins if plugin.name not in self._collected and plugin.hooks]
        for hook in HOOKS:
            for plugin in new:
                if plugin.from_cache:
                    if hook == "levels":
                        for level in self._kept.pop(plugin.name):
                            self.catalog.levels[level.id] = level
                            self.catalog.owner[f"level {level.id}"] = plugin.name
                            plugin.things.append(("level", level.id))
                        yield plugin
                    continue
                plugin.missing_needs = list(missing_needs(plugin, chain(self.plugins, self.others)))
                if plugin.missing_needs:
                    continue
                began = moment()
                for function in self._functions[plugin.name].get(hook, ()):
                    with self._mark(plugin):
                        self._take(plugin, hook, function)
                    self._checked(plugin)
                plugin.seconds += seconds_since(began)
                yield plugin
        self._collected |= {plugin.name for plugin in new}

    # its code runs for so long at most, and is noted, so that the next start knows what ended the process

    def _mark(self, plugin: Plugin) -> AbstractContextManager[None]:
        """It is noted that its code runs."""
        if self.marks is None or plugin.kind == "shipped":
            return nullcontext()
        return self.marks.hold(plugin.name, plugin.source)

    def _run(self, plugin: Plugin, limit: float, what: str, call: Callable[[], Given]) -> Given:
        """Run its code. It comes back, raises, or is stopped."""
        if plugin.kind == "shipped":
            return call()
        depth = sys.getrecursionlimit()
        try:
            return dog.run(min(limit, self.patience), what, call)
        finally:
            sys.setrecursionlimit(depth)

    # what a hook gives: asked for one by one, looked through, and put into the catalog

    def _take(self, plugin: Plugin, hook: str, function: Callable[[], Any]) -> None:
        """Each thing by itself: what came before a fault is kept."""
        code = getattr(function, "__code__", None)
        line = code.co_firstlineno if code is not None and code.co_filename in plugin.files else 0
        things, what = self._things(plugin, hook, function, line), f"{hook}()"
        # for all that it gives, however slowly; of data reading it counts too, and what is made of it
        left = limits.hook - plugin.seconds if plugin.runs_no_code else self.patience
        while left > 0:
            origin: Origin | None = None
            began = moment()
            try:
                try:
                    thing = self._run(plugin, min(limits.hook, left), what, lambda: next(things, END))
                finally:
                    left -= seconds_since(began)
                    began = moment()
                if thing is END:
                    return
                origin = getattr(thing, "origin", None) if hook == "levels" else None
                limit, what_thing = left if plugin.runs_no_code else limits.hook, f"{type(thing).__name__} from {what}"
                admitted = partial(admit, self.catalog, plugin, hook, thing, line)
                key, thing = self._run(plugin, limit, what_thing, admitted)
                if plugin.words:
                    from .own_words import with_words

                    title = getattr(thing, "title", "")
                    if hook == "levels":
                        thing = with_words(thing, plugin.words)
                    elif isinstance(title, str) and title in plugin.words:
                        setattr(thing, "title", with_words(title, plugin.words))  # noqa: B010 - of a kind not known here
            except KeyboardInterrupt:
                raise
            except Refused as refused:
                source = origin.text if origin is not None else ""
                for each in refused.faults or (refused,):
                    file = each.file or (origin.file if origin is not None else "")
                    plugin.fault(each.template, each.values, each.line or line, "" if file else hook, file, source)
            except BaseException as error:
                if isinstance(error, StopPoint) and plugin.runs_no_code:
                    break
                if isinstance(error, StopPoint) and left <= 0:
                    error.values["limit"] = self.patience
                plugin.add_fault(error)
            else:
                getattr(self.catalog, hook)[key] = thing
                kind = hook.removesuffix("s")
                plugin.things.append((kind, key))
                if origin is not None:
                    plugin.origins[key] = origin
                self.catalog.pictures |= {f"{plugin.name}/{name}": one for name, one in plugin.pictures.items()}
                self.catalog.owner[f"{kind} {key}"] = plugin.name
                # On which trail of the map its levels are, and what that is called
                self.catalog.makers[plugin.name] = plugin.version, plugin.page
                if plugin.title:
                    own = plugin.words.get(plugin.title)
                    self.catalog.titles[plugin.name] = AuthorText(plugin.title, own) if own else plugin.title
                elif plugin.kind == "code":
                    self.catalog.trails[plugin.name] = OUTSIDE
            left -= seconds_since(began) if plugin.runs_no_code else 0.0
        if plugin.runs_no_code:
            text = N_("The levels took more than {limit:g} s to read; the rest is skipped.")
            plugin.fault(text, {"limit": limits.hook}, stopped=True)
        elif not any(fault.stopped for fault in plugin.faults):
            late = why_stopped(CodeTimeout(), what, self.patience)
            plugin.fault(late.template, late.values, line, hook, stopped=True)

    def _things(self, plugin: Plugin, hook: str, function: Callable[[], Any], line: int) -> Iterator[object]:
        given = function()
        if given is None:
            raise Refused(N_("{hook}() returned nothing instead of a list: is `return` missing?"), line, hook=hook)
        one = isinstance(given, (str, bytes, dict)) or hasattr(given, "_fields")  # one thing that can be gone through
        if one or not hasattr(given, "__iter__"):
            kind = f"a {type(given).__name__}"
            raise Refused(N_("{hook}() returned {kind}, not a list."), line, hook=hook, kind=kind)
        at_once = self.patience < inf and isinstance(given, (list, tuple)) and len(given) > MOST
        for count, thing in enumerate(given):
            if count == MOST or at_once:  # a game that runs does not look at a thousand of them first
                raise Refused(N_("{hook}() returned more than {most} things."), line, hook=hook, most=MOST)
            yield thing

    # looking up, and what happens later

    def plugin(self, name: str) -> Plugin | None:
        """The first of that name: the one that holds it."""
        return next((plugin for plugin in self.plugins if plugin.name == name), None)

    @property
    def faults(self) -> list[tuple[Plugin, PluginFault]]:
        return [(plugin, fault) for plugin in self.plugins for fault in plugin.faults]

    def record_fault(self, fault: Fault) -> Plugin | None:
        """A learner or metric raised while it was played: add it to its plugin's record, once. None: nobody's."""
        plugin = next((p for p in self.plugins if fault.file and fault.file in p.files), None)
        if plugin is None:
            ends = f"/{fault.plugin}"  # what its metrics and learners call themselves
            keys = [(f"/{key}", one) for one in self.plugins for kind, key in one.things if kind != "level"]
            plugin = next((one for key, one in keys if key.endswith(ends)), None)
        if plugin is not None:
            values: dict[str, object] = {"thing": fault.plugin, "reason": translate(fault)}
            plugin.fault("{thing}: {reason}", values, fault.line, file=fault.file, stopped=fault.stopped)
        return plugin

    @property
    def foreign(self) -> list[Plugin]:
        """Those that did not come with the game."""
        return [plugin for plugin in self.plugins if plugin.kind != "shipped"]

    def owns(self, frame: FrameType) -> bool:
        """Whether a line of a foreign plugin is running there."""
        return any(plugin.owns(frame) for plugin in self.foreign)

    def blamed_plugin(self, error: BaseException) -> Plugin | None:
        """The plugin in whose code this was raised: its record has it from now on. None: not one that is foreign."""
        raised = error.__cause__ if isinstance(error, StopPoint) and error.__cause__ is not None else error
        blamed = next((plugin for plugin in self.foreign if plugin.last_place(raised.__traceback__)[0]), None)
        if blamed is not None:
            blamed.add_fault(error)
        return blamed

    def playing(self, plugin: str, level: str) -> None:
        """It is noted that a level is played in which a plugin's code runs; empty: no more."""
        owner = self.plugin(plugin)
        if self.marks is not None:
            mark = CrashMark(owner.name, owner.source, state_of(owner.source), level) if owner is not None else None
            self.marks.write(mark)

    @property
    def waiting(self) -> list[Plugin]:
        """Those whose code, or whose newer version, nobody has agreed to run."""
        return [plugin for plugin in self.foreign if plugin.waits is not None]

    @property
    def runnable(self) -> bool | frozenset[str]:
        """The fingerprints of code that may run, for another process; True: that of all."""
        return True if self.trust is None else frozenset(one.print for one in self.trust.choices.trusted.values())

    def _checked(self, plugin: Plugin) -> Plugin:
        if self.strict and plugin.faults:
            fault = plugin.faults[0]
            raise PluginError(f"{plugin.name} ({fault.place}): {fault.sentence}")
        return plugin

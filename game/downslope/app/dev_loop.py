"""`downslope dev FILE`: a plugin is played while it is written.

It is read again when its file has changed, the level goes on with what had been done in it, and a check runs beside.
The game's own loop looks at the files: no thread, and nothing is looked at in a game that nobody writes for.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic, strftime

from ..attempt.game.game import Game
from ..background.commands import FileCheck, row_sentence
from ..engine.plain_text import jump_place
from ..i18n import _, plural_form, translate
from ..level_files.pack import MANIFEST
from ..registry.loading import reload, stub_plugin
from ..registry.plugin import CheckRow, Plugin
from ..registry.plugin_guard import say
from ..rules import Level, fits
from ..scenes.base.scene import Scene, screen, screen_class
from ..scenes.play.play import PlayScene
from ..view.draw import AWAKE
from ..view.widgets.toast import StatusLine

LOOK = 0.25  # seconds between two looks at the files
QUIET = 0.15  # seconds without a change before they are read: editors write in two goes
LONGEST = 60  # seconds that a check may take
SHOWCASE = "thirteen"  # the shipped level in which a learner or a metric is shown first

BESIDE = ("_*.py", "*.csv", "*.png", "*.svg", "*.*.toml")
IN_PACKS = (".toml", ".csv", ".png", ".svg")

Stamp = tuple[int, int] | None  # when a file was written last and how large it is; None: it is not there


def stamps(file: Path) -> dict[Path, Stamp]:
    """Of the plugin's file, and what lies beside it for it: helpers named `_...`, tables, pictures; all of a pack."""
    if file.is_dir():
        file, beside = file / MANIFEST, sorted(path for path in file.glob("*/*") if path.suffix in IN_PACKS)
    else:
        beside = [path for name in BESIDE for path in file.parent.glob(name)]
    seen = dict[Path, Stamp].fromkeys((file, *beside))
    for path in seen:
        with suppress(OSError):
            stat = path.stat()
            seen[path] = stat.st_mtime_ns, stat.st_size
    return seen


class DevLoop:
    """`plugin`: the version that is played. `findings`: what the check has found in it; None: not known yet."""

    def __init__(self, game: Game, file: Path, wanted: str = "") -> None:
        """`wanted`: the id of one of its levels. LookupError: there is none of that name."""
        self.game, self.file = game, file.resolve()
        self._seen = stamps(self.file)
        self._since: float | None = None  # when the last change of them was seen
        # The file under its own name, wherever it lies; a plugin of that name stays out meanwhile
        self.plugin = stub_plugin(self.game.registry, self.file)
        self.read_at, self.seconds = strftime("%H:%M:%S"), self.plugin.seconds
        self.findings: list[str] | None = None
        self.gone = ""  # the level that is played on, though the file has none of that name any more
        self._check: FileCheck | None = None
        self._looked = 0.0
        if wanted and f"{self.plugin.name}/{wanted}" not in game.catalog.levels and wanted not in game.catalog.levels:
            raise LookupError(wanted)
        self._wanted = wanted
        game.strip = self._state()
        self._begin_check()

    def scene(self) -> Scene:
        """The first thing that it brings, to be played; the list of plugins, where it brings nothing yet."""
        level = self.level()
        if level is None:
            return self.list_of_plugins(screen("title", self.game))
        return screen("play", self.game, level=level)

    def list_of_plugins(self, parent: Scene) -> Scene:
        """At this plugin; Esc goes back to `parent`."""
        if any(isinstance(scene, screen_class("plugins")) for scene in parent.standing()):
            return parent
        return screen("plugins", self.game, parent=parent, at=self.plugin.name)

    def level(self) -> Level | None:
        """The level that is asked for, its first, or a shipped one with its learner or metric."""
        catalog, keys = self.game.catalog, self.plugin.keys("level")
        wanted = [key for key in keys if key.rpartition("/")[2] == self._wanted.rpartition("/")[2]]
        if wanted or keys:
            return catalog.level((wanted or keys)[0])
        shown = [catalog.level(SHOWCASE), *(level for level in catalog.levels.values() if not level.plugin)]
        for key in self.plugin.keys("learner"):
            kind = catalog.learner(key)
            suited = (level for level in shown if level.learner is not None and fits(kind, level.network))
            first = next(suited, None)
            return replace(first, learner=key, solution=(), questions=()) if first is not None else None
        for key in self.plugin.keys("metric"):
            return replace(shown[0], metric=key, beside="squared", solution=(), questions=())
        return None

    def update(self, shown: Scene) -> Scene:
        """Look at the files now and then; the screen to go on with."""
        time = monotonic()
        if self._check is not None:
            rows = self._check.rows()
            if rows is not None:
                self._check = None
                self.plugin.findings = tuple(rows)
                self.findings = [row_sentence(row, self.file.name) for row in rows]
                self._show_rows(rows)
        if time - self._looked >= LOOK:
            self._looked, before, self._seen = time, self._seen, stamps(self.file)
            if self._seen != before:
                self._since = time
            elif self._since is not None and time - self._since >= QUIET:
                self._since = None
                shown = self.reload(shown)
        if self.game.reload_asked:
            self.game.reload_asked = False
            shown = self.reload(shown)
        assert self.game.strip is not None
        state = self._state()
        if state != self.game.strip:
            self.game.strip = state
            AWAKE.touch()
        return shown

    def reload(self, shown: Scene) -> Scene:
        """Read it again; the level that is played goes on in its new version."""
        began, before = monotonic(), self.plugin
        self.plugin = reload(self.game.registry, before)
        self.seconds = monotonic() - began
        if self.plugin.refused is not None or self.plugin.faults:
            bad = self.plugin.refused or self.plugin
            self._show_rows(CheckRow("error", "", translate(fault), fault.line, fault.file) for fault in bad.faults)
            return shown
        self.read_at, self.findings, self.gone = strftime("%H:%M:%S"), None, ""
        self._begin_check()
        play = next((scene for scene in shown.standing() if isinstance(scene, PlayScene)), None)
        if play is None:
            return self.scene() if self.plugin.things and not before.things else shown
        level = play.level  # a shipped one, with its learner or metric
        if level.plugin == self.plugin.name:
            if level.id not in self.game.catalog.levels:
                self.gone = level.id.rpartition("/")[2]
                return shown
            level = self.game.catalog.levels[level.id]
        for scene in shown.standing():
            scene.end()
        return PlayScene(self.game, level, before=play)

    def end(self) -> None:
        """Nobody waits for its check any more."""
        if self._check is not None:
            self._check.stop()

    def _begin_check(self) -> None:
        if self._check is not None:
            self._check.stop()
        self._check = FileCheck(self.file, LONGEST) if self.plugin.things else None

    def _show_rows(self, rows: Iterable[CheckRow]) -> None:
        """To the terminal that it was started from too, as `check` does: an editor jumps from there."""
        for row in rows:
            place = jump_place(row.file or str(self.file), row.line)
            say(place.rstrip(), f"{row.thing}: {row.message}" if row.thing else row.message)

    def _state(self) -> StatusLine:
        plugin = self.plugin
        label = self.game.controls.label
        keys = ((label("reload"), _("Reload")), (label("findings"), _("Findings")))
        text = _("read {time} in {ms} ms").format(time=self.read_at, ms=max(1, round(1000 * self.seconds)))

        def line(icon: str, state: str, words: str = text) -> StatusLine:
            return StatusLine(icon, self.file.name, words, state, keys)

        if plugin.refused is not None and plugin.refused.faults:
            plays = _("Playing the version of {time}").format(time=self.read_at)
            return line("warn", plays, self._fault_words(plugin.refused))
        stopped = next((fault for fault in plugin.faults if fault.stopped and fault.line), None)
        if stopped is not None and plugin.things:
            return line("warn", _("stopped at line {line}").format(line=stopped.line))
        if plugin.faults:
            return line("warn", "", self._fault_words(plugin))
        if self.gone:
            gone = _("{level} is no longer in the file; its last version is played on.").format(level=self.gone)
            return line("warn", "", gone)
        if self.findings is None:
            return line("check", _("checking …"))
        if not self.findings:
            return line("check", _("all is well"))
        count = plural_form("{n} finding", "{n} findings", len(self.findings)).format(n=len(self.findings))
        return line("eye", count, f"{text} · {self.findings[0]}")

    @staticmethod
    def _fault_words(plugin: Plugin) -> str:
        """The first of its faults, with its line."""
        fault = plugin.faults[0]
        line = _("line {line}: ").format(line=fault.line) if fault.line else ""
        line = f"{fault.place}: " if fault.file != plugin.source else line  # which of its files it is
        return line + translate(fault)

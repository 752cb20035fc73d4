"""What all screens share: settings and progress, the catalogue of levels, the controls, the sounds, the look.

Made once, before the first frame; everything slow (plugins, levels, the mixer) is fetched when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ... import paths
from ...desktop.capabilities import can, only_on_desktop
from ...desktop.controls import Controls
from ...desktop.sound import Sound
from ...i18n import _, plural_form, translate, use
from ...storage.saves import SpectatorStore
from ...view.draw import FAULTS, TimeSlice
from ...view.widgets.toast import Toasts
from .sound_cues import RunFeedback

if TYPE_CHECKING:
    from collections.abc import Generator

    from pygame import Surface

    from ...background.commands import FilmJob
    from ...engine.run import Fault
    from ...registry.plugin import Plugin
    from ...registry.registry import Registry
    from ...rules import Catalog, Level
    from ...storage.progress_export import MergedProgress
    from ...storage.saves import Progress, Settings, Store
    from ...view.draw import Look
    from ...view.widgets.toast import StatusLine


TOLD = 10.0  # seconds that it can be read where a film lies


@dataclass(eq=False)
class Films:
    """`jobs`: those that are made now. `look`: the words of the command that make them look as the game does, with the
    same plugins."""

    toasts: Toasts
    look: Callable[[], Sequence[str]]
    jobs: list[FilmJob] = field(default_factory=list)

    def make(self, name: str, words: Sequence[str], picture: Surface | None = None) -> bool:
        """A film of that name and the picture beside it, if there is one. False: neither can be; it is said why."""
        from importlib.util import find_spec

        from ...background.commands import FilmJob
        from ...desktop.window import save_picture
        from ...storage.files import unwritable

        if not can("films"):
            self.toasts.fault(only_on_desktop("films"))
            return False
        folder = paths.films()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            number, stem = 1, name.replace("/", "-")
            path = folder / f"{stem}.gif"
            while path.exists() or path.with_suffix(".png").exists():
                number += 1
                path = folder / f"{stem}-{number}.gif"
            if picture is not None:
                save_picture(picture, str(path.with_suffix(".png")))
        except OSError as error:
            self.toasts.fault(unwritable(folder, error))
            return False
        if find_spec("PIL") is None:
            hint = _("A GIF needs Pillow: pip install 'downslope[gif]'.")
            if picture is None:
                self.toasts.fault(hint)
                return False
            text = f"{path.with_suffix('.png')} {hint}"
            add_folder_note(self.toasts, _("The picture is saved."), text, folder, _("Your films' folder"))
            return True
        self.jobs.append(FilmJob(path, [*words, *self.look()]))
        self.toasts.add(_("A film is being made"), _("You can keep playing."), icon="save")
        return True

    def update(self) -> None:
        """Tell of those that are done."""
        for job in list(self.jobs):
            said = job.result()
            if said is None:
                continue
            self.jobs.remove(job)
            if said:
                self.toasts.fault(said)
            else:
                where = job.path.parent
                add_folder_note(self.toasts, _("The film is saved."), str(job.path), where, _("Your films' folder"))

    def stop(self) -> None:
        """The game ends: what is not done is not made."""
        for job in self.jobs:
            job.stop()
        self.jobs.clear()


def add_folder_note(toasts: Toasts, title: str, body: str, folder: Path, called: str) -> None:
    """Something lies in a folder, which the note opens where that can be; `called`: the folder, where it cannot."""
    def show() -> None:
        from ...desktop.programs import open_folder

        if not open_folder(folder):
            toasts.add(called, str(folder), icon="folder")

    action = (_("Open folder"), show) if can("folders") else None
    toasts.add(title, body, icon="save", action=action, seconds=TOLD)


# What loading plugins needs, in parts that take a few milliseconds each.
PARTS = (
    "pluggy", "...engine.fast_run", "...rules.level", "...registry.registry", "email.utils",
    "importlib.metadata", "...rules.campaign", ".progression",
)  # fmt: skip


@dataclass(eq=False)
class GamePlugins:
    """`wanted` False: only what is shipped. `_catalog`: there is no need to load any."""

    wanted: bool
    _catalog: Catalog | None = None
    _screen: object = None  # that shows a level in which a plugin's code runs
    loaded: Registry | None = None  # if they are there already
    _loading: Generator[None, None, Registry] | None = None
    _modules: list[str] = field(default_factory=partial(list, PARTS))

    @property
    def registry(self) -> Registry:
        """Every plugin, with its faults. Loaded when first asked for, if `load_some` has not done so before."""
        while self.loaded is None:
            self._load_next()
        return self.loaded

    @property
    def later(self) -> set[str]:
        """Names of plugins of which the player does not want to decide now whether their code may run."""
        registry = self.loaded
        return registry.trust.later if registry is not None and registry.trust is not None else set()

    @property
    def catalog(self) -> Catalog:
        """All levels, learners and metrics."""
        return self._catalog if self._catalog is not None else self.registry.catalog

    @property
    def ready(self) -> bool:
        """All of them are there."""
        return self.loaded is not None or self._catalog is not None

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
            from ...registry.loading import load_slowly

            self._loading = load_slowly(self.wanted)
        try:
            next(self._loading)
        except StopIteration as end:
            self.loaded = end.value

    def leave_out(self) -> None:
        """From now on there is only what is shipped."""
        self.wanted, self.loaded, self._loading = False, None, None

    def plugin_of(self, level: Level) -> Plugin | None:
        """The plugin that a level came from. None: the game's own, or nothing is known of it."""
        return self.loaded.plugin(level.plugin) if self.loaded is not None and level.plugin else None

    @property
    def foreign(self) -> str:
        """A plugin whose learners or metrics may be tried in any level; empty: there is none."""
        things = (*self.catalog.learners, *self.catalog.metrics)
        return next((name.rpartition("/")[0] for name in things if "/" in name), "")

    def record_fault(self, fault: Fault) -> None:
        """A learner or metric raised while it was played: the list of plugins shows it from now on."""
        if self.loaded is not None:
            self.loaded.record_fault(fault)

    def enter_level(self, screen: object, level: Level) -> None:
        """A screen shows this level from now on."""
        if self.loaded is not None and level.plugin:
            self._screen = screen
            self.loaded.playing(level.plugin, level.id)

    def leave_level(self, screen: object) -> None:
        """It shows it no more; a screen that came after it still may."""
        if self.loaded is not None and self._screen is screen:
            self._screen = None
            self.loaded.playing("", "")

    def deaths(self) -> list[tuple[str, str]]:
        """What plugins did that ended the game the last time: a sentence, and the plugin that can be played without;

        empty where it is left out already. Of a level it is said once.
        """
        marks = self.loaded.marks if self.loaded is not None else None
        if marks is None:
            return []
        died = list(marks.died)
        for mark in died:
            if mark.level:
                marks.forget(mark)
        return [(mark.sentence(), mark.plugin if mark.level else "") for mark in died]


LONG = 10.0  # seconds that a sentence about a file is to be read


class Game:
    """Everything a scene may ask for. `theme` overrules the settings for this run ("dark", "light" or "").

    counts      what is done in it is the player's own, and is kept
    hidden      words of link.HIDEABLE: what is not to be seen nor reached in this visit
    address     of the page that has the game in a browser; empty: it runs on a desktop
    """

    def __init__(
        self, store: Store | SpectatorStore, *, theme: str = "", catalog: Catalog | None = None, plugins: bool = True
    ) -> None:
        """`plugins` False: only what is shipped."""
        self.store = store
        self.theme = theme
        self.plugins = GamePlugins(plugins, catalog)
        self.counts = True
        self.linked_pack: object = None  # the LinkedPack of the link that was opened, until it is there
        self.hidden = frozenset[str]()
        self.address = ""
        self.controls = Controls(self.settings.keys)
        self.toasts = Toasts()
        self.films = Films(self.toasts, lambda: [
            "--theme", self.theme or self.settings.theme, *([] if self.plugins.wanted else ["--no-plugins"]),
        ])  # fmt: skip
        self.sound = Sound(lambda: self.settings.sound, lambda: self.settings.wind, lambda: self.settings.music)
        self.player_feedback = RunFeedback(self.sound, lambda: self.settings.still)
        # levels that were won when the map was seen last: what they add to it stands
        self.village = {key for key, level in store.progress.levels.items() if level.reached}
        self.strip: StatusLine | None = None  # the line at the foot of every screen while a plugin is written
        self.reload_asked = False  # the watcher of that plugin's file reads it again
        self.scale = 1.0  # physical pixels in a design pixel; the window sets it
        self.density = 1.0  # physical pixels in one of the system's, or of the page's: two where a screen is fine
        self.frame = 0.0  # seconds that the last frame took
        self.quit = False  # the loop ends after this frame
        # of the page that the game is a part of: it takes the keyboard, gives the player a file, asks for one
        self.page: Callable[[], object] | None = None
        self.download: Callable[[str, str], object] | None = None
        self.choose: Callable[[], object] | None = None
        self._said: set[str] = set()  # sentences about faults

    @property
    def settings(self) -> Settings:
        return self.store.settings

    @property
    def progress(self) -> Progress:
        return self.store.progress

    def hides(self, what: str) -> bool:
        """Whether the link with which the game was opened hides it: a word of link.HIDEABLE."""
        return what in self.hidden

    def set_for_visit(self, name: str, value: object) -> None:
        """A setting as a link asks for it, until the game ends: the player's own is not changed."""
        self.store.set_for_visit(name, value)
        if name == "theme":
            self.theme = ""
        elif name == "language":
            use(str(value))

    def toggle_sound(self) -> None:
        """All sound off, or on again; said in a note."""
        sound = self.sound
        sound.muted = not sound.muted
        key = self.controls.label("sound")
        text = _("Sound is off. {key}: on again.") if sound.muted else _("Sound is on.")
        self.toasts.add(text.format(key=key), icon="sound")

    def refuse(self, why: str, icon: str = "hint") -> None:
        """Something cannot be done now: a note says why, and it is heard."""
        self.toasts.add(why, icon=icon)
        self.player_feedback.feedback("refuse")

    def mute(self, muted: bool) -> bool:
        """All sound off, or on; how it was before."""
        before, self.sound.muted = self.sound.muted, muted
        return before

    def leave(self) -> None:
        """The player goes: the game ends; where a page is around it, it waits there as it is."""
        if self.page is None:
            self.quit = True
        else:
            self.page()

    def save(self) -> None:
        """Keep settings and progress; called after every change that the player would miss."""
        self.store.save()

    def tell_faults(self) -> None:
        """Say what is wrong with the player's files, sounds and typefaces, as soon as there is room to say it."""
        trust = self.loaded.trust if self.loaded is not None else None
        lost = [trust.choices.lost] if trust is not None and trust.choices.lost else []
        unread = [_("There is no sound: sounds.ogg cannot be read.")] if self.sound.on and self.sound.missing else []
        faults = FAULTS[:1]  # where one typeface is damaged, others often are
        for sentence in (*self.store.faults, *lost, *unread, *faults):
            if sentence not in self._said and not self.toasts.shown:
                self._said.add(sentence)
                self.toasts.fault(sentence, LONG)

    @property
    def catalog(self) -> Catalog:
        """All levels, learners and metrics."""
        return self.plugins.catalog

    @property
    def registry(self) -> Registry:
        """Every plugin, with its faults; they are loaded now, if they were not before."""
        return self.plugins.registry

    @property
    def loaded(self) -> Registry | None:
        """The plugins, if they are there already."""
        return self.plugins.loaded

    def look(self) -> Look:
        """How things are drawn now; part of every cache key."""
        from ...view.draw import Look, theme_for

        settings = self.settings
        theme = theme_for((self.theme or settings.theme) != "light", settings.colours)
        return Look(theme, self.scale, settings.text, settings.still)


def spectator(game: Game) -> Game:
    """A game for who only looks on: all is as in the other, but nothing that happens is counted, kept or heard."""
    assert game.catalog is not None  # loaded for both
    watcher = copy(game)
    watcher.store, watcher.counts = SpectatorStore(game.settings), False
    watcher.toasts = Toasts()
    watcher.sound = Sound(lambda: 0.0, lambda: 0.0, lambda: 0.0)
    watcher.player_feedback = RunFeedback(watcher.sound, lambda: game.settings.still)
    return watcher


# Where the level of a plugin came from, as another process would find it; what can be done about a plugin whose code
# was stopped in play: opened in an editor, loaded again, switched off.


def file_elsewhere(game: Game, level: Level) -> Path | None:
    """The file or pack that it was opened from, outside the player's folder; None: it is found without."""
    plugin = game.plugins.plugin_of(level)
    if plugin is None or plugin.kind != "folder" or not plugin.source:
        return None
    file = Path(plugin.source)
    return file if paths.file_exists(file) and file.resolve().parent != paths.plugins().resolve() else None


def plugin_of(game: Game, fault: Fault) -> Plugin | None:
    """The plugin whose file that is; None: it is not a player's."""
    registry = game.loaded
    foreign = registry.foreign if registry is not None else []
    return next((plugin for plugin in foreign if fault.file and fault.file in plugin.files), None)


def edit(game: Game, file: Path, line: int) -> None:
    """At that line. Where nothing can show it, a note shows its path, which is copied."""
    from ...desktop.clipboard import copy as copy_text
    from ...desktop.programs import open_in_editor

    if open_in_editor(file, line):
        return
    place = f"{file}:{max(1, line)}"
    sentence = _("No editor could be opened")
    sentence = _("No editor could be opened; the path is in the clipboard") if copy_text(place) else sentence
    game.toasts.add(sentence, place, icon="open")


def load_anew(game: Game, plugin: Plugin) -> bool:
    """Read it again. False: what it is now cannot take its place, which is said."""
    from ...registry.loading import reload

    again = reload(game.registry, plugin)
    bad = again.refused or again
    if bad.unknown is not None:
        game.toasts.fault(_("{plugin} has changed: trust it in the list of plugins").format(plugin=plugin.name))
    elif bad.faults:
        fault = bad.faults[0]
        game.toasts.fault(f"{fault.place}: {translate(fault)}")
    else:
        return True
    return False


def switch_off(game: Game, plugin: Plugin) -> None:
    """What it brought is gone, and its code is not run at the next start either."""
    from ...registry.loading import switch
    from ...registry.trust import PluginChoices

    if not PluginChoices().switch(plugin.name, on=False):
        game.toasts.fault(_("This could not be saved; it lasts until the game ends."))
    switch(game.registry, plugin, on=False)
    game.toasts.add(_("{plugin} is off.").format(plugin=plugin.name), icon="check")


# Progress that goes to another computer, or has come from one, while the game is played.


def progress_text(game: Game) -> str:
    """The text of the file; a sentence says what does not fit into it."""
    from ...storage.progress_export import export_progress

    text, left_out = export_progress(game.store.settings, game.progress)
    if left_out:
        sentence = plural_form("{n} net is too large to include.", "{n} nets are too large to include.", left_out)
        game.toasts.fault(sentence.format(n=left_out))
    return text


def take_text(game: Game, raw: bytes, name: str = "") -> MergedProgress:
    """Take in what such a file holds and is better. Refused: it is none; nothing was changed."""
    from ...storage.level_digest import terms_of
    from ...storage.progress_export import NAME, merge_progress, read_progress

    progress = read_progress(raw, name or NAME)
    try:
        return merge_progress(progress, game.store.settings, game.progress, terms_of(game.catalog.levels))
    finally:
        use(game.settings.language)
        game.controls.refresh()
        game.save()


def give_progress(game: Game) -> None:
    """Write the file into the player's folder, and say where it lies; a page gives it to the player instead."""
    from ...storage.files import unwritable, write_file
    from ...storage.progress_export import NAME

    if game.download is not None:
        game.download(NAME, progress_text(game))
        return
    path = paths.transfers() / NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, progress_text(game))
    except OSError as error:
        game.toasts.fault(unwritable(path, error))
        return
    add_folder_note(game.toasts, _("Progress is exported."), str(path), path.parent, _("Your progress' folder"))


def ask_for_progress(game: Game) -> None:
    """Take in all that lies in that folder, or say how it comes there; a page asks the player for a file instead."""
    from ...storage.files import Refused, read_file
    from ...storage.progress_export import MergedProgress

    if game.choose is not None:
        game.choose()
        return
    folder = paths.transfers()
    files = sorted(folder.glob("*.json"))
    total = MergedProgress()
    for path in files:
        try:
            taken = take_text(game, read_file(path), path.name)
        except (Refused, OSError) as why:
            game.toasts.fault(str(why))
            return
        total = MergedProgress(*(a + b for a, b in zip(total, taken)))
    if any(total):
        game.toasts.add(_("Progress imported."), total.sentence(), icon="check", seconds=TOLD)
    else:
        text = _("Put the file into {folder}, or drop it onto this window.")
        title = _("This file has no better progress.") if files else _("There is no file with progress yet.")
        add_folder_note(game.toasts, title, text.format(folder=folder), folder, _("Your progress' folder"))

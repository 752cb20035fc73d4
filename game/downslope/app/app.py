"""The window and the only loop: events become intents, the scene does what they ask, time goes by, the scene is drawn.

A scene that raises never ends the game: the player gets one sentence, a log in the player's folder gets the traceback.
"""

from __future__ import annotations

import math
import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from ..attempt.game.game import Game
from ..desktop.capabilities import can
from ..desktop.window import DisplayMissing, open_window, save_picture, window_size
from ..engine.plain_text import plain
from ..engine.watchdog import Interrupted, dog
from ..i18n import _
from ..registry.plugin_guard import guard, say
from ..scenes.base.scene import screen
from ..storage.files import Refused
from ..view.draw import AWAKE, PENNANTS, STILL_LIFE, DecorMotion, Point, now
from ..view.scenery.landscape import window_icon
from .compositor import Compositor, ScreenPreloader
from .recovery import WAYS, Recovery

if TYPE_CHECKING:
    from ..desktop.controls import Intent
    from ..desktop.programs import SystemVoice
    from ..rules import Action
    from ..scenes.base.scene import Scene
    from ..scenes.base.speech import Announcer, Speech
    from ..view.draw import Canvas
    from .dev_loop import DevLoop


QUIET = 30  # frames without a change after which the loop waits for the player
MOMENT = 90  # milliseconds that it waits at most, to see what time has done
LONG = 120.0  # seconds without the player
SWAY = 0.6  # seconds
# What comes now and then: for how long, and how long it is from one to the next.
MOMENTS = {"blink": (0.12, (3.0, 7.0)), "glance": (0.8, (6.0, 12.0)), "sway": (SWAY, (2.0, 4.0))}
BREATH, DEEP = 3.2, 0.02  # seconds a breath, how deep
BEAT = 0.1  # seconds: so often what lives is drawn again
WAVES, GUSTS = 5, 14  # pictures of a flag a second; where something is felt of a run
TWINKLES = (0.7, 1.6)  # seconds that a star is as bright


class IdleAnimation:
    """The life of a picture in which nothing happens: when eyes blink, a breath is taken, a flag waves. It costs
    little: everything has few pictures, and at each beat only what lives is drawn again. It stops where the window has
    not the focus, and with reduced motion; after two minutes without the player only eyes blink.

    `life` is what the next picture is drawn with; `due`: seconds until that is otherwise.
    """

    def __init__(self, seed: int = 7) -> None:
        dice = random.Random(seed)
        self.life = STILL_LIFE
        self.focused = True  # the window has the keyboard
        self._dice = dice
        self._moments = {name: (dice.uniform(*apart), False) for name, (_long, apart) in MOMENTS.items()}  # as of stars
        self._stars = [[0.0, 0], [0.4, 1]]  # seconds until it is otherwise, how bright
        self._since = 0.0  # seconds since the player did something
        self._time = self._cloth = 0.0

    @property
    def due(self) -> float:
        """How long nothing of it changes at least."""
        if self.life is STILL_LIFE or not self.focused:
            return math.inf
        return BEAT - self._time % BEAT

    def update(self, seconds: float, touched: bool, still: bool, gust: bool = False,
               pointer: Point | None = None, held: bool = False) -> bool:  # fmt: skip
        """Time goes by. True: the picture of it may be another one, at most once a beat.

        `touched`: the player did something; `gust`: flags are blown about; `held`: the pointer drags something.
        """
        before = self.life
        self._since = 0.0 if touched else self._since + seconds
        if still or not self.focused:
            self.life = STILL_LIFE if still else before._replace(blink=False, glance=False)
            return self.life != before
        beat, self._time = int(self._time / BEAT), self._time + seconds
        for name, (long, apart) in MOMENTS.items():
            due, on = self._moments[name][0] - seconds, self._moments[name][1]
            if due <= 0:
                due, on = (self._dice.uniform(*apart), False) if on else (long, True)
            self._moments[name] = due, on
        (_due, blinks), (_due, glances), (left, sways) = self._moments.values()
        if self._since > LONG and not gust:
            self.life = before._replace(blink=blinks, glance=False, gusty=False)
            return self.life != before
        self._cloth = (self._cloth + seconds * (GUSTS if gust else WAVES)) % (2 * PENNANTS)
        time = int(self._time / BEAT) * BEAT
        breath = math.sin(2 * math.pi * time / BREATH)
        for star in self._stars:
            star[0] -= seconds
            if star[0] <= 0:
                star[0], star[1] = self._dice.uniform(*TWINKLES), self._dice.randrange(4)
        twinkle = int(self._stars[0][1]), int(self._stars[1][1])
        self.life = DecorMotion(
            blinks, 1 + DEEP * round(breath), glances, int(self._cloth) % PENNANTS, gust, pointer, held, twinkle,
            0 if not sways else 1 if left > SWAY / 2 else -1, time, time,
        )  # fmt: skip
        return int(self._time / BEAT) != beat


@dataclass
class Options:
    """How a run of the game is asked for. Sizes in physical pixels; `frames` 0: until the player quits."""

    level: str = ""
    frames: int = 0
    screenshot: str = ""
    size: tuple[int, int] = (1280, 720)
    theme: str = ""
    plugins: bool = True
    profile: bool = False
    software: bool = False
    dev: DevLoop | None = None  # a plugin that is being written
    link: str = ""  # what a deep link asks for; its level counts instead of `level`
    address: str = ""  # of the page that the game is a part of
    replay: Sequence[Action] | None = None  # in the level: the run that is shown first
    interrupts: int | None = None  # how often Ctrl-C had been typed when the game was asked for; None: as often as now


def first_screen(game: Game, options: Options) -> Scene:
    """The title, or the level that was asked for by its name or by a link.

    While frames are measured it is the title: the level is opened from there.
    """
    if options.dev is not None:
        return options.dev.scene()
    if options.profile or not (options.link or options.level):
        return screen("title", game, teaches=not options.profile)
    if not options.link:
        return screen("play", game, level=game.catalog.level(options.level), replay=options.replay)
    from ..attempt.link import open_link

    opening = open_link(game, options.link)
    if opening.level is not None:
        return screen("play", game, level=opening.level, start=opening.start, replay=opening.replay)
    if opening.plugin:
        return screen("plugins", game, parent=screen("title", game), at=opening.plugin)
    return screen("title", game)


__all__ = ["App", "DisplayMissing", "Options"]

FLAG_CUES = ("wave", "gust", "flutter")  # what of a run is felt in its flag
PRESSES = (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.FINGERDOWN)
RATE = 60  # frames a second
NEWEST = 600  # frames of which it is known how long they took
# Seconds for which a picture is taken to be right without being drawn again; for so long after a change only for SOON.
OLDEST, SOON, FRESH = 1.0, 0.1, 6.0
SURE = 4  # frames that must be the same until that is believed
SPARE = 0.006  # seconds: a frame that took less leaves time for what is not urgent
LOOK = 0.1  # seconds after which files of a plugin that is being written are looked at, also where nothing moves
LONGEST = 0.1  # seconds: a longer frame (the window was dragged) does not make things jump


class App:
    """One run of the game."""

    def __init__(self, options: Options | None = None, game: Game | None = None, scene: Scene | None = None) -> None:
        """`game`, `scene`: what to play with, for tests and tools; by default the player's own, from the title on.

        Raises DisplayMissing when no window can be opened.
        """
        self.options = options or Options()
        self._typed = dog.interrupts if self.options.interrupts is None else self.options.interrupts
        self.picture = Compositor(open_window(self.options.size, self.options.software, window_icon()))
        if game is None:
            from ..storage.saves import players_store

            game = Game(players_store(), theme=self.options.theme, plugins=self.options.plugins)
            game.address = self.options.address
        self.game = game
        self.measured: Iterator[Scene | None] = repeat(None)  # with --profile: what comes next, frame by frame
        if scene is None and self.options.profile and self.options.level:
            from .frame_times import measured_show

            self.measured = measured_show(self.game, self.options.level)
        self.scene = scene or first_screen(self.game, self.options)
        self.frame = 0
        # seconds a frame: events, update and drawing, without the flip; the newest ones, with --profile all
        self.drawn: deque[float] = deque(maxlen=None if self.options.profile else NEWEST)
        self.stood = 0.0  # seconds since something was done, or the picture was another one
        self.resting = False  # the last frame was not drawn, but for what lives
        self._equal = 0  # frames in a row that were drawn and were the same
        self.first = 0.0  # seconds from the start of the process to the first frame
        self.pacer = ScreenPreloader()
        self.recovery = Recovery()
        self.still = 0  # frames in which nothing was done and nothing was seen to change
        self._kept: list[pygame.event.Event] = []  # what has ended the waiting: for the frame that follows
        self.idle = IdleAnimation()
        self.voice: tuple[SystemVoice, Announcer] | None = None  # what is said of the screen is read aloud by it
        self._full = False
        self._fit()

    def run(self) -> int:
        """Play until the player quits or the asked frames are done: the exit code. Refused: the screenshot fails."""
        clock = pygame.time.Clock()
        bounded = self.options.frames > 0
        try:
            while not self.game.quit and not (bounded and self.frame >= self.options.frames):
                if not bounded:
                    due = self.picture.canvas(self.game.look()).due
                    look = LOOK if self.options.dev is not None else due
                    self.wait(min(self.game.sound.due, self.idle.due, due, look))
                seconds = 1 / RATE if bounded else min(LONGEST, clock.tick(RATE) / 1000)
                self.tick(seconds)
                if dog.interrupts > self._typed:  # one that got lost: C code clears whatever is raised in it
                    raise Interrupted
            if self.options.screenshot:
                while self.pacer.late:
                    self.draw()
                try:
                    save_picture(self.picture.window, self.options.screenshot)
                except OSError as error:
                    raise Refused(_("The picture could not be saved: {fault}").format(fault=error)) from error
            if self.options.profile:
                from .frame_times import TITLE, report

                began = TITLE if self.options.level else 1  # after what is start-up
                say(report(self.first, list(self.drawn), began))
        finally:
            self.close()
        return 0

    def wait(self, seconds: float) -> None:
        """While all is still: until there is an event, or for a moment, at most for so long."""
        if self.still >= QUIET:
            event = pygame.event.wait(max(1, min(MOMENT, int(1000 * seconds))))
            self._kept += [event] if event.type != pygame.NOEVENT else []

    async def play(self) -> None:
        """The same in a browser's tab, which has its turn after each frame."""
        from asyncio import sleep

        before = now()
        try:
            while not self.game.quit:
                began = now()
                self.tick(min(LONGEST, began - before))
                before = began
                await sleep(max(0.0, 1 / RATE - (now() - began)))
        finally:
            self.close()

    def tick(self, seconds: float) -> None:
        """One frame."""
        started = now()
        self.pacer.lengths.append(seconds)
        self._show(next(self.measured) or self.scene)
        events, self._kept = [*self._kept, *pygame.event.get()], []
        controls = self.game.controls
        self.still = 0 if events else self.still + 1
        for event in events:
            # What it says of the window and its devices
            if event.type in PRESSES and self.game.sound.waits:  # from now on there may be sound everywhere
                self.game.sound.start()
            if event.type in (pygame.WINDOWSIZECHANGED, pygame.VIDEORESIZE):
                self._fit()
            if event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWRESTORED):
                self.picture.restore()
            if event.type in (pygame.WINDOWFOCUSLOST, pygame.WINDOWFOCUSGAINED):
                self.idle.focused = event.type == pygame.WINDOWFOCUSGAINED
            if event.type in (pygame.CONTROLLERDEVICEADDED, pygame.JOYDEVICEADDED):
                controls.pad.open(event.device_index)
            if event.type == pygame.DROPFILE:
                # A file was dropped onto the window
                from .dropped_file import file_at

                try:
                    self.drop(*file_at(Path(event.file)))
                except Refused as why:
                    self.game.toasts.fault(str(why))
            for intent in controls.intents(event):
                if not self._takes(intent):
                    self._show(self._safely("handle", intent))
        repeats = controls.repeats(seconds)
        for intent in repeats:
            if not self._takes(intent):
                self._show(self._safely("handle", intent))
        if self.pacer.ready:
            self._show(self._safely("update", seconds))
        if (dev := self.options.dev) is not None:  # a file may have changed, and its check may have ended
            self._show(guard(self.game.loaded, self.scene.foreign, lambda: dev.update(self.scene)))
        self.game.sound.update(seconds)
        settings = self.game.settings
        if settings.full_screen != self._full and can("full screen"):
            try:
                pygame.display.toggle_fullscreen()
            except pygame.error:
                settings.full_screen = self._full
                self.game.toasts.fault(_("This display has no full screen."))
            else:
                self._full = settings.full_screen
                self._fit()
        self.game.tell_faults()
        self.game.films.update()
        if self.game.linked_pack is not None and self.pacer.ready:  # its levels may be there by now
            from ..attempt.link import open_pack

            opening = open_pack(self.game)
            if opening is not None and opening.level is not None:
                self.still = 0
                self.scene.open("play", level=opening.level, start=opening.start)
        if self.game.settings.read_aloud and can("processes"):  # the voice is made when it is first wanted
            from ..desktop.programs import SystemVoice
            from ..scenes.base.speech import Announcer

            voice, announcer = self.voice = self.voice or (SystemVoice(), Announcer())
            voice.say(announcer.next(self.speech(), seconds))
        elif self.voice is not None:
            self.voice[0].stop()
            self.voice = None
        # Eyes blink, flags wave; and where all is drawn: after whatever is done, while something is on its way, as long
        # as frames differ, and when the picture has said that time alone makes another one. Who forgets to say so is
        # late by SOON, at most by OLDEST.
        touched, feedback = bool(events or repeats), self.game.player_feedback
        pointer = controls.pointer if controls.device == "pointer" else None
        gust = any(feedback.part("flag", what) is not None for what in FLAG_CUES)
        lives = self.idle.update(seconds, touched, self.game.settings.still, gust, pointer, bool(self.scene.held))
        busy = touched or AWAKE.ask() or self.scene.playing or feedback.moving
        self.stood = 0.0 if busy else self.stood + seconds
        if busy or self.picture.waits or self.pacer.late:
            self._equal = 0
        canvas = self.picture.canvas(self.game.look())
        canvas.due -= seconds
        self.resting = self._equal >= SURE and canvas.due > 0
        if self._equal >= SURE and (lives or not self.resting):
            self.draw(0.0, self._draw_life)  # first, and wakes nobody: what lives makes no picture another one
        if not self.resting:
            places = self.draw(seconds)
            self._equal = self._equal + 1 if places == [] else 0
            if places is None or places or self.picture.waits:
                self.stood = 0.0
                self.still = 0
            canvas = self.picture.canvas(self.game.look())
            canvas.again(SOON if self.stood < FRESH else OLDEST)
        self.game.frame = now() - started
        self.drawn.append(self.game.frame)
        pygame.display.flip()
        self.frame += 1
        # What the first frame does not need
        if self.frame == 1:
            from .frame_times import since_start

            self.first = since_start()
        elif self.frame == 2:
            if not self.game.sound.waits:
                self.game.sound.start()
        elif self.frame == 3:
            controls.pad.start()
        elif self.game.frame < SPARE and self.pacer.ready:
            self.pacer.idle(canvas, self.stood if self.resting else 0.0)

    def close(self) -> None:
        """Keep what the player did and close the window."""
        try:
            for scene in self.scene.standing():
                scene.end()
        finally:
            self.game.save()
            self.game.films.stop()
            if self.voice is not None:
                self.voice[0].stop()
            self.game.sound.stop()
            pygame.display.quit()  # the fonts stay: letters are cached for the next window of this process

    def _takes(self, intent: Intent) -> bool:
        """The loop itself does it. False: it is for the screen."""
        self.still = 0
        if intent.name == "quit":
            self.game.quit = True
        elif intent.name == "full_screen":
            self.game.settings.full_screen = not self.game.settings.full_screen
        elif self.options.dev is not None and intent.name in ("reload", "findings"):
            dev = self.options.dev
            self._show(dev.reload(self.scene) if intent.name == "reload" else dev.list_of_plugins(self.scene))
        else:
            return False
        return True

    def drop(self, name: str, content: bytes, path: str = "") -> str:
        """A file was dropped: what came of it, in a sentence. `path`: where it lies, if it lies anywhere."""
        from .dropped_file import DroppedFile, take_file

        self.still = 0
        scene, file = self.scene, DroppedFile(plain(name), content, path)
        try:
            guard(self.game.loaded, scene.foreign, lambda: take_file(scene, file))
        except Exception:
            self._show(self.recovery.after(scene, self.frame))
        notes = self.game.toasts.waiting or self.game.toasts.shown
        return notes[-1].body or notes[-1].title if notes else ""

    def type_text(self, text: str) -> None:
        """Letters from elsewhere than the keyboard; `\\r` is Enter, `\\b` Backspace."""
        keys = {"\r": pygame.K_RETURN, "\b": pygame.K_BACKSPACE}
        for letter in text:
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=keys.get(letter, 0), mod=0, unicode=letter))

    def speech(self) -> Speech:
        """What there is to be heard of the screen; nothing where a plugin's code fails at it."""
        from ..scenes.base.speech import Speech, speech_of

        scene = self.scene
        try:
            return guard(self.game.loaded, scene.foreign, lambda: speech_of(scene))
        except Exception:
            return Speech()

    def resize(self, width: int, height: int) -> None:
        """Another size of the window in physical pixels, within what everything fits into."""
        pygame.display.set_mode(window_size((width, height)), pygame.RESIZABLE)
        self._fit()

    def _fit(self) -> None:
        """The window has another size: everything is laid out for it too."""
        self.game.scale = self.game.controls.scale = self.picture.fit()

    def _safely(self, method: str, argument: object) -> Scene:
        """Call the scene, laid out for the window as it is; if it raises, go on as the recovery says.

        Where a plugin's code may run it is watched; the game's own is called straight.
        """
        foreign = self.scene.foreign
        try:
            guard(self.game.loaded, foreign, self._layout_parts)
            call = partial(getattr(self.scene, method), argument)
            following: Scene = guard(self.game.loaded, foreign, call) if foreign else call()
        except Refused as why:  # a file that came with the game, or a player's, cannot be used
            self.game.toasts.fault(str(why))
            return self.scene
        except Exception:
            return self.recovery.after(self.scene, self.frame)
        return following

    def _show(self, scene: Scene) -> None:
        if scene is self.scene:
            return
        self.picture.begin_fade(self.game.settings.still)
        self.scene = scene
        self.pacer.begin()

    def draw(self, seconds: float = 0.0, what: Callable[[], list[pygame.Rect] | None] | None = None
             ) -> list[pygame.Rect] | None:  # fmt: skip
        """Draw the screen as it is now; where the picture has changed by that. None: it is not yet made."""
        what = what or self._draw_scene
        for _way in range(WAYS):
            try:
                places = guard(self.game.loaded, self.scene.foreign, what)
                break
            except Exception:
                self.scene, what = self.recovery.after(self.scene, self.frame), self._draw_scene
        else:
            places = self._draw_scene()
        if places is not None:
            self.picture.put(places, seconds, self.game.settings.still)
        return places

    def _draw_scene(self) -> list[pygame.Rect] | None:
        canvas = self._layout_parts()
        canvas.life, canvas.due = self.idle.life, math.inf
        self.game.toasts.fit(canvas)
        return self.pacer.draw(self.scene, canvas, self.picture.screen)

    def _draw_life(self) -> list[pygame.Rect]:
        canvas = self.picture.canvas(self.game.look())
        canvas.life, signs = self.idle.life, len(canvas.signs)
        places = self.picture.screen.live()
        del canvas.signs[signs:]
        return places

    def _layout_parts(self) -> Canvas:
        """The scene's widgets stand where the window has room for them; the canvas to draw them on."""
        canvas = self.picture.canvas(self.game.look())
        beyond = self.game.strip.beyond(canvas) if self.game.strip is not None else 0.0
        self.scene.resize(canvas.w, canvas.h - beyond, self.game.scale)
        return canvas

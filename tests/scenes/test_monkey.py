"""Nothing that a player can do with keys, mouse, window, gamepad, files, clipboard and restarts breaks a screen.

The game never ends by a fault: it writes it into the player's log and goes on, so whatever comes to stand in that log
is what has been found. MONKEY=50 pytest tests/scenes/test_monkey.py plays 50 games from each start, others each time,
and shortens what fails to the few moves that need be.
"""

import json
import os
from contextlib import ExitStack
from dataclasses import asdict
from errno import ENOSPC
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import pygame
import pytest
from hypothesis import HealthCheck, Phase, seed, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from downslope import paths
from downslope.app.app import FRESH, App, Options
from downslope.attempt.game.game import Game
from downslope.desktop import clipboard, programs
from downslope.desktop.bindings import TABLE, key_code
from downslope.engine.watchdog import limits
from downslope.level_files.to_toml import LINK, encode_level
from downslope.rules import Learn
from downslope.scenes import plugins
from downslope.scenes.play.play import PlayScene
from downslope.scenes.title import TitleScene
from downslope.storage.progress_export import export_progress
from downslope.storage.saves import Store
from downslope.storage.share_code import encode
from lib.driving import SLOW, MemoryStore, Twin, settle
from lib.support import RAMP, play, shipped
from lib.waiting import PATIENCE
from pictures.plans import PLANS
from scenes.visits import pack, picture

pytestmark = pytest.mark.slow
STARTS = {plan.ends: plan.make for plan in PLANS}  # one of each screen and of each board
STARTS["HandBoard"] = partial(PlayScene, level=shipped().level("read-my-hand"))  # no net is trained for it
GAMES = int(os.environ.get("MONKEY", "1"))  # from each start
FRAME, LONGER = 1 / 60, 1 / 20  # seconds; the second where nobody does anything
TOGETHER = 12  # events that one frame hears: drawing is what takes long
SOON = 8  # frames that the window may show what was
SIZES = ((960, 540), (1280, 720), (1, 1), (200, 100), (5000, 40), (40, 1500), (320, 180), (2560, 300))
KEYS = [key_code(name) for binding in TABLE for name in binding.keys]
PADS = range(pygame.CONTROLLER_BUTTON_A, pygame.CONTROLLER_BUTTON_DPAD_RIGHT + 1)
PLUGIN = Path(__file__).parents[2] / "docs" / "examples" / "two_tries.py"
NO_ROOM = mock.Mock(side_effect=OSError(ENOSPC, os.strerror(ENOSPC)))  # every write to a disk that is full ends so
WHOLE = st.one_of(st.just(1.0), st.floats(0, 1))  # how much of a file or a text


@cache
def files() -> dict[str, bytes]:
    """What is dropped, by its name."""
    progress = MemoryStore().progress
    progress.level("thirteen").keep(20, [["learn", 20]], "abc")
    return {"one.png": picture((16, 4, 8, 32)), "ramp.toml": RAMP.encode(), "ramps.zip": pack(), "none": b"",
            "tea.py": PLUGIN.read_bytes(), "read me.txt": b"read me",
            "progress.json": export_progress(MemoryStore().settings, progress)[0].encode()}  # fmt: skip


@cache
def texts() -> tuple[str, ...]:
    """What is pasted."""
    level = shipped().level("thirteen")
    table = "hours\tloss\n" + "".join(f"{number}\t{number * 0.5}\n" for number in range(300))
    return (encode(play(level, Learn(3))), encode_level(level), LINK + encode_level(level), table, "1 2\n3 four", "",
            "?level=thirteen&alpha=0.3&hide=map", "DS1-" + "A" * 1_000_000, "1\t2\n" * 250_000)  # fmt: skip


class Monkey(RuleBasedStateMachine):
    """One game from a start. It opens no folders and no editors; its player's folder is its own; code is asked about.

    A machine that is busy stops no plugin: what does not come back is not what is looked for.
    """

    start = "TitleScene"

    def __init__(self) -> None:
        super().__init__()
        self.world = ExitStack()
        home = self.world.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))
        for patch in (
            mock.patch.object(clipboard, "reader", None),
            mock.patch.object(plugins, "open_folder", lambda *_words, **_more: True),
            mock.patch.object(programs, "open_in_editor", lambda *_words, **_more: True),
            mock.patch.object(limits, "step", PATIENCE),
            mock.patch.dict(os.environ, {"DOWNSLOPE_HOME": home, "DOWNSLOPE_TRUST": ""}),
        ):
            self.world.enter_context(patch)
        self.full = 0  # frames for which the disk is full

    @initialize(_number=st.integers(0, 999).filter(bool))
    def begin(self, _number: int = 1) -> None:
        """Not for the simplest game, which is always the first: it only waits."""
        store = Store()
        store.settings = MemoryStore(still=False).settings
        self.open(store)

    def open(self, store: Store, title: bool = False) -> None:
        pygame.display.quit()
        self.store, game = store, Game(store)
        self.app = App(Options(size=SIZES[0]), game, None if title else STARTS[self.start](game))
        pygame.event.clear()
        self.tick()

    def tick(self, seconds: float = FRAME) -> None:
        """Where nothing moves, what is drawn beside the window looks as the window does, or so it does soon."""
        self.waiting, self.full = 0, max(0, self.full - 1)
        with mock.patch.object(os, "fsync", NO_ROOM if self.full else os.fsync):
            self.app.tick(seconds)
        self.app.game.quit = False
        self.read_log()
        if self.app.resting and (self.app.frame % 5 == 0 or self.app.stood > FRESH):
            twin = Twin(self.app)
            for _frame in range(SOON):
                if twin.same():
                    return
                self.app.tick(FRAME)
                if self.app.picture.waits:
                    return
            raise AssertionError(f"for {SOON} frames the picture was taken to be right and was not")

    def read_log(self) -> None:
        log = paths.home() / "downslope.log"
        assert not log.exists(), log.read_text(encoding="utf-8")

    def post(self, kind: int, **words: Any) -> None:
        pygame.event.post(pygame.event.Event(kind, **words))
        self.waiting += 1
        if self.waiting >= TOGETHER:
            self.tick()

    @rule(keys=st.lists(st.sampled_from(KEYS), min_size=1, max_size=9), shift=st.booleans(), up=st.booleans())
    def press_keys(self, keys: list[int], shift: bool, up: bool) -> None:
        for key in keys:
            for kind in (pygame.KEYDOWN, pygame.KEYUP)[: 1 + up]:
                self.post(kind, key=key, mod=pygame.KMOD_LSHIFT if shift else 0, unicode="")

    @rule(text=st.text("0123456789.,-+eE %aäß→é\u200b\U0001f600'\"[]{}<>", min_size=1, max_size=9))
    def write(self, text: str) -> None:
        for character in text:
            self.post(pygame.KEYDOWN, key=ord(character), mod=0, unicode=character)

    @rule(across=st.floats(-0.1, 1.1), down=st.floats(-0.1, 1.1), widget=st.integers(0, 40),
          kinds=st.lists(st.sampled_from((pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)), max_size=2))  # fmt: skip
    def point(self, across: float, down: float, widget: int, kinds: list[int]) -> None:
        """At a widget, or somewhere in the window, or just beside it; and press there, or let go."""
        live = [each for each in self.app.scene.widgets if each.live]
        size, scale = self.app.picture.window.get_size(), self.app.game.scale
        at = round(across * size[0]), round(down * size[1])
        if live and widget < 32:
            x, y, wide, high = live[widget % len(live)].rect
            at = round((x + across * wide) * scale), round((y + 0.5 * high) * scale)
        self.post(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))
        for kind in kinds:
            self.post(kind, pos=at, button=1)

    @rule(notches=st.sampled_from((-1, 1, -30, 30)))
    def wheel(self, notches: int) -> None:
        self.post(pygame.MOUSEWHEEL, x=0, y=notches)

    @rule(buttons=st.lists(st.sampled_from(PADS), min_size=1, max_size=5), up=st.booleans())
    def press_pad(self, buttons: list[int], up: bool) -> None:
        for button in buttons:
            for kind in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP)[: 1 + up]:
                self.post(kind, button=button, instance_id=0)

    @rule(name=st.deferred(lambda: st.sampled_from(sorted(files()))), part=WHOLE)
    def drop(self, name: str, part: float) -> None:
        content = files()[name]
        (paths.home() / name).write_bytes(content[: int(part * len(content))])
        self.post(pygame.DROPFILE, file=str(paths.home() / name))

    @rule(text=st.deferred(lambda: st.sampled_from(texts())), part=WHOLE)
    def paste(self, text: str, part: float) -> None:
        clipboard.reader = lambda: text[: int(part * len(text))]
        self.post(pygame.KEYDOWN, key=pygame.K_v, mod=pygame.KMOD_LCTRL, unicode="")

    @rule(frames=st.sampled_from((1, 2, 6)))
    def wait(self, frames: int) -> None:
        for _ in range(frames):
            self.tick(LONGER)

    def rest(self) -> bool:
        """Nothing is held any more, and where it comes to rest it is looked at twice."""
        self.tick(SLOW)
        self.app.game.controls.release_all()
        rests = settle(self.app, self.tick, 3)
        self.tick(SLOW)
        return rests

    @rule(what=st.sampled_from(("size", "home", "lost", "full", "restart", "restart with the title")),
          size=st.sampled_from(SIZES))  # fmt: skip
    def change_the_world(self, what: str, size: tuple[int, int]) -> None:
        """Another window, the start once more, another program, a full disk; what was reached and chosen is there
        again when it starts again."""
        if what == "size":
            self.tick()
            pygame.display.set_mode(size, pygame.RESIZABLE)
            self.post(pygame.WINDOWSIZECHANGED, x=size[0], y=size[1])
        elif what == "home":
            self.app.scene.go(STARTS[self.start](self.app.game))
        elif what == "lost":
            self.post(pygame.WINDOWFOCUSLOST)
        elif what == "full":
            self.full = 300
        else:
            self.full = 0
            self.app.close()
            before, store = self.store, Store()
            assert as_json(before) == as_json(store) and store.faults == []
            self.open(store, title=what != "restart")

    def teardown(self) -> None:
        """When it has played it waits: each game is looked at at rest, too."""
        with self.world:
            if hasattr(self, "app"):
                if not self.rest():
                    self.change_the_world("restart with the title", SIZES[0])
                    assert self.rest()
                self.app.close()
                self.read_log()


def as_json(store: Store) -> str:
    """Progress and settings; equal for equal ones."""
    return json.dumps([asdict(store.progress), store.own_settings()], sort_keys=True)


def play_monkey(start: str, games: int = GAMES) -> None:
    long, monkey = "MONKEY" in os.environ, type("Monkey", (Monkey,), {"start": start})
    run_state_machine_as_test(monkey if long else seed(start)(monkey), settings=settings(
        max_examples=games, stateful_step_count=50 if long else 30, deadline=None, database=None, derandomize=False,
        phases=[Phase.generate, Phase.shrink][: 1 + long], suppress_health_check=list(HealthCheck)))  # fmt: skip


@pytest.mark.parametrize("start", STARTS)
def test_nothing_that_is_done_breaks_a_screen(start: str) -> None:
    play_monkey(start)


def test_a_convergence_map_lives_in_a_window_without_room_for_its_axes() -> None:
    monkey = type("Monkey", (Monkey,), {"start": "ConvergenceScene"})()
    monkey.begin()
    monkey.change_the_world("size", (5000, 40))
    for keys in ([122, 1073741901], [1073741898, 1073741891, 1073741912], [116, 9]):
        monkey.press_keys(keys=keys, shift=False, up=False)
        monkey.point(across=0.8, down=0.5, widget=15, kinds=[pygame.MOUSEBUTTONDOWN])
    monkey.teardown()


def test_a_fault_that_the_game_survives_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TitleScene, "play", mock.Mock(side_effect=ValueError("broken on purpose")))
    with pytest.raises(AssertionError, match="on purpose"):
        play_monkey("TitleScene", 4)

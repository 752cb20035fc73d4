"""What a player presses on a screen and what is otherwise then: the transcripts in walks/; workshop.txt tells how they
are read.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock, patch

import pygame
import pytest

from downslope import Learner, paths
from downslope.app.dropped_file import DroppedFile, take_file
from downslope.attempt.game.game import Game
from downslope.attempt.link import open_link, open_pack
from downslope.attempt.rehearsal import ShowPhase
from downslope.background import commands
from downslope.desktop import clipboard, download, programs
from downslope.desktop.controls import Intent
from downslope.rules import CHAPTERS, Action, Catalog, merge_learns, places
from downslope.scenes import settings
from downslope.scenes.base.scene import Scene, screen as make_screen
from downslope.scenes.base.speech import speech_of
from downslope.scenes.chapter_end import ChapterCardScene, OneRuleScene, RecapScene
from downslope.scenes.code_screens import ScriptScene
from downslope.scenes.play import machine_show
from downslope.scenes.play.play import PlayScene
from downslope.scenes.plugins import PluginsScene
from downslope.scenes.reel import ReelScene, WatchScene
from downslope.scenes.title import TitleScene
from downslope.scenes.workshop import save_card
from downslope.scenes.workshop.examples import points_on_stage
from downslope.scenes.workshop.workshop import WorkshopScene
from downslope.storage.files import Refused
from downslope.storage.saves import Store
from downslope.storage.share_code import decode
from downslope.version import __version__
from downslope.view.draw import slices_by
from downslope.view.widgets.ink import InkBox, words
from lib.clocks import LookClock, stands
from lib.driving import Driver
from lib.playing import told
from lib.support import RAMP, RAMP_KNOBS, campaign, play, shipped
from lib.waiting import until
from lib.walks import differences, questions
from scenes import visits

pytestmark = pytest.mark.usefixtures("display")
WALKS = Path(__file__).with_name("walks")
KEYS = {"enter": "return", "esc": "escape", "del": "delete", "erase": "backspace"}
KEYS |= {"pageup": "page up", "pagedown": "page down", "lshift": "left shift", "f1": "f1", "f7": "f7"}
KEYS |= {name: name for name in ("up", "down", "left", "right", "home", "end", "space", "tab", "f5", "f8", "f12")}
FACTS: dict[type[Scene], tuple[str, ...]] = {
    PlayScene: ("kind",), RecapScene: ("active", "answers", "won"), ChapterCardScene: ("score",),
    OneRuleScene: ("begun",), ScriptScene: ("form",), ReelScene: ("caption",),
}  # fmt: skip
GOOD = """from downslope import Example, Level, Near
__version__ = "0.3.2"
LEVELS = [Level(f"one-{k}", title="One", examples=[Example(1, 2)], weights=[0.5], target=Near(0.1)) for k in range(2)]
"""
HALF = GOOD.replace("Example(1, 2)", "Example(k, 2)").replace("0.3.2", "0.4")  # one-0 cannot be: its input is 0
BROKEN = """from downslope import hookimpl

@hookimpl
def metrics():
    return [detla]
"""
CUP = 'id = "cup"\ntitle = "Cup"\nexamples = [[2, 0.8]]\nweights = [0.5]\n'
WEEK = "".join(RAMP.replace('"ramp"', f'"{name}"') + RAMP_KNOBS for name in ("flat", "ramp"))
QUICKLY = ["controls", "drops", "play", "plugins", "settings"]  # the others have other quick tests, too
OTHERS = sorted({file.stem for file in WALKS.glob("*.txt")} - {*QUICKLY})
LATER = [pytest.param(OTHERS[first::2], marks=pytest.mark.slow) for first in range(2)]
NOT_TOLD = {"saves.lock", "running", "scratch"}  # of the player's folder
STARTED = list[str]()  # programs of the system, with what they were given


class Film(SimpleNamespace):
    """In the making, until something is `said` of it."""

    def __init__(self, path: Path, words: list[str]) -> None:
        super().__init__(path=path, words=words, said=None, result=lambda: self.said)
        self.stop = lambda: setattr(self, "said", "stopped")


def run_in(code: str) -> str:
    """What the letters of a run say."""
    try:
        run = decode(code, shipped())
    except Refused as why:
        return f"DS1-… {why}"
    return f"DS1-… {run.level.id} {' '.join(map(str, run.actions))}"


ELSEWHERE: dict[str, Any] = {  # what depends on the machine: how long a thing took, when it was, how short letters are
    r"\b\d+ ms": "n ms", r"\d\d:\d\d:\d\d": "hh:mm:ss", r"\b(written|since) [A-Z][^,]+": r"\1 then",
    r"\S+ \S+, Python [\d.]+": "System n, Python n", re.escape(__version__): "n.n", r"Letters: \d+": "Letters: n",
    r"DL1-[\w-]+": "DL1-…", r"DS1-[\w-]+": lambda code: run_in(code[0]),
}  # fmt: skip


def readable(text: str) -> str:
    """The same on every machine, in one line."""
    for pattern, instead in ELSEWHERE.items():
        text = re.sub(pattern, instead, text)
    return text.replace(str(paths.home()), "~").replace("\\", "/").replace("\n", "⏎")


class Player(Driver):
    """Somebody at a screen: a moment goes by after each press. `known`: each screen as it was when it was told last;
    `more`: what else is told of it.
    """

    scene: Any
    more: Callable[[Scene], Mapping[str, str]] = staticmethod(lambda _scene: {})

    def __init__(self, scene: Scene) -> None:
        self.known: dict[Scene | None, dict[str, str]] = {None: {**world(scene.game), "notes": ""}}
        super().__init__(scene)

    def post(self, kind: int, **values: Any) -> None:
        super().post(kind, **values)
        self.wait(0.05)

    def wait(self, seconds: float, frame: float = 0.05) -> None:
        for _ in range(round(seconds / frame)):
            self.scene = self.scene.update(frame)
            self.scene.resize(1280, 720)

    def ctrl(self, letter: str) -> None:
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            self.post(kind, key=ord(letter), mod=pygame.KMOD_LCTRL, unicode="")

    def pad(self, *intents: str) -> None:
        self.controls.device = "pad"
        for name in intents:
            self.scene = self.scene.handle(Intent(name))

    def do(self, *actions: Action) -> None:
        """In the level that is played, without their presses."""
        for action in actions:
            self.scene.attempt.session.do(action)

    def at(self, name: str, across: float, down: float) -> tuple[float, float]:
        """A place in a control, from its left and its top."""
        x, y, wide, high = self.scene.widget(name).rect
        return x + across * wide, y + down * high

    def dot(self, number: int) -> tuple[float, float]:
        """Where the goal of an example is drawn, of those that have numbers."""
        plot = self.scene.widget("plot")
        shown = plot.visit.picture()
        return points_on_stage(plot.plot(shown), shown)[number]


def begin(
    screen: str | Scene | Game, new: bool = True, plugins: bool = False, trust: str = "all",
    settings: Mapping[str, Any] = {}, prepare: Callable[[Game], object] = Scene, files: Mapping[str, str] = {},
    **what: Any,
) -> Player:  # fmt: skip
    """Somebody who has just come to that screen, or by a ?link: with nothing kept, or again; with the player's plugins.
    `files`: what lies in their folder. Of a screen that was made, or the title of such a game, more is told.
    """
    if not isinstance(screen, str):
        player = Player(TitleScene(screen) if isinstance(screen, Game) else screen)
        player.more = visits.more_of
        player.wait(0.1)
        return player
    os.environ["DOWNSLOPE_TRUST"] = trust
    if new:
        os.environ["DOWNSLOPE_HOME"] += "+"
        paths.home().mkdir()
        clipboard.copy("")
    for name, text in files.items():
        write(name, text)
    store = Store()
    for name, value in {"still": True, "sound": 0.0, "wind": 0.0, "music": 0.0, **settings}.items():
        setattr(store.settings, name, value)
    game = Game(store) if plugins else Game(store, catalog=shipped())
    prepare(game)
    what |= {"level": game.catalog.level(what["level"])} if "level" in what else {}
    what |= {"parent": Scene(game)} if screen not in ("title", "map", "workshop", "play") else {}
    if screen.startswith("?"):
        level, start, _plugin, replay = open_link(game, screen[1:])
        screen, what = ("title", {}) if level is None else ("play", {"level": level, "start": start, "replay": replay})
    player = Player(make_screen(screen, game, **what))
    player.wait(0.1)
    return player


def write(name: str, text: str) -> None:
    """A file that the player puts into the folder of plugins."""
    paths.plugins().mkdir(exist_ok=True)
    (paths.plugins() / name).write_text(text, encoding="utf-8", newline="\n")


def fetched(game: Game, content: str, fault: str = "") -> Any:
    """What a link opens as soon as the player agrees, and its address gives this."""

    def fetch(address: str, answer: Callable[[bytes | None, str], None]) -> None:
        STARTED.append(address)
        answer(None if fault else content.encode(), fault)

    with patch.object(download, "fetcher", fetch):
        game.toasts.act_on_newest()
    return open_pack(game)


def with_moody() -> Catalog:
    """With a learner whose steps raise."""
    step = Mock(side_effect=ValueError("too much for me"))
    return replace(shipped(), learners={**shipped().learners, "moody": type("Moody", (Learner,), {"step": step})})


def state(player: Player) -> str:
    """What is otherwise than when it was told last; of a new screen, what it says and what has the keyboard."""
    scene, speech, last = player.scene, speech_of(player.scene), next(reversed(player.known))
    facts = {"says": speech.line, "verdict": speech.verdict, **facts_of(scene), **player.more(scene)}
    assert len({each.name for each in scene.widgets}) == len(scene.widgets), "each has a name of its own"
    controls = {"focus": scene.focus} | {f"[{each.name}]": each.description() for each in scene.widgets}
    facts, now, around = ({name: readable(text) for name, text in each.items()}
                          for each in (facts, facts | controls, world(scene.game)))  # fmt: skip
    before = player.known.pop(scene, None)
    if before is None:
        told = {name: text for name, text in facts.items() if text} | {"focus": readable(speech.control)}
    else:
        told = {name: text for name, text in now.items() if text != before.get(name)}
        told |= {"gone": " ".join(gone)} if (gone := [name for name in before if name not in now]) else {}
    told |= {name: text for name, text in around.items() if text != player.known[None].get(name)}
    player.known = {None: around, **{each: known for each, known in player.known.items() if each}, scene: now}
    line = " · ".join(f"{name}: {text}" if text else f"no {name}" for name, text in told.items())
    return f"{type(scene).__name__} " * (scene is not last) + line or "nothing"


def world(game: Game) -> dict[str, str]:
    """What is told in the corner, what lies on the clipboard and in the player's folder, the stars of levels."""
    notes = [" ".join(filter(None, (toast.title, toast.body))) for toast in (*game.toasts.shown, *game.toasts.waiting)]
    files = sorted(file.relative_to(paths.home()) for file in paths.home().rglob("*.*"))
    jobs: list[Any] = list(game.films.jobs)
    return {"notes": " / ".join(notes), "films": " / ".join(f"{job.path.name} {' '.join(job.words)}" for job in jobs),
            "started": STARTED[-1] if STARTED else "", "muted": "yes" * game.sound.muted, "quit": "yes" * game.quit,
            "clipboard": readable(clipboard.paste() or "")[:120],
            "files": ", ".join(file.as_posix() for file in files if file.parts[0] not in NOT_TOLD),
            **{f"stars of {name}": f"{level.stars}" for name, level in game.progress.levels.items()}}  # fmt: skip


def facts_of(scene: Any) -> dict[str, str]:
    """What a screen knows; what is 0 or none is not said."""
    facts = {name: getattr(scene, name) for kind, names in FACTS.items() if isinstance(scene, kind) for name in names}
    if isinstance(scene, WorkshopScene):
        visit, attempt, runs = scene.visit, scene.attempt, scene.visit.runs
        rows = [" ".join((row.label, *map(str, row.cells))).strip() for row in visit.bench.rows]
        facts |= {"rows": ", ".join(rows[:5] + [f"{len(rows)} in all"] * (len(rows) > 5)), "run": runs.now,
                  "runs": ", ".join(f"{run.number} {run.bench.learner} {run.bet} {run.outcome} {run.right} {run.steps}"
                                    for run in runs.kept),
                  "pair": [run.number for run in runs.pair], "to undo": len(visit.past), "file": scene.state_words(),
                  "step": attempt.session.count and f"{attempt.step}/{attempt.session.count}",
                  "weights": " ".join(f"{each:.4g}" for each in attempt.session.weights)}  # fmt: skip
    elif isinstance(scene, PlayScene):
        attempt, show, shown = scene.attempt, scene.attempt.machine, scene.attempt.shown
        facts |= {"level": scene.level.id, "step": f"{attempt.step}/{shown.count}",
                  "done": ", ".join(map(str, merge_learns(shown.actions))), "won": shown.won,
                  "weights": " ".join(f"{each:.4g}" for each in shown.weights[:5]),
                  "show": show and f"{show.phase}" + ", paused" * show.paused + ", ended" * show.ended,
                  "speed": show and show.times, "ghost": attempt.ghost and attempt.ghost.count,
                  "end": show and show.ended and machine_show.story_of(show)}  # fmt: skip
    elif isinstance(scene, RecapScene):
        facts |= {f"row {n}": " ".join(words(row.ink)) for n, row in enumerate(scene.rows) if isinstance(row, InkBox)}
    elif isinstance(scene, WatchScene):
        chips = [widget.name.removeprefix("chip ") for widget in scene.widgets if widget.name.startswith("chip ")]
        facts |= {"levels": chips == [level.id for level in campaign()] and f"{len(chips)}, in their order"}
    elif isinstance(scene, PluginsScene):
        for view, _plugin in scene.shown:
            parts = [view.version, view.kind, *(chip for chip, _icon in view.chips), view.status,
                     {True: "on", False: "off", None: ""}[view.on],
                     *(" ".join(words(ink)) for ink in (*view.faults, *view.notes, view.trust) if ink)]  # fmt: skip
            facts[view.name] = ", ".join(filter(None, parts))
    return {name: str(value or "") for name, value in facts.items()}


def behind(done: int, ended: int = 0) -> Callable[[Game], None]:
    """All levels of the first `done` chapters are reached, and the ends of the first `ended` were shown."""

    def prepare(game: Game) -> None:
        for place in places(game.catalog):
            if place.chapter <= done:
                level = game.progress.level(place.level.id)
                level.reached, level.stars, level.bets = True, [1, 2], {"0": place.number % 2 == 1}
                game.progress.last_level = place.level.id
        game.progress.chapters_ended = [chapter.key for chapter in CHAPTERS[:ended]]

    return prepare


def does(press: str, names: dict[str, Any]) -> None:
    """Type what stands in quotes, Tab to [it], click on @it, a key, seconds, a ~/file to be told, or Python."""
    player: Player = names["it"]
    key, _sign, times = press.partition("*")
    if press[0] == press[-1] == '"':
        player.type(press[1:-1])
    elif press[0] == "[":
        player.tab_to(press[1:-1])
    elif press[0] == "~":
        names["said"] += (paths.home() / press[2:]).read_text(encoding="utf-8").splitlines()
    elif press[0] == "@":
        player.click_on(press[1:])
    elif key in KEYS:
        player.key(pygame.key.key_code(KEYS[key]), times=int(times or 1))
    elif press.replace(".", "").isdigit():
        player.wait(float(press))
    else:
        names.update(scene=player.scene, game=player.game, attempt=getattr(player.scene, "attempt", None))
        exec(press, names)
        player.wait(0.05)


NAMES = questions(
    "app.dropped_file", "attempt.game.game", "attempt.link", "attempt.shared_level", "level_files.to_toml", "rules",
    "scenes.play.card", "scenes.play.star_conditions", "storage.share_code", "workshop.bench",
    names=globals() | vars(visits) | {
        "drop": take_file, "File": DroppedFile, "copy": clipboard.copy, "pasted": clipboard.paste, "home": paths.home,
        "Phase": ShowPhase, "environ": os.environ, "played": play, "told": told,
    },
) | {"begin": begin, "state": state}  # fmt: skip


@contextmanager
def set_up(name: str) -> Iterator[None]:
    """Folders of their own; what is worked out in slices is there at once, or takes its time where that is told; no
    check in a process finds a thing, no program is started, no film is made, nothing is read aloud.
    """
    with ExitStack() as world:
        for patched in (
            patch.object(save_card, "FileCheck", Mock(return_value=Mock(unable=False, findings=list))),
            patch.object(commands, "FilmJob", Film),
            patch.object(settings, "speech_program", lambda: None),
            patch.object(programs, "tool", "/bin/{}".format),
            patch.object(programs, "start_tool", lambda words, *_more: STARTED.append(" ".join(words))),
            patch.object(programs, "sys", Mock(platform="linux")),
            patch.dict(os.environ, DISPLAY=":0", WAYLAND_DISPLAY="", VISUAL="", EDITOR="", DOWNSLOPE_TRUST=""),
        ):
            world.enter_context(patched)
        folder = world.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))
        os.environ["DOWNSLOPE_HOME"] = f"{folder}/home"
        STARTED.clear()
        world.callback(patch.stopall)  # what was broken on purpose
        with slices_by(LookClock(0.0005) if name in ("outcomes", "title") else stands):
            yield


@pytest.mark.parametrize("names", [QUICKLY, *LATER], ids=" ".join)
def test_what_is_otherwise_after_each_press(names: list[str]) -> None:
    for name in names:
        with set_up(name):
            assert differences(WALKS / f"{name}.txt", NAMES, does) == []


@pytest.mark.slow
def test_a_level_is_checked_in_a_process_before_it_is_saved(home: Path) -> None:
    player = begin("workshop", new=False)
    player.type("s")
    until(lambda: player.wait(0.5) or player.scene.findings is not None)  # type: ignore[func-returns-value]
    assert player.scene.findings == [] and not player.scene.unable

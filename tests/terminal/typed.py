"""Transcripts of commands: what is typed, who does it, and what is seen."""

import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager, nullcontext, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pygame
from rich.console import ConsoleDimensions as PageSize

from downslope import Catalog, Neuron
from downslope.captions.sentences import sentence
from downslope.cli import run
from downslope.storage.netfile import SavedNet, save_net
from downslope.terminal.plugins import write_plugin
from downslope.terminal.show.live import PageContent, Player, page
from downslope.view.format.markup import plain
from lib.walks import differences
from terminal.machines import machine_of, tries_of

KEYS = (("space", "hold"), ("q", "leave"))
LONG = "x" * 300
# What is long, or said by Typer and SDL; of the lists of names the first few
MASKS = ((LONG, "LONG"), (r" Did you mean [^?]*\? See", " See"), (r" \(Possible .*\)", ""),
         ("changed since [^,]*", "changed since DAY"), ("could not be saved: .*", "could not be saved"),
         (r"(there are: (\S+, ){3})\S+, .*", r"\1…"), (re.escape(str(Path(__file__).parents[2])), "GAME"))  # fmt: skip
TEA = """from pathlib import Path
Path(__file__).with_suffix(".ran").touch()
from downslope import *
LEVELS = [Level("cups", title="Cups", examples=[Example(2, 0.8)], weights=[0.5])]
"""
DIRTY = """from downslope import *
TEXT = "\\x1b[31mred\\x1b[0m [bold]b[/bold] \\x07\\x9b \\ud800 \\u202egnp"
class Raises(Learner):
    def step(self, problem, weights, alpha): raise ValueError(TEXT)
LEVELS = [Level("long", title=TEXT, examples=[Example(1, 5)], weights=[0.5], target=Near(0.01), learner="raises")]
"""
WORDY = """from downslope import *
asks = Question(" ".join(["word"] * 70), ("land", "run away"), "run away", actions=[Turn("alpha", .03)],
                asks="outcome", means=("land", "runaway"))
LEVELS = [Level("long", title="Long", brief="Land.", questions=[asks], examples=[Example(8.5, 1)], weights=[.02],
                target=Near(.01), alpha=.001, knobs=[Knob("alpha", stops=(.001, .005, .01, .03))])]
"""
KEPT = {"cache", "running", "saves", "trusted"}  # what the game keeps for itself


def scratch(home: Path) -> Path:
    """A folder with a picture, a net, a pack, and files that are broken."""
    folder = home / "scratch"
    folder.mkdir()
    pygame.image.save(pygame.Surface((8, 8)), str(folder / "7.png"))
    save_net(folder / "net.json", SavedNet(Neuron(64, 10), [0.125] * Neuron(64, 10).size))
    (folder / "cut.json").write_bytes((folder / "net.json").read_bytes()[:500])
    (folder / "no.png").write_text("not a picture")
    write_plugin(Catalog(), "pack", "winter", folder)
    os.mkfifo(folder / "pipe")
    return folder


def files(home: Path) -> set[str]:
    found = (path.relative_to(home) for path in home.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if path.parts[0] not in KEPT and "__pycache__" not in path.parts}


def printed(line: str, home: Path) -> list[str]:
    """What a command says. Before it: `without MODULE`, `unseen` (there is no display), `here` (it can begin no other
    process), `at HOME`, or `asked KEYS` (in a terminal) and `piped KEYS`, where no plugin is trusted; or no command,
    but `put FILE TEXT`, `link FILE TO`, `drop FILES`."""
    line = line.replace("LONG", LONG).replace("HOME", str(home))
    first, *words = shlex.split(line)
    out, errors, keys = io.StringIO(), io.StringIO(), io.StringIO()
    setting: Any = nullcontext()
    if first == "put":
        text = line.partition(f"{words[0]} ")[2].replace("TEA", TEA).replace("DIRTY", DIRTY).replace("WORDY", WORDY)
        Path(words[0]).parent.mkdir(parents=True, exist_ok=True)
        Path(words[0]).write_text(text + "\n", encoding="utf-8")
    elif first == "link":
        Path(words[0]).symlink_to(Path(words[1]).resolve())
    elif first == "drop":
        for file in home.glob(words[0]):
            file.unlink()
    elif first == "without":
        setting, (first, *words) = patch.dict(sys.modules, {words[0]: None}), words[1:]
    elif first == "unseen":
        setting, (first, *words) = patch("pygame.display.set_mode", side_effect=pygame.error("no driver")), words
    elif first == "here":
        setting, (first, *words) = patch("downslope.terminal.commands.can", return_value=False), words
    elif first == "at":
        setting, (first, *words) = patch.dict(os.environ, DOWNSLOPE_HOME=words[0]), words[1:]
    elif first in ("asked", "piped"):
        keys = io.StringIO("".join(f"{key}\n" for key in words[0].split(",")))
        for stream in (keys, errors):
            vars(stream)["isatty"] = lambda terminal=first == "asked": terminal
        setting, (first, *words) = patch.dict(os.environ, DOWNSLOPE_TRUST=""), words[1:]
    before = files(home)
    with setting, redirect_stdout(out), redirect_stderr(errors), patch("sys.stdin", keys):
        code = 0 if first in ("put", "link", "drop") else run([first, *words])
    assert not set("\x1b\x07\x9b\u202e\ud800") & set(out.getvalue() + errors.getvalue()), "what a terminal obeys"
    rows = [*out.getvalue().splitlines(), *(f"! {row}" for row in errors.getvalue().splitlines())]
    rows += [f"= {code}"] * bool(code) + [f"+ {name}" for name in sorted(files(home) - before)]
    for mark in home.rglob("*.ran"):
        mark.unlink()
    for told, short in MASKS:
        rows = [re.sub(told, short, row).rstrip() for row in rows]
    return [row.replace(str(home.resolve()), "HOME").replace(str(home), "HOME") for row in rows if row]


def does(press: str, names: dict[str, Any]) -> None:
    """Where ` | ` follows it, only the lines with what stands there."""
    line, _bar, only = press.partition(" | ")
    names["said"] += [row for row in printed(line, names["home"]) if re.search(only, row)] or ["nothing"]


def begin(level: str) -> Player:
    return Player(machine_of(level).parts)


def state(player: Player) -> str:
    said = [plain(sentence(player.moment))] if player.moment else []
    flags = [name for name in ("held", "over") if getattr(player, name)]
    part = f"{player.number + 1}/{len(player.parts)}"
    return " ".join([f"{part} at {player.place}, {player.speed:g}x", *flags, *said])


def watched(press: str, names: dict[str, Any]) -> None:
    """Seconds, a key, or `page COLUMNS ROWS`, of the end with what else was tried."""
    player: Player = names["it"]
    if press.replace(".", "").isdigit():
        player.update(float(press))
    elif press.startswith("page"):
        width, height, *end = press.split()[1:]
        tried = tries_of(player.part.session.base.id) if end else None
        shown = PageContent(player.part, player.place, bool(end), tried, player.unseen_number, "", KEYS, player.moment)
        found = [line.plain.rstrip() for line in page(PageSize(int(width), int(height)), shown)]
        names["said"] += [state(player), *filter(None, found)]
    else:
        player.press(press)


@contextmanager
def settled(home: Path) -> Iterator[None]:
    """We stand in that folder of the player's, before a terminal of a hundred columns, with a version of one length."""
    versions = [patch(f"downslope.terminal.{module}.__version__", "VERSION") for module in ("commands", "lists")]
    with patch.dict(os.environ, COLUMNS="100", DOWNSLOPE_TRUST="all", DOWNSLOPE_HOME=str(home)), ExitStack() as stack:
        for version in versions:
            stack.enter_context(version)
        stack.enter_context(chdir(scratch(home)))
        stack.callback(pygame.display.quit)  # commands have opened it
        yield


def changes(name: str, home: Path) -> list[str]:
    """What of this transcript is not so now."""
    with settled(home):
        file = Path(__file__).with_name(f"{name}.txt")
        if name in ("pages", "readings"):
            return differences(file, {"begin": begin, "state": state}, watched)
        return differences(file, {"home": home}, does)

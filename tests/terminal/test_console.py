"""Commands as they are typed, and all that they print, the exit code, the files that are new: console.txt. What the
machine has played, as it is watched: pages.txt."""

import io
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, chdir, contextmanager, nullcontext, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pygame
import pytest
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

CONSOLE, PAGES = (Path(__file__).with_name(f"{name}.txt") for name in ("console", "pages"))
KEYS = (("space", "hold"), ("q", "leave"))
LONG = "x" * 300
# What is long, or said by Typer and SDL; of the lists of names the first few
MASKS = ((LONG, "LONG"), (r" Did you mean [^?]*\? See", " See"), (r" \(Possible .*\)", ""),
         ("could not be saved: .*", "could not be saved"), (r"(there are: (\S+, ){3})\S+, .*", r"\1…"))  # fmt: skip
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
    return {path.as_posix() for path in found if path.parts[0] not in KEPT}


def printed(line: str, home: Path) -> list[str]:
    """What a command says. Before it: `without MODULE`, `at HOME`; or no command, but `put FILE TEXT`."""
    first, *words = shlex.split(line.replace("LONG", LONG))
    if first == "put":
        Path(words[0]).write_text(line.partition(f"{words[0]} ")[2] + "\n", encoding="utf-8")
    before = files(home)
    setting: Any = nullcontext()
    if first == "without":
        setting, (first, *words) = patch.dict(sys.modules, {words[0]: None}), words[1:]
    elif first == "at":
        setting, (first, *words) = patch.dict(os.environ, DOWNSLOPE_HOME=words[0]), words[1:]
    out, errors = io.StringIO(), io.StringIO()
    with setting, redirect_stdout(out), redirect_stderr(errors):
        code = run([first, *words]) if first != "put" else 0
    rows = [*out.getvalue().splitlines(), *(f"! {row}" for row in errors.getvalue().splitlines())]
    rows += [f"= {code}"] * bool(code) + [f"+ {name}" for name in sorted(files(home) - before)]
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


def texts(home: Path) -> list[tuple[Path, dict[str, Any], Callable[[str, dict[str, Any]], None]]]:
    """The transcripts, what their lines may say, and who does what they say."""
    return [(CONSOLE, {"home": home}, does), (PAGES, {"begin": begin, "state": state}, watched)]


@contextmanager
def settled(home: Path) -> Iterator[None]:
    """We stand in that folder of the player's, before a terminal of a hundred columns, with a version of one length."""
    versions = [patch(f"downslope.terminal.{module}.__version__", "VERSION") for module in ("commands", "lists")]
    with patch.dict(os.environ, COLUMNS="100", DOWNSLOPE_TRUST="all", DOWNSLOPE_HOME=str(home)), ExitStack() as stack:
        for version in versions:
            stack.enter_context(version)
        stack.enter_context(chdir(scratch(home)))
        yield


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are other files")
@pytest.mark.parametrize("number", [0, 1], ids=["console", "pages"])
def test_what_is_typed_and_what_is_seen(home: Path, number: int) -> None:
    with settled(home):
        assert differences(*texts(home)[number]) == []

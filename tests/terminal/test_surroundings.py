"""Whatever the surroundings are, a command ends with its documented exit code and a sentence, and never a traceback.

Each case is a process of its own: an old encoding, output that is full, closed or that nobody reads, Ctrl-C at any
moment, a player's folder that cannot be, files that are broken.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from downslope import Catalog, Neuron
from downslope.cli import run as run_here
from downslope.storage.netfile import SavedNet, save_net
from downslope.terminal.plugins import write_plugin
from processes import Started, warm
from waiting import PATIENCE

ROOT = Path(__file__).parents[2]
UNIX = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device here")

# Every command, and what it is asked for here. SCRATCH is a folder that is there for the test.
COMMANDS: dict[str, tuple[str, ...]] = {
    "levels": ("levels",),
    "plugins": ("plugins", "--json"),
    "solve": ("solve", "goldilocks", "--alpha", ".5"),
    "script": ("script", "thirteen"),
    "level": ("level", "thirteen"),
    "progress": ("progress", "export", "SCRATCH/progress.json"),
    "pack": ("pack", "SCRATCH/winter", "--out", "SCRATCH/a.zip"),
    "words": ("words", "SCRATCH/own.py", "nb"),
    "dev": ("dev", "SCRATCH/own.py", "--frames", "1"),
    "new": ("new", "learner", "halved", "--into", "SCRATCH"),
    "check": ("check", "--level", "thirteen"),
    "sweep": ("sweep", "thirteen", "--alpha", "3", "--jobs", "1", "--out", "SCRATCH/a.csv"),
    "train": ("train", "digits", "--kernels", "1", "--passes", "1"),
    "read": ("read", "SCRATCH/7.png", "--net", "SCRATCH/net.json"),
    "play": ("play", "--frames", "1"),
    "watch": ("watch", "thirteen", "--frames", "1", "--profile"),
    "help": ("--help",),
}
OWN = """from downslope import Example, Level, hookimpl


@hookimpl
def levels():
    return [Level("cups", title="Cups", examples=[Example(2, 0.8)], weights=[0.5])]
"""
SILENT = {"play"}  # what they say is not what they are for
ENCODINGS = ("cp1252", "cp437", "ascii")


def environment(home: Path) -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if name != "PYGAME_HIDE_SUPPORT_PROMPT"}  # the game does
    return {**given, "PYTHONPATH": str(ROOT / "game"), "DOWNSLOPE_HOME": str(home), "COLUMNS": "100"}


@pytest.fixture(scope="module")
def start() -> Iterator[Started]:
    with warm() as start:
        yield start


def run(words: tuple[str, ...], home: Path, driver: tuple[str, ...]) -> tuple[int, bytes, str]:
    """(exit code, standard output, standard error)"""
    done = subprocess.run(
        [sys.executable, "-W", "error", *driver, *named(words, home)],
        stdin=subprocess.DEVNULL, capture_output=True, env=environment(home), timeout=PATIENCE,
    )  # fmt: skip
    return done.returncode, done.stdout or b"", done.stderr.decode(errors="replace")


@pytest.fixture
def scratch(home: Path) -> Path:
    import pygame

    folder = home / "scratch"
    folder.mkdir()
    picture = pygame.Surface((8, 8))
    picture.fill((255, 255, 255))
    picture.fill((0, 0, 0), (3, 1, 2, 6))
    pygame.image.save(picture, str(folder / "7.png"))
    save_net(folder / "net.json", SavedNet(Neuron(64, 10), [0.125] * Neuron(64, 10).size))
    (folder / "own.py").write_text(OWN, encoding="utf-8")
    write_plugin(Catalog(), "pack", "winter", folder)
    return folder


def calm(err: str, sentences: int) -> bool:
    """So many sentences, one a line, and nothing that a programmer would read."""
    return len(err.splitlines()) == sentences and "Traceback" not in err and "Error" not in err


def test_every_command_is_here() -> None:
    from downslope.terminal.commands import app, load_commands

    load_commands()
    names = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    assert names == set(COMMANDS) - {"help"}


def named(words: Iterable[str], home: Path) -> list[str]:
    return [word.replace("SCRATCH", str(home / "scratch")) for word in words]


@pytest.mark.slow
@UNIX
@pytest.mark.parametrize(("number", "encoding"), list(enumerate(ENCODINGS)))
def test_an_old_encoding(number: int, encoding: str, home: Path, scratch: Path) -> None:
    wrong = dict[str, object]()
    with warm(PYTHONIOENCODING=encoding) as start:
        rows = io.StringIO()
        with redirect_stdout(rows):
            run_here(["levels", "--json"])
        code, out, err = start(("levels", "--json"))
        assert (code, err, json.loads(out.decode(encoding))) == (0, "", json.loads(rows.getvalue()))
        for name in list(COMMANDS)[number :: len(ENCODINGS)]:
            code, out, err = start(named(COMMANDS[name], home))
            if (code, err, bool(out.decode(encoding).strip())) != (0, "", name not in SILENT):
                wrong[name] = code, err, out
    assert wrong == {}


@pytest.mark.slow
@UNIX
@pytest.mark.parametrize("closed", [False, True])
def test_output_that_is_full_or_closed(closed: bool, home: Path, scratch: Path) -> None:
    wrong, faults = dict[str, object](), set[str]()
    with Path("/dev/full").open("w") as full, warm(full, closed) as start:
        for name, words in COMMANDS.items():
            code, _out, err = start(named(words, home))
            well = calm(err, 1) and err.startswith("The output cannot be written: ")
            if (code, err) != (0, "") if name in SILENT else not (code == 2 and well):
                wrong[name] = code, err
            faults.add(err.partition("written: ")[2].partition(".")[0])
    assert wrong == {} and any("No space left" in fault for fault in faults) is not closed


@pytest.mark.slow
@UNIX
def test_what_frames_cost_goes_where_nothing_can_be_written(home: Path) -> None:
    """It is not the picture that cannot be written: there is none."""
    with Path("/dev/full").open("w") as full, warm(full) as start:
        code, _out, err = start(("play", "--frames", "1", "--profile"))
    assert code == 2 and calm(err, 1) and err.startswith("The output cannot be written: No space left"), err


@pytest.mark.slow
@UNIX
def test_output_that_nobody_reads(home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        with warm(writing) as start:
            ends = {name: start(COMMANDS[name]) for name in ("levels", "plugins", "help")}
    finally:
        os.close(writing)
    assert ends == dict.fromkeys(ends, (141, b"", ""))


# Ctrl-C. The moments are counted, not timed: a signal comes at the n-th import, file or call that Python tells of.

COUNT = """
import atexit, os, sys
total = 0
def count(event, words):
    global total
    total += event in ("import", "open", "exec", "compile")
sys.addaudithook(count)
atexit.register(lambda: os.write(2, b"%d" % total))
"""
INTERRUPT = """
import signal, sys
left = LEFT
def hook(event, words):
    global left
    if event in ("import", "open", "exec", "compile"):
        left -= 1
        if left == 0:
            signal.raise_signal(signal.SIGINT)
sys.addaudithook(hook)
"""


ENTRY = """
import signal, sys
left, reached = int(sys.argv.pop(1)), False

def hook(event, words):
    global left, reached
    if event == "exec" and "version.py" in str(words[0]):
        reached = True  # the package's first lines have run
    elif reached and event in ("import", "open", "exec"):
        left -= 1
        if left == 0:
            signal.raise_signal(signal.SIGINT)

sys.argv[0] = "bin/downslope"
sys.addaudithook(hook)
from downslope.cli import main
sys.exit(main())
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_while_the_command_is_only_being_imported(home: Path) -> None:
    """Nothing of the game has run but the first lines of the package: what comes up to here is Python's own."""
    for number in (1, 2, 5, 20):
        code, _out, err = run(("levels",), home, driver=("-c", ENTRY, str(number)))
        assert (code, err) == (130, ""), number


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_elsewhere_is_not_the_games(home: Path) -> None:
    """Whoever imports the package, in a notebook or a program, keeps what Python says."""
    code, _out, err = run((), home, driver=("-c", "import downslope; raise KeyboardInterrupt"))
    assert code != 130 and "KeyboardInterrupt" in err


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
@pytest.mark.parametrize("name", ["levels", "solve", "play", "sweep"])
def test_ctrl_c_at_any_moment(name: str, home: Path, scratch: Path, start: Started) -> None:
    words, ends = named(COMMANDS[name], home), named(COMMANDS[name], home)
    if name == "play":
        words, ends = ["play", "--frames", "100000"], ["play", "--frames", "5"]
    code, _out, total = start(ends, COUNT)
    assert code == 0
    for share in (0.1, 0.4, 0.7, 0.95):
        for file in scratch.glob("a.*"):
            file.unlink()
        code, _out, err = start(words, INTERRUPT.replace("LEFT", str(int(share * int(total)))))
        assert code == 130, (share, code, err)
        assert err == "" or (name == "sweep" and calm(err, 1) and err.startswith("Stopped")), (share, err)
    if name == "play":  # the folder of saves is there, though nothing but Ctrl-C ended the game
        assert (home / "saves" / "settings.json").is_file()


LOSING = """
import builtins, signal, sys
fetch = builtins.__import__

def losing(name, *words, **named):
    if name == "pygame" and "pygame" not in sys.modules:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            pass  # as C code does that clears whatever was raised in it
    return fetch(name, *words, **named)

builtins.__import__ = losing
sys.argv[0] = "downslope"
from downslope.cli import main
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_that_got_lost_while_the_game_was_loaded_ends_it_all_the_same(home: Path) -> None:
    code, _out, err = run(("play", "--frames", "100000"), home, driver=("-c", LOSING))
    assert (code, err) == (130, "")


# The player's folder, and files that came with the game


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "place", "said"),
    [
        (("play", "--frames", "1"), "~nosuchuser/x", "~nosuchuser/x: there is no such user"),
        (("play", "--frames", "1"), "x" * 300, f"{'x' * 57}...: File name too long"),
        (("levels",), "~nosuchuser/x", "~nosuchuser/x: there is no such user"),
        (("solve", "thirteen", "--json"), "x" * 300, f"{'x' * 57}...: File name too long"),
    ],
    ids=["play as nobody", "play too far", "levels as nobody", "solve too far"],
)
def test_a_players_folder_that_cannot_be(words: tuple[str, ...], place: str, said: str, start: Started) -> None:
    code, out, err = start(words, DOWNSLOPE_HOME=place)
    assert (code, err) == (2, f"DOWNSLOPE_HOME is {said}\n")
    assert json.loads(out) == {"failed": err.rstrip()} if "--json" in words else out == b""


LONG = "x" * 300


NAMES: dict[str, tuple[str, ...]] = {  # that no file can have
    "check": ("check", LONG), "with": ("train", "digits", "--with", LONG), "save": ("train", "digits", "--save", LONG),
    "read": ("read", LONG, "--net", "SCRATCH/net.json"), "out": ("sweep", "thirteen", "--out", f"{LONG}.csv"),
    "shot": ("play", "--frames", "1", "--screenshot", f"{LONG}.png"),
    "nowhere": ("play", "--frames", "1", "--screenshot", "SCRATCH/nowhere/a.png"),
}  # fmt: skip
PIPES: dict[str, tuple[str, ...]] = {
    "picture": ("read", "SCRATCH/pipe", "--net", "SCRATCH/net.json"),
    "net": ("read", "SCRATCH/7.png", "--net", "SCRATCH/pipe"), "digits": ("train", "digits", "--with", "SCRATCH/pipe"),
}  # fmt: skip


@pytest.mark.slow
@UNIX
def test_names_that_no_file_can_have_and_pipes_for_which_no_command_waits(
    home: Path, scratch: Path, start: Started
) -> None:
    os.mkfifo(scratch / "pipe")
    for name, words in (NAMES | PIPES).items():
        code, out, err = start(named(words, home))
        assert (code, out) == (2, b"") and calm(err, 1), (name, code, err)
        assert ("it is not an ordinary file" in err) == (name in PIPES), err

"""Whatever the surroundings are, a command ends with its documented exit code and a sentence, and never a traceback.

Each case is a process of its own: an old encoding, output that is full, closed or that nobody reads, Ctrl-C at any
moment, a player's folder that cannot be, files that are broken.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any

import pytest

from downslope import Catalog, Neuron
from downslope.storage.netfile import SavedNet, save_net
from downslope.terminal.plugins import write_plugin
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


def environment(home: Path, **more: str) -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if name != "PYGAME_HIDE_SUPPORT_PROMPT"}  # the game does
    return {**given, "PYTHONPATH": str(ROOT / "game"), "DOWNSLOPE_HOME": str(home), "COLUMNS": "100", **more}


def run(
    words: tuple[str, ...], home: Path, out: int | IO[Any] = subprocess.PIPE, driver: tuple[str, ...] = (),
    closed: bool = False, folder: Path | None = None, **more: str,
) -> tuple[int, bytes, str]:  # fmt: skip
    """(exit code, standard output, standard error); `folder`: the one that it is started in"""
    named = [word.replace("SCRATCH", str(home / "scratch")) for word in words]
    ends: Callable[[], None] | None = (lambda: os.close(1)) if closed else None
    done = subprocess.run(
        [sys.executable, "-W", "error", *(driver or ("-m", "downslope")), *named],
        stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, env=environment(home, **more),
        timeout=PATIENCE, preexec_fn=ends, cwd=folder,
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


# All commands from one process that has imported them: each is a process of its own all the same. What they say goes
# into files: name.err, and name.out where the output is kept.
FORKING = """
import json, os, sys
from downslope import cli
from downslope.terminal import commands
from downslope.registry.sources import load_all
import downslope.app.app, downslope.scenes.play.play, downslope.sweep.sweep, downslope.terminal.solve  # what most need
load_all(plugins=False)
kept, codes = sys.argv[1] == "kept", {}
for name, words in json.loads(sys.argv[2]).items():
    child = os.fork()
    if not child:
        for number, end in ((1, ".out"), (2, ".err")) if kept else ((2, ".err"),):
            file = os.open(name + end, os.O_WRONLY | os.O_CREAT)
            os.dup2(file, number)
            os.close(file)  # it may have taken the number of a closed output
        sys.argv = ["downslope", *words]
        cli.main()
    codes[name] = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
with open("codes", "w") as file:
    json.dump(codes, file)
"""


def fork_all(
    home: Path, folder: Path, commands: Mapping[str, Iterable[str]], out: int | IO[Any] = subprocess.PIPE,
    closed: bool = False, kept: str = "", **more: str,
) -> dict[str, int]:  # fmt: skip
    """The exit codes of commands; in the folder stands what they said. `kept`: their output too."""
    commands = {name: [word.replace("SCRATCH", str(home / "scratch")) for word in words]
                for name, words in commands.items()}  # fmt: skip
    driver = ("-c", FORKING, kept or "not kept", json.dumps(commands))
    code, _out, err = run((), home, out, driver, closed, folder, **more)
    assert (code, err) == (0, "")
    codes: dict[str, int] = json.loads((folder / "codes").read_text())
    return codes


@pytest.mark.slow
@UNIX
@pytest.mark.parametrize(("number", "encoding"), list(enumerate(ENCODINGS)))
def test_an_old_encoding(number: int, encoding: str, home: Path, scratch: Path, tmp_path: Path) -> None:
    names, wrong = list(COMMANDS)[number :: len(ENCODINGS)], dict[str, object]()
    codes = fork_all(home, tmp_path, {name: COMMANDS[name] for name in names}, kept="kept", PYTHONIOENCODING=encoding)
    for name in names:
        said = (tmp_path / f"{name}.out").read_bytes().decode(encoding).strip()
        err = (tmp_path / f"{name}.err").read_text(encoding="utf-8")
        if (codes[name], err, bool(said)) != (0, "", name not in SILENT):
            wrong[name] = codes[name], err, said
    assert wrong == {}


def failing(
    home: Path, tmp_path: Path, names: Iterable[str], out: int | IO[Any] = subprocess.PIPE, closed: bool = False
) -> dict[str, object]:
    """What is not as it should be where no command can write: its exit code and what it says."""
    codes = fork_all(home, tmp_path, {name: COMMANDS[name] for name in names}, out, closed)
    wrong = dict[str, object]()
    for name in names:
        said = (tmp_path / f"{name}.err").read_text(encoding="utf-8")
        well = calm(said, 1) and said.startswith("The output cannot be written: ")
        if (codes[name], said) != (0, "") if name in SILENT else not (codes[name] == 2 and well):
            wrong[name] = codes[name], said
    return wrong


@pytest.mark.slow
@UNIX
def test_output_that_is_full(home: Path, scratch: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        assert failing(home, tmp_path, ["levels", *list(COMMANDS)[1::2]], full) == {}
    assert "No space left" in (tmp_path / "levels.err").read_text(encoding="utf-8")


@UNIX
def test_what_frames_cost_goes_where_nothing_can_be_written(home: Path) -> None:
    """It is not the picture that cannot be written: there is none."""
    with Path("/dev/full").open("w") as full:
        code, _out, err = run(("play", "--frames", "1", "--profile"), home, full)
    assert code == 2 and calm(err, 1) and err.startswith("The output cannot be written: No space left"), err


@pytest.mark.slow
@UNIX
def test_output_that_is_closed(home: Path, scratch: Path, tmp_path: Path) -> None:
    assert failing(home, tmp_path, list(COMMANDS)[::2], closed=True) == {}


@pytest.mark.slow
@UNIX
@pytest.mark.parametrize("name", ["levels", "plugins", "help"])
def test_output_that_nobody_reads(name: str, home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        code, _out, err = run(COMMANDS[name], home, writing)
    finally:
        os.close(writing)
    assert (code, err) == (141, "")


@pytest.mark.slow
def test_json_is_json_in_every_encoding(home: Path) -> None:
    found = {}
    for encoding in ("utf-8", "cp437", "ascii"):
        code, out, err = run(("levels", "--json"), home, PYTHONIOENCODING=encoding)
        assert (code, err) == (0, "")
        found[encoding] = json.loads(out.decode(encoding))
    assert found["utf-8"] == found["cp437"] == found["ascii"]


# Ctrl-C. The moments are counted, not timed: a signal comes at the n-th import, file or call that Python tells of.

DRIVER = """
import runpy, signal, sys
left = int(sys.argv.pop(1))

def hook(event, words):
    global left
    if event in ("import", "open", "exec", "compile"):
        left -= 1
        if left == 0:
            signal.raise_signal(signal.SIGINT)

sys.argv[0] = "downslope"
if left < 0:
    total = 0
    def count(event, words):
        global total
        total += event in ("import", "open", "exec", "compile")
    sys.addaudithook(count)
    import atexit, os
    atexit.register(lambda: os.write(2, b"%d" % total))
else:
    sys.addaudithook(hook)
runpy.run_module("downslope", run_name="__main__", alter_sys=True)
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


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_while_the_command_is_only_being_imported(home: Path) -> None:
    """Nothing of the game has run but the first lines of the package: what comes up to here is Python's own."""
    for number in (1, 2, 5, 20):
        code, _out, err = run(("levels",), home, driver=("-c", ENTRY, str(number)))
        assert (code, err) == (130, ""), number


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_elsewhere_is_not_the_games(home: Path) -> None:
    """Whoever imports the package, in a notebook or a program, keeps what Python says."""
    code, _out, err = run((), home, driver=("-c", "import downslope; raise KeyboardInterrupt"))
    assert code != 130 and "KeyboardInterrupt" in err


def events(words: tuple[str, ...], home: Path) -> int:
    """How many there are. The first time there are more: what was not compiled yet is compiled and kept."""
    for _time in ("first", "second"):
        (home / "scratch" / "a.csv").unlink(missing_ok=True)
        code, _out, err = run(words, home, driver=("-c", DRIVER, "-1"))
        assert code == 0
    return int(err)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
@pytest.mark.parametrize(
    ("name", "shares"),
    [("levels", (0.1, 0.7)), ("solve", (0.4, 0.95)), ("play", (0.2, 0.6, 0.95)), ("sweep", (0.3, 0.8, 0.95))],
)
def test_ctrl_c_at_any_moment(name: str, shares: tuple[float, ...], home: Path, scratch: Path) -> None:
    words, ends = COMMANDS[name], COMMANDS[name]
    if name == "play":
        words, ends = ("play", "--frames", "100000"), ("play", "--frames", "5")
    total = events(ends, home)
    for share in shares:
        for file in scratch.glob("a.*"):
            file.unlink()
        code, _out, err = run(words, home, driver=("-c", DRIVER, str(max(40, int(share * total)))))
        assert code == 130, (share, code, err)
        assert err == "" or (name == "sweep" and calm(err, 1) and err.startswith("Stopped")), (share, err)


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


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_that_got_lost_while_the_game_was_loaded_ends_it_all_the_same(home: Path) -> None:
    code, _out, err = run(("play", "--frames", "100000"), home, driver=("-c", LOSING))
    assert (code, err) == (130, "")


def test_a_game_that_is_interrupted_keeps_what_was_done(home: Path) -> None:
    """The folder of saves is there, though nothing but Ctrl-C ended the game."""
    total = events(("play", "--frames", "3"), home)
    shutil.rmtree(home / "saves")
    code, _out, err = run(("play", "--frames", "100000"), home, driver=("-c", DRIVER, str(int(0.95 * total))))
    assert (code, err) == (130, "")
    assert (home / "saves" / "settings.json").is_file()


# The player's folder, and files that came with the game


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
def test_a_players_folder_that_cannot_be(words: tuple[str, ...], place: str, said: str, home: Path) -> None:
    code, out, err = run(words, home, DOWNSLOPE_HOME=place)
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
    home: Path, scratch: Path, tmp_path: Path
) -> None:
    os.mkfifo(scratch / "pipe")
    codes = fork_all(home, tmp_path, NAMES | PIPES, kept="kept")
    for name, code in codes.items():
        err = (tmp_path / f"{name}.err").read_text(encoding="utf-8")
        assert (code, (tmp_path / f"{name}.out").read_bytes()) == (2, b"") and calm(err, 1), (name, code, err)
        assert ("it is not an ordinary file" in err) == (name in PIPES), err

"""Whatever the surroundings are, a command ends with its documented exit code and a sentence, and never a traceback.

Each case is a process of its own: an old encoding, output that is full, closed or that nobody reads, Ctrl-C at any
moment. What cannot be asked: test_commands.py.
"""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from downslope.cli import run as run_here
from lib.processes import python_path, warm
from lib.waiting import PATIENCE

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/dev/full").exists(), reason="there are no such things")]

COMMANDS = {  # one of each way to write
    "solve": ("solve", "goldilocks", "--alpha", ".5"), "plugins": ("plugins", "--json"), "help": ("--help",),
    "frames": ("play", "--frames", "1", "--profile"),
}  # fmt: skip


def calm(err: str) -> bool:
    """One sentence, and nothing that a programmer would read."""
    return len(err.splitlines()) == 1 and "Traceback" not in err and "Error" not in err


def test_where_only_ascii_can_be_written_and_where_there_is_no_display(home: Path) -> None:
    rows = io.StringIO()
    with redirect_stdout(rows):
        run_here(["levels", "--json"])
    with warm(PYTHONIOENCODING="ascii") as start:
        code, out, err = start(("levels", "--json"))
        assert (code, err, json.loads(out.decode("ascii"))) == (0, "", json.loads(rows.getvalue()))
        for name, words in COMMANDS.items():
            code, out, err = start(words)
            assert (code, err) == (0, "") and out.decode("ascii").strip(), name
            assert name != "solve" or b"8 swing for ever" in out  # the marks of the board are there
        code, _out, err = start(("play", "--frames", "1"), SDL_VIDEODRIVER="nosuchdriver")
        assert code == 2 and "downslope solve" in err and calm(err)


def test_output_that_is_full_closed_or_that_nobody_reads(home: Path) -> None:
    with Path("/dev/full").open("w") as full, warm(full) as start:
        for name, words in COMMANDS.items():
            code, _out, err = start(words)
            assert code == 2 and calm(err), (name, err)
            assert err.startswith("The output cannot be written: No space left"), (name, err)
        assert start(("play", "--frames", "1"))[0] == 0  # what it says is not what it is for
    with warm(closed=True) as start:
        for name in ("solve", "help"):
            code, _out, err = start(COMMANDS[name])
            assert code == 2 and calm(err) and err.startswith("The output cannot be written: "), (name, err)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe, warm(pipe) as start:
        for name in ("plugins", "help"):
            assert start(COMMANDS[name]) == (141, b"", "")


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
left, reached = LEFT, REACHED
def hook(event, words):
    global left, reached
    if event == "exec" and "version.py" in str(words[0]):
        reached = True  # the package's first lines have run
    elif reached and event in ("import", "open", "exec", "compile"):
        left -= 1
        if left == 0:
            signal.raise_signal(signal.SIGINT)
sys.addaudithook(hook)
"""


@pytest.mark.parametrize(("words", "short", "shares"), [
    ("solve goldilocks --alpha .5", "solve goldilocks --alpha .5", (0.1, 0.7)),
    ("sweep thirteen --alpha 3 --jobs 1 --out a.csv", "sweep thirteen --alpha 3 --jobs 1 --out a.csv", (0.95,)),
    ("play --frames 100000", "play --frames 5", (0.4, 0.95)),
])  # fmt: skip
def test_ctrl_c_at_any_moment(words: str, short: str, shares: tuple[float, ...], home: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "a.csv")
    with warm() as start:
        code, _out, total = start(short.replace("a.csv", out).split(), COUNT)
        assert code == 0
        for share in shares:
            Path(out).unlink(missing_ok=True)
            interrupt = INTERRUPT.replace("LEFT", str(int(share * int(total)))).replace("REACHED", "True")
            code, _out, err = start(words.replace("a.csv", out).split(), interrupt)
            assert code == 130, (share, code, err)
            assert err == "" or ("sweep" in words and calm(err) and err.startswith("Stopped")), (share, err)
    assert "play" not in words or (home / "saves" / "settings.json").is_file()  # it was left as ever


def test_ctrl_c_while_the_game_is_loaded_ends_it_and_elsewhere_it_is_not_the_games(home: Path) -> None:
    """Nothing has run but the first lines of the package. A notebook keeps what Python says."""
    env = {name: value for name, value in os.environ.items() if name != "PYGAME_HIDE_SUPPORT_PROMPT"}  # the game does
    loads = "sys.argv[0] = 'bin/downslope'\nfrom downslope.cli import main\nsys.exit(main())\n"
    texts = [INTERRUPT.replace("LEFT", number).replace("REACHED", "False") + loads for number in ("1", "20")]
    for text in (*texts, "import downslope; raise KeyboardInterrupt"):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", text, "levels"], stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=PATIENCE, env={**env, "PYTHONPATH": python_path()},
        )  # fmt: skip
        if text in texts:
            assert (done.returncode, done.stderr) == (130, "")
        else:
            assert done.returncode != 130 and "KeyboardInterrupt" in done.stderr

"""Processes that tests start: what they find on their path, that Ctrl-C reaches them, that none outlives its test."""

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from lib import waiting

GAME = Path(__file__).parents[2] / "game"


def python_path(*first: Path) -> str:
    """For PYTHONPATH: these folders, the game, and what was there before; never the folder of the start."""
    before = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return os.pathsep.join(filter(None, [*map(str, first), str(GAME), *before]))


@contextmanager
def started(command: Sequence[str | Path], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """It is killed at the end of the block, and after `PATIENCE` seconds, so that nothing waits for it for ever."""
    with subprocess.Popen(command, **options) as process:
        limit = threading.Timer(waiting.PATIENCE, process.kill)
        limit.daemon = True
        limit.start()
        try:
            yield process
        finally:
            limit.cancel()
            process.kill()


# It has imported what most commands need; each command is a process of its own all the same, and what it says goes into
# files: "out" and "err".
WARM = """
import contextlib, gc, io, json, os, sys
from downslope import cli
from downslope.registry.loading import load_all
from downslope.terminal.commands import load_commands, run
import downslope.app.app, downslope.scenes.play.play, downslope.sweep.sweep, downslope.terminal.solve
load_commands()
with contextlib.redirect_stdout(io.StringIO()):
    run(["--version"])
load_all(plugins=False)
answers = int(sys.argv[1])
gc.freeze()  # else each would look through all of it
for line in sys.stdin:
    words, before, folder, environment = json.loads(line)
    child = os.fork()
    if not child:
        for number, name in ((0, os.devnull), (1, "out"), (2, "err")):
            file = os.open(os.path.join(folder, name), os.O_RDWR | os.O_CREAT | os.O_TRUNC)
            os.dup2(file, number)
            os.close(file)
        os.environ.update(environment)
        sys.argv = ["downslope", *words]
        exec(before, {})
        cli.main()
    os.write(answers, b"%d\\n" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
Started = Callable[..., tuple[int, bytes, str]]


@cache
def starter() -> Started:
    """start(words, before="", **environment): (exit code, standard output, standard error) of a command, of all that a
    process of tests asks for. `before`: Python that the command's process runs first.
    """
    stack = ExitStack()
    atexit.register(stack.close)
    reading, writing = os.pipe()
    given = {name: value for name, value in os.environ.items() if name != "PYGAME_HIDE_SUPPORT_PROMPT"}  # the game does
    folder, answers = stack.enter_context(tempfile.TemporaryDirectory()), stack.enter_context(os.fdopen(reading))
    server = stack.enter_context(subprocess.Popen(
        [sys.executable, "-W", "error", "-c", WARM, str(writing)], pass_fds=[writing], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        env={**given, "PYTHONPATH": python_path(), "PYTHONIOENCODING": "utf-8"},
    ))  # fmt: skip
    stack.callback(server.kill)
    os.close(writing)

    def start(words: Sequence[str], before: str = "", **more: str) -> tuple[int, bytes, str]:
        more = {"DOWNSLOPE_HOME": os.environ["DOWNSLOPE_HOME"], "COLUMNS": "120", **more}
        print(json.dumps([list(words), before, folder, more]), file=server.stdin, flush=True)
        limit = threading.Timer(waiting.PATIENCE, server.kill)
        limit.daemon = True
        limit.start()
        code = int(answers.readline())
        limit.cancel()
        return code, Path(folder, "out").read_bytes(), Path(folder, "err").read_bytes().decode(errors="replace")

    return start


def runs(number: int) -> bool:
    """Whether there is a process of this number that has not ended."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def last_line(script: str) -> str:
    """The last line that this Python text prints in a process of its own, which has imported nothing yet."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": str(GAME)}, timeout=waiting.PATIENCE)  # fmt: skip
    return done.stdout.splitlines()[-1]


def hear_interrupts() -> None:
    """Ctrl-C is heard here, and in what is started from here. A shell starts deaf what it starts in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)

"""Processes that tests start: what they find on their path, that Ctrl-C reaches them, that none outlives its test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import waiting

GAME = Path(__file__).parents[1] / "game"


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


def last_line(script: str) -> str:
    """The last line that this Python text prints in a process of its own, which has imported nothing yet."""
    env = {**os.environ, "PYTHONPATH": str(GAME)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=env,
                          timeout=waiting.PATIENCE)  # fmt: skip
    return done.stdout.splitlines()[-1]


def hear_interrupts() -> None:
    """Ctrl-C is heard here, and in what is started from here. A shell starts deaf what it starts in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)

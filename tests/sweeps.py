"""What the tests of `downslope sweep` share: the command in a process of its own, its table, and bad plugins."""

from __future__ import annotations

import atexit
import csv
import os
import subprocess
import sys
from collections import Counter
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from pathlib import Path

from processes import Started, python_path, started, warm

DASK = "import warnings; warnings.simplefilter('ignore'); import distributed"  # its warnings are its own affair


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": python_path(), "COLUMNS": "120", "PYTHONIOENCODING": "utf-8", **more}


def command(*words: object) -> list[str]:
    """A warning is an error, but not one of Dask's."""
    warnings = "ignore" if "--dask" in words else "error"
    return [sys.executable, "-W", warnings, "-m", "downslope", "sweep", *map(str, words)]


def sweep(*words: object, code: int = 0, before: str = "", **more: str) -> tuple[str, str]:
    """(standard output, standard error) of `downslope sweep words`; the exit code must be `code`.

    `before`: Python that runs first.
    """
    start = starter(DASK if "--dask" in words else "")
    returned, out, err = start(["sweep", *map(str, words)], before, COLUMNS="120", **more)
    assert returned == code, (returned, out[-500:], err[-1500:])
    return out.decode(), err


@cache
def starter(first: str) -> Started:
    """Of all sweeps that a process of tests asks for."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(warm(PYTHONIOENCODING="utf-8", first=first))


def begun(
    *words: object, start_new_session: bool = False, **more: str
) -> AbstractContextManager[subprocess.Popen[str]]:
    """The same, under way."""
    pipe, env = subprocess.PIPE, environment(**more)
    return started(
        command(*words), stdout=pipe, stderr=pipe, text=True, env=env, start_new_session=start_new_session
    )


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def logged(home: Path) -> Counter[str]:
    """How often each alpha was begun."""
    log = home / "plugins" / "runs.log"
    return Counter(log.read_text().split() if log.exists() else ())


TROUBLE = '''
import os
import sys
import time
from pathlib import Path

from downslope import Learner, hookimpl

HERE = Path(__file__).parent


class Bad(Learner):
    def step(self, problem, weights, alpha):
        self.happens()
        return [w - alpha * d for w, d in zip(weights, problem.weight_deltas(weights))]


class Raises(Bad):
    name = "raises"

    def happens(self):
        raise ValueError("two\\nlines, and a \\ud800 and a \\"comma\\"")


class Exits(Bad):
    name = "exits"

    def happens(self):
        sys.exit("enough")


class Interrupts(Bad):
    name = "interrupts"

    def happens(self):
        raise KeyboardInterrupt


class Loops(Bad):
    name = "loops"

    def happens(self):
        while True:
            pass


class Deaf(Bad):
    name = "deaf"

    def happens(self):
        while True:
            try:
                time.sleep(0.01)
            except BaseException:
                pass


class Kills(Bad):
    name = "kills"

    def happens(self):
        os._exit(3)


class KillsOnce(Bad):
    name = "kills-once"

    def happens(self):
        try:
            (HERE / "killed").touch(exist_ok=False)
        except FileExistsError:
            return
        os._exit(3)


class Prints(Bad):
    name = "prints"

    def happens(self):
        print("here I am", flush=True)


class Counts(Bad):
    """Slow, and writes down which runs were begun."""

    name = "counts"
    begun = False

    def step(self, problem, weights, alpha):
        if not self.begun:
            with (HERE / "runs.log").open("a") as log:
                log.write(f"{alpha!r}\\n")
            time.sleep(0.02)
        self.begun = True
        return super().step(problem, weights, alpha)

    def happens(self):
        pass


@hookimpl
def learners():
    return [Raises, Exits, Interrupts, Loops, Deaf, Kills, KillsOnce, Prints, Counts]
'''


def trouble(home: Path) -> None:
    """Learners that do what no learner should: trouble/raises, trouble/exits ..."""
    (home / "plugins").mkdir(parents=True, exist_ok=True)
    (home / "plugins" / "trouble.py").write_text(TROUBLE, encoding="utf-8")

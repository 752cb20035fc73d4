"""What the tests of `downslope sweep` share: the command in a process of its own, its table, and bad plugins."""

import atexit
import csv
import os
import subprocess
import sys
from collections import Counter
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from pathlib import Path

from lib.processes import Started, python_path, started, warm

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
NAMES = ("raises", "exits", "interrupts", "loops", "deaf", "kills", "kills-once", "prints", "counts")


class Bad(Learner):
    begun = False

    def step(self, problem, weights, alpha):
        getattr(self, self.name.replace("-", "_"))(alpha)
        self.begun = True
        return [w - alpha * d for w, d in zip(weights, problem.weight_deltas(weights))]

    def raises(self, alpha):
        raise ValueError("two\\nlines, and a \\ud800 and a \\"comma\\"")

    def exits(self, alpha):
        sys.exit("enough")

    def interrupts(self, alpha):
        raise KeyboardInterrupt

    def loops(self, alpha):
        while True:
            pass

    def deaf(self, alpha):
        while True:
            try:
                time.sleep(0.01)
            except BaseException:
                pass

    def kills(self, alpha):
        os._exit(3)

    def kills_once(self, alpha):
        if not (HERE / "killed").exists():
            (HERE / "killed").touch()
            os._exit(3)

    def prints(self, alpha):
        print("here I am", flush=True)

    def counts(self, alpha):
        if not self.begun:  # slow, and writes down which runs were begun
            with (HERE / "runs.log").open("a") as log:
                log.write(f"{alpha!r}\\n")
            time.sleep(0.02)


@hookimpl
def learners():
    return [type(name, (Bad,), {"name": name}) for name in NAMES]
'''


def trouble(home: Path) -> None:
    """Learners that do what no learner should: trouble/raises, trouble/exits ..."""
    (home / "plugins").mkdir(parents=True, exist_ok=True)
    (home / "plugins" / "trouble.py").write_text(TROUBLE, encoding="utf-8")

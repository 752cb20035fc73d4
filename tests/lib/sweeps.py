"""What the tests of `downslope sweep` share: the command in a process of its own, its table, and bad plugins."""

import csv
import os
import sys
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path
from subprocess import PIPE, Popen

from lib.processes import python_path, started, starter

TROUBLE = Path(__file__).with_name("trouble.txt").read_text(encoding="utf-8")


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": python_path(), "COLUMNS": "120", "PYTHONIOENCODING": "utf-8", **more}


def sweep(*words: object, code: int = 0, **more: str) -> tuple[str, str]:
    """(standard output, standard error) of `downslope sweep words`; the exit code must be `code`."""
    returned, out, err = starter()(["sweep", *map(str, words)], **more)
    assert returned == code, (returned, out[-500:], err[-1500:])
    return out.decode(), err


def begun(*words: object, start_new_session: bool = False, **more: str) -> AbstractContextManager[Popen[str]]:
    """The same, under way. A warning is an error, but not one of Dask's: these are its own affair."""
    warnings = "ignore" if "--dask" in words else "error"
    command = [sys.executable, "-W", warnings, "-m", "downslope", "sweep", *map(str, words)]
    return started(command, stdout=PIPE, stderr=PIPE, text=True, env=environment(**more),
                   start_new_session=start_new_session)  # fmt: skip


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def logged(home: Path) -> Counter[str]:
    """How often each alpha was begun."""
    log = home / "plugins" / "runs.log"
    return Counter(log.read_text().split() if log.exists() else ())


def trouble(home: Path) -> None:
    """Learners that do what no learner should: trouble/raises, trouble/exits ..."""
    (home / "plugins").mkdir(parents=True, exist_ok=True)
    (home / "plugins" / "trouble.py").write_text(TROUBLE, encoding="utf-8")

"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own, some of which are killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from lib.sweeps import begun, environment, logged, rows, sweep, trouble
from lib.waiting import PATIENCE, until

RUNS = 150
SLOW = ("thirteen", "--learner", "trouble/counts", "--alpha", f"3:9:{RUNS}")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """A part of a cluster; all end with the test."""
    made: list[subprocess.Popen[bytes]] = []

    def started(module: str, *options: str) -> subprocess.Popen[bytes]:
        """Its own warnings are its own affair."""
        words = ("--host", "127.0.0.1", "--no-dashboard", *options)
        command = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{module}", *words]
        settings = environment(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")  # a task given up at once
        with (tmp_path / f"{module}.log").open("ab") as log:
            made.append(subprocess.Popen(
                command, stdout=log, stderr=log, env=settings, cwd=tmp_path, start_new_session=True))  # fmt: skip
        return made[-1]

    yield started
    for process in made:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.slow
@pytest.mark.skipif(find_spec("distributed") is None, reason="distributed is not installed")
def test_a_cluster_from_its_first_sweep_to_its_end(
    start: Callable[..., subprocess.Popen[bytes]], home: Path, tmp_path: Path
) -> None:
    """It gives the same numbers as processes here, also where a worker is killed in the middle; where the scheduler has
    gone away that is said, and what was computed is kept."""
    trouble(home)
    contact = tmp_path / "scheduler.json"
    scheduler = start("dask_scheduler", "--port", "0", "--scheduler-file", str(contact))
    until(lambda: contact.exists() and contact.read_text())
    address: str = json.loads(contact.read_text())["address"]
    first, _second = (start("dask_worker", address, "--nthreads", "1", "--no-nanny") for _worker in range(2))
    words = ("thirteen", "one-step", "--learner", "adam,random-search", "--alpha", "0.01:20:8:log", "--seed", "0:2")
    sweep(*words, "--out", tmp_path / "here.csv")
    sweep(*words, "--out", tmp_path / "there.csv", "--dask", address)
    assert (tmp_path / "here.csv").read_bytes() == (tmp_path / "there.csv").read_bytes()

    def killed(count: int, process: subprocess.Popen[bytes], file: Path) -> tuple[int, str]:
        """A sweep in whose middle a worker, or the scheduler, is killed: its exit code, what it says is wrong."""
        before = logged(home).total()
        with begun(*SLOW, "--out", file, "--dask", address) as under_way:
            until(lambda: logged(home).total() > before + count)
            process.kill()
            _, errors = under_way.communicate(timeout=PATIENCE)
        return under_way.returncode, errors

    wanted, file = tmp_path / "wanted.csv", tmp_path / "a.csv"
    sweep(*SLOW, "--out", wanted)
    assert killed(60, first, tmp_path / "killed.csv") == (0, "")
    assert (tmp_path / "killed.csv").read_bytes() == wanted.read_bytes()
    code, errors = killed(70, scheduler, file)
    assert code == 2 and len(rows(file)) >= 20 and errors.count("\n") == 1
    assert "gone away" in errors and f"{len(rows(file))} of {RUNS} runs are in {file}, and --resume goes on" in errors
    sweep(*SLOW, "--out", file, "--resume")
    assert file.read_bytes() == wanted.read_bytes()

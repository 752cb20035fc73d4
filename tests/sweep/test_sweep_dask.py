"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own, some of which are killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from sweeps import begun, environment, logged, rows, sweep, trouble
from waiting import PATIENCE, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("distributed") is None, reason="distributed is not installed"),
]

RUNS = 150
SLOW = ("thirteen", "--learner", "trouble/counts", "--alpha", f"3:9:{RUNS}")


class Cluster:
    """`workers`: how many are wanted at first."""

    def __init__(self, folder: Path, workers: int, nanny: bool = False) -> None:
        self.folder = folder
        contact = folder / "scheduler.json"
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(contact))
        self.scheduler = self._started("dask_scheduler", *options)
        until(contact.exists)
        until(lambda: bool(contact.read_text()))
        self.address: str = json.loads(contact.read_text())["address"]
        self.workers = [self.worker(nanny) for _number in range(workers)]

    def _started(self, module: str, *options: str) -> subprocess.Popen[bytes]:
        """Its own warnings are its own affair."""
        command = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{module}", *options]
        with (self.folder / f"{module}.log").open("ab") as log:
            settings = environment(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")  # a task given up at once
            return subprocess.Popen(
                command, stdout=log, stderr=log, env=settings, cwd=self.folder, start_new_session=True
            )

    def worker(self, nanny: bool = False) -> subprocess.Popen[bytes]:
        """A nanny starts its worker anew when it dies."""
        options = ("--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", "--nanny" if nanny else "--no-nanny")
        return self._started("dask_worker", self.address, *options)

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # a nanny's worker too
            process.wait()


def same_numbers(cluster: Cluster, tmp_path: Path) -> None:
    learners = "gradient-descent,adam,momentum,hot-and-cold,random-search"
    words = ("thirteen", "goldilocks", "one-step", "--learner", learners, "--alpha", "0.01:20:8:log", "--seed", "0:2")
    sweep(*words, "--out", tmp_path / "here.csv")
    sweep(*words, "--out", tmp_path / "there.csv", "--dask", cluster.address)
    assert (tmp_path / "here.csv").read_bytes() == (tmp_path / "there.csv").read_bytes()


def plugins_that_misbehave(cluster: Cluster, file: Path) -> None:
    learners = "trouble/raises,trouble/exits,trouble/interrupts,trouble/loops,gradient-descent"
    words = ("thirteen", "--learner", learners, "--alpha", "3", "--timeout", "0.9", "--out", file)
    sweep(*words, "--dask", cluster.address)
    faults = {row["learner"].removeprefix("trouble/"): row["fault"] for row in rows(file)}
    assert faults.pop("gradient-descent") == "" and faults.pop("raises").startswith("raises: ValueError")
    assert faults.pop("loops") == "it did not end within 0.9 s"
    assert faults.pop("exits").startswith("exits: SystemExit: enough (trouble.py, line ")
    assert faults == {"interrupts": "KeyboardInterrupt"}


def workers_that_have_another_level(cluster: Cluster, home: Path, tmp_path: Path) -> None:
    """Numbers of another level than the one here are never taken for its own."""
    other, file = tmp_path / "other", tmp_path / "none.csv"
    trouble(other)
    (other / "plugins" / "trouble.py").write_text((home / "plugins" / "trouble.py").read_text() + "\n# changed\n")
    words = ("thirteen", "--learner", "trouble/counts", "--out", file, "--dask", cluster.address)
    _, errors = sweep(*words, code=2, DOWNSLOPE_HOME=str(other))
    assert "a different thirteen, trouble/counts, squared" in errors and errors.count("\n") == 1
    assert not file.exists()


def test_a_cluster_from_its_first_sweep_to_its_end(home: Path, tmp_path: Path) -> None:
    """Both ways give the same numbers, also where a worker is killed in the middle; when the workers, and then the
    scheduler, have gone away, that is said, and what was computed is kept. It is one test: a cluster starts slowly."""
    trouble(home)
    wanted, killed, file = tmp_path / "wanted.csv", tmp_path / "killed.csv", tmp_path / "a.csv"
    sweep(*SLOW, "--out", wanted)
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder, 2)
    try:
        same_numbers(cluster, tmp_path)
        plugins_that_misbehave(cluster, tmp_path / "faults.csv")
        workers_that_have_another_level(cluster, home, tmp_path)
        before = logged(home).total()
        with begun(*SLOW, "--out", killed, "--dask", cluster.address) as process:
            until(lambda: logged(home).total() > before + 60)
            cluster.workers[0].kill()
            assert not killed.exists()
            text, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, errors) == (0, "")
        assert f"{RUNS} runs in {killed}" in text and killed.read_bytes() == wanted.read_bytes()

        before = logged(home).total()
        with begun(*SLOW, "--out", file, "--dask", cluster.address) as process:
            until(lambda: logged(home).total() > before + 70)
            cluster.workers[1].kill()
            _, errors = process.communicate(timeout=PATIENCE)
        kept = len(rows(file))
        assert process.returncode == 2 and kept >= 20
        end = f"; {kept} of {RUNS} runs are in {file}, and --resume goes on\n"
        assert errors == f"The Dask scheduler at {cluster.address} has no workers{end}"
        cluster.workers.append(cluster.worker())
        before = logged(home).total()
        with begun(*SLOW, "--out", file, "--dask", cluster.address, "--resume") as process:
            until(lambda: logged(home).total() > before + 40)
            cluster.scheduler.kill()
            _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 2 and len(rows(file)) > kept
        assert errors.count("\n") == 1 and "gone away" in errors and "--resume goes on" in errors
        sweep(*SLOW, "--out", file, "--resume")
        assert file.read_bytes() == wanted.read_bytes()
    finally:
        cluster.end()


def test_a_run_that_kills_its_worker_is_the_only_one_with_a_fault(home: Path, tmp_path: Path) -> None:
    trouble(home)
    file = tmp_path / "a.csv"
    cluster = Cluster(tmp_path, 1, nanny=True)
    try:
        words = ("thirteen", "--learner", "trouble/kills,trouble/counts,adam", "--alpha", "3", "--out", file)
        sweep(*words, "--dask", cluster.address)
    finally:
        cluster.end()
    faults = {row["learner"]: row["fault"][:23] for row in rows(file)}
    assert faults == {"adam": "", "trouble/counts": "", "trouble/kills": "its worker died twice: "}


def test_nobody_answers(tmp_path: Path) -> None:
    """At a port where nobody listens, and at one where somebody listens and says nothing."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(2)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        sockets[0].listen()
        addresses = [f"tcp://127.0.0.1:{each.getsockname()[1]}" for each in sockets]
        processes = [
            stack.enter_context(begun("thirteen", "--out", tmp_path / f"{number}.csv", "--dask", address))
            for number, address in enumerate(addresses)
        ]
        for address, process in zip(addresses, processes):
            _, errors = process.communicate(timeout=PATIENCE)
            assert process.returncode == 2 and errors.count("\n") == 1
            assert errors.startswith(f"No Dask scheduler answers at {address} within 10 s")
    assert not [*tmp_path.glob("*.csv")]


def test_an_address_that_is_none(tmp_path: Path) -> None:
    _, errors = sweep("thirteen", "--out", tmp_path / "a.csv", "--dask", "nowhere", code=2)
    assert "nowhere" in errors and errors.count("\n") == 1

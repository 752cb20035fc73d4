"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own, some of which are killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from lib.sweeps import begun, environment, logged, rows, sweep, trouble
from lib.waiting import PATIENCE, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("distributed") is None, reason="distributed is not installed"),
]

RUNS = 150
SLOW = ("thirteen", "--learner", "trouble/counts", "--alpha", f"3:9:{RUNS}")


class Cluster:
    """A scheduler; `worker` starts one for it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        contact = folder / "scheduler.json"
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(contact))
        self.scheduler = self._started("dask_scheduler", *options)
        until(lambda: contact.exists() and contact.read_text())
        self.address: str = json.loads(contact.read_text())["address"]

    def _started(self, module: str, *options: str) -> subprocess.Popen[bytes]:
        """Its own warnings are its own affair."""
        command = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{module}", *options]
        settings = environment(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")  # a task given up at once
        with (self.folder / f"{module}.log").open("ab") as log:
            self.processes.append(subprocess.Popen(
                command, stdout=log, stderr=log, env=settings, cwd=self.folder, start_new_session=True))  # fmt: skip
        return self.processes[-1]

    def worker(self, nanny: bool = False) -> subprocess.Popen[bytes]:
        """A nanny starts its worker anew when it dies."""
        options = ("--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", "--nanny" if nanny else "--no-nanny")
        return self._started("dask_worker", self.address, *options)

    def killed_after(self, count: int, process: subprocess.Popen[bytes], home: Path, *words: object) -> tuple[int, str]:
        """A sweep in whose middle a worker, or the scheduler, is killed: its exit code, what it says is wrong."""
        before = logged(home).total()
        with begun(*SLOW, *words, "--dask", self.address) as begun_sweep:
            until(lambda: logged(home).total() > before + count)
            process.kill()
            _, errors = begun_sweep.communicate(timeout=PATIENCE)
        return begun_sweep.returncode, errors


@pytest.fixture
def cluster(home: Path, tmp_path: Path) -> Iterator[Cluster]:
    trouble(home)
    made = Cluster(tmp_path / "cluster")
    yield made
    for process in made.processes:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # a nanny's worker too
        process.wait()


def test_a_cluster_from_its_first_sweep_to_its_end(cluster: Cluster, home: Path, tmp_path: Path) -> None:
    """Both ways give the same numbers, also where a worker is killed in the middle; where the scheduler has gone away
    that is said, and what was computed is kept. It is one test: a cluster starts slowly."""
    first, _second = cluster.worker(), cluster.worker()
    wanted, file = tmp_path / "wanted.csv", tmp_path / "a.csv"
    sweep(*SLOW, "--out", wanted)
    learners = "gradient-descent,adam,momentum,hot-and-cold,random-search"
    words = ("thirteen", "one-step", "--learner", learners, "--alpha", "0.01:20:8:log", "--seed", "0:2")
    sweep(*words, "--out", tmp_path / "here.csv")
    sweep(*words, "--out", tmp_path / "there.csv", "--dask", cluster.address)
    assert (tmp_path / "here.csv").read_bytes() == (tmp_path / "there.csv").read_bytes()

    # numbers of another level than the one here are never taken for its own
    other = tmp_path / "other"
    trouble(other)
    with (other / "plugins" / "trouble.py").open("a") as changed:
        changed.write("\n# changed\n")
    counted = ("thirteen", "--learner", "trouble/counts", "--out", file, "--dask", cluster.address)
    _, errors = sweep(*counted, code=2, DOWNSLOPE_HOME=str(other))
    assert "a different thirteen, trouble/counts, squared" in errors and errors.count("\n") == 1 and not file.exists()

    killed = tmp_path / "killed.csv"
    assert cluster.killed_after(60, first, home, "--out", killed) == (0, "")
    assert killed.read_bytes() == wanted.read_bytes()
    code, errors = cluster.killed_after(70, cluster.scheduler, home, "--out", file)
    assert code == 2 and len(rows(file)) >= 20 and errors.count("\n") == 1
    assert "gone away" in errors and f"{len(rows(file))} of {RUNS} runs are in {file}, and --resume goes on" in errors
    sweep(*SLOW, "--out", file, "--resume")
    assert file.read_bytes() == wanted.read_bytes()


def test_a_run_that_misbehaves_or_kills_its_worker_is_the_only_one_with_a_fault(
    cluster: Cluster, tmp_path: Path
) -> None:
    cluster.worker(nanny=True)
    file = tmp_path / "a.csv"
    bad = ("trouble/exits", "trouble/interrupts", "trouble/loops", "trouble/kills")
    words = ("thirteen", "--learner", ",".join([*bad, "adam"]), "--alpha", "3", "--timeout", "0.9", "--out", file)
    sweep(*words, "--dask", cluster.address)
    assert {row["learner"].partition("/")[2]: row["fault"][:23] for row in rows(file)} == {
        "exits": "exits: SystemExit: enou", "interrupts": "KeyboardInterrupt", "loops": "it did not end within 0",
        "kills": "its worker died twice: ", "": "",
    }  # fmt: skip

"""A real Dask cluster on this machine: its workers are processes of their own, and one of them is killed."""

import os
import signal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from lib.sweeps import begun, logged, sweep, trouble
from lib.waiting import PATIENCE, until

SLOW = ("thirteen", "--learner", "trouble/counts", "--alpha", "3:9:150")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Dask's own are its own affair
@pytest.mark.skipif(find_spec("distributed") is None, reason="distributed is not installed")
def test_a_cluster_gives_the_same_numbers_as_processes_here(home: Path, tmp_path: Path) -> None:
    """Also where a worker is killed in the middle."""
    from distributed import LocalCluster

    trouble(home)
    words = ("thirteen", "one-step", "--learner", "adam,random-search", "--alpha", "0.01:20:8:log", "--seed", "0:2")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        address: Any = cluster.scheduler_address
        pids = [worker.process.process.pid for worker in cluster.workers.values()]
        for name, each in (("few", words), ("slow", SLOW)):
            here, there = tmp_path / f"{name}-here.csv", tmp_path / f"{name}-there.csv"
            sweep(*each, "--out", here)
            before = logged(home).total()
            with begun(*each, "--out", there, "--dask", address) as under_way:
                if each is SLOW:
                    until(lambda before=before: logged(home).total() > before + 60)  # type: ignore[misc]
                    os.kill(pids[0], signal.SIGKILL)
                _, errors = under_way.communicate(timeout=PATIENCE)
            assert (under_way.returncode, errors) == (0, "") and there.read_bytes() == here.read_bytes()

"""What is said of a cluster that does not answer as it should. In the place of the library there is a small one."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from downslope.sweep import sweep
from downslope.sweep.sweep import Cluster, WorkerPoolLost


class Client:
    """`refuses`: what it raises as it is made. `threads`: of each worker."""

    refuses: Exception | None = None
    threads: Any = {"one": 2, "two": 3}

    def __init__(self, address: str, **more: Any) -> None:
        if self.refuses is not None:
            raise self.refuses

    def wait_for_workers(self, count: int, timeout: float) -> None:
        if not self.threads:
            raise TimeoutError

    def get_executor(self, pure: bool) -> Any:
        return self

    def nthreads(self) -> Any:
        return self.threads

    def shutdown(self, wait: bool) -> None: ...

    def close(self, timeout: float) -> None: ...


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    module = ModuleType("distributed")
    vars(module).update(Client=Client, KilledWorker=KeyError)
    monkeypatch.setitem(sys.modules, "distributed", module)
    yield
    logging.disable(logging.NOTSET)


def made() -> Cluster:
    plugins: Any = ()
    return Cluster("tcp://here:1", {}, plugins, 1.0)


def test_it_has_the_threads_of_all_its_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = made()
    assert (cluster.workers, cluster.died, cluster.renew()) == (5, (KeyError,), False)
    monkeypatch.setattr(Client, "threads", {})
    cluster.look()  # they may come back
    assert cluster.workers == 1
    monkeypatch.setattr(sweep, "PATIENCE", 0.0)
    with pytest.raises(WorkerPoolLost, match="tcp://here:1 has no workers"):
        cluster.look()
    monkeypatch.setattr(Client, "threads", None)
    with pytest.raises(WorkerPoolLost, match="has gone away"):
        cluster.look()
    cluster.close()


def test_why_it_does_not_answer_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for refused, said in ((OSError("no route\nto it"), "no route"), (OSError(""), "OSError")):
        monkeypatch.setattr(Client, "refuses", refused)
        with pytest.raises(WorkerPoolLost, match=rf"No Dask scheduler answers at tcp://here:1 within 10 s \({said}\)$"):
            made()
    monkeypatch.setattr(Client, "refuses", None)
    monkeypatch.setattr(Client, "threads", {})
    with pytest.raises(WorkerPoolLost, match="has no workers"):
        made()

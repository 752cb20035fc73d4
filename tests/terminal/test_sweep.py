"""`downslope sweep` as a person uses it: processes that are killed, a full disk, plugins that change between two."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from downslope.sweep.table import COLUMNS, table_at
from lib.processes import runs
from lib.support import shipped
from lib.sweeps import begun, environment, logged, rows, sweep, trouble
from lib.waiting import PATIENCE, until
from registry.dropped import drop

pytestmark = pytest.mark.slow

RUNS = 60
SLOW = ("thirteen", "--learner", "trouble/counts", "--alpha", f"3:9:{RUNS}", "--jobs", "2")


@pytest.fixture
def file(home: Path, tmp_path: Path) -> Path:
    """Where the table of a sweep goes whose learner is slow, and writes down what it begins."""
    trouble(home)
    return tmp_path / "a.csv"


def whole(folder: Path) -> bytes:
    """The table of SLOW when nothing happens, whatever the number of processes is. The learner rests in none of it."""
    sweep(*SLOW, "--jobs", "1", "--out", folder / "whole.csv", AT_ONCE="1")
    return (folder / "whole.csv").read_bytes()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see the processes")
def test_killed_or_stopped_it_goes_on_where_it_was(home: Path, file: Path) -> None:
    with begun(*SLOW, "--out", file) as process:
        until(lambda: logged(home).total() > 10)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        workers = list(map(int, children))
        assert len(workers) >= 2
        os.kill(workers[-1], signal.SIGKILL)  # a worker that is killed costs nothing
        until(lambda: logged(home).total() > 20)
        process.kill()
        process.communicate()
    until(lambda: not any(map(runs, workers)))
    assert not file.exists()
    kept = [repr(job.alpha) for job in table_at(file, shipped()).rows()]
    assert 5 <= len(kept) < RUNS
    before = logged(home)
    sweep(*SLOW, "--out", file, code=2)  # it is not begun anew
    for number, code, begins in ((signal.SIGINT, 130, 30), (signal.SIGTERM, 143, 45)):
        with begun(*SLOW, "--resume", "--out", file, start_new_session=True) as process:
            until(lambda begins=begins: logged(home).total() > begins)  # type: ignore[misc]
            # Ctrl-C in a terminal goes to the workers too, and none of them has anything to say
            os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
            _, errors = process.communicate(timeout=PATIENCE)
        found = rows(file)
        said = f"Stopped; {len(found)} of {RUNS} runs are in {file}, and --resume goes on\n"
        assert (process.returncode, errors) == (code, said)
        assert len(found) < RUNS and found == sorted(found, key=lambda row: float(row["alpha"]))
    sweep(*SLOW, "--resume", "--out", file)
    assert all(logged(home)[alpha] == before[alpha] for alpha in kept)  # what was in the table was not done again
    before = logged(home)
    sweep(*SLOW, "--resume", "--out", file)
    assert logged(home) == before and not list(file.parent.glob("a.csv.*")) and file.read_bytes() == whole(file.parent)


def test_a_full_disk(file: Path) -> None:
    resource = pytest.importorskip("resource")
    command = [sys.executable, "-m", "downslope", "sweep", *SLOW, "--out", str(file)]
    limit = (100_000, 100_000)  # bytes that a file may have
    done = subprocess.run(
        # a compiled file that is cut off at the limit would be read by all tests after this one
        command, capture_output=True, text=True, env=environment(PYTHONDONTWRITEBYTECODE="1"), timeout=PATIENCE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )  # fmt: skip
    kept = len(rows(file))
    said = f"{file} cannot be written: disk I/O error; {kept} of {RUNS} runs are in {file}, and --resume goes on\n"
    assert (done.returncode, done.stderr) == (2, said) and kept > 5
    sweep(*SLOW, "--resume", "--out", file)
    assert file.read_bytes() == whole(file.parent)


LEVEL = """from downslope import *

class Own(Learner):
    def update(self, weight, weight_delta, alpha):
        return weight - weight_delta * alpha

LEVELS = [Level("own", title="Own", examples=[Example(1, 2)], weights=[0.5], learner="own")]
"""


def test_what_was_changed_is_not_mixed_in_and_what_was_mended_is_run_again(home: Path, tmp_path: Path) -> None:
    file, words = tmp_path / "a.csv", ("mine/own", "--alpha", "0.1:0.5:5")
    drop(home, mine=LEVEL.replace("weight - weight_delta * alpha", "weight / 0"))
    text, _ = sweep(*words, "--out", file)
    assert "5 have a fault, such as: own: ZeroDivisionError" in text
    drop(home, mine=LEVEL)
    text, _ = sweep(*words, "--out", file, "--resume")
    assert "fault" not in text and [row["outcome"] for row in rows(file)] == ["land"] * 5
    before = file.read_bytes()
    for old, new in (("Example(1, 2)", "Example(1, 3)"), ("* alpha", "* alpha * 1.5")):
        drop(home, mine=LEVEL.replace(old, new))
        _, errors = sweep(*words, "--out", file, "--resume", code=2)
        assert errors.startswith(f"{file} has 5 runs of mine/own from before the level, its learner")
        assert file.read_bytes() == before
    drop(home, mine=LEVEL)
    sweep(*words, "--alpha", "0.7", "--out", file, "--resume")  # more than before: both are kept
    assert len(rows(file)) == 6


def test_every_column_is_explained_and_the_summary_in_the_document_is_what_is_printed(tmp_path: Path) -> None:
    document = (Path(__file__).parents[2] / "docs" / "sweep.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in document[document.index("| column |") :] for name in COLUMNS)
    (command,) = re.findall(r"```sh\ndownslope sweep (.*?) --out four.csv\n```", document, re.DOTALL)
    (printed,) = re.findall(r"```text\n(.*?)```", document, re.DOTALL)
    said, _errors = sweep(*command.split(), "--out", tmp_path / "four.csv")
    lines = [line.rstrip() for line in said.replace(f"{tmp_path}/", "").splitlines()]
    assert [line for line in lines if line] == [line for line in printed.splitlines() if line]

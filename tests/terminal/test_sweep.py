"""`downslope sweep` as a person uses it: processes that are killed, plugins that misbehave, what its document says."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from downslope.sweep.grid import SweepRequest, jobs
from downslope.sweep.table import COLUMNS, table_at
from downslope.terminal.commands import run
from lib.support import shipped
from lib.sweeps import begun, environment, logged, rows, sweep, trouble
from lib.waiting import PATIENCE, until
from registry.dropped import drop

pytestmark = pytest.mark.slow

RUNS = 60
SLOW = ("thirteen", "--learner", "trouble/counts", "--alpha", f"3:9:{RUNS}", "--jobs", "2")
PROC = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see the processes")


def children(process: subprocess.Popen[str]) -> list[int]:
    """The processes that it has started."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(child) for child in found]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture
def file(home: Path, tmp_path: Path) -> Path:
    """Where the table of a sweep goes whose learner is slow, and writes down what it begins."""
    trouble(home)
    return tmp_path / "a.csv"


def is_whole(file: Path) -> bool:
    """It is the table of SLOW when nothing happens."""
    sweep(*SLOW, "--out", file.with_name("whole.csv"))
    return file.read_bytes() == file.with_name("whole.csv").read_bytes()


def test_the_table_and_the_summary_whatever_the_number_of_processes_is(tmp_path: Path) -> None:
    tables = []
    for number in ("1", "3"):
        file = tmp_path / f"{number}.csv"
        text, errors = sweep("thirteen", "--alpha", "1,3,5,9,11,15,20,22,22.3", "--jobs", number, "--out", file)
        tables.append(file.read_bytes())
    assert errors == "" and tables[0] == tables[1]
    ends = [f"{row['outcome']} {row['steps']}" for row in rows(file)]
    assert ends[::2] == ["land 38", "land 6", "land 1", "overshoot 16", ends[8]] and ends[8].startswith("runaway")
    line = next(line for line in text.splitlines() if "thirteen" in line)
    assert line.split() == ["thirteen", "gradient-descent", "5", "3", "1", "1,", "alpha", "11"]
    assert "● land   ~ cross and land   ↗ run away" in text and f"9 runs in {file}" in text


@PROC
def test_killed_and_resumed(home: Path, file: Path) -> None:
    with begun(*SLOW, "--out", file) as process:
        until(lambda: logged(home).total() > 10)
        workers = children(process)
        assert len(workers) >= 2
        os.kill(workers[-1], signal.SIGKILL)  # a worker that is killed costs nothing
        until(lambda: logged(home).total() > 30)
        process.kill()
        process.communicate()
    until(lambda: not any(map(alive, workers)))
    assert not file.exists()
    kept = [repr(job.alpha) for job in table_at(file, shipped()).rows()]
    assert 5 <= len(kept) < RUNS
    before = logged(home)
    sweep(*SLOW, "--out", file, code=2)  # it is not begun anew
    sweep(*SLOW, "--resume", "--out", file)
    assert all(logged(home)[alpha] == before[alpha] for alpha in kept)  # what was in the table was not done again
    before = logged(home)
    sweep(*SLOW, "--resume", "--out", file)
    assert logged(home) == before and not list(file.parent.glob("a.csv.*")) and is_whole(file)


@PROC
def test_stopped(home: Path, file: Path) -> None:
    for number, code, more, begins in ((signal.SIGINT, 130, [], 20), (signal.SIGTERM, 143, ["--resume"], 40)):
        with begun(*SLOW, *more, "--out", file, start_new_session=True) as process:
            until(lambda begins=begins: logged(home).total() > begins)  # type: ignore[misc]
            # Ctrl-C in a terminal goes to the workers too, and none of them has anything to say
            os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
            _, errors = process.communicate(timeout=PATIENCE)
        found = rows(file)
        said = f"Stopped; {len(found)} of {RUNS} runs are in {file}, and --resume goes on\n"
        assert (process.returncode, errors) == (code, said)
        assert len(found) < RUNS and found == sorted(found, key=lambda row: float(row["alpha"]))
    sweep(*SLOW, "--resume", "--out", file)
    assert is_whole(file)


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
    assert done.returncode == 2 and kept > 5
    said = f"{file} cannot be written: disk I/O error; {kept} of {RUNS} runs are in {file}, and --resume goes on\n"
    assert done.stderr == said
    sweep(*SLOW, "--resume", "--out", file)
    assert is_whole(file)


def test_plugins_that_misbehave_are_rows_with_a_fault(file: Path) -> None:
    names = ["raises", "exits", "interrupts", "loops", "deaf", "kills", "kills-once", "prints"]
    learners = ",".join(["adam", *(f"trouble/{name}" for name in names), "gradient-descent"])
    words = ("thirteen", "--learner", learners, "--alpha", ".1", "--timeout", "0.9", "--jobs", "2")
    text, errors = sweep(*words, "--out", file)
    assert errors == "" and "here I am" not in text and "6 have a fault, such as: " in text
    ends = {row["learner"].removeprefix("trouble/"): row for row in rows(file)}
    assert len(ends) == 10
    said = {
        "raises": "raises: ValueError: two lines", "exits": "exits: SystemExit: enough",
        "interrupts": "KeyboardInterrupt", "loops": "it did not end within 0.9 s",
        "deaf": "its worker died twice", "kills": "its worker died twice",
    }  # fmt: skip
    for learner, row in ends.items():
        assert row["fault"].startswith(said.get(learner, "")) and bool(row["fault"]) == (learner in said)
        assert bool(row["outcome"]) == (learner not in said)
    plain = [ends[name] for name in ("gradient-descent", "kills-once", "prints")]  # these do the same
    assert len({(row["outcome"], row["steps"], row["error"]) for row in plain}) == 1


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


def test_a_table_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.csv"
    assert run(["sweep", "thirteen", "--alpha", "3", "--jobs", "1", "--out", str(file)]) == 0
    capsys.readouterr()
    for text, advice in (("", "is there already; --resume goes on with it, or"), ("x", "is not the table of a sweep;")):
        file.write_text(text or file.read_text())
        before = file.read_bytes()
        assert run(["sweep", "goldilocks", "--out", str(file)]) == 2 and file.read_bytes() == before
        assert capsys.readouterr().err == f"{file} {advice} name another file\n"


TEXT = (Path(__file__).parents[2] / "docs" / "sweep.md").read_text(encoding="utf-8")
OPTIONS = ("learner", "metric", "alpha", "weight", "spread", "seed")


def test_every_command_in_it_is_one_and_every_column_is_explained() -> None:
    """What it asks for is there, and is not too much for a minute or two."""
    commands = re.findall(r"`(downslope sweep [^`]*)`", TEXT)
    assert len(commands) >= 5
    for command in commands:
        words = shlex.split(command)[2:]
        pairs = list(zip(words, words[1:]))
        fields: dict[str, Any] = {
            f"{name}s": [value for option, value in pairs if option == f"--{name}"] for name in (*OPTIONS, "knob")
        }
        levels = [word for word in words if word in shipped().levels]
        assert 1 < len(jobs(SweepRequest(levels, **fields), shipped())) < 10_000, command
        known = {"--out", "--knob", *(f"--{name}" for name in OPTIONS)}
        assert {word for word in words if word.startswith("--")} <= known
    table = TEXT[TEXT.index("| column |") :]
    assert all(f"`{name}`" in table for name in COLUMNS)


@pytest.mark.slow
def test_the_summary_in_it_is_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (command,) = re.findall(r"```sh\n(.*?)\n```", TEXT, re.DOTALL)
    (printed,) = re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    assert run(shlex.split(command)[1:]) == 0
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line] == [line for line in printed.splitlines() if line]

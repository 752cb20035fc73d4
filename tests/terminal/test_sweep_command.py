"""`downslope sweep` as a person uses it: processes that are killed, plugins that misbehave, words that cannot be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from downslope.sweep.sweep import table_at
from downslope.terminal.commands import run
from processes import started
from support import shipped
from sweeps import begun, environment, logged, rows, sweep, trouble
from waiting import PATIENCE, until

pytestmark = pytest.mark.slow

MANY = ("thirteen", "goldilocks", "stuck-steps", "--learner", "all", "--alpha", "0.01:20:6:log", "--budget", "99")
SMALL = ("thirteen", "--alpha", "0.01:20:6:log", "--jobs", "1")
RUNS = 90
SLOW = ("thirteen", "--learner", "trouble/counts", "--alpha", f"3:9:{RUNS}", "--jobs", "2")
WHOLE: list[bytes] = []  # the table of SLOW


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


def whole(home: Path, tmp_path: Path) -> bytes:
    """The table of SLOW when nothing happens."""
    if not WHOLE:
        sweep(*SLOW, "--out", tmp_path / "whole.csv")
        (home / "plugins" / "runs.log").unlink()
        WHOLE.append((tmp_path / "whole.csv").read_bytes())
    return WHOLE[0]


def test_the_table_and_the_summary(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    text, errors = sweep("thirteen", "--alpha", "1,3,5,9,11,15,20,22,22.3", "--out", file)
    assert errors == ""
    ends = [f"{row['outcome']} {row['steps']}" for row in rows(file)]
    assert ends[::2] == ["land 38", "land 6", "land 1", "overshoot 16", ends[8]] and ends[8].startswith("runaway")
    line = next(line for line in text.splitlines() if "thirteen" in line)
    assert line.split() == ["thirteen", "gradient-descent", "5", "3", "1", "1,", "alpha", "11"]
    assert "● land   ~ cross and land   ↗ run away" in text and f"9 runs in {file}" in text


def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    files = [tmp_path / f"{jobs}.csv" for jobs in (1, 3)]
    for file in files:
        sweep(*MANY, "--jobs", file.stem, "--out", file)
    assert len(rows(files[0])) == 3 * 8 * 6 and len({file.read_bytes() for file in files}) == 1


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see the processes")
def test_killed_and_resumed(home: Path, tmp_path: Path) -> None:
    trouble(home)
    wanted, file = whole(home, tmp_path), tmp_path / "a.csv"
    with begun(*SLOW, "--out", file) as process:
        until(lambda: logged(home).total() > 50)
        workers = children(process)
        assert len(workers) >= 2
        process.kill()
        process.communicate()
    until(lambda: not any(map(alive, workers)))
    assert not file.exists()
    kept = [repr(job.alpha) for job in table_at(file, shipped()).rows()]
    assert 10 <= len(kept) < RUNS
    sweep(*SLOW, "--out", file, code=2)  # it is not begun anew
    sweep(*SLOW, "--resume", "--out", file)
    assert file.read_bytes() == wanted
    assert all(logged(home)[alpha] == 1 for alpha in kept)  # what was in the table was not done again
    before = logged(home)
    sweep(*SLOW, "--resume", "--out", file)
    assert file.read_bytes() == wanted and logged(home) == before
    assert not list(tmp_path.glob("a.csv.*"))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see the processes")
def test_a_worker_that_is_killed_costs_nothing(home: Path, tmp_path: Path) -> None:
    trouble(home)
    wanted, file = whole(home, tmp_path), tmp_path / "a.csv"
    with begun(*SLOW, "--out", file) as process:
        until(lambda: logged(home).total() > 50)
        os.kill(children(process)[-1], signal.SIGKILL)
        _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (0, "")
    assert file.read_bytes() == wanted


def test_stopped(home: Path, tmp_path: Path) -> None:
    trouble(home)
    wanted, file = whole(home, tmp_path), tmp_path / "a.csv"
    for number, code, more, begins in ((signal.SIGINT, 130, [], 30), (signal.SIGTERM, 143, ["--resume"], 60)):
        with begun(*SLOW, *more, "--out", file) as process:
            until(lambda begins=begins: logged(home).total() > begins)  # type: ignore[misc]
            process.send_signal(number)
            _, errors = process.communicate(timeout=PATIENCE)
        found = rows(file)
        said = f"Stopped; {len(found)} of {RUNS} runs are in {file}, and --resume goes on\n"
        assert (process.returncode, errors) == (code, said)
        assert len(found) < RUNS and found == sorted(found, key=lambda row: float(row["alpha"]))
    sweep(*SLOW, "--resume", "--out", file)
    assert file.read_bytes() == wanted


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see the processes")
def test_ctrl_c_in_a_terminal_goes_to_the_workers_too(home: Path, tmp_path: Path) -> None:
    """They come to life just then, and none of them has anything to say."""
    trouble(home)
    file = tmp_path / "a.csv"
    with begun(*SLOW, "--out", file, start_new_session=True) as process:
        until(lambda: len(children(process)) > 1)  # one of them keeps the books of the others
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors.partition(";")[0].strip()) == (130, "Stopped")


def test_a_full_disk(home: Path, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    trouble(home)
    wanted, file = whole(home, tmp_path), tmp_path / "a.csv"
    command = [sys.executable, "-m", "downslope", "sweep", *SLOW, "--out", str(file)]
    limit = (150_000, 150_000)  # bytes that a file may have
    done = subprocess.run(
        # a compiled file that is cut off at the limit would be read by all tests after this one
        command, capture_output=True, text=True, env=environment(PYTHONDONTWRITEBYTECODE="1"), timeout=PATIENCE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )  # fmt: skip
    kept = len(rows(file))
    assert done.returncode == 2 and kept > 10
    said = f"{file} cannot be written: disk I/O error; {kept} of {RUNS} runs are in {file}, and --resume goes on\n"
    assert done.stderr == said
    sweep(*SLOW, "--resume", "--out", file)
    assert file.read_bytes() == wanted


def test_plugins_that_misbehave_are_rows_with_a_fault(home: Path, tmp_path: Path) -> None:
    trouble(home)
    file = tmp_path / "a.csv"
    names = ["raises", "exits", "interrupts", "loops", "deaf", "kills", "kills-once", "prints"]
    learners = ",".join(["adam", *(f"trouble/{name}" for name in names), "gradient-descent"])
    words = ("thirteen", "--learner", learners, "--alpha", ".1", "--timeout", "0.9", "--jobs", "2")
    text, errors = sweep(*words, "--out", file)
    assert errors == "" and "here I am" not in text
    assert "6 have a fault, such as: " in text
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


LEVEL = """
from downslope import Example, Learner, Level, hookimpl

class Own(Learner):
    name = "own"
    def update(self, weight, weight_delta, alpha):
        return FORMULA

@hookimpl
def learners():
    return [Own]

@hookimpl
def levels():
    own = Level("own", title="Own", examples=[Example(1, GOAL)], weights=[0.5], learner="own", knobs=KNOBS)
    return [own, Level("other", title="O", examples=[Example(1, 2)], weights=[0.5])]
"""
GOOD = {"FORMULA": "weight - weight_delta * alpha", "GOAL": "2", "KNOBS": "()"}


def written(home: Path, **parts: str) -> None:
    text = LEVEL
    for name, part in {**GOOD, **parts}.items():
        text = text.replace(name, part)
    (home / "plugins").mkdir(exist_ok=True)
    (home / "plugins" / "mine.py").write_text(text)


def test_what_was_changed_is_not_mixed_in(home: Path, tmp_path: Path) -> None:
    file, words = tmp_path / "a.csv", ("mine/own", "mine/other", "--alpha", "0.1:0.5:5")
    written(home)
    sweep(*words, "--out", file)
    before = file.read_bytes()
    for change in ({"GOAL": "3"}, {"FORMULA": "weight - weight_delta * alpha * 1.5"}):
        written(home, **change)
        _, errors = sweep(*words, "--out", file, "--resume", code=2)
        assert errors.startswith(f"{file} has 5 runs of mine/own from before the level, its learner")
        assert file.read_bytes() == before
    written(home, KNOBS="[]")  # what does not matter to a run does not matter; but the learner's file is another
    sweep(*words, "--out", file, "--resume", code=2)
    written(home)
    sweep(*words, "--alpha", "0.7", "--out", file, "--resume")  # more than before: both are kept
    assert len(rows(file)) == 12


def test_a_plugin_that_was_mended_is_run_again(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    written(home, FORMULA="weight / 0")
    text, _ = sweep("mine/own", "--alpha", "0.1:0.5:5", "--out", file)
    assert "5 have a fault, such as: own: ZeroDivisionError" in text
    written(home)
    text, _ = sweep("mine/own", "--alpha", "0.1:0.5:5", "--out", file, "--resume")
    assert "fault" not in text and [row["outcome"] for row in rows(file)] == ["land"] * 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["thirten"], ["thirten", "did you mean 'thirteen'"]),
        (["thirteen", "--metric", "nonsense"], ["no metric 'nonsense'", "there are", "squared"]),
        (["thirteen", "--alpha", "0:1:5"], ["--alpha is '0:1:5'", "allowed: finite numbers above 0"]),
        (["thirteen", "--budget", "0"], ["--budget is 0", "1 to 1000000"]),
        (["thirteen", "--jobs", "2", "--dask", "tcp://127.0.0.1:1"], ["one of them"]),
        (["thirteen", "--out", "a.txt"], ["--out is a.txt", ".csv or .parquet"]),
        (["thirteen", "--out", "nowhere/a.csv"], ["a.csv cannot be written: No such file or directory"]),
        (["thirteen", "--out", "/dev/full/a.csv"], ["a.csv cannot be", "Not a directory"]),
        (["thirteen", "--colour"], ["--colour"]),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    words: list[str], said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = [] if "--out" in words else ["--out", str(tmp_path / "a.csv")]
    assert run(["sweep", *words, *where]) == 2
    text, errors = capsys.readouterr()
    assert text == "" and all(part in errors for part in said), errors
    assert len(errors.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_without_distributed_dask_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert run(["sweep", "thirteen", "--out", str(tmp_path / "a.csv"), "--dask", "tcp://127.0.0.1:1"]) == 2
    text, errors = capsys.readouterr()
    assert text == "" and "pip install 'downslope[cluster]'" in errors and len(errors.splitlines()) == 1


def test_a_bar_where_somebody_looks(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "downslope", "sweep", *SMALL, "--out", str(tmp_path / "a.csv")]
    shown = environment(TERM="xterm")
    with started(command, stdout=subprocess.PIPE, stderr=theirs, text=True, env=shown) as process:
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # so a terminal ends
            while part := os.read(ours, 4096):
                seen += part
        assert process.wait(timeout=PATIENCE) == 0 and process.stdout is not None
        assert "6 runs in" in process.stdout.read()
    os.close(ours)
    assert "runs" in seen.decode() and "6/6" in seen.decode()


def test_a_table_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.csv"
    for text, advice in (("", "is there already; --resume goes on with it, or"), ("x", "is not the table of a sweep;")):
        file.write_text(text) if text else run(["sweep", "thirteen", "--alpha", "3", "--jobs", "1", "--out", str(file)])
        before = file.read_bytes()
        assert run(["sweep", "goldilocks", "--out", str(file)]) == 2 and file.read_bytes() == before
        assert capsys.readouterr().err == f"{file} {advice} name another file\n"


def test_without_pyarrow_parquet_says_what_to_install(tmp_path: Path) -> None:
    missing = "import sys; sys.modules['pyarrow'] = None"
    _, errors = sweep("thirteen", "--out", tmp_path / "a.parquet", code=2, before=missing)
    assert "pip install 'downslope[parquet]'" in errors and len(errors.splitlines()) == 1

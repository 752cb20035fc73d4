"""Plugins that mean no good, in processes of their own: commands name them, go on, keep the terminal clean, and end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from downslope.background.client import Training, WorkerDied
from downslope.background.commands import LevelCheck
from downslope.desktop.processes import PIPE, command
from processes import GAME, Started, python_path, started, warm
from registry.dropped import drop
from waiting import PATIENCE, until

pytestmark = pytest.mark.slow  # each is a process, and most wait for another one

# Nobody waits for seconds here: the limits are short, in what a command starts too; all else is the program as it is
# started.
SHORT = """
from downslope.engine.watchdog import limits
limits.load = limits.hook = limits.command = limits.step = .3
limits.hard = 1.0
"""
BRIEF = """
from downslope.terminal import check
guarded = check.GuardedCommand
check.GuardedCommand = lambda words, limit: guarded(words, 3)
"""  # so many seconds of the processor
LEVEL = """
import os, sys, threading, time
from downslope import Example, Learner, Level, Near, hookimpl


class Patient(Learner):
    name = "patient"

    def step(self, problem, weights, alpha):
        {step}
        return [weights[0] - 0.01]


@hookimpl
def learners():
    return [Patient]


@hookimpl
def levels():
    return [Level("long", title="Long", examples=[Example(1, 5)], weights=[0.5], target=Near(0.01),
                  learner="patient"{more})]
"""


@pytest.fixture(scope="module", autouse=True)
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    global start
    folder = tmp_path_factory.mktemp("limits")
    (folder / "sitecustomize.py").write_text(SHORT)
    with warm(PYTHONIOENCODING="utf-8", COLUMNS="200", PYTHONPATH=python_path(folder)) as start:
        yield


start: Started


def run(*words: str, before: str = "", **more: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error)"""
    code, out, err = start(words, before, **more)
    return code, out.decode(), err


def errors() -> dict[str, str]:
    """What `plugins` says is wrong with each."""
    code, out, _err = run("plugins", "--json")
    assert code == 0
    return {row["name"]: row["error"] for row in json.loads(out) if row["kind"] != "shipped"}


@pytest.mark.parametrize("text", ["import os\nos._exit(7)\n", "import itertools\nsum(itertools.repeat(0))\n"])
def test_one_that_ends_the_process_is_left_out_the_next_time(home: Path, text: str) -> None:
    drop(home, deadly=text, good=LEVEL.format(step="pass", more=""))
    code, _out, _err = run("levels")
    assert code != 0
    found = errors()
    assert found["good"] == "" and "skipped" in found["deadly"]
    assert found["deadly"].startswith("deadly.py, line 2: ") is ("repeat" in text)  # the watchdog has seen where
    code, out, _err = run("levels", "--json")
    assert code == 0 and any(row["id"] == "good/long" for row in json.loads(out))


def test_threads_and_last_words_do_not_keep_the_process(home: Path) -> None:
    forever = "def work():\n    while True: time.sleep(.01)\n"
    at_once = "threading.Thread(target=work).start()\natexit.register(work)\n"
    drop(home, busy=f"import atexit, threading, time\n{forever}{at_once}")
    code, out, _err = run("levels", "--json")
    assert code == 0 and json.loads(out)
    assert run("play", "--frames", "20")[0] == 0


def test_a_step_names_the_learner_in_every_command(home: Path) -> None:
    steps = {"night": "time.sleep(1e6)", "exits": "sys.exit(0)", "breaks": "raise KeyboardInterrupt"}
    drop(home, **{name: LEVEL.format(step=step, more="") for name, step in steps.items()})
    ways = (("solve",), ("solve", "--json"), ("script",))
    for words in ((first, f"{name}/long", *more) for name in steps for first, *more in ways[name != "night" :]):
        code, _out, err = run(*words)
        assert code in (1, 2) and ("patient" in err or words[1].partition("/")[0] in err), (words, code, err)
        assert "Traceback" not in err
    for name in steps:
        code, out, err = run("check", str(home / "plugins" / f"{name}.py"))
        assert code == 1 and ("patient" in out or name in out), (out, err)


# What a step does -> what the check says of it, and whether it knows the line.
ENDS = {
    "os.kill(os.getpid(), 11)": ("the process was ended by signal 11 in step", True),
    "os.kill(os.getpid(), 9)": ("the process was ended by signal 9", False),
    "os._exit(0)": ("the process ended with exit code 0", False),
    "bytearray(3 << 30)": ("took more than 2 GB", True),
}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other signals and limits")
@pytest.mark.parametrize("step", ENDS)
def test_a_step_that_ends_the_process_is_a_finding(home: Path, tmp_path: Path, step: str) -> None:
    file, (message, is_known) = tmp_path / "night.py", ENDS[step]
    text = LEVEL.format(step=step, more="")
    file.write_text(text, encoding="utf-8")
    line = text.splitlines().index(f"        {step}") + 1 if is_known else 0
    code, out, err = run("check", str(file), "--json")
    first = json.loads(out)[0]
    assert (code, first["file"], first["line"]) == (1, str(file), line), err
    assert first["message"].endswith(message) and first["thing"].endswith("patient")
    first_line = run("check", str(file))[1].splitlines()[0]
    assert first_line.startswith(f"{file}:{line}: " if is_known else f"{file}: ") and first_line.endswith(message)
    drop(home, night=text)
    code, out, err = run("solve", "night/long", "--json")
    assert code == 1 and message in json.loads(out)["failed"] and message in err


@pytest.mark.skipif(sys.platform == "win32", reason="other signals")
def test_a_file_that_ends_the_process_while_it_is_loaded_is_a_finding_each_time(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "night.py"
    file.write_text("import os\nos.kill(os.getpid(), 11)\n", encoding="utf-8")
    for _time in range(2):
        code, out, _err = run("check", str(file))
        first = out.splitlines()[0]
        assert (code, first) == (1, f"{file}:2: plugin-stopped: plugin night: the process was ended by signal 11")


def test_a_loop_inside_c_is_ended_by_the_time_of_the_processor(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "night.py"
    file.write_text(LEVEL.format(step="import itertools; sum(itertools.repeat(0))", more=""), encoding="utf-8")
    (found,) = json.loads(run("check", str(file), "--json", "--timeout", "1", before=BRIEF)[1])
    assert (found["rule"], found["message"], found["line"] > 0) == (
        "check-unfinished", "it took more than 1 s in step", True,
    )  # fmt: skip


def test_a_check_that_a_slow_step_keeps_says_so(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "night.py"
    file.write_text(LEVEL.format(step="time.sleep(.2)", more=""), encoding="utf-8")
    usual = {"PYTHONPATH": python_path()}  # a step has its 1.5 s
    *_others, note, found = json.loads(run("check", str(file), "--json", "--timeout", "4", **usual)[1])
    assert (note["rule"], found["rule"], found["file"]) == ("learner-slow", "check-unfinished", str(file))
    assert found["message"].endswith(f"; learner patient: {note['message']}")


FAILS = (("check", "nowhere.py"), ("solve", "nowhere"), ("levels", "--wrong"), ("read", "nowhere.png", "--net", "none"),
         ("progress", "import", "nowhere"), ("train", "letters"))  # fmt: skip


@pytest.mark.parametrize("words", FAILS, ids=" ".join)
def test_json_is_told_why_there_is_no_answer(home: Path, words: tuple[str, ...]) -> None:
    code, out, err = run(*words, "--json")
    assert code == 2 and json.loads(out) == {"failed": err.strip().splitlines()[-1]}


PRINTS = "print('printed'); sys.stdout.flush(); os.write(1, b'written'); sys.__stdout__.write('again')"


def test_what_plugins_print_goes_to_standard_error(home: Path) -> None:
    text = f"import os, sys\n{PRINTS}\n" + LEVEL.format(step=PRINTS, more="")
    drop(home, loud=text)
    for words in (("levels", "--json"), ("plugins", "--json"), ("solve", "loud/long", "--json", "--rounds", "3")):
        code, out, err = run(*words)
        assert code == 0, err
        json.loads(out)
        assert "printed" in err and "written" in err
    code, out, err = run("play", "loud/long", "--frames", "3", "--profile")
    assert code == 0, err
    assert "ms" in out and not any(word in out for word in ("printed", "written", "again", "pygame"))
    assert "printed" in err and "written" in err


DIRTY = "\\x1b[31mred\\x1b[0m [bold]b[/bold] \\x07\\x9b \\ud800 \\u202egnp"


def test_no_escape_and_no_markup_of_a_plugin_reaches_the_terminal(home: Path) -> None:
    text = LEVEL.replace('title="Long"', f'title="{DIRTY}"').format(step=f"raise ValueError('{DIRTY}')", more="")
    drop(home, dirty=text, raises=f"raise ValueError('{DIRTY}')\n")
    outs = [
        run("levels"), run("plugins"), run("levels", "--json"), run("solve", "dirty/long"),
        run("check", str(home / "plugins" / "dirty.py")),
    ]  # fmt: skip
    for _code, out, err in outs:
        assert "Traceback" not in err
        for letter in "\x1b\x07\x9b\u202e\ud800":
            assert letter not in out + err
    assert "[bold]b[/bold]" in outs[0][1]  # as it was written
    (title,) = [row["title"] for row in json.loads(outs[2][1]) if row["id"] == "dirty/long"]
    assert title == "[31mred[0m [bold]b[/bold]  ? gnp" or "\x1b" not in title


def test_play_keeps_to_no_plugins(home: Path) -> None:
    drop(home, night=LEVEL.format(step="pass", more=""))
    assert run("play", "night/long", "--frames", "1")[0] == 0
    for words in (("play", "--no-plugins", "night/long"), ("--no-plugins", "play", "night/long")):
        code, _out, err = run(*words, "--frames", "1")
        assert code == 2 and "night/long" in err


# helper processes


def found_by(check: LevelCheck) -> list[str]:
    return until(lambda: [] if (found := check.findings()) is None else (found or ["nothing"]), "the end of the check")


def test_a_check_that_takes_too_long_says_so(home: Path) -> None:
    drop(home, night="import itertools\nsum(itertools.repeat(0))\n")
    (said,) = found_by(LevelCheck("night/long", limit=1))
    assert said == "The level could not be checked: it took more than 1 s"


def test_a_check_that_crashed_says_so(home: Path) -> None:
    drop(home, night="import os\nos._exit(9)\n")
    (said,) = found_by(LevelCheck("night/long"))
    assert "could not be checked" in said and "9" in said
    assert not list((home / "running").glob("*.json"))  # a helper leaves no mark


def test_a_check_of_a_level_that_is_not_there_says_so(home: Path) -> None:
    (said,) = found_by(LevelCheck("no-such-level"))
    assert "could not be checked" in said and "no-such-level" in said


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_check_ends_with_the_game_that_started_it(home: Path) -> None:
    drop(home, night="while True:\n    pass\n")
    start = (
        "import sys, time; from downslope.background.commands import LevelCheck; c = LevelCheck('night/long', 3600);"
        "print(c.number, flush=True); time.sleep(1e6)"
    )
    env = {**os.environ, "PYTHONPATH": str(GAME)}
    with started([sys.executable, "-c", start], stdout=subprocess.PIPE, text=True, env=env) as parent:
        assert parent.stdout is not None
        number = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    until(lambda: not runs(number), "the end of the check")


def runs(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# Every command that starts a process, as it is typed; `sweep` begins a pool, `check` and `solve` a child.
STARTERS = {
    "train": ("train", "digits", "--passes", "1", "--kernels", "1", "--json"),
    "sweep": ("sweep", "thirteen", "--jobs", "2", "--alpha", "0.1,0.2"),
    "check": ("check", "own_level.py", "--timeout", "100"),
    "solve": ("solve", "night/long", "--json", "--rounds", "3"),
}


@pytest.fixture
def trapped(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """We stand in a folder with a file for every module; each leaves its name where it is taken from there."""
    taken, folder = tmp_path / "taken", tmp_path / "trapped"
    folder.mkdir()
    for name in (*sys.stdlib_module_names, "downslope", "pluggy", "typer", "rich", "pygame", "numpy", "sitecustomize"):
        (folder / f"{name}.py").write_text(f"open({str(taken)!r}, 'a').write(__name__ + '\\n')\n")
    text = LEVEL.format(step="pass", more="")
    (folder / "own_level.py").write_text(text)
    drop(home, night=text)
    monkeypatch.chdir(folder)
    return taken


@pytest.mark.parametrize("words", STARTERS.values(), ids=STARTERS)
def test_no_process_takes_a_module_from_the_folder_of_the_start(
    trapped: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    program = tmp_path / "downslope"  # as pip writes it: Python takes modules from where it lies
    program.write_text("from downslope.cli import main\nif __name__ == '__main__':\n    main()\n")
    done = subprocess.run(
        [sys.executable, str(program), *words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(GAME)}, timeout=PATIENCE,
    )  # fmt: skip
    assert not trapped.exists(), trapped.read_text()
    assert done.returncode == (words[0] == "check"), done.stdout + done.stderr  # that level is not fair
    assert "plugin-stopped" not in done.stdout


def test_nor_do_the_helpers_of_a_game(trapped: Path) -> None:
    assert found_by(LevelCheck("thirteen")) == ["nothing"]
    training = Training("thirteen")
    training.go(1)
    until(lambda: training.poll(), "a step")
    training.close()
    assert not trapped.exists(), trapped.read_text()


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no groups")
def test_a_helper_has_a_group_of_its_own_that_ends_with_it(home: Path, tmp_path: Path) -> None:
    began = tmp_path / "began"
    child = f"import os, time\nopen({str(began)!r}, 'w').write(str(os.getpid()))\ntime.sleep(1e6)"
    text = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {child!r}]).wait()\n"
    drop(home, night=text)
    check = LevelCheck("night/long", 3600)
    assert os.getpgid(check.number) == check.number != os.getpgrp()
    number = int(until(lambda: began.read_text() if began.exists() else ""))
    check.stop()
    until(lambda: not runs(number), "the end of what the plugin has started")


# The limits that a process of ours has, as it says itself.
LIMITS = """
import resource
from downslope import hookimpl
print([resource.getrlimit(which)[0] for which in (resource.RLIMIT_DATA, resource.RLIMIT_NPROC)])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other limits")
def test_what_the_game_starts_is_limited(home: Path) -> None:
    drop(home, night=LIMITS)
    with command(["levels"], 0, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        _answer, said = process.communicate(timeout=PATIENCE)
    memory, processes = json.loads(said.splitlines()[0])
    assert memory == 2 << 30 and processes > 64


def test_a_training_whose_step_does_not_end_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(home, night=LEVEL.format(step="sys.exit(3)", more=""))
    training = Training("night/long")
    training.go(5)
    events = until(lambda: [e for e in training.poll() if isinstance(e, WorkerDied)], "the end of the training")
    assert "patient" in events[0].sentence and events[0].fault is not None
    training.close()

"""Plugins that mean no good: commands name them, go on, keep the terminal clean, and end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from downslope.background.client import Training
from downslope.background.commands import LevelCheck
from downslope.cli import run as run_here
from downslope.desktop.processes import PIPE, command
from lib.processes import GAME, Started, python_path, started, warm
from lib.waiting import PATIENCE, until
from registry.dropped import drop

pytestmark = pytest.mark.slow  # most are processes, and wait for another one

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
from downslope import *
class Patient(Learner):
    def step(self, problem, weights, alpha):
        {step}
        return [weights[0] - 0.01]
LEVELS = [Level("long", title="Long", examples=[Example(1, 5)], weights=[0.5], target=Near(0.01), learner="patient")]
"""
LOOP = "import itertools\nsum(itertools.repeat(0))\n"  # inside C: no signal is heard


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    folder = tmp_path_factory.mktemp("limits")
    (folder / "sitecustomize.py").write_text(SHORT)
    with warm(PYTHONIOENCODING="utf-8", COLUMNS="200", PYTHONPATH=python_path(folder)) as start:
        yield start


def test_commands_name_the_plugin_go_on_and_end(home: Path, start: Started) -> None:
    drop(home, deadly=LOOP, good=LEVEL.format(step="pass"))
    assert start(["levels"])[0] != 0
    code, out, _err = start(["plugins", "--json"])
    found = {row["name"]: row["error"] for row in json.loads(out)}
    assert code == 0 and found["good"] == "" and "skipped" in found["deadly"]
    assert found["deadly"].startswith("deadly.py, line 2: ")  # the watchdog has seen where
    (home / "plugins" / "deadly.py").unlink()
    for name, step in {"night": "time.sleep(1e6)", "breaks": "raise KeyboardInterrupt", "exits": "sys.exit(0)"}.items():
        drop(home, **{name: LEVEL.format(step=step)})
        code, _out, err = start(["solve", f"{name}/long"])
        assert code in (1, 2) and ("patient" in err or name in err) and "Traceback" not in err, (name, err)
    # Threads and last words do not keep the process; what is printed goes to standard error
    busy = "import atexit, threading, time\ndef work():\n    while True: time.sleep(.01)\n"
    prints = "print('printed'); sys.stdout.flush(); os.write(1, b'written'); sys.__stdout__.write('again')"
    drop(home, busy=f"{busy}threading.Thread(target=work).start()\natexit.register(work)\n")
    drop(home, loud=f"import os, sys\n{prints}\n{LEVEL}".format(step=prints))
    for words in ("solve loud/long --json --rounds 3", "play loud/long --frames 3 --profile"):
        code, out, err = start(words.split())
        assert code == 0 and "printed" in err and "written" in err, err
        assert json.loads(out) if "--json" in words else out and not set(out.split()) & {b"printed", b"written"}


def test_no_escape_and_no_markup_of_a_plugin_reaches_the_terminal(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dirty = "\\x1b[31mred\\x1b[0m [bold]b[/bold] \\x07\\x9b \\ud800 \\u202egnp"
    text = LEVEL.replace('title="Long"', f'title="{dirty}"').format(step=f"raise ValueError('{dirty}')")
    drop(home, dirty=text, raises=f"raise ValueError('{dirty}')\n")
    monkeypatch.setenv("COLUMNS", "200")
    for words in ("levels", "plugins", "levels --json", "solve dirty/long", "check dirty"):
        run_here(words.split())
        out, err = capsys.readouterr()
        assert "Traceback" not in err and not set("\x1b\x07\x9b\u202e\ud800") & set(out + err), words
        if words == "levels":
            assert "[bold]b[/bold]" in out  # as it was written
        if words.endswith("--json"):
            (title,) = [row["title"] for row in json.loads(out) if row["id"] == "dirty/long"]
            assert "\x1b" not in title
    for words in ("play --no-plugins dirty/long", "--no-plugins play dirty/long"):
        assert run_here([*words.split(), "--frames", "1"]) == 2 and "dirty/long" in capsys.readouterr().err


# What a step does -> what the check says of it, and whether it knows the line.
ENDS = {
    "os.kill(os.getpid(), 11)": ("the process was ended by signal 11 in step", True),
    "os._exit(0)": ("the process ended with exit code 0", False),
    "bytearray(3 << 30)": ("took more than 2 GB", True),
}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other signals and limits")
def test_what_ends_the_process_of_a_check_is_a_finding(home: Path, tmp_path: Path, start: Started) -> None:
    file = tmp_path / "night.py"
    for step, (message, is_known) in ENDS.items():
        text = LEVEL.format(step=step)
        file.write_text(text, encoding="utf-8")
        code, out, err = start(["check", str(file), "--json"])
        first = json.loads(out)[0]
        line = text.splitlines().index(f"        {step}") + 1 if is_known else 0
        assert (code, first["file"], first["line"]) == (1, str(file), line), err
        assert first["message"].endswith(message) and first["thing"].endswith("patient")
    drop(home, night=LEVEL.format(step="os._exit(0)"))
    code, out, err = start(["solve", "night/long", "--json"])
    assert code == 1 and ENDS["os._exit(0)"][0] in json.loads(out)["failed"]
    file.write_text("import os\nos.kill(os.getpid(), 11)\n", encoding="utf-8")
    code, out, _err = start(["check", str(file)])
    assert code == 1 and out.decode().splitlines()[0] == (
        f"{file}:2: plugin-stopped: plugin night: the process was ended by signal 11"
    )
    file.write_text(LEVEL.format(step="import itertools; sum(itertools.repeat(0))"), encoding="utf-8")
    (found,) = json.loads(start(["check", str(file), "--json", "--timeout", "1"], BRIEF)[1])
    assert (found["rule"], found["message"], found["line"] > 0) == (
        "check-unfinished", "it took more than 1 s in step", True,
    )  # fmt: skip


def found_by(check: LevelCheck) -> list[str]:
    return until(lambda: [] if (found := check.findings()) is None else (found or ["nothing"]), "the end of the check")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other limits and no groups")
def test_a_helper_says_how_it_ended_is_limited_and_ends_with_the_game(home: Path, tmp_path: Path) -> None:
    (none,) = found_by(LevelCheck("no-such-level"))
    drop(home, night="import os\nos._exit(9)\n")
    (crashed,) = found_by(LevelCheck("night/long"))
    assert "could not be checked" in crashed and "9" in crashed and "no-such-level" in none
    assert not list((home / "running").glob("*.json"))  # a helper leaves no mark
    drop(home, night=LOOP)
    assert found_by(LevelCheck("night/long", limit=1)) == ["The level could not be checked: it took more than 1 s"]
    began = tmp_path / "began"
    child = f"import os, time\nopen({str(began)!r}, 'w').write(str(os.getpid()))\ntime.sleep(1e6)"
    drop(home, night=f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {child!r}]).wait()\n")
    check = LevelCheck("night/long", 3600)
    assert check.process is not None and os.getpgid(check.process.pid) == check.process.pid != os.getpgrp()
    number = int(until(lambda: began.read_text() if began.exists() else ""))
    check.stop()
    until(lambda: not runs(number), "the end of what the plugin has started")
    drop(home, night="while True:\n    pass\n")
    game = (
        "import sys, time; from downslope.background.commands import LevelCheck; c = LevelCheck('night/long', 3600);"
        "print(c.process.pid, flush=True); time.sleep(1e6)"
    )
    env = {**os.environ, "PYTHONPATH": str(GAME)}
    with started([sys.executable, "-c", game], stdout=subprocess.PIPE, text=True, env=env) as parent:
        assert parent.stdout is not None
        number = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    until(lambda: not runs(number), "the end of the check")
    asks = "print([resource.getrlimit(each)[0] for each in (resource.RLIMIT_DATA, resource.RLIMIT_NPROC)])"
    drop(home, night=f"import resource\n{asks}\n")
    with command(["levels"], 0, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        _answer, said = process.communicate(timeout=PATIENCE)
    memory, processes = json.loads(said.splitlines()[0])
    assert memory == 2 << 30 and processes > 64


def runs(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_no_module_is_taken_from_where_we_stand(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """We stand in a folder with a file for every module; `sweep` begins a pool, `check` a child."""
    taken, folder = tmp_path / "taken", tmp_path / "trapped"
    folder.mkdir()
    for name in (*sys.stdlib_module_names, "downslope", "pluggy", "typer", "rich", "pygame", "numpy", "sitecustomize"):
        (folder / f"{name}.py").write_text(f"open({str(taken)!r}, 'a').write(__name__ + '\\n')\n")
    (folder / "own_level.py").write_text(LEVEL.format(step="pass"))
    monkeypatch.chdir(folder)
    program = tmp_path / "downslope"  # as pip writes it: Python takes modules from where it lies
    program.write_text("from downslope.cli import main\nif __name__ == '__main__':\n    main()\n")
    for words in ("sweep thirteen --jobs 2 --alpha 0.1,0.2", "check own_level.py --timeout 100"):
        done = subprocess.run(
            [sys.executable, str(program), *words.split()], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": str(GAME)}, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == ("check" in words), done.stdout + done.stderr  # that level is not fair
        assert "plugin-stopped" not in done.stdout
    training = Training("thirteen")
    training.go(1)
    until(lambda: training.poll(), "a step")
    training.close()
    assert not taken.exists(), taken.read_text()

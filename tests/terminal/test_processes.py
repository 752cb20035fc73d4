"""Commands as processes: whatever plugins and surroundings do, one ends with its exit code, a sentence, no traceback.

Plugins that mean no good, an old encoding, output that is full, closed or that nobody reads, Ctrl-C at any moment. What
cannot be asked: test_console.py.
"""

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from downslope.background.client import Training
from downslope.background.commands import LevelCheck
from downslope.cli import run as run_here
from downslope.desktop.processes import PIPE, command
from lib.processes import GAME, Started, python_path, runs, started, starter
from lib.waiting import PATIENCE, until
from registry.dropped import drop

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/dev/full").exists(), reason="there are no such things")]

# Nobody waits for seconds here: limits are short, in what a command starts too; all else is the program as it starts.
SHORT = """
from downslope.engine.watchdog import limits
from downslope.terminal import output
output.PATIENCE = .05
limits.load = limits.hook = limits.command = limits.step = .3
limits.hard = .3
"""
BRIEF = """
from downslope.terminal import check
guarded = check.GuardedCommand
check.GuardedCommand = lambda words, limit: guarded(words, 2)
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
HERE = "from downslope.terminal import commands; commands.can = lambda what: False"  # it begins no other process
LOOP = "import itertools\nsum(itertools.repeat(0))\n"  # inside C: no signal is heard


@pytest.fixture
def start(tmp_path: Path) -> Started:
    (tmp_path / "limits").mkdir()
    (tmp_path / "limits" / "sitecustomize.py").write_text(SHORT)
    path = python_path(tmp_path / "limits")
    return lambda words, before="", **more: starter()(words, SHORT + before, PYTHONPATH=path, COLUMNS="200", **more)


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
        code, _out, err = start(["solve", f"{name}/long"], "" if name == "night" else HERE)
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
    drop(home, night="import resource\nprint(resource.getrlimit(resource.RLIMIT_NPROC)[0])\n")
    with command(["levels"], 0, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        assert int(process.communicate(timeout=PATIENCE)[1].split()[0]) > 64, "processes"


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


COMMANDS = {  # one of each way to write
    "solve": ("solve", "goldilocks", "--alpha", ".5"), "plugins": ("plugins", "--json"), "help": ("--help",),
    "frames": ("play", "--frames", "1", "--profile"),
}  # fmt: skip


def calm(err: str) -> bool:
    """One sentence, and nothing that a programmer would read."""
    return len(err.splitlines()) == 1 and "Traceback" not in err and "Error" not in err


# What Python makes of such an output before the first line: it is in an old encoding, full, a pipe unread, or closed.
ASCII = "import sys; sys.stdout.reconfigure(encoding='ascii'); sys.stderr.reconfigure(encoding='ascii')"
FULL = "import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1)"
UNREAD = "import os, sys; ends = os.pipe(); os.dup2(ends[1], 1); list(map(os.close, ends))\n"
UNREAD += "sys.stdout = open(1, 'w', closefd=False)"
CLOSED = "import os, sys; os.close(1); sys.stdout = sys.__stdout__ = None"


def test_where_only_ascii_can_be_written_there_is_no_display_or_the_output_is_full_closed_or_unread(
    home: Path, start: Started
) -> None:
    rows = io.StringIO()
    with redirect_stdout(rows):
        run_here(["levels", "--json"])
    code, out, err = start(("levels", "--json"), ASCII)
    assert (code, err, json.loads(out.decode("ascii"))) == (0, "", json.loads(rows.getvalue()))
    for name, words in COMMANDS.items():
        code, out, err = start(words, ASCII)
        assert (code, err) == (0, "") and out.decode("ascii").strip(), name
        assert name != "solve" or b"8 swing for ever" in out  # the marks of the board are there
    code, _out, err = start(("play", "--frames", "1"), SDL_VIDEODRIVER="nosuchdriver")
    assert code == 2 and "downslope solve" in err and calm(err)
    for name, words in COMMANDS.items():
        code, _out, err = start(words, FULL)
        assert code == 2 and calm(err), (name, err)
        assert err.startswith("The output cannot be written: No space left"), (name, err)
    assert start(("play", "--frames", "1"), FULL)[0] == 0  # what it says is not what it is for
    for name in ("plugins", "help"):
        assert start(COMMANDS[name], UNREAD) == (141, b"", "")
    for name in ("solve", "help"):
        code, _out, err = start(COMMANDS[name], CLOSED)
        assert code == 2 and calm(err) and err.startswith("The output cannot be written: "), (name, err)


# Ctrl-C. The moments are counted, not timed: a signal comes at the n-th import, file or call that Python tells of.

COUNT = """
import atexit, os, sys
total = 0
def count(event, words):
    global total
    total += event in ("import", "open", "exec", "compile")
sys.addaudithook(count)
atexit.register(lambda: os.write(2, b"%d" % total))
"""
INTERRUPT = """
import signal, sys
left, reached = LEFT, REACHED
def hook(event, words):
    global left, reached
    if event == "exec" and "version.py" in str(words[0]):
        reached = True  # the package's first lines have run
    elif reached and event in ("import", "open", "exec", "compile"):
        left -= 1
        if left == 0:
            signal.raise_signal(signal.SIGINT)
sys.addaudithook(hook)
"""


@pytest.mark.parametrize(("words", "shares"), [
    ("solve goldilocks --alpha .5", (0.1, 0.7)), ("sweep thirteen --alpha 3 --jobs 1 --out a.csv", (0.95,)),
    ("play --frames 100000", (0.4, 0.95)),
])  # fmt: skip
def test_ctrl_c_at_any_moment(words: str, shares: tuple[float, ...], home: Path, start: Started) -> None:
    out = str(home / "a.csv")
    code, _out, total = start(words.replace("a.csv", out).replace("100000", "5").split(), COUNT)
    assert code == 0
    for share in shares:
        Path(out).unlink(missing_ok=True)
        interrupt = INTERRUPT.replace("LEFT", str(int(share * int(total)))).replace("REACHED", "True")
        code, _out, err = start(words.replace("a.csv", out).split(), interrupt)
        assert code == 130, (share, code, err)
        assert err == "" or ("sweep" in words and calm(err) and err.startswith("Stopped")), (share, err)
    assert "play" not in words or (home / "saves" / "settings.json").is_file()  # it was left as ever


def test_ctrl_c_while_the_game_is_loaded_ends_it_and_elsewhere_it_is_not_the_games(home: Path) -> None:
    """Nothing has run but the first lines of the package. A notebook keeps what Python says."""
    env = {name: value for name, value in os.environ.items() if name != "PYGAME_HIDE_SUPPORT_PROMPT"}  # the game does
    loads = "sys.argv[0] = 'bin/downslope'\nfrom downslope.cli import main\nsys.exit(main())\n"
    interrupted = INTERRUPT.replace("LEFT", "20").replace("REACHED", "False") + loads
    for text in (interrupted, "import downslope; raise KeyboardInterrupt"):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", text, "levels"], stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=PATIENCE, env={**env, "PYTHONPATH": python_path()},
        )  # fmt: skip
        assert (done.returncode == 130) is (done.stderr == "") is (text == interrupted)
        assert text == interrupted or "KeyboardInterrupt" in done.stderr

"""Freeze the game into a folder, take it elsewhere, and play it where there is nothing else: no Python, no settings.

Where PyInstaller cannot be got, that is said in one line; with FROZEN=must it is a failure.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ERROR = 0.00023544975794049082  # of the article's thirteen rounds
STEPS = 200  # of 8-4 that the frozen program's own process learns
LARGEST = 110_000_000  # bytes, unpacked
PLUGIN = '''"""A learner that asks much of the standard library."""
import colorsys, decimal, fractions, statistics
from downslope import Learner, hookimpl

class Halved(Learner):
    """Half a step."""
    name, title = "halved", "Halved"

    def update(self, weight, weight_delta, alpha):
        return weight - alpha * weight_delta * float(fractions.Fraction(1, 2))

@hookimpl
def learners():
    return [Halved]
'''


def check(what: str, ok: bool) -> None:
    print(f"{'ok' if ok else 'NOT OK'}: {what}", flush=True)
    if not ok:
        sys.exit(1)


def tools(place: Path) -> Path | None:
    """An environment with PyInstaller and what the game needs; None: it cannot be got here."""
    venv.create(place, with_pip=True)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    install = (programs / "python", "-m", "pip", "install", "-q")
    try:
        subprocess.run((*install, "pip>=25.1"), check=True, timeout=300)  # which knows groups
        subprocess.run((*install, ROOT, "--group", f"{ROOT / 'pyproject.toml'}:frozen"), check=True, timeout=300)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return programs


def freeze(programs: Path, place: Path) -> Path:
    """The folder that PyInstaller makes, elsewhere than where it was made."""
    where = ("--distpath", place / "made", "--workpath", place / "work")
    quiet = ("--noconfirm", "--log-level", "ERROR")
    command = (programs / "pyinstaller", *quiet, *where, ROOT / "packaging" / "downslope.spec")
    subprocess.run(command, cwd=place, check=True, timeout=600)
    folder = place / "elsewhere" / "downslope"
    shutil.move(place / "made" / "downslope", folder)
    shutil.rmtree(place / "work")
    return folder


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        programs = tools(place / "tools")
        if programs is None:
            print("frozen: pip cannot get PyInstaller here")
            sys.exit(os.environ.get("FROZEN") == "must")
        folder = freeze(programs, place)
        shutil.rmtree(place / "tools")  # nothing of it may be needed any more
        play(folder, place)


def play(folder: Path, place: Path) -> None:
    program = folder / ("downslope.exe" if os.name == "nt" else "downslope")
    home = place / "home"
    bare = {"HOME": str(place), "DOWNSLOPE_HOME": str(home), "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    if os.name == "nt":
        bare["SYSTEMROOT"] = os.environ["SYSTEMROOT"]

    def run(*words: str | Path) -> str:
        done = subprocess.run((program, *words), cwd=place, env=bare, check=True, stdout=subprocess.PIPE, text=True,
                              encoding="utf-8", timeout=120)  # fmt: skip
        return done.stdout

    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    check(f"the folder has {size / 1e6:.0f} MB", size < LARGEST)
    check("39 levels", len(json.loads(run("levels", "--json"))) == 39)
    solved = json.loads(run("solve", "thirteen", "--alpha", "3", "--json"))
    check("downslope solve thirteen", (solved["steps"], solved["error"]) == (12, ERROR))
    picture = place / "title.png"
    run("--frames", "60", "--screenshot", picture)
    check("a picture of the title", picture.stat().st_size > 10_000)

    (home / "plugins").mkdir(parents=True, exist_ok=True)
    (home / "plugins" / "halved.py").write_text(PLUGIN, encoding="utf-8")
    run("plugins", "--trust", "halved")
    found = {plugin["name"]: plugin for plugin in json.loads(run("plugins", "--json"))}
    check("a plugin from a folder", "halved" in found and not found["halved"]["error"])
    halved = json.loads(run("solve", "thirteen", "--learner", "halved", "--alpha", "6", "--json"))
    check("and it learns", halved["steps"] == 12)

    check("8-4 is learned in a process of the frozen program", learned(str(program), bare))


def learned(program: str, bare: dict[str, str]) -> bool:
    """The game's own client, with the frozen program in Python's place: the same weights as here."""
    sys.path.insert(0, str(ROOT / "game"))
    from downslope.background.client import Training, Waiting
    from downslope.registry.loading import load_all
    from downslope.rules.actions import Learn
    from downslope.rules.session import Session

    catalog = load_all(plugins=False, strict=True).catalog
    here = Session(catalog.level("kernels"), catalog, ())
    there = here.copy()
    vars(sys)["frozen"], sys.executable = True, program
    os.environ.clear()
    os.environ.update(bare)
    training = Training(there.base.id, there.actions)
    training.go(STEPS)
    try:
        for _ in range(600):
            if any(isinstance(event, Waiting) for event in training.follow(there)):
                break
            time.sleep(0.1)
    finally:
        training.close()
    here.do(Learn(STEPS))
    return there.count == STEPS and list(here.weights) == list(there.weights)


if __name__ == "__main__":
    main()

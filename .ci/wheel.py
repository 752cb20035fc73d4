"""Build the wheel, install it into an empty environment somewhere else, and see that the game is all there."""

import ast
import json
import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APP = "io.github.downslope.Downslope"
ERROR = 0.00023544975794049082  # of the article's thirteen rounds


def run(*command: str | Path, cwd: Path) -> str:
    """What it prints. It must end well."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["DOWNSLOPE_HOME"] = str(cwd / "home")
    return subprocess.run(command, cwd=cwd, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def check(what: str, ok: bool) -> None:
    print(f"{'ok' if ok else 'NOT OK'}: {what}")
    if not ok:
        sys.exit(1)


def shipped(folder: str, pattern: str) -> set[str]:
    """Files of the checkout as the wheel must have them."""
    found = (path for path in (ROOT / folder).rglob(pattern) if "__pycache__" not in path.parts)
    return {f"downslope/shipped/{path.relative_to(ROOT).as_posix()}" for path in found}


def written() -> int:
    """How many levels the checkout has: each is a constant of a chapter's file."""
    files = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "levels").rglob("*.py"))
    values = (line.value for file in files for line in file.body if isinstance(line, ast.Assign))
    return sum(isinstance(value, ast.Call) and ast.unparse(value.func) == "Level" for value in values)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        run(sys.executable, "-m", "build", "--outdir", place, ROOT, cwd=place)  # the sdist, and from it the wheel
        (wheel,) = place.glob("*.whl")
        files = set(zipfile.ZipFile(wheel).namelist())
        tops = {file.split("/")[0] for file in files}
        ours = {top for top in tops if not top.endswith((".dist-info", ".data"))}
        check("one top-level name", ours == {"downslope"})
        share = {file.rpartition("/")[2] for file in files if "/data/share/" in file}
        check("an entry for menus, with its icons", {f"{APP}.desktop", f"{APP}.metainfo.xml", f"{APP}.png"} <= share)
        assets = [("assets", f"*.{kind}") for kind in ("ttf", "txt", "gz", "ogg", "py", "svg", "toml")]
        kinds = [("levels", "*.py"), ("levels", "*.svg"), ("plugins", "*.py"), *assets]
        for folder, pattern in kinds:
            wanted = shipped(folder, pattern)
            check(f"{len(wanted)} {pattern} of {folder}", bool(wanted) and wanted <= files)

        environment = place / "environment"
        venv.create(environment, with_pip=True)
        programs = environment / ("Scripts" if os.name == "nt" else "bin")
        run(programs / "python", "-m", "pip", "install", "-q", wheel, cwd=place)
        downslope = programs / "downslope"
        solved = json.loads(run(downslope, "solve", "thirteen", "--alpha", "3", "--json", cwd=place))
        check("downslope solve thirteen", (solved["steps"], solved["error"]) == (12, ERROR))
        levels = json.loads(run(downslope, "levels", "--json", cwd=place))
        check(f"{written()} levels", len(levels) == written())
        plugins = json.loads(run(downslope, "plugins", "--json", cwd=place))
        check("no plugin at fault", bool(plugins) and not any(plugin["error"] for plugin in plugins))
        count = "from downslope import Digits; print(len(Digits()), len(Digits(unseen=True)))"
        check("the digits", run(programs / "python", "-c", count, cwd=place).split() == ["1437", "360"])
        picture = place / "title.png"
        run(downslope, "--frames", "3", "--screenshot", picture, cwd=place)
        check("a picture of the title", picture.stat().st_size > 10_000)


if __name__ == "__main__":
    main()

"""What holds for the repository as a whole: short files, no machine's own paths, nothing generated."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

import downslope
from downslope import version
from syntax import nodes, tree_of

ROOT = Path(__file__).parents[1]
SKIPPED = {".git", "__pycache__", "build", "dist", "site", "failed"}
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".json", ".cfg", ".txt", ".sh", ""}
LONGEST = 700  # lines; one idea a file is what counts

# In pieces, so that this file does not find itself.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb.de" + "bian.org", "proxy.go" + "lang.org"]
PLACES = [f"{slash}{name}{slash}" for slash in "/" for name in ("work", "tmp", "root", "home" + "/user")]
LOCKS = {"poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "package-lock.json", "pylock.toml", "requirements.txt"}


def files() -> list[Path]:
    """All files of the project, hidden folders of tools left out."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        top = Path(folder) == ROOT
        folders[:] = [name for name in folders if ours(name, top)]
        found += [Path(folder, name) for name in names if ours(name, top)]
    return found


def ours(name: str, top: bool) -> bool:
    """No tool's; `top`: it lies in the project's own folder."""
    tool = name in SKIPPED or name.endswith(("_cache", ".egg-info"))
    hidden = top and name.startswith(".") and name not in (".ci", ".gitignore", ".pre-commit-config.yaml")
    return not tool and not hidden


FILES = files()
SOURCES = [path for path in FILES if path.suffix == ".py" and path.relative_to(ROOT).parts[0] != "tests"]
TEXTS = [path for path in FILES if path.suffix in TEXT]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_source_file_is_long() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {file: length for file, length in lengths.items() if length > LONGEST} == {}


def test_no_registry_host_and_no_machines_own_path_is_named() -> None:
    found = []
    for path in TEXTS:
        text = path.read_text(encoding="utf-8")
        found += [f"{name(path)}: {word}" for word in (*HOSTS, *PLACES) if word in text]
    assert found == []


def test_no_lock_file() -> None:
    assert [name(path) for path in FILES if path.name in LOCKS] == []


def test_no_level_is_singled_out_in_the_code() -> None:
    game = [path for path in SOURCES if "game" in path.relative_to(ROOT).parts]
    single = re.compile(r"level\.id\s*(==|!=|(not )?in)\s*[\"'({\[]")
    found = [name(path) for path in game if single.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_the_engine_never_sums_floats_with_sum() -> None:
    rooms = {"learning", "formulas", "engine", "rules", "solving", "convergence", "scripts"}
    core = [path for path in SOURCES if rooms & set(path.relative_to(ROOT).parts)]
    found = [name(path) for path in core if re.search(r"(?<![\w.])sum\(", path.read_text(encoding="utf-8"))]
    assert core and found == []


BY_ADDRESS = {"history.py": "copy.deepcopy asks for a memo by address; the learner that is copied holds what is noted"}


@pytest.mark.source
def test_nothing_is_known_by_its_address() -> None:
    """What is freed leaves its address to another: a run has a serial number, a metric or a list is kept itself."""
    game = [path for path in SOURCES if path.relative_to(ROOT).parts[0] == "game"]
    found = set()
    for path in game:
        if any(node.id == "id" and isinstance(node.ctx, ast.Load) for node in nodes(tree_of(path), ast.Name)):
            found.add(path.name)
    assert game and found == set(BY_ADDRESS)


ONE_DOOR = "game/downslope/storage/files.py"
READS = re.compile(r"\.read_text\(|\.read_bytes\(|(?<!def )(?<![\w.])open\(|with \w+\.open\(")
OTHER_DOORS = {
    "game/downslope/app/frame_times.py": "what the system tells of this process",
    "game/downslope/desktop/bounded.py": "how many processes the system has",
    "game/downslope/desktop/sound.py": "what is shipped with the game",
    "game/downslope/view/draw/canvas.py": "what is shipped with the game",
    "game/downslope/view/scenery/moving_picture.py": "what is shipped with the game",
}


def test_files_are_read_through_one_door() -> None:
    """A pipe or a device in the place of a file is refused there, and never opened."""
    game = [path for path in SOURCES if name(path).startswith("game/")]
    found = {name(path) for path in game if READS.search(path.read_text(encoding="utf-8"))}
    assert found - {ONE_DOOR} == set(OTHER_DOORS)


NO_SECRETS = {"_", "_replace", "_fields", "_asdict", "_make", "_exit"}  # gettext's, namedtuple's, os._exit


def private(path: Path) -> set[str]:
    """The private names of others that a file reads, sets or imports; a class may know its own and its parent's."""
    found: set[str] = set()
    tree = tree_of(path)
    for node in nodes(tree, ast.Attribute):
        if secret(node.attr) and ast.unparse(node.value) not in ("self", "cls", "super()"):
            found.add(node.attr)
    for line in nodes(tree, ast.ImportFrom):
        found |= {alias.name for alias in line.names if (line.module or "").startswith("downslope")}
    for call in nodes(tree, ast.Call):
        called = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if called.endswith(("getattr", "setattr", "delattr")):
            words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            found |= {word.rpartition(".")[2] for word in words}
    return {name for name in found if secret(name)}


def secret(name: str) -> bool:
    return bool(re.match(r"_[^_]", name)) and name not in NO_SECRETS


@pytest.mark.slow
@pytest.mark.source
def test_tests_know_no_private_names() -> None:
    tests = [path for path in FILES if path.suffix == ".py" and name(path).startswith("tests/")]
    found = {name(path): private(path) for path in tests}
    assert {file: names for file, names in found.items() if names} == {}


# What Python, a page, or a test that stands in for a machine, calls by name.
CALLED_BY_OTHERS = {
    "get_code", "speak", "import_progress", "note_unkept",
}  # fmt: skip


@pytest.mark.source
def test_nothing_is_left_that_nobody_calls() -> None:
    """Each function and class is named somewhere besides where it is defined, if only in the table that loads it."""
    words: Counter[str] = Counter()
    defined: Counter[str] = Counter()
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        words.update(re.findall(r"[A-Za-z_]\w*", text))
        if name(path).startswith("game/"):
            tree = tree_of(path)
            named = [node.name for node in nodes(tree, ast.FunctionDef)]
            named += [node.name for node in nodes(tree, ast.ClassDef)]
            defined.update(each for each in named if not each.startswith(("__", "visit_")))
    assert {name for name, count in defined.items() if words[name] <= count} == CALLED_BY_OTHERS


@pytest.mark.source
def test_no_class_is_called_like_another() -> None:
    game = [path for path in SOURCES if name(path).startswith("game/")]
    classes = Counter(node.name for path in game for node in nodes(tree_of(path), ast.ClassDef))
    assert len(classes) > 300 and [each for each, count in classes.items() if count > 1 and each[0] != "_"] == []


def test_the_version_is_written_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "game/downslope/version.py"
    assert f"\n## {version.__version__.partition('.dev')[0]}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert downslope.API == version.API


def test_every_asset_has_its_licence() -> None:
    licences = (ROOT / "assets" / "LICENCES.md").read_text(encoding="utf-8")
    named = re.findall(r"`([^`]+\.(?:ttf|txt|gz|ogg|wav|png|json|csv|py|toml|svg))`", licences)
    covered = {path for pattern in named for path in (ROOT / "assets").glob(pattern)}
    assets = {path for path in FILES if path.is_relative_to(ROOT / "assets")}
    foreign = {path for path in assets if path.suffix not in (".md", ".mo", ".po")}
    assert foreign and foreign <= covered
    assert all(list((ROOT / "assets").glob(pattern)) for pattern in named)


def test_what_the_checks_run_is_there() -> None:
    """Paths that `.ci/run` names: a test file that has moved is otherwise missed when all before it has passed."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    named = re.findall(r"(?:tests|web|docs)/[\w/]+\.\w+|\.ci/\w+\.py", script)
    assert len(named) > 6
    assert [path for path in named if not (ROOT / path).exists()] == []

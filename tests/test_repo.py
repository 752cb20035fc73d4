"""What holds for the repository as a whole: no machine's own paths, nothing generated, nothing that nobody calls."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from downslope import version
from lib.syntax import nodes, tree_of

ROOT = Path(__file__).parents[1]
TOPS = ("game", "tests", "levels", "plugins", "docs", "assets", "benchmarks", "packaging", "web", ".ci")
FILES = [path for top in TOPS for path in (ROOT / top).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
FILES += [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
SOURCES = [path for path in FILES if path.suffix == ".py" and ROOT / "tests" not in path.parents]
GAME = [path for path in SOURCES if ROOT / "game" in path.parents]
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".json", ".cfg", ".txt", ".sh", ""}
LOCKS = {"poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "package-lock.json", "pylock.toml", "requirements.txt"}
# In pieces, so that this file does not find itself.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb.de" + "bian.org", "proxy.go" + "lang.org"]
PLACES = [f"{slash}{name}{slash}" for slash in "/" for name in ("work", "tmp", "root", "home" + "/user")]
NO_SECRETS = {"_", "_replace", "_fields", "_field_defaults", "_asdict", "_make", "_exit"}  # of named tuples, of os
CALLED_BY_OTHERS = {"speak", "import_progress", "note_unkept"}  # by a page, a test for a machine


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_no_host_no_machines_own_path_no_lock_file_and_no_sum_of_floats_in_the_engine() -> None:
    texts = [path for path in FILES if path.suffix in TEXT]
    assert [path for path in texts if any(word in read(path) for word in (*HOSTS, *PLACES))] == []
    assert [path for path in FILES if path.name in LOCKS] == []
    rooms = {"learning", "formulas", "engine", "rules", "solving", "convergence", "scripts"}
    core = [path for path in GAME if rooms & set(path.parts)]
    assert core and [path for path in core if re.search(r"(?<![\w.])sum\(", read(path))] == []


def private(tree: ast.Module) -> set[str]:
    """The private names of others that a file reads, sets or imports; a class may know its own and its parent's."""
    names = {node.attr for node in nodes(tree, ast.Attribute)
             if ast.unparse(node.value) not in ("self", "cls", "super()")}  # fmt: skip
    for line in nodes(tree, ast.ImportFrom):
        names |= {alias.name for alias in line.names if (line.module or "").startswith("downslope")}
    for call in nodes(tree, ast.Call):
        if ast.unparse(call.func).endswith(("getattr", "setattr", "delattr")):
            words = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
            names |= {word.rpartition(".")[2] for word in words if isinstance(word, str)}
    return {name for name in names if re.match(r"_[^_]", name)} - NO_SECRETS


@pytest.mark.slow
@pytest.mark.source
def test_tests_know_no_private_names() -> None:
    tests = [path for path in FILES if path.suffix == ".py" and path not in SOURCES]
    assert {path.name: names for path in tests if (names := private(tree_of(path)))} == {}


@pytest.mark.source
def test_nothing_is_left_that_nobody_calls() -> None:
    """Each function and class is named somewhere besides where it is defined, if only in the table that loads it."""
    words = Counter(word for path in SOURCES for word in re.findall(r"[A-Za-z_]\w*", read(path)))
    names = [node.name for path in GAME for node in nodes(tree_of(path), ast.FunctionDef)]
    names += [node.name for path in GAME for node in nodes(tree_of(path), ast.ClassDef)]
    defined = Counter(name for name in names if not name.startswith(("__", "visit_")))
    assert {name for name, count in defined.items() if words[name] <= count} == CALLED_BY_OTHERS


def test_the_version_is_written_once_assets_have_licences_and_what_the_checks_run_is_there() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "game/downslope/version.py"
    assert f"\n## {version.__version__.partition('.dev')[0]}" in read(ROOT / "CHANGELOG.md")
    assets = ROOT / "assets"
    named = re.findall(r"`([^`]+\.(?:ttf|txt|gz|ogg|wav|png|json|csv|py|toml|svg))`", read(assets / "LICENCES.md"))
    covered = {path for pattern in named for path in assets.glob(pattern)}
    foreign = {path for path in FILES if assets in path.parents and path.suffix not in (".md", ".mo", ".po")}
    assert foreign and foreign <= covered and all(list(assets.glob(pattern)) for pattern in named)
    # a test file that has moved is otherwise missed when all before it has passed
    paths = re.findall(r"(?:tests|web|docs)/[\w/]+\.\w+|\.ci/\w+\.py", read(ROOT / ".ci" / "run"))
    assert len(paths) > 5 and [path for path in paths if not (ROOT / path).exists()] == []

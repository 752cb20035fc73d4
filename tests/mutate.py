"""Do the tests notice? One small mistake at a time is put into a copy of the tree, and its room's quick tests are run.

    python tests/mutate.py --frozen                        the places of mutants.json: the same each time
    python tests/mutate.py --frozen rules storage          those in these rooms
    python tests/mutate.py --random 20 --seed 7 [ROOM …]   other places
    python tests/mutate.py --renew                         mutants.json without the places whose line is gone

A place is known by its file and the text of its line, so edits elsewhere do not move it. mutants.json also lists
mistakes that change nothing, each with the reason: these are never tried. The checkout itself is only read.
"""

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGE = Path("game", "downslope")
MUTANTS = Path(__file__).with_name("mutants.json")
PATIENCE = 30  # times the processor time of the unchanged room and a second: then a mistake makes the tests hang
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "*.png", "build", "dist", "__pycache__", ".*_cache")
# The core and the attempt: random places come from here.
ROOMS = (
    "learning", "lines", "engine", "rules", "registry", "storage", "attempt", "level_files", "solving", "convergence",
    "digits", "sweep", "schema",
)  # fmt: skip
SWAPS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">"), ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="), ast.Is: ("is", "is not"), ast.IsNot: ("is not", "is"), ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"), ast.And: ("and", "or"), ast.Or: ("or", "and"), ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"), ast.FloorDiv: ("//", "/"), ast.Mod: ("%", "//"),
}  # fmt: skip
Edit = tuple[ast.expr | ast.stmt, Callable[[str], str]]  # a part of one line; what becomes of its text


class Place(NamedTuple):
    """A line of the package, and the line with a mistake; `nth` of several equal lines."""

    file: str
    old: str
    new: str
    nth: int = 0


Verdict = tuple[Place, str, str]  # killed, survived, or stale where its line is gone; the test that failed first


def places_in(root: Path, file: str) -> list[Place]:
    """Every single mistake in one line of a file, but in what only a type checker reads."""
    text = (root / PACKAGE / file).read_text(encoding="utf-8")
    lines, tree, places = text.splitlines(), ast.parse(text), dict[Place, None]()
    typed = {each for node in ast.walk(tree) for name in ("annotation", "returns")
             for each in ast.walk(getattr(node, name, None) or ast.Module([], []))}  # fmt: skip
    typed |= {node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)}
    for node, change in (edit for each in ast.walk(tree) if each not in typed for edit in edits_of(each)):
        row = node.lineno - 1
        line, start, end = lines[row].encode(), node.col_offset, node.end_col_offset
        if row == (node.end_lineno or 0) - 1:
            new = (line[:start] + change(line[start:end].decode()).encode() + line[end:]).decode()
            if new != lines[row]:
                places[Place(file, lines[row], new, lines[:row].count(lines[row]))] = None
    return list(places)


def edits_of(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield _between(node, node.left, node.ops[0])
    elif isinstance(node, ast.BinOp) and type(node.op) in SWAPS:
        yield _between(node, node.left, node.op)
    elif isinstance(node, ast.BoolOp):
        yield _between(node, node.values[0], node.op)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield node, lambda text: str(text != "True")
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield node, "({} + 1)".format
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield node, lambda _text: "return None"
    elif isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.YieldFrom)):
        yield node, lambda _text: "pass"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, lambda text: text.removeprefix("not ")
    if isinstance(node, (ast.If, ast.IfExp)) and not isinstance(node.test, (ast.Compare, ast.UnaryOp)):
        yield node.test, "not ({})".format


def _between(whole: ast.expr, left: ast.expr, kind: ast.AST) -> Edit:
    """The sign after a node's left part is another one."""
    size = (left.end_col_offset or 0) - whole.col_offset  # in bytes

    def change(text: str) -> str:
        before, after = text.encode()[:size].decode(), text.encode()[size:].decode()
        return before + after.replace(*SWAPS[type(kind)], 1)

    return whole, change


def with_mistake(text: str, place: Place) -> str | None:
    """A file's text with it; None: its line is gone."""
    lines = text.splitlines()
    rows = [row for row, line in enumerate(lines) if line == place.old]
    if len(rows) <= place.nth:
        return None
    lines[rows[place.nth]] = place.new
    return "\n".join([*lines, ""])


def is_stale(root: Path, place: Place) -> bool:
    file = root / PACKAGE / place.file
    return not file.is_file() or with_mistake(file.read_text(encoding="utf-8"), place) is None


def choose(root: Path, count: int, seed: int, rooms: Iterable[str], without: Iterable[Place] = ()) -> list[Place]:
    """So many places at random, each line of these rooms as likely as any other; none of `without`."""
    random, package, avoided = Random(seed), root / PACKAGE, {place[:3] for place in without}
    by_line: dict[tuple[str, str, int], list[Place]] = {}
    for path in (path for room in rooms for path in sorted((package / room).rglob("*.py"))):
        for place in places_in(root, path.relative_to(package).as_posix()):
            if place[:3] not in avoided:
                by_line.setdefault((place.file, place.old, place.nth), []).append(place)
    return [random.choice(by_line[line]) for line in random.sample(sorted(by_line), min(count, len(by_line)))]


def room_of(place: Place) -> str:
    return place.file.partition("/")[0]


def tests_for(tree: Path, place: Place) -> list[str]:
    """The room's test files; first the one named after the module, then those that import it."""
    room, module = room_of(place), Path(place.file).stem
    files = sorted((tree / "tests" / room).glob("test_*.py"), key=lambda file: (
        file.stem != f"test_{module}", f"{room}.{module} import" not in file.read_text(encoding="utf-8"), file,
    ))  # fmt: skip
    return [str(file.relative_to(tree)) for file in files]


def tested(tree: Path, tests: Sequence[str], limit: float | None = None) -> tuple[int, float, list[str]]:
    """pytest's exit code, the processor time, the tests that failed. `limit`: in seconds of the clock."""
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider", *tests]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env.update(PYTHONPATH=str(tree / "game"), CI="1")
    before = sum(os.times()[2:4])  # of children
    try:
        done = subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return -1, 0.0, ["the tests hang"]
    words = [line.split() for line in done.stdout.splitlines()]
    failed = [each[1] for each in words if each and each[0] in ("FAILED", "ERROR")]
    return done.returncode, sum(os.times()[2:4]) - before, failed


def judged(root: Path, places: Iterable[Place]) -> Iterator[Verdict]:
    """Each place's verdict, room by room, in a copy of the tree that is deleted afterwards.

    What fails in a room before anything is changed tells nothing later.
    """
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        tree, rooms = Path(folder) / "tree", dict[str, tuple[list[str], float]]()
        shutil.copytree(root, tree, ignore=NOT_COPIED)
        for number, place in enumerate(sorted(places, key=room_of), 1):
            if is_stale(tree, place):
                yield place, "stale", ""
                continue
            tests = tests_for(tree, place)
            if room_of(place) not in rooms:
                _code, spent, red = tested(tree, tests)
                rooms[room_of(place)] = [f"--deselect={test}" for test in red], PATIENCE * (1.0 + spent)
            options, limit = rooms[room_of(place)]
            path = tree / PACKAGE / place.file
            text, written = path.read_text(encoding="utf-8"), path.stat().st_mtime
            path.write_text(with_mistake(text, place) or "", encoding="utf-8")
            os.utime(path, (written + number,) * 2)  # what is kept compiled is known by the second and the length
            code, _spent, failed = tested(tree, ["-x", *options, *tests], limit)
            path.write_text(text, encoding="utf-8")
            os.utime(path, (written,) * 2)
            yield place, "survived" if code in (0, 5) else "killed", "".join(failed[:1])  # 5: there are no tests


def frozen() -> tuple[list[Place], dict[Place, str]]:
    """The places to try, and those that change nothing, each with the reason."""
    data = json.loads(MUTANTS.read_text(encoding="utf-8"))
    return [Place(*each) for each in data["places"]], {Place(*place): why for *place, why in data["same"]}


def renew(seed: int) -> None:
    """Stale places become others of the same room; of the mistakes that change nothing the stale ones go."""
    places, same = frozen()
    same = {place: why for place, why in same.items() if not is_stale(ROOT, place)}
    for number, place in enumerate(places):
        if is_stale(ROOT, place):
            places[number] = choose(ROOT, 1, seed + number, [room_of(place)], [*places, *same])[0]
    rows: dict[str, Sequence[object]] = {"places": places, "same": [[*place, why] for place, why in same.items()]}
    texts = (f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in table) + "\n]"
             for name, table in rows.items())  # fmt: skip
    MUTANTS.write_text("{\n" + ",\n".join(texts) + "\n}\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="only places in these rooms")
    parser.add_argument("--frozen", action="store_true", help="the places of mutants.json (this is the default)")
    parser.add_argument("--random", type=int, metavar="N", help="so many other places")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--renew", action="store_true", help="replace the places whose line is gone")
    given = parser.parse_args(arguments)
    if given.renew:
        renew(given.seed)
        return 0
    places, same = frozen()
    if given.random:
        places = choose(ROOT, given.random, given.seed, given.rooms or ROOMS, [*places, *same])
    count: dict[str, list[str]] = {"all": []}
    for place, word, test in judged(ROOT, [p for p in places if not given.rooms or room_of(p) in given.rooms]):
        for name in (room_of(place), "all"):
            count.setdefault(name, []).append(word)
        print(f"{word:8} {place.file}: {place.old.strip()}  →  {place.new.strip()}  {test}", flush=True)
    for room, words in count.items():
        told = ", ".join(f"{words.count(word)} {word}" for word in ("killed", "survived", "stale"))
        print(f"{room:12} {told}: {words.count('killed') / max(1, len(words) - words.count('stale')):.0%} killed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

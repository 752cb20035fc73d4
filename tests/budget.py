"""Counts what the house holds: files, lines, statements, functions, classes of each room; words that ask for a redraw.

    python tests/budget.py              a table: each room, the rooms of the screen, all of them
    python tests/budget.py --twins      measures that stand beside the drawing that they measure
    python tests/budget.py --write      lowers budget.json to what is counted now; nothing in it ever rises

budget.json holds what each room had at most. budget_rows.json holds signed rows: what a change was allowed to add to a
room, and for what. A room may hold the sum of both.
"""

import ast
import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1] / "game" / "downslope"
KEPT, SIGNED = (Path(__file__).with_name(name) for name in ("budget.json", "budget_rows.json"))
SCREEN = ("view", "boards", "scenes", "captions", "app", "desktop", "attempt")
HEADS = ("files", "lines", "statements", "functions", "classes", "records", "protocols", "redraw words", "twins")
GOAL = {
    "ALL": {"lines": 72_000, "functions": 5_800, "classes": 650, "files": 450},
    "SCREEN": {"lines": 48_000, "functions": 3_700, "classes": 420, "files": 260},
}
# Classes, and how many methods each is to have.
FACES = {"Board": 14, "Host": 9, "PlayScreen": 20, "PlayScene": 24, "Panel": 7}
DRAWS = ("view", "boards", "scenes")  # in other rooms a run is kept and keys are refreshed, which are no pictures
# The words with which somebody says by hand whether a picture has changed; where one has been renamed, both spellings.
REDRAW = {
    "moving", "still", "shows", "redraw_key", "state", "refresh", "draw_still", "draw_moving", "lasting", "goes_on",
    "carries_over",
}  # fmt: skip
REDRAW_CALLS = {"keep", "on_sheet", "draw_on_layer", "relayout", "request_layout"}
TWIN = ("_height", "_width", "_high", "_wide")  # `x_height` beside `draw_x`
Table = dict[str, dict[str, int]]


def measures(function: str, drawings: set[str]) -> bool:
    """Whether a function gives the size of a drawing that stands somewhere too."""
    stem = next((function[: -len(end)] for end in TWIN if function.endswith(end)), "").lstrip("_")
    return bool(stem) and not drawings.isdisjoint(f"draw_{name}" for name in (stem, f"{stem}s", stem.removesuffix("s")))


def nodes(tree: ast.AST, drawings: set[str], draws: bool) -> Iterator[str]:
    """What each node of a file counts as; `draws`: the file is of a room that draws."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            yield "statements"
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base).split("[")[0].rsplit(".", 1)[-1] for base in node.bases}
            yield "classes"
            yield from (word for base, word in (("NamedTuple", "records"), ("Protocol", "protocols")) if base in bases)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield "functions"
            if draws and node.name in REDRAW:
                yield "redraw words"
            if measures(node.name, drawings):
                yield "twins"
        elif draws and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            word, of = node.func.attr, ast.unparse(node.func.value)
            if word in REDRAW_CALLS and (word != "keep" or of == "canvas"):  # what else is kept is no picture
                yield "redraw words"


def trees(root: Path) -> Iterator[tuple[Path, str, ast.Module]]:
    """Every file of the game: its path, its text, its syntax tree."""
    for file in sorted(root.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        yield file, text, ast.parse(text)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@cache
def table(root: Path = ROOT) -> Table:
    """Room → what is counted there; SCREEN and ALL are sums, "faces" the methods of five classes.

    LookupError  one of the five is not there, or is there twice
    """
    files = list(trees(root))
    drawings = {node.name.lstrip("_") for _, _, tree in files for node in functions(tree) if "draw_" in node.name}
    rooms: dict[str, Counter[str]] = {}
    faces: Counter[str] = Counter()
    for file, text, tree in files:
        parts = file.relative_to(root).parts
        count = rooms.setdefault(parts[0] if len(parts) > 1 else "(loose)", Counter())
        count.update({"files": 1, "lines": text.count("\n")})
        count.update(nodes(tree, drawings, parts[0] in DRAWS))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name in FACES:
                if node.name in faces:
                    raise LookupError(f"the class {node.name} is there twice")
                faces[node.name] = sum(isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) for each in node.body)
    if missing := FACES.keys() - faces:
        raise LookupError(f"no class {', '.join(sorted(missing))} is counted any more: has it another name?")
    rooms = dict(sorted(rooms.items()))
    screen = sum((count for name, count in rooms.items() if name in SCREEN), Counter[str]())
    rooms.update(SCREEN=screen, ALL=sum((rooms[name] for name in rooms), Counter[str]()), faces=faces)
    return {name: dict(count) for name, count in rooms.items()}


def signed(room: str, what: str) -> int:
    """What the signed rows allow a room beyond budget.json; SCREEN and ALL are allowed what their rooms are."""
    rows = json.loads(SIGNED.read_text(encoding="utf-8"))
    rooms = {"ALL": None, "SCREEN": SCREEN}.get(room, (room,))
    return sum(row.get(what, 0) for row in rows if rooms is None or row["room"] in rooms)


def allowed() -> Table:
    """Room → what it may hold."""
    kept: Table = json.loads(KEPT.read_text(encoding="utf-8"))
    rooms = dict.fromkeys((*kept, *(row["room"] for row in json.loads(SIGNED.read_text(encoding="utf-8")))))
    heads = (*HEADS, *FACES)
    return {room: {what: kept.get(room, {}).get(what, 0) + signed(room, what) for what in heads} for room in rooms}


def grown(now: Table, most: Table) -> list[str]:
    """What is larger than it may be; a room that nobody knew may hold nothing."""
    return [
        f"{room}: {number} {what}, at most {most.get(room, {}).get(what, 0)}"
        for room, counts in now.items()
        for what, number in counts.items()
        if number > most.get(room, {}).get(what, 0)
    ]


def write(now: Table) -> None:
    """Lowers budget.json, so that with the signed rows it allows what there is."""
    kept: Table = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    lower = {
        room: {
            what: max(0, min(counts.get(what, 0) - signed(room, what), kept.get(room, counts).get(what, 0)))
            for what in dict.fromkeys((*kept.get(room, counts), *counts))
        }
        for room, counts in now.items()
        if not kept or room in kept
    }
    KEPT.write_text(json.dumps(lower, indent=1) + "\n", encoding="utf-8")


def main(words: list[str]) -> None:
    now = table()
    if words == ["--write"]:
        write(now)
    elif words == ["--twins"]:
        files = list(trees(ROOT))
        drawings = {node.name.lstrip("_") for _, _, tree in files for node in functions(tree) if "draw_" in node.name}
        for file, _, tree in files:
            for node in functions(tree):
                if measures(node.name, drawings):
                    print(f"{file.relative_to(ROOT)}:{node.lineno} {node.name}")
    else:
        print(f"{'room':<12}" + "".join(f"{head:>13}" for head in HEADS))
        for room, counts in now.items():
            if room != "faces":
                print(f"{room:<12}" + "".join(f"{counts.get(head, 0):>13,}" for head in HEADS))
        for room, goal in GOAL.items():
            print(f"goal {room:<7}" + "".join(f"{goal[head]:>13,}" if head in goal else " " * 13 for head in HEADS))
        print("methods: " + ", ".join(f"{name} {now['faces'][name]} (goal {goal})" for name, goal in FACES.items()))


if __name__ == "__main__":
    main(sys.argv[1:])

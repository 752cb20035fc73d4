"""Counts what the house holds: files, lines, statements, functions, classes of each room; words that ask for a redraw.

    python tests/budget.py              a table: each room, the rooms of the screen, all of them
    python tests/budget.py --write      lowers budget.json to what is counted now; nothing in it ever rises

budget.json holds what each room had at most. budget_rows.json holds signed rows: what a change was allowed to add to a
room, and for what. A room may hold the sum of both.
"""

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1] / "game" / "downslope"
KEPT, SIGNED = (Path(__file__).with_name(name) for name in ("budget.json", "budget_rows.json"))
SCREEN = ("view", "boards", "scenes", "captions", "app", "desktop", "attempt")
HEADS = ("files", "lines", "statements", "functions", "classes", "records", "protocols", "redraw words", "twins")
FACES = ("Board", "Host", "PlayScreen", "PlayScene", "Panel")  # classes whose methods are counted too
DRAWS = ("view", "boards", "scenes")  # in other rooms a run is kept and keys are refreshed, which are no pictures
# The words with which somebody says by hand whether a picture has changed, defined and called
REDRAW = {"moving", "still", "shows", "redraw_key", "state", "refresh", "draw_still", "draw_moving", "lasting",
          "goes_on", "carries_over"}  # fmt: skip
REDRAW_CALLS = {"canvas.keep", "on_sheet", "draw_on_layer", "relayout", "request_layout"}
TWIN = re.compile("_?(\\w+?)s?_(height|width|high|wide)")  # a measure beside the drawing that it measures, `draw_x`
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Table = dict[str, dict[str, int]]


def kinds(node: ast.AST, draws: bool) -> Iterator[str]:
    """What a node of a file counts as; `draws`: the file is of a room that draws."""
    if isinstance(node, ast.stmt):
        yield "statements"
    if isinstance(node, ast.ClassDef):
        bases = {ast.unparse(base).split("[")[0].rsplit(".", 1)[-1] for base in node.bases}
        yield "classes"
        yield from (word for base, word in (("NamedTuple", "records"), ("Protocol", "protocols")) if base in bases)
    elif isinstance(node, DEFINITIONS):
        yield "functions"
        if draws and node.name in REDRAW:
            yield "redraw words"
    elif draws and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield from ["redraw words"] * bool(REDRAW_CALLS & {node.func.attr, ast.unparse(node.func)})


@cache
def table(root: Path = ROOT) -> Table:
    """Room → what is counted there; SCREEN and ALL are sums, "faces" the methods of five classes.

    LookupError  one of the five is not there
    """
    rooms: dict[str, Counter[str]] = {}
    faces: dict[str, int] = {}
    names: list[tuple[str, str]] = []  # of functions: their room, their name
    for file in sorted(root.rglob("*.py")):
        text, parts = file.read_text(encoding="utf-8"), file.relative_to(root).parts
        room = parts[0] if len(parts) > 1 else "(loose)"
        count = rooms.setdefault(room, Counter())
        count.update({"files": 1, "lines": text.count("\n")})
        for node in ast.walk(ast.parse(text)):
            count.update(kinds(node, room in DRAWS))
            if isinstance(node, DEFINITIONS):
                names.append((room, node.name))
            if isinstance(node, ast.ClassDef) and node.name in FACES:
                faces[node.name] = sum(isinstance(each, DEFINITIONS) for each in node.body)
    if missing := set(FACES) - faces.keys():
        raise LookupError(f"no class {', '.join(sorted(missing))} is counted any more: has it another name?")
    drawings = {name.lstrip("_").removesuffix("s") for _room, name in names if "draw_" in name}
    for room, name in names:
        measure = TWIN.fullmatch(name)
        rooms[room]["twins"] += measure is not None and f"draw_{measure[1]}" in drawings
    sums = {"SCREEN": sum((rooms.get(name, Counter()) for name in SCREEN), Counter[str]())}
    sums["ALL"] = sum(rooms.values(), Counter[str]())
    return {**{name: dict(count) for name, count in (*sorted(rooms.items()), *sums.items())}, "faces": faces}


def allowed() -> tuple[Table, Table]:
    """Room → what it had at most; and what signed rows add. SCREEN and ALL are allowed what their rooms are."""
    kept: Table = json.loads(KEPT.read_text(encoding="utf-8"))
    added: dict[str, Counter[str]] = {}
    for row in json.loads(SIGNED.read_text(encoding="utf-8")):
        for room in {row["room"], "ALL", *(("SCREEN",) if row["room"] in SCREEN else ())}:
            added.setdefault(room, Counter()).update({what: row[what] for what in (*HEADS, *FACES) if what in row})
    return kept, {room: dict(count) for room, count in added.items()}


def grown(now: Table) -> list[str]:
    """What is larger than it may be; a room that nobody knew may hold nothing."""
    kept, added = allowed()
    most = {room: Counter(kept.get(room, {})) + Counter(added.get(room, {})) for room in {*kept, *added, *now}}
    return [f"{room}: {number} {what}, at most {most[room][what]}" for room, counts in now.items()
            for what, number in counts.items() if number > most[room][what]]  # fmt: skip


def write(now: Table) -> None:
    """Lowers budget.json, so that with the signed rows it allows what there is."""
    kept, added = allowed()
    for room, most in kept.items():
        for what, number in most.items():
            here = now.get(room, {}).get(what, 0) - added.get(room, {}).get(what, 0)
            most[what] = max(0, min(number, here))
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    found = table()
    if sys.argv[1:] == ["--write"]:
        write(found)
    else:
        for room, counts in found.items():
            print(f"{room:<12}" + ", ".join(f"{number:,} {what}" for what, number in counts.items()))

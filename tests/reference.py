"""What is generated of the documents, between marks in them: `python tests/reference.py` writes it."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

import reference_api as api
from downslope import testing
from downslope.learning.batches import SCHEDULES
from downslope.level_files.json_schema import level_schema, texts
from downslope.rules.actions import KINDS as ACTIONS
from downslope.rules.campaign import PANELS, TOOLS
from downslope.rules.costs import UNITS
from downslope.rules.knob import KNOBS, Knob
from downslope.rules.land_picture import Move
from downslope.rules.level import Level
from downslope.rules.level_words import PICTURES, SIGHTS, WORDS
from downslope.rules.outcome import OUTCOMES, Gate
from downslope.rules.picture_numbers import EACH, OTHER, READ, WHOLE
from downslope.rules.question import HUES, MOMENTS, Marker, Question
from downslope.rules.target import TARGETS
from downslope.schema.schema import as_words, fields_of
from downslope.solving.question_answers import ASKS
from downslope.testing import findings, pytest_plugin
from downslope.testing.findings import RULES
from reference_api import first_paragraph
from reference_commands import commands_part

KINDS: tuple[Any, ...] = (Level, Knob, Gate, Question, Marker, Move)
BY_NAME = {"knobs": "weight and alpha", "network": "Neuron()", "target": "Near(0.001)", "wins": "land, overshoot"}
# Kinds of values that an annotation says otherwise than a reader wants.
SAID = {
    "questions": "a list of Questions and Markers", "recap": "a list of Questions and Markers",
    "knobs": "a list of Knobs",
    "stages": "a list of dicts of fields", "variants": "{knob: {stop: fields}}", "recording": "a list of actions",
    "solution": "a list of actions", "ghost": "a list of actions", "actions": "a list of actions",
    "asks": "a text, or a function of the session", "means": "a list", "level": "a Level or None",
    "alpha": "a number, or a list of numbers", "settings": "a dict of numbers and texts", "start": "a value or None",
    "stops": "a list of numbers and texts", "words": "a dict of texts", "sight": "a dict of texts",
    "introduces": "a list of texts", "shows": "a list of texts or None",
    "target": "a Target", "par_target": "a Target or None", "network": "a Network",
}  # fmt: skip
DOCS = Path(__file__).parents[1] / "docs"
SOURCE = DOCS.parent / "game" / "downslope" / "rules"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def default(kind: Any, name: str) -> str:
    """What a field is where nothing says it."""
    field = fields_of(kind)[name]
    if field.needed:
        return "required"
    if name in BY_NAME and kind is Level:
        return BY_NAME[name]
    return "none" if field.default is not None and field.default in ("", (), {}, frozenset()) else repr(field.default)


def said_kind(name: str, kind: Any) -> str:
    """An annotation as a reader of the page wants it."""
    return SAID.get(name) or as_words(kind).removesuffix(", in quotes").replace("True or False", "true or false")


def rows_of(kind: Any) -> str:
    """What each field of a Level, a Knob ... is."""
    told = texts(kind)
    rows = [(f"`{name}`", said_kind(name, one.kind), default(kind, name), told[name])
            for name, one in fields_of(kind).items()]  # fmt: skip
    return table(("field", "kind", "default", "what it is"), rows)


def signature_of(function: Callable[..., Any]) -> str:
    return str(inspect.signature(function)).replace("'", "")


def words(known: Iterable[str], more: str) -> str:
    """A list of words that a field may hold."""
    told = ", ".join(f"`{word}`".replace(" ", "\0") for word in known) + more  # a word is not parted
    return fill(told, 120, break_on_hyphens=False).replace("\0", " ") + "\n"


def actions_of() -> Iterable[Sequence[str]]:
    """Each action: in Python, as data."""
    for name, kind in ACTIONS.items():
        given = ", ".join(kind._fields)
        as_data = ", ".join([f'"{name}"', *kind._fields])
        yield f"`{kind.__name__}({given})`", f"`[{as_data}]`", first_paragraph(kind)


WORD_LISTS: dict[str, tuple[Iterable[str], str]] = {
    "words": (WORDS, ", `input N`, `output N`, `weight N`, `goal N`, `learn N`, `metric N`"), "UNITS": (UNITS, ""),
    "OUTCOMES": (OUTCOMES, ""), "PICTURES": (PICTURES, ""), "SCHEDULES": (SCHEDULES, ""), "KNOBS": (KNOBS, ""),
    "MOMENTS": (MOMENTS, ", `step N`, `stage N`, `in stage N`"), "HUES": (HUES, ""),
}  # fmt: skip


def names_of_checks() -> Iterator[tuple[str, str]]:
    """What `downslope.testing` has."""
    for name in testing.__all__:
        found = getattr(testing, name)
        if inspect.isfunction(found) or hasattr(found, "__wrapped__"):
            yield f"`{name}{signature_of(found)}`", first_paragraph(found)
        elif inspect.isclass(found):
            yield f"`{api.signature_of(found)}`", first_paragraph(found)
        else:
            yield f"`{name}`", api.constants_of(findings)[name]


TABLES: dict[str, Callable[[], tuple[Sequence[str], Iterable[Sequence[str]]]]] = {
    "sight": lambda: (("what", "how"), [
        (f"`{what}`", ", ".join(f"`{one}`" for one in how)) for what, how in SIGHTS.items()
    ]),
    "numbers": lambda: (("number", "what it is"), [
        (f"`{name}`", what) for name, what in {**OTHER, **EACH, **READ, **WHOLE}.items()
    ]),
    "panels": lambda: (("name", "what it brings", "kind"), [
        (f"`{name}`", says, "tool" if name in TOOLS else "thing") for name, says in PANELS.items()
    ]),
    "ASKS": lambda: (("name", "what it is"), [
        (f"`{name}`", what) for name, (what, _how) in sorted(ASKS.items())
    ]),
    "targets": lambda: (("target", "when it is met"), [
        (f"`{kind.__name__}({', '.join(fields_of(kind))})`", first_paragraph(kind)) for kind in TARGETS
    ]),
    "actions": lambda: (("in Python", "as data", "what it does"), actions_of()),
    "rules": lambda: (("rule", "how grave", "what it means"), [
        (f"`{name}`", rule.severity, rule.meaning) for name, rule in RULES.items()
    ]),
    "checks": lambda: (("name", "what it is"), names_of_checks()),
    "fixtures": lambda: (("fixture", "what it is"), [
        (f"`{name}`", first_paragraph(function))
        for name, function in vars(pytest_plugin).items() if name.startswith("downslope_")
    ]),
}  # fmt: skip


STAGE = '''"""The fields that a stage or a variant puts in place of the level's, so that an editor knows them too.

`python tests/reference.py` writes this file from Level, and a test compares the two.
"""

from __future__ import annotations

{imports}


class Changes(TypedDict, total=False):
    """A dict of fields of a Level, all but `id` and `stages`."""

{fields}


class Stage(Changes, total=False):
    """A part of a level: fields that change when the part before is won. `star`: the star that it is for; None: 1."""

    star: Star
'''


def changes_file() -> str:
    """rules/changes.py: each field of Level as a stage may have it, with its limits."""
    tree = ast.parse((SOURCE / "level.py").read_text(encoding="utf-8"))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef))
    kinds = {ast.unparse(node.target): ast.unparse(node.annotation) for node in body if isinstance(node, ast.AnnAssign)}
    told = [f"    {name}: {kind}".replace("'", '"') for name, kind in kinds.items() if name not in ("id", "stages")]
    used = {*re.findall(r"\w+", "\n".join(told)), "Star", "TypedDict"}
    found: list[tuple[str, list[str]]] = []
    for node in (node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module != "changes"):
        more = {"typing": ["TypedDict"], "question": ["Star"]}.get(node.module or "", [])
        names = [name for name in (*(alias.name for alias in node.names), *more) if name in used]
        found.append((f"{'.' * node.level}{node.module}", names))
    lines = [f"from {module} import {', '.join(names)}" for module, names in found if names]
    first = next(number for number, line in enumerate(lines) if line.startswith("from ."))
    return STAGE.format(imports="\n".join([*lines[:first], "", *lines[first:]]), fields="\n".join(told))


PARTS: dict[str, Callable[[str], str]] = {
    "class": lambda name: api.contract(name, table), "hook": api.hook, "example": api.example,
    "fields": lambda name: rows_of(next(kind for kind in KINDS if kind.__name__ == name)),
    "words": lambda name: words(*WORD_LISTS[name]), "table": lambda name: table(*TABLES[name]()),
    "names": lambda _all: api.names(table), "commands": lambda _all: commands_part(table),
}  # fmt: skip
MARKED = re.compile(r"<!-- (\w+):(\S+) -->\n(.*?)<!-- end -->\n", re.DOTALL)


def filled(page: str) -> str:
    """A page with what stands between its marks as the source has it."""
    return MARKED.sub(lambda found: f"<!-- {found[1]}:{found[2]} -->\n{PARTS[found[1]](found[2])}<!-- end -->\n", page)


def marked_pages() -> list[Path]:
    return [file for file in sorted(DOCS.glob("*.md")) if MARKED.search(file.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    if (SOURCE / "changes.py").read_text(encoding="utf-8") != changes_file():
        (SOURCE / "changes.py").write_text(changes_file(), encoding="utf-8")
        os.execv(sys.executable, [sys.executable, *sys.argv])  # what was imported is the old one
    schema = json.dumps(level_schema(), indent=1, ensure_ascii=False)
    (DOCS / "level-1.schema.json").write_text(f"{schema}\n", encoding="utf-8")
    for file in marked_pages():
        file.write_text(filled(file.read_text(encoding="utf-8")), encoding="utf-8")

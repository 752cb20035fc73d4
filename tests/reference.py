"""What is generated of the documents, whole pages and parts between marks: `python tests/reference.py` writes it."""

from __future__ import annotations

import ast
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

import reference_api as api
from downslope import testing
from downslope.learning.alpha_schedule import SCHEDULES
from downslope.level_files.json_schema import schema_text, texts
from downslope.rules.actions import KINDS as ACTIONS
from downslope.rules.costs import UNITS
from downslope.rules.gate import Gate
from downslope.rules.knob import KNOBS, Knob
from downslope.rules.land_picture import Move
from downslope.rules.level import Level
from downslope.rules.level_words import NUMBERED, PICTURES, SIGHTS, WORDS
from downslope.rules.outcome_kinds import OUTCOMES
from downslope.rules.picture_numbers import EACH, MOST, OTHER, WHOLE
from downslope.rules.question import HUES, MOMENTS, NUMBERED_MOMENT, Marker, Question
from downslope.rules.shown import PANELS
from downslope.rules.target import TARGETS
from downslope.schema.schema import as_words, fields_of
from downslope.solving.question_answers import ASKS
from downslope.testing import findings, pytest_plugin
from downslope.testing.findings import RULES
from reference_api import first_paragraph
from reference_commands import commands_page

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
HEAD = """# Every field and word of a level

`python tests/reference.py` writes this page from the source, and a test compares the two.
[plugins.md](plugins.md) shows how to write a level in Python, [toml.md](toml.md) how to write it as data. The game
refuses a value of another kind and a word that is in no list here. It reports all faults of a level at once, each with
its line.
"""
REFERENCE = """# Every name that you can import from `downslope`

`python tests/reference.py` writes this page from the source, and a test compares the two. You can rely on the names
here, in `downslope.testing` ([testing.md](testing.md)) and on the hooks. Everything else is internal and can change at
any time.
"""
MOVED = """## Numbers that a picture can follow: by

Where there are several, each has a number: `prediction 2`, up to {most} of a kind.

"""
CHANGES = """## Stage and variant

A stage is a dict of the fields that change. With `star` (2 or 3) it is for that star only; without `star` it is a part
of star 1. A variant is a dict of fields for each stop of a knob. Both can have any field of Level but `id`, `stages`
and `variants`.
"""


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
    return f"## {kind.__name__}\n\n" + table(("field", "kind", "default", "what it is"), rows)


def signature_of(function: Callable[..., Any]) -> str:
    return str(inspect.signature(function)).replace("'", "")


NUMBERS = ", `input N`, `output N`, `weight N`, `goal N`, `learn N`, `metric N`"
SEEN = """A board uses the words for what it shows: for inputs if it has inputs, for sends if it counts sends. The key W
lists all words of a level, each beside its term. `downslope check` names a word for something that the level does not
have (`level-word-unseen`).
"""


def words(name: str, known: Iterable[str], more: str = "") -> str:
    """A list of words that a field may hold."""
    told = ", ".join(f"`{word}`".replace(" ", "\0") for word in known) + more  # a word is not parted
    return f"## {name}\n\n" + fill(told, 120, break_on_hyphens=False).replace("\0", " ") + "\n"


def actions_of() -> Iterable[Sequence[str]]:
    """Each action: in Python, as data."""
    for name, kind in ACTIONS.items():
        given = ", ".join(kind._fields)
        as_data = ", ".join([f'"{name}"', *kind._fields])
        yield f"`{kind.__name__}({given})`", f"`[{as_data}]`", first_paragraph(kind)


TESTING = """# Test what you write

`python tests/reference.py` writes this page from the source, and a test compares the two.

`downslope check FILE` checks everything in a plugin against the rules below. It prints a line for each finding, as
`file:line: rule: thing: what was found`. The exit code is 1 after an error, with `--strict` also after a warning;
`--json` prints a list. You can do the same in your own test:

```python
from downslope.testing import assert_ok, check_plugin


def test_mine():
    assert_ok(check_plugin("my_plugin.py"), allow=["learner-alphas"])
```

Save this as `doubled.py`. The slope of its error is twice its `delta`, but `slope_factor` does not say so:

```python
from downslope import Metric, hookimpl


class Doubled(Metric):
    name = "doubled"

    def error(self, prediction, goal_prediction):
        return (prediction - goal_prediction) ** 2

    def delta(self, prediction, goal_prediction):
        return prediction - goal_prediction


@hookimpl
def metrics():
    return [Doubled()]
```

```console
$ downslope check doubled.py
doubled.py:10: metric-factor: metric doubled: the slope is 2 times delta everywhere; say slope_factor = 2
1 metric checked: 1 thing is wrong
```

No check says that a thing is good: players see that for themselves. Nothing checks memory
below 2 GB, the truth of texts, or the looks of a level.
"""
FIXTURES = """## For pytest

The game brings some fixtures to a file of tests that names them at its top, or to all where the topmost `conftest.py`
does:

```python
from pathlib import Path

from downslope import Learn

pytest_plugins = ["downslope.testing.pytest_plugin"]


def test_jackets(downslope_registry, downslope_play):
    plugin = downslope_registry.add_file(Path("jackets.toml"))
    assert downslope_play("jackets/winter-jackets", Learn(12)).outcome.kind == "land"
    assert plugin.faults == []
```
"""


def testing_page() -> str:
    """How an author tests, with every rule, function and fixture."""
    rules = [(f"`{name}`", rule.severity, rule.meaning) for name, rule in RULES.items()]
    told = []
    for name in testing.__all__:
        found = getattr(testing, name)
        if inspect.isfunction(found) or hasattr(found, "__wrapped__"):
            told.append((f"`{name}{signature_of(found)}`", first_paragraph(found)))
        elif inspect.isclass(found):
            told.append((f"`{api.signature_of(found)}`", first_paragraph(found)))
        else:
            told.append((f"`{name}`", api.constants_of(findings)[name]))
    fixtures = [
        (f"`{name}`", first_paragraph(function))
        for name, function in vars(pytest_plugin).items() if name.startswith("downslope_")
    ]  # fmt: skip
    return "\n".join([
        TESTING, "## The rules\n", table(("rule", "how grave", "what it means"), rows=rules),
        "## Every name that you can import from `downslope.testing`\n",
        table(("name", "what it is"), told), FIXTURES, table(("fixture", "what it is"), fixtures),
    ])  # fmt: skip


SHOWN = """## Panels: introduces, shows

What a level shows of its board's panels: just those that `shows` names; else those that `introduces` of the levels
before it in its plugin, of itself and of its parts so far names. A plugin in which nobody introduces anything shows
all. What is not shown is not drawn, but its keys still act; key U, a tile and the settings show everything. A part
brings at most one new thing, a level at most one tool beside it.

"""


def levels_page() -> str:
    """All that a level may say."""
    sights: Mapping[str, Sequence[str]] = SIGHTS
    parts = [HEAD, *map(rows_of, KINDS), CHANGES]
    parts.append("## sight\n\nThe first word is the default.\n\n" + table(
        ("what", "how"), [(f"`{what}`", ", ".join(f"`{one}`" for one in how)) for what, how in sights.items()]
    ))  # fmt: skip
    parts.append(words("words", WORDS, NUMBERS))
    parts.append(SEEN)
    parts.append(words("UNITS: par_unit", UNITS))
    parts.append(words("OUTCOMES: wins", OUTCOMES))
    parts.append(words("PICTURES: picture", PICTURES))
    numbers = [(f"`{name}`", what) for name, what in {**OTHER, **EACH, **WHOLE}.items()]
    parts.append(MOVED.format(most=MOST) + table(("number", "what it is"), numbers))
    parts.append(words("SCHEDULES: schedule", SCHEDULES))
    parts.append(words("KNOBS: the game's own", KNOBS))
    rows = [(f"`{name}`", row.says, "tool" if row.tool else "thing") for name, row in PANELS.items()]
    parts.append(SHOWN + table(("name", "what it brings", "kind"), rows))
    assert re.fullmatch(NUMBERED_MOMENT, "in stage 1") and re.fullmatch(NUMBERED, "input 1")
    parts.append(words("MOMENTS: when", MOMENTS, ", `step N`, `stage N`, `in stage N`"))
    parts.append(words("HUES: hue of a Marker", HUES))
    parts.append("## ASKS: asks\n\n" + table(
        ("name", "what it is"), [(f"`{name}`", first_paragraph(function)) for name, function in sorted(ASKS.items())]
    ))  # fmt: skip
    targets = [(f"`{kind.__name__}({', '.join(fields_of(kind))})`", first_paragraph(kind)) for kind in TARGETS]
    own = "\nYou can also write your own: any object with `met`. See [plugins.md](plugins.md#a-target-of-your-own).\n"
    parts.append("## Targets\n\n" + table(("target", "when it is met"), targets) + own)
    parts.append("## Actions\n\n" + table(("in Python", "as data", "what it does"), actions_of()))
    return "\n".join(parts)


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


PAGES: dict[str, Callable[[], str]] = {
    "levels.md": levels_page, "testing.md": testing_page, "reference.md": lambda: api.reference_page(REFERENCE, table),
    "commands.md": lambda: commands_page(table),
}  # fmt: skip
PARTS: dict[str, Callable[[str], str]] = {
    "class": lambda name: api.contract(name, table), "hook": api.hook, "example": api.example,
}  # fmt: skip
MARKED = re.compile(r"<!-- (\w+):(\S+) -->\n(.*?)<!-- end -->\n", re.DOTALL)


def filled(page: str) -> str:
    """A page that is written by hand, with what stands between its marks as the source has it."""
    return MARKED.sub(lambda found: f"<!-- {found[1]}:{found[2]} -->\n{PARTS[found[1]](found[2])}<!-- end -->\n", page)


def marked_pages() -> list[Path]:
    return [file for file in sorted(DOCS.glob("*.md")) if MARKED.search(file.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    if (SOURCE / "changes.py").read_text(encoding="utf-8") != changes_file():
        (SOURCE / "changes.py").write_text(changes_file(), encoding="utf-8")
        os.execv(sys.executable, [sys.executable, *sys.argv])  # what was imported is the old one
    (DOCS / "level-1.schema.json").write_text(schema_text(), encoding="utf-8")
    for name, made in PAGES.items():
        (DOCS / name).write_text(made(), encoding="utf-8")
    for file in marked_pages():
        file.write_text(filled(file.read_text(encoding="utf-8")), encoding="utf-8")

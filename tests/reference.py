"""What is generated of the documents, between marks in them: `python tests/reference.py` writes it."""

import ast
import inspect
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from textwrap import fill
from typing import Any

import typer

import downslope
from downslope import testing
from downslope.learning import SCHEDULES
from downslope.level_files.json_schema import level_schema, texts
from downslope.registry import hookspecs
from downslope.rules import KNOBS, OUTCOMES, TARGETS, TOOLS, UNITS, Gate, Knob, Level, Marker, Move, Question
from downslope.rules.actions import KINDS as ACTIONS
from downslope.rules.campaign import PANELS
from downslope.rules.level_words import PICTURES, SIGHTS, WORDS
from downslope.rules.picture_numbers import EACH, OTHER, READ, WHOLE
from downslope.rules.question import HUES, MOMENTS
from downslope.schema.schema import as_words, fields_of
from downslope.solving.question_answers import ASKS
from downslope.terminal.commands import app, load_commands
from downslope.testing import findings, pytest_plugin
from downslope.testing.findings import RULES

ROOT = Path(__file__).parents[1]
DOCS, CHANGES = ROOT / "docs", ROOT / "game" / "downslope" / "rules" / "changes.py"
FIELDS = {kind.__name__: kind for kind in (Level, Knob, Gate, Question, Marker, Move)}
BY_NAME = {"knobs": "weight and alpha", "network": "Neuron()", "target": "Near(0.001)", "wins": "land, overshoot"}
LISTS = {**dict.fromkeys(("questions", "recap"), "Questions and Markers"), "knobs": "Knobs", "stages": "Stages",
         **dict.fromkeys(("recording", "solution", "ghost", "actions"), "actions"), "stops": "numbers and texts",
         "introduces": "texts", "shows": "texts or None"}  # fmt: skip
# Kinds of values that an annotation says otherwise than a reader wants.
SAID = {
    **{name: f"a list of {what}" for name, what in LISTS.items()}, "variants": "{knob: {stop: fields}}",
    "asks": "a text, or a function of the session", "level": "a Level or None", "start": "a value or None",
    "sight": "a dict of texts", "words": "a dict of texts", "target": "a Target", "par_target": "a Target or None",
    "means": "a list",
}  # fmt: skip
# The heading under which an exported name stands, by the module where it lives; the first that fits.
GROUPS = (
    ("Levels", ("rules.level", "rules.example", "rules.knob", "rules.question", "digits")),
    ("Targets", ("rules.target",)),
    ("Networks", ("learning.named", "learning.network", "learning.ops")),
    ("Metrics and learners", ("learning",)),
    ("Actions", ("rules.actions",)),
    ("An attempt", ("rules.session", "rules.outcome", "engine")),
    ("Everything else", ("",)),
)
LONG = ("Knob", "Level", "Marker", "Question")  # all their fields are in levels.md
Rows = Iterable[Sequence[str]]


def table(head: Sequence[str], rows: Rows) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def joined(text: str | None) -> str:
    return " ".join((text or "").split())


def first_paragraph(thing: Any) -> str:
    return joined((inspect.getdoc(thing) or "").partition("\n\n")[0])


def is_constant(thing: Any) -> bool:
    return not (inspect.isclass(thing) or inspect.isfunction(thing) or hasattr(thing, "__wrapped__"))


def signature_of(thing: Any, name: str) -> str:
    """`Near(tolerance, only=None)`: names and defaults."""
    if not callable(thing) or thing is downslope.Target or hasattr(thing, "__required_keys__"):
        return name
    parts = []
    for one in inspect.signature(thing).parameters.values():
        star = "*" if one.kind is one.VAR_POSITIONAL else "**" if one.kind is one.VAR_KEYWORD else ""
        default = "…" if repr(one.default).startswith("<") else repr(one.default).replace("frozenset()", "()")
        parts.append(f"{star}{one.name}" + ("" if one.default is one.empty else f"={default}"))
    return f"{name}({', '.join(part for part in parts if part not in ('self', 'cls'))})"


@cache
def constants_of(module: Any) -> dict[str, str]:
    """{name: the text right below its assignment, else the comment beside it}."""
    source = inspect.getsource(module)
    lines, constants = source.splitlines(), dict[str, str]()
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        for one, below in pairwise([*body, None]) if isinstance(body, list) else ():
            target = one.targets[0] if isinstance(one, ast.Assign) else getattr(one, "target", None)
            if isinstance(one, (ast.Assign, ast.AnnAssign)) and isinstance(target, ast.Name):
                said = getattr(getattr(below, "value", None), "value", "") if isinstance(below, ast.Expr) else ""
                constants[target.id] = said or lines[(one.end_lineno or 1) - 1].partition("  # ")[2]
    return constants


def rows_of(kind: Any) -> Rows:
    """What each field of a Level, a Knob ... is, and what it is where nothing says it."""
    told = texts(kind)
    for name, one in fields_of(kind).items():
        empty = one.default is not None and one.default in ("", (), {}, frozenset())
        default = "required" if one.needed else "none" if empty else repr(one.default)
        default = BY_NAME.get(name, default) if kind is Level else default
        said = as_words(one.kind).removesuffix(", in quotes").replace("True or False", "true or false")
        yield f"`{name}`", SAID.get(name) or said, default, told[name]


def words(known: Iterable[str], more: str) -> str:
    """A list of words that a field may hold; none is parted."""
    told = ", ".join(f"`{word}`".replace(" ", "\0") for word in known) + more
    return fill(told, 120, break_on_hyphens=False).replace("\0", " ") + "\n"


def exported(title: str) -> Rows:
    """The exported names of a group, each with its signature and what it says of itself."""
    homes = {name: home.removeprefix(".") for home, names in downslope.HOMES.items() for name in names}
    for name in sorted(downslope.__all__, key=str.lower):
        home = homes.get(name, "version" if name == "API" else "")
        if next(group for group, places in GROUPS if home.startswith(places)) != title:
            continue
        thing = getattr(downslope, name)
        if is_constant(thing):
            shown, said = name, constants_of(import_module(f"downslope.{home}".rstrip(".")))[name].strip()
        else:
            shown, said = signature_of(thing, name), first_paragraph(thing)
        if name in LONG:
            shown, said = f"{name}(…)", f"{said} [All fields](levels.md#{name.lower()})."
        yield f"`{shown}`", said


def names(_all: str) -> str:
    parts = [f"## {title}\n\n" + table(("name", "what it is"), exported(title)) for title, _homes in GROUPS]
    return "\n".join(parts)


def contract(kind: type) -> str:
    """The class's own words, and a row for each thing that a learner, a metric or a network may say."""
    bases = [base for base in kind.__mro__ if base.__module__.startswith("downslope")]
    told = {name: text for base in reversed(bases) for name, text in texts(base).items()}
    own = dict.fromkeys(name for base in bases for name in (*inspect.get_annotations(base), *vars(base)))
    rows = []
    for name in (name for name in own if not name.startswith("_")):
        member = inspect.getattr_static(kind, name, None)
        member = getattr(member, "__func__", member)
        method = inspect.isfunction(member)
        said = first_paragraph(member) if method or isinstance(member, property) else ""
        rows.append((f"`{signature_of(member, name) if method else name}`", told.get(name) or said))
    paragraphs = [fill(joined(part), 120) for part in (inspect.getdoc(kind) or "").split("\n\n")]
    return "\n\n".join(paragraphs) + "\n\n" + table(("name", "what it is"), rows)


def hook(name: str) -> str:
    """What a hook says of itself: in which process, how often, what survives, what becomes of what it raises."""
    paragraphs = (inspect.getdoc(getattr(hookspecs, name)) or "").split("\n\n")
    return "\n".join(f"- {line}" for line in paragraphs[1].splitlines()) + "\n"


def example(file: str) -> str:
    """A file of docs/examples/, as a block."""
    language = {"py": "python"}.get(file.rpartition(".")[2], file.rpartition(".")[2])
    return f"```{language}\n{(DOCS / 'examples' / file).read_text(encoding='utf-8').rstrip()}\n```\n"


def commands() -> dict[str, Any]:
    """{name: the command}, in alphabetical order; "" is `downslope` itself."""
    load_commands()
    group: Any = typer.main.get_command(app)
    return {"": group, **{name: group.commands[name] for name in sorted(group.commands)}}


def word_of(one: Any) -> str:
    """What an argument, or an option's value, is called."""
    return str(one.metavar or one.name).upper() + (" ..." if one.nargs == -1 else "")


def commands_part(_all: str) -> str:
    """Every command, with a row for every argument and option: from what the terminal itself says of them."""
    parts = []
    for name, command in commands().items():
        usage, rows = ["downslope", name][: 1 + bool(name)], list[Sequence[str]]()
        for one in (one for one in command.params if "--help" not in one.opts):
            argument = one.param_type_name == "argument"
            usage += [word_of(one) if one.required else f"[{word_of(one)}]"] if argument else []
            word = word_of(one) if argument else ", ".join(one.opts) + ("" if one.is_flag else f" {word_of(one)}")
            default = "none" if one.default in (None, "", False, [], ()) else f"`{one.default}`"
            more = " More than once." if not argument and one.multiple else ""
            rows.append((f"`{word}`", "required" if one.required else default, joined(one.help) + more))
        parts.append(f"## `{' '.join(usage)}`\n\n{joined(command.help)}\n")
        parts.append(table(("word or option", "default", "what it is"), rows))
        parts += [f"{joined(command.epilog)}\n"] if command.epilog else []
    return "\n".join(parts)


WORD_LISTS: dict[str, tuple[Iterable[str], str]] = {
    "words": (WORDS, ", `input N`, `output N`, `weight N`, `goal N`, `learn N`, `metric N`"), "UNITS": (UNITS, ""),
    "OUTCOMES": (OUTCOMES, ""), "PICTURES": (PICTURES, ""), "SCHEDULES": (SCHEDULES, ""), "KNOBS": (KNOBS, ""),
    "MOMENTS": (MOMENTS, ", `step N`, `stage N`, `in stage N`"), "HUES": (HUES, ""),
}  # fmt: skip
def rows(*head: str, of: Callable[[], Rows]) -> Callable[[], str]:
    """A table with this head, once it is asked for."""
    return lambda: table(head, of())


TABLES: dict[str, Callable[[], str]] = {
    "sight": rows("what", "how", of=lambda: [
        (f"`{what}`", ", ".join(f"`{one}`" for one in how)) for what, how in SIGHTS.items()]),
    "numbers": rows("number", "what it is", of=lambda: [
        (f"`{name}`", what) for name, what in {**OTHER, **EACH, **READ, **WHOLE}.items()]),
    "panels": rows("name", "what it brings", "kind", of=lambda: [
        (f"`{name}`", says, "tool" if name in TOOLS else "thing") for name, says in PANELS.items()]),
    "ASKS": rows("name", "what it is", of=lambda: [
        (f"`{name}`", what) for name, (what, _how) in sorted(ASKS.items())]),
    "targets": rows("target", "when it is met", of=lambda: [
        (f"`{kind.__name__}({', '.join(fields_of(kind))})`", first_paragraph(kind)) for kind in TARGETS]),
    "actions": rows("in Python", "as data", "what it does", of=lambda: [
        (f"`{kind.__name__}({', '.join(kind._fields)})`", f"`[{', '.join([json.dumps(name), *kind._fields])}]`",
         first_paragraph(kind)) for name, kind in ACTIONS.items()]),
    "rules": rows("rule", "how grave", "what it means", of=lambda: [
        (f"`{name}`", rule.severity, rule.meaning) for name, rule in RULES.items()]),
    "checks": rows("name", "what it is", of=lambda: [
        (f"`{name}`", constants_of(findings)[name]) if is_constant(thing)
        else (f"`{signature_of(thing, name)}`", first_paragraph(thing))
        for name, thing in ((name, getattr(testing, name)) for name in testing.__all__)]),
    "fixtures": rows("fixture", "what it is", of=lambda: [
        (f"`{name}`", first_paragraph(function))
        for name, function in vars(pytest_plugin).items() if name.startswith("downslope_")]),
}  # fmt: skip
PARTS: dict[str, Callable[[str], str]] = {
    "class": lambda name: contract(getattr(downslope, name)), "hook": hook, "example": example,
    "fields": lambda name: table(("field", "kind", "default", "what it is"), rows_of(FIELDS[name])),
    "words": lambda name: words(*WORD_LISTS[name]), "table": lambda name: TABLES[name](),
    "names": names, "commands": commands_part,
}  # fmt: skip
MARKED = re.compile(r"<!-- (\w+):(\S+) -->\n(.*?)<!-- end -->\n", re.DOTALL)


def filled(page: str) -> str:
    """A page with what stands between its marks as the source has it."""
    return MARKED.sub(lambda part: f"<!-- {part[1]}:{part[2]} -->\n{PARTS[part[1]](part[2])}<!-- end -->\n", page)


def marked_pages() -> list[Path]:
    return [file for file in sorted(DOCS.glob("*.md")) if MARKED.search(file.read_text(encoding="utf-8"))]


def changes_file() -> str:
    """rules/changes.py: each field of Level as a stage may have it, with its limits. Its imports are made by hand."""
    body = next(node.body for node in ast.parse(inspect.getsource(Level)).body if isinstance(node, ast.ClassDef))
    kinds = {ast.unparse(node.target): ast.unparse(node.annotation) for node in body if isinstance(node, ast.AnnAssign)}
    lines = [f"    {name}: {kind}".replace("'", '"') for name, kind in kinds.items() if name not in ("id", "stages")]
    head, _fields, tail = re.split(r"(?<=`stages`\.\"\"\"\n\n)(.*?)(?=\n\n\nclass Stage)", CHANGES.read_text("utf-8"),
                                   flags=re.DOTALL)  # fmt: skip
    return head + "\n".join(lines) + tail


if __name__ == "__main__":
    changes = changes_file()
    if CHANGES.read_text(encoding="utf-8") != changes:
        CHANGES.write_text(changes, encoding="utf-8")
        os.execv(sys.executable, [sys.executable, *sys.argv])  # what was imported is the old one
    schema = json.dumps(level_schema(), indent=1, ensure_ascii=False)
    (DOCS / "level-1.schema.json").write_text(f"{schema}\n", encoding="utf-8")
    for file in marked_pages():
        file.write_text(filled(file.read_text(encoding="utf-8")), encoding="utf-8")

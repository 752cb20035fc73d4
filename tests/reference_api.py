"""The pages of the names that `downslope` exports, and of what a learner, a metric and a network are made of."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from textwrap import fill
from types import ModuleType
from typing import Any

import downslope
from downslope import Learner, Metric, Network
from downslope.level_files.json_schema import texts
from downslope.registry import hookspecs

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs" / "examples"
LONG = ("Knob", "Level", "Marker", "Question")  # all their fields are in levels.md
# The heading under which a name stands, by the module where it lives; the first that fits.
GROUPS = (
    ("Levels", ("rules.level", "rules.level_changes", "rules.example", "rules.knob", "rules.question", "digits",
                "level_files")),
    ("Targets", ("rules.target",)),
    ("Networks", ("learning.named", "learning.network", "learning.ops", "learning.activations",
                  "learning.picture")),
    ("Metrics and learners", ("learning.metric", "learning.learner", "learning.problem", "learning.train")),
    ("Actions", ("rules.actions",)),
    ("An attempt", ("rules.session", "rules.outcome", "engine")),
    ("Everything else", ("rules.catalog", "registry", "version", "")),
)  # fmt: skip
# Of an attempt: what each is; empty: its own docstring says it.
SESSION = {
    "level": "the level, with the fields of its part and knobs", "stage": "the number of the part, from 0",
    "run": "the current run: see Run", "weights": "a copy of the current weights", "count": "",
    "outcome": "how the run ended; None: it is still going", "won": "whether this part is won", "complete": "",
    "actions": "all actions so far", "knobs": "the value of each knob, by name",
    "probed": "what each probe in this part has shown", "tally": "counters: turns, runs, probes ...",
    "error_by": "", "do": "", "undo": "", "rewind": "", "copy": "A second session with the same actions.",
}  # fmt: skip
RUN = {
    "network": "its network", "examples": "pairs of input and goals, as tuples", "metric": "the metric in use",
    "learner": "the learner object; None: the player turns the weights", "alpha": "one number, or one for each weight",
    "weights": "the current weights, as a list", "count": "the number of steps made",
    "diverged": "the next step would give weights or an error that are not finite, so it was not made",
    "errors": "", "error": "", "at": "", "steps": "", "weights_at": "",
    "predict": "predict(weights, input): the prediction, one number for each output",
    "why": 'why the run has no compiled loop; "" if it has one, or needed none so far',
}  # fmt: skip


def home_of(name: str) -> str:
    """The module in which an exported name lives, without the package's name."""
    homes = [home for home, names in downslope.HOMES.items() if name in names]
    return homes[0].removeprefix(".") if homes else ("version" if name == "API" else "")


def group_of(name: str) -> str:
    home = home_of(name)
    return next(title for title, homes in GROUPS if any(not each or home.startswith(each) for each in homes))


@cache
def constants_of(module: ModuleType) -> dict[str, str]:
    """{name: the text right below its assignment, else the comment beside it}."""
    source = inspect.getsource(module)
    lines, found = source.splitlines(), dict[str, str]()
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        for one, below in pairwise([*body, None]) if isinstance(body, list) else ():
            target = one.targets[0] if isinstance(one, ast.Assign) else getattr(one, "target", None)
            if isinstance(one, (ast.Assign, ast.AnnAssign)) and isinstance(target, ast.Name):
                said = below.value if isinstance(below, ast.Expr) else None
                told = said.value if isinstance(said, ast.Constant) and isinstance(said.value, str) else ""
                found[target.id] = told or lines[(one.end_lineno or 1) - 1].partition("  # ")[2]
    return found


def is_constant(name: str) -> bool:
    found = getattr(downslope, name)
    return not (inspect.isclass(found) or inspect.isfunction(found) or hasattr(found, "__wrapped__"))


def text_of(name: str) -> str:
    """What an exported name is, in the source's own words; "": nothing is said there."""
    found = getattr(downslope, name)
    if is_constant(name):
        home = home_of(name)
        return constants_of(import_module(f"downslope.{home}" if home else "downslope")).get(name, "").strip()
    return first_paragraph(found) if has_own_text(found) else ""


def has_own_text(found: Any) -> bool:
    """It says something itself; a NamedTuple or a dataclass without a word says its fields."""
    doc = (vars(found).get("__doc__") if inspect.isclass(found) else found.__doc__) or ""
    return bool(doc) and not (doc.startswith(f"{found.__name__}(") and doc.endswith(")"))


def first_paragraph(found: Any) -> str:
    """The first paragraph of what it says of itself."""
    return " ".join((inspect.getdoc(found) or "").partition("\n\n")[0].split())


def signature_of(found: Any, name: str = "") -> str:
    """`Near(tolerance, only=None)`: names and defaults."""
    name = name or found.__name__
    if not callable(found) or found is downslope.Target or hasattr(found, "__required_keys__"):
        return name
    parts = []
    for one in inspect.signature(found).parameters.values():
        if one.name in ("self", "cls"):
            continue
        star = "*" if one.kind is one.VAR_POSITIONAL else "**" if one.kind is one.VAR_KEYWORD else ""
        default = "" if one.default is one.empty else f"={default_text(one.default)}"
        parts.append(f"{star}{one.name}{default}")
    return f"{name}({', '.join(parts)})"


def default_text(value: Any) -> str:
    text = repr(value)
    return "…" if text.startswith("<") or len(text) > 40 else text.replace("frozenset()", "()")


def names(table: Callable[..., str]) -> str:
    """Every exported name, with its signature and what it says of itself."""
    parts = []
    for title, _homes in GROUPS:
        rows = []
        for name in sorted((each for each in downslope.__all__ if group_of(each) == title), key=str.lower):
            found = getattr(downslope, name)
            long, said = name in LONG, text_of(name)
            shown = name if is_constant(name) else f"{name}(…)" if long else signature_of(found, name)
            more = " [All fields](levels.md#" + name.lower() + ")." if long else ""
            rows.append((f"`{shown}`", f"{said}{more}"))
        parts.append(f"## {title}\n\n" + table(("name", "what it is"), rows))
        if title == "An attempt":
            for kind, names in ((downslope.Session, SESSION), (downslope.Run, RUN)):
                rows = list(members(kind, names))
                parts.append(f"### {kind.__name__.removeprefix('Fast')}\n\n" + table(("name", "what it is"), rows))
    return "\n".join(parts)


def members(kind: type, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A row for each attribute and method that is named. Where nothing is said here, its docstring or comment is."""
    for name, said in names.items():
        found = inspect.getattr_static(kind, name, None)
        found = found.__func__ if isinstance(found, (staticmethod, classmethod)) else found
        if inspect.isfunction(found):
            yield f"`{signature_of(found, name)}`", said or first_paragraph(found)
        else:
            yield f"`{name}`", said or (first_paragraph(found) if isinstance(found, property) else "")


def own_names(kind: type) -> list[str]:
    """What an author may say of a learner, a metric or a network, in the source's order; then what its bases have."""
    names = [name for base in bases(kind) for name in defined_in(base)]
    return [name for name in dict.fromkeys(names) if not name.startswith("_")]


def bases(kind: type) -> list[type]:
    return [base for base in kind.__mro__ if base.__module__.startswith("downslope")]


def own_texts(kind: type) -> dict[str, str]:
    """The comments beside what the class and its bases define."""
    return {name: text for base in reversed(bases(kind)) for name, text in texts(base).items()}


def defined_in(kind: type) -> list[str]:
    (body,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(body, ast.ClassDef)
    names = []
    for node in body.body:
        if isinstance(node, ast.FunctionDef):
            names.append(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.append(node.target.id)
    return names


CONTRACTS: dict[str, type] = {"Learner": Learner, "Metric": Metric, "Network": Network}


def contract(name: str, table: Callable[..., str]) -> str:
    """The class's own words, and a row for each thing that it may say."""
    kind = CONTRACTS[name]
    paragraphs = [fill(" ".join(part.split()), 120) for part in (inspect.getdoc(kind) or "").split("\n\n")]
    told = own_texts(kind)
    rows = members(kind, {each: told.get(each, "") for each in own_names(kind)})
    return "\n\n".join(paragraphs) + "\n\n" + table(("name", "what it is"), rows)


def hook(name: str) -> str:
    """What a hook says of itself: in which process, how often, what survives, what becomes of what it raises."""
    paragraphs = (inspect.getdoc(getattr(hookspecs, name)) or "").split("\n\n")
    return "\n".join(f"- {line}" for line in paragraphs[1].splitlines()) + "\n"


def example(file: str) -> str:
    """A file of docs/examples/, as a block."""
    language = {"py": "python"}.get(file.rpartition(".")[2], file.rpartition(".")[2])
    return f"```{language}\n{(EXAMPLES / file).read_text(encoding='utf-8').rstrip()}\n```\n"

"""How things are called: one word for one thing, a function a verb or what comes out, and a sentence for each."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from syntax import nodes, tree_of

PACKAGE = Path(__file__).parents[1] / "game" / "downslope"
FILES = sorted(PACKAGE.rglob("*.py"))

pytestmark = pytest.mark.source

# Participles that do not end in -ed; and words that do, but are none.
IRREGULAR = {
    "begun", "bound", "bought", "bred", "broken", "brought", "built", "caught", "chosen", "dealt", "done", "drawn",
    "driven", "eaten", "fallen", "felt", "fought", "found", "given", "gone", "grown", "heard", "held", "hidden",
    "hung", "kept", "known", "laid", "led", "left", "lent", "lit", "lost", "made", "meant", "met", "paid", "risen",
    "said", "seen", "sent", "shot", "sold", "spent", "spoken", "stuck", "struck", "sung", "taken", "taught",
    "thought", "thrown", "told", "won", "worn", "wound", "woven", "written",
}  # fmt: skip
NO_PARTICIPLE = {"bed", "embed", "feed", "left", "need", "red", "seed", "shed", "speed"}
# After these a participle says which thing is meant: draw_chosen, refuse_changed, is_locked.
VERBS = {"draw", "freeze", "has", "is", "paint", "refuse", "was", "why"}
# Promised: a plugin's own target says `met`.
PROMISED = {"met"}


def is_participle(name: str) -> bool:
    """Whether a function of this name is called by what was done, not by what it does or gives."""
    first, *_others = words = name.split("_")
    last = words[-1]
    ends = (last in IRREGULAR or last.endswith("ed")) and "or" not in words  # number_or_hidden: either comes out
    return ends and last not in NO_PARTICIPLE and name not in PROMISED and (len(words) == 1 or first not in VERBS)


def functions(node: ast.AST, owner: str = "") -> Iterator[str]:
    """`name` or `Class.name` of each public function that is called, properties left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from functions(child, f"{child.name}.")
        elif isinstance(child, ast.FunctionDef) and not child.name.startswith("_"):
            decorators = [ast.unparse(each) for each in child.decorator_list]
            yield from [] if any(each.endswith(("property", "setter")) for each in decorators) else [owner + child.name]


def silent(tree: ast.Module) -> Iterator[str]:
    """What has no docstring, or a first line of a word: the module, public classes and functions."""
    public = [node for node in tree.body if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name[0] != "_"]
    for node in (tree, *public):
        first = (ast.get_docstring(node) or "").partition("\n")[0]
        if len(first.split()) < 2:
            yield "a module" if isinstance(node, ast.Module) else node.name


def test_no_function_is_called_by_a_participle() -> None:
    names = {name for file in FILES for name in functions(tree_of(file))}
    assert [name for name in names if is_participle(name.rpartition(".")[2])] == []


def classes() -> Counter[str]:
    found = (node for file in FILES for node in nodes(tree_of(file), ast.ClassDef))
    return Counter(node.name for node in found if not node.name.startswith("_"))


def test_no_class_is_called_like_another() -> None:
    assert [name for name, count in classes().items() if count > 1] == []


def test_everything_public_has_a_sentence() -> None:
    assert [name for file in FILES for name in silent(tree_of(file))] == []


def test_the_rules_can_tell_right_from_wrong() -> None:
    assert all(map(is_participle, ("told", "prepared", "runs_told", "wanted", "seen")))
    assert not any(map(is_participle, ("speed", "is_locked", "draw_chosen", "wanted_error", "number_or_hidden")))
    tree = ast.parse(
        '"""A room."""\nclass A:\n    def told(self): ...\n    @property\n    def done(self): ...\ndef b(): ...'
    )
    assert list(functions(tree)) == ["A.told", "b"] and list(silent(tree)) == ["A", "b"]
    assert len(classes()) > 300

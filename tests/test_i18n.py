"""Translation: English costs nothing, another language is taken up at run time, an unknown one is English."""

from __future__ import annotations

import ast
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from downslope import i18n, paths
from downslope.engine.fault import Fault
from downslope.registry.plugin_guard import fault_sentence
from downslope.storage.files import Refused
from syntax import nodes, tree_of
from waiting import PATIENCE


def compiled(messages: dict[str, str]) -> bytes:
    """A .mo file: a header of seven numbers, two tables of (length, offset), the texts (GNU gettext manual, 10.3)."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    count, tables, texts = len(pairs), b"", b""
    start = 28 + 16 * count
    for column in (0, 1):
        for pair in pairs:
            tables += struct.pack("<II", len(pair[column]), start + len(texts))
            texts += pair[column] + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0) + tables + texts


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\n"
    messages = {"": head, "Learn": "Lernen", "{n} step\0{n} steps": "{n} Schritt\0{n} Schritte",
                "step gave {count} weights, not {wanted}": "step gab {count} Gewichte statt {wanted}"}
    (folder / "downslope.mo").write_bytes(compiled(messages))
    monkeypatch.setattr(paths, "languages", lambda: tmp_path)
    yield
    i18n.use("")


def test_english_is_what_the_code_says() -> None:
    assert i18n.use("en")
    assert i18n._("Learn") == "Learn"
    assert [i18n.plural_form("{n} step", "{n} steps", n).format(n=n) for n in (1, 2)] == ["1 step", "2 steps"]


def test_another_language(german: None) -> None:
    assert i18n.languages() == ["en", "de"]
    assert i18n.use("de")
    assert (i18n._("Learn"), i18n._("Untranslated"), i18n._("")) == ("Lernen", "Untranslated", "")
    assert [i18n.plural_form("{n} step", "{n} steps", n).format(n=n) for n in (1, 2)] == ["1 Schritt", "2 Schritte"]


def test_a_refusal_is_translated_where_it_is_shown(german: None) -> None:
    i18n.use("de")
    assert i18n.translate(Refused("Learn")) == str(Refused("Learn")) == "Lernen"
    assert i18n.translate(Refused("{n} of {most}", n=3, most=4), n=2) == "2 of 4"
    assert i18n.translate(Refused("Sets {a} and {b}")) == "Sets {a} and {b}"  # the title of a level


def test_an_unknown_language_is_english(german: None) -> None:
    i18n.use("de")
    assert not i18n.use("tlh")
    assert i18n._("Learn") == "Learn"


def test_gettext_is_not_imported_for_english() -> None:
    code = "import sys; from downslope import i18n; i18n.use('en'); i18n._('x'); print('gettext' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(paths.PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True,
                          timeout=PATIENCE)  # fmt: skip
    assert done.stdout.strip() == "False"


MAGIC = bytes.fromhex("de120495")


@pytest.mark.parametrize("raw", [b"", b"no translation", MAGIC + bytes(3), MAGIC + b"\xff" * 40], ids=len)
def test_a_translation_that_is_damaged_is_english(raw: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "downslope.mo").write_bytes(raw)
    monkeypatch.setattr(paths, "languages", lambda: tmp_path)
    assert not i18n.use("xx") and i18n._("Play") == "Play"


REFUSALS = ("Refused", "Unreadable")
Names = dict[str, list[ast.expr]]


def values_of(tree: ast.Module) -> Names:
    """What each name of a file is set to, wherever in it."""
    found: Names = {}
    for node in nodes(tree, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                found.setdefault(target.id, []).append(node.value)
    return found


def unmarked(node: ast.expr, known: Names) -> Iterator[str]:
    """The sentences in it that no tool for translators finds: in none of `_`, `N_`, `plural_form`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from [node.value] if any(map(str.isalpha, node.value)) and " " in node.value else []
    elif isinstance(node, ast.Name):
        for value in known.get(node.id, ()):
            yield from unmarked(value, {})
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            yield from unmarked(node.func.value, known)
    else:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from unmarked(child, known)


def refusals(tree: ast.Module) -> Iterator[str]:
    """The unmarked sentences with which a file refuses something."""
    known = values_of(tree)
    for call in nodes(tree, ast.Call):
        if isinstance(call.func, ast.Name) and call.func.id in REFUSALS and call.args:
            yield from unmarked(call.args[0], known)


@pytest.mark.source
def test_every_sentence_that_refuses_something_can_be_translated() -> None:
    found = {file.name: list(refusals(tree_of(file))) for file in paths.PACKAGE.rglob("*.py")}
    assert {name: told for name, told in found.items() if told} == {}
    bare = 'why = "It is long." if a else N_("It is short.")\nraise Refused(why)\nraise Refused(f"{n} is no {m}")'
    assert list(refusals(ast.parse(bare))) == ["It is long.", " is no "]


FAULTS = ("Fault", "shape_fault")  # each takes a name or a learner, then the sentence


def spliced(tree: ast.Module) -> Iterator[str]:
    """The words of a learner's or network's fault into which values are put before anybody can translate it."""
    known = values_of(tree)
    for call in nodes(tree, ast.Call):
        if isinstance(call.func, ast.Name) and call.func.id in FAULTS and len(call.args) > 1:
            told = call.args[1]
            for value in known.get(told.id, ()) if isinstance(told, ast.Name) else (told,):
                parts = value.values if isinstance(value, ast.JoinedStr) else ()
                words = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
                yield from (each for each in words if any(map(str.isalpha, each)))


@pytest.mark.source
def test_the_sentence_of_a_fault_is_a_template_for_translation() -> None:
    found = {file.name: list(spliced(tree_of(file))) for file in paths.PACKAGE.rglob("*.py")}
    assert {name: told for name, told in found.items() if told} == {}
    bare = 'told = f"{n} is no {m}"\nraise Fault(name, told)\nraise Fault(name, f"{kind}: {raised}")'
    assert list(spliced(ast.parse(bare))) == [" is no "]


def test_a_fault_is_told_in_the_players_language(german: None) -> None:
    i18n.use("de")
    fault = Fault("careful", "step gave {count} weights, not {wanted}", count=1, wanted=2)
    assert str(fault) == "careful: step gave 1 weights, not 2"
    assert fault_sentence(fault) == "careful: step gab 1 Gewichte statt 2"
    assert fault_sentence(Fault("careful", "KeyError: {count}")) == "careful: KeyError: {count}"  # as it was raised

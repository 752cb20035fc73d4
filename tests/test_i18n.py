"""Another language is taken up at run time, an unknown one is English; a number is read the same wherever it stands."""

import ast
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from downslope import i18n, paths
from downslope.engine.fault import Fault
from downslope.registry.plugin_guard import fault_sentence
from downslope.storage.files import Refused
from downslope.sweep.grid import numbers
from downslope.terminal.output import number
from lib.syntax import nodes, tree_of


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


def test_another_language_is_taken_up_and_an_unknown_or_damaged_one_is_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[str]:
        counts = [i18n.plural_form("{n} step", "{n} steps", n).format(n=n) for n in (1, 2)]
        return [i18n._("Learn"), i18n._("Untranslated"), i18n._(""), *counts]

    head = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\n"
    messages = {"": head, "Learn": "Lernen", "{n} step\0{n} steps": "{n} Schritt\0{n} Schritte",
                "step gave {count} weights, not {wanted}": "step gab {count} Gewichte statt {wanted}"}
    magic, english = bytes.fromhex("de120495"), ["Learn", "Untranslated", "", "1 step", "2 steps"]
    for name, raw in (("de", compiled(messages)), ("aa", b""), ("xx", b"no translation"), ("yy", magic + bytes(3)),
                      ("zz", magic + b"\xff" * 40)):  # fmt: skip
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / name / "LC_MESSAGES" / "downslope.mo").write_bytes(raw)
    monkeypatch.setattr(paths, "languages", lambda: tmp_path)
    assert i18n.use("en") and told() == english and {"en", "de"} <= set(i18n.languages())
    assert i18n.use("de") and told() == ["Lernen", "Untranslated", "", "1 Schritt", "2 Schritte"]
    assert i18n.translate(Refused("Learn")) == str(Refused("Learn")) == "Lernen"  # where they are shown
    assert i18n.translate(Refused("{n} of {most}", n=3, most=4), n=2) == "2 of 4"
    assert i18n.translate(Refused("Sets {a} and {b}")) == "Sets {a} and {b}"  # the title of a level
    fault = Fault("careful", "step gave {count} weights, not {wanted}", count=1, wanted=2)
    assert str(fault) == "careful: step gave 1 weights, not 2"
    assert fault_sentence(fault) == "careful: step gab 1 Gewichte statt 2"
    assert fault_sentence(Fault("careful", "KeyError: {count}")) == "careful: KeyError: {count}"  # as it was raised
    for name in ("aa", "xx", "yy", "zz", "tlh"):
        assert not i18n.use(name) and told() == english
    i18n.use("")


TOLD = {"Refused": 0, "Unreadable": 0, "Fault": 1, "shape_fault": 1}  # which argument of a call is the sentence


def untranslatable(tree: ast.Module) -> list[str]:
    """The sentences of refusals that are in no `N_`, those of faults into which values are put before they are told."""
    calls = [(call, TOLD[call.func.id]) for call in nodes(tree, ast.Call)
             if isinstance(call.func, ast.Name) and call.func.id in TOLD]  # fmt: skip
    told = [(call.args[place], place) for call, place in calls if len(call.args) > place]
    parts = [part for sentence, _place in told if isinstance(sentence, ast.JoinedStr) for part in sentence.values]
    parts += [sentence for sentence, place in told if place == 0]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return [text for text in texts if " " in text and any(map(str.isalpha, text))]


@pytest.mark.source
def test_every_sentence_that_refuses_something_can_be_translated() -> None:
    refusing = re.compile(rf"\b({'|'.join(TOLD)})\(")
    files = {file.name: untranslatable(tree_of(file)) for file in paths.PACKAGE.rglob("*.py")
             if refusing.search(file.read_text(encoding="utf-8"))}  # fmt: skip
    assert {name: texts for name, texts in files.items() if texts} == {}
    bare = 'Refused("It is long.")\nRefused(N_("It is short."))\nFault(name, f"{n} is no {m}")\nFault(name, "a b")'
    assert untranslatable(ast.parse(bare)) == [" is no ", "It is long."]


@pytest.mark.parametrize("door", [
    i18n.parse_number, lambda text: number("--alpha", text), lambda text: numbers("--alpha", [text])[0],
])  # fmt: skip
def test_a_number_is_read_as_it_is_meant_and_what_is_none_is_refused(door: Callable[[str], float]) -> None:
    """In the window, as an option, in a range of a sweep."""
    typed = {".25": 0.25, "+1.5": 1.5, "−3": -3.0, "1e-3": 0.001, "3.": 3.0, " 2 ": 2.0}
    assert {text: door(text) for text in typed} == typed and i18n.parse_number(",5") == number("--alpha", ",5") == 0.5
    for text in ("", "-", ".", "x", "1_0", "inf", "nan", "1e999", "--1", "1.2.3"):
        with pytest.raises((ValueError, Refused)):
            door(text)

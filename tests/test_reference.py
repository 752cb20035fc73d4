"""The pages that are generated are the source's own words, none of it is missing, and what plugins rely on stays."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pygame
import pytest

import downslope
import reference
import reference_api as api
from downslope import testing
from downslope.level_files.json_schema import texts
from downslope.registry.plugin import HOOKS
from downslope.schema.schema import fields_of
from downslope.solving.question_answers import ASKS
from downslope.terminal.commands import run
from reference_commands import JSON, commands, parameters, said


@pytest.mark.parametrize("kind", reference.KINDS)
def test_every_field_has_a_text_beside_it(kind: type) -> None:
    told = texts(kind)
    assert [name for name in fields_of(kind) if len(told.get(name, "")) < 5] == []


def test_everything_that_a_question_may_ask_has_a_text() -> None:
    assert [name for name, function in ASKS.items() if not reference.first_paragraph(function)] == []


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_page_is_what_the_source_says(name: str) -> None:
    written = (reference.DOCS / name).read_text(encoding="utf-8")
    assert written == reference.PAGES[name](), "python tests/reference.py writes it anew"


def test_what_a_stage_may_have_is_what_the_level_has() -> None:
    written = (reference.SOURCE / "changes.py").read_text(encoding="utf-8")
    assert written == reference.changes_file(), "python tests/reference.py writes it anew"


def test_what_stands_between_marks_is_what_the_source_says() -> None:
    pages = reference.marked_pages()
    old = [page.name for page in pages if reference.filled(text := page.read_text(encoding="utf-8")) != text]
    assert old == [], "python tests/reference.py writes them anew"


def test_no_row_of_it_has_an_empty_cell() -> None:
    rows = [line for made in reference.PAGES.values() for line in made().splitlines() if line.startswith("| ")]
    assert len(rows) > 100
    assert [row for row in rows if "|  |" in row] == []


# -- what the pages must hold: a field, name, hook, rule or command without a word is red ------------------------------


def test_every_exported_name_has_a_text_and_a_row() -> None:
    page = reference.PAGES["reference.md"]()
    assert [name for name in downslope.__all__ if len(api.text_of(name)) < 10] == []
    assert [name for name in downslope.__all__ if not re.search(rf"^\| `{name}[`(]", page, re.MULTILINE)] == []


def test_every_name_of_the_checks_has_a_row() -> None:
    page = reference.PAGES["testing.md"]()
    rows = {name: rf"^\| `{name}[`(].*\| .{{10,}} \|$" for name in testing.__all__}
    assert len(rows) > 8 and [name for name, row in rows.items() if not re.search(row, page, re.MULTILINE)] == []


@pytest.mark.parametrize("name", api.CONTRACTS)
def test_all_that_an_author_may_say_of_a_thing_has_a_text(name: str) -> None:
    kind = api.CONTRACTS[name]
    told = dict(api.members(kind, {each: api.own_texts(kind).get(each, "") for each in api.own_names(kind)}))
    assert len(told) > 5
    assert [each for each, said in told.items() if len(said) < 5] == []


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_says_where_it_is_called_how_often_what_stays_and_what_becomes_of_a_fault(name: str) -> None:
    lines = api.hook(name).splitlines()
    assert len(lines) == 4 and all(line.endswith(".") for line in lines)
    for line, word in zip(lines, ("process", "once", "survives", "fault")):
        assert word in line


def test_every_command_word_and_option_says_what_it_is() -> None:
    silent = []
    for name, command in commands().items():
        rows = [("", "", said(command.help)), *parameters(command)]
        silent += [f"{name} {word}" for word, _default, text in rows if len(text) < 5]
    assert len(commands()) > 12 and silent == []


# -- what plugins rely on ----------------------------------------------------------------------------------------------

# A name may come; none goes before the interface's major number rises.
EXPORTED = {
    "ACTIVATIONS", "API", "Accuracy", "Alpha", "Answer", "Beside", "Catalog", "Changes", "Conv", "ConvNet",
    "Dense", "Digits", "Drawn", "Exam", "Example", "Fault", "Fooled", "Freeze", "Impossible", "Knob", "Layers",
    "Learn", "Learner", "Level", "Marker", "MaxPool", "MeanError", "Metric", "Near", "Network", "Neuron",
    "Neurons", "Next", "Node", "Outcome", "Picture", "Probe", "Problem", "Question", "Reset", "Run", "Runs",
    "Session", "Show", "Smaller", "Stage", "Step", "Stop", "TakeOver", "Target", "Turn", "Wire", "hookimpl",
    "load", "read_csv", "read_pictures", "train",
}  # fmt: skip


def test_exported_names_and_hooks_stay() -> None:
    assert EXPORTED - set(downslope.__all__) == set()
    assert downslope.API[0] == 1 and list(HOOKS) == ["metrics", "learners", "levels"]


def test_what_programs_may_rely_on_is_there(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd, net, picture = home / "odd.py", home / "net.json", home / "digit.png"
    odd.write_text("levels = 5\n", encoding="utf-8")
    drawn = pygame.Surface((28, 28))
    drawn.fill("white", (12, 4, 4, 20))
    pygame.image.save(drawn, picture)
    asked = {
        "levels": ["levels"], "plugins": ["plugins"], "solve": ["solve", "thirteen"], "check": ["check", str(odd)],
        "train": ["train", "digits", "--kernels", "1", "--passes", "1", "--save", str(net)],
        "progress": ["progress", "export", str(home / "progress.json")],
        "read": ["read", str(picture), "--net", str(net)],
    }  # fmt: skip
    able = [name for name, command in commands().items() if any("--json" in one.opts for one in command.params)]
    assert sorted(able) == sorted(JSON) == sorted(asked)
    for name, words in asked.items():
        run([*words, "--json"])
        found = json.loads(capsys.readouterr().out)
        first = found[0] if isinstance(found, list) else found
        assert JSON[name].keys() <= first.keys(), name

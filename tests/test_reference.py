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
from downslope.registry.plugin import HOOKS
from downslope.rules.level_words import NUMBERED
from downslope.rules.question import NUMBERED_MOMENT
from downslope.terminal.commands import run
from reference_commands import JSON, commands, said


def test_what_a_stage_may_have_is_what_the_level_has() -> None:
    written = (reference.SOURCE / "changes.py").read_text(encoding="utf-8")
    assert written == reference.changes_file(), "python tests/reference.py writes it anew"


def test_what_stands_between_marks_is_what_the_source_says() -> None:
    pages = reference.marked_pages()
    assert {"levels", "testing", "reference", "commands", "metrics"} <= {page.stem for page in pages}
    old = [page.name for page in pages if reference.filled(text := page.read_text(encoding="utf-8")) != text]
    assert old == [], "python tests/reference.py writes them anew"


def test_every_name_has_a_row_that_says_what_it_is() -> None:
    """Each field, exported name, hook, rule, command and option."""
    pages = [page.read_text(encoding="utf-8") for page in reference.marked_pages()]
    parts = [found[3] for page in pages for found in reference.MARKED.finditer(page)]
    rows = [line[2:-2].split(" | ") for part in parts for line in part.splitlines() if line.startswith("| ")]
    assert re.fullmatch(NUMBERED_MOMENT, "in stage 1") and re.fullmatch(NUMBERED, "input 1"), "as levels.md says"
    assert len(rows) > 500 and [row for row in rows if len(row) < 2 or "" in map(str.strip, row)] == []
    named = {re.split(r"[`(]", row[0].strip("`"))[0] for row in rows}
    assert {*downslope.__all__, *testing.__all__} <= named
    assert [name for name, command in commands().items() if len(said(command.help)) < 5] == []


# -- what the pages must hold: a field, name, hook, rule or command without a word is red ------------------------------


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_says_where_it_is_called_how_often_what_stays_and_what_becomes_of_a_fault(name: str) -> None:
    lines = api.hook(name).splitlines()
    assert len(lines) == 4 and all(line.endswith(".") for line in lines)
    for line, word in zip(lines, ("process", "once", "survives", "fault")):
        assert word in line


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


@pytest.mark.slow
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

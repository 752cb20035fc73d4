"""The pages that are generated are the source's own words, none of it is missing, and what plugins rely on stays."""

import json
import re
from pathlib import Path

import pygame
import pytest

import downslope
import reference
from downslope import Learn, testing
from downslope.registry.plugin import HOOKS
from downslope.rules import NUMBERED_MOMENT
from downslope.rules.level_words import NUMBERED
from downslope.terminal.commands import run
from lib.support import play
from reference import DOCS, MARKED, commands

# A name may come; none goes before the interface's major number rises.
EXPORTED = """
ACTIVATIONS API Accuracy Alpha Answer Beside Catalog Changes Conv ConvNet Dense Digits Drawn Exam Example Fault Fooled
Freeze Impossible Knob Layers Learn Learner Level Marker MaxPool MeanError Metric Near Network Neuron Neurons Next Node
Outcome Picture Probe Problem Question Reset Run Runs Session Show Smaller Stage Step Stop TakeOver Target Turn Wire
hookimpl load read_csv read_pictures train
"""


def test_what_is_generated_is_what_the_source_says_and_nothing_in_it_is_without_a_word() -> None:
    """Each field, exported name, hook, rule, command and option."""
    assert reference.CHANGES.read_text(encoding="utf-8") == reference.changes_file(), "python tests/reference.py"
    pages = {page.stem: page.read_text(encoding="utf-8") for page in reference.marked_pages()}
    assert {"levels", "testing", "reference", "commands", "metrics"} <= set(pages)
    old = [name for name, text in pages.items() if reference.filled(text) != text]
    assert old == [], "python tests/reference.py writes them anew"
    parts = [part[3] for text in pages.values() for part in MARKED.finditer(text)]
    rows = [line[2:-2].split(" | ") for part in parts for line in part.splitlines() if line.startswith("| ")]
    assert len(rows) > 500 and [row for row in rows if len(row) < 2 or "" in map(str.strip, row)] == []
    names = {re.split(r"[`(]", row[0].strip("`"))[0] for row in rows}
    assert {*downslope.__all__, *testing.__all__} <= names
    assert [name for name, command in commands().items() if len(command.help.strip()) < 5] == []
    assert re.fullmatch(NUMBERED_MOMENT, "in stage 1") and re.fullmatch(NUMBERED, "input 1"), "as levels.md says"
    for name in HOOKS:
        lines = reference.hook(name).splitlines()
        assert [word in line for line, word in zip(lines, ("process", "once", "survives", "fault"))] == [True] * 4


def by_hand(page: str, heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without the marks of code."""
    text = (DOCS / page).read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [line.strip("| ").replace("`", "").split(" | ") for line in text.splitlines() if line.startswith("| `")]


def test_exported_names_and_hooks_stay_and_a_session_and_a_run_have_what_they_are_said_to_have() -> None:
    assert set(downslope.__all__) >= set(EXPORTED.split())
    assert downslope.API[0] == 1 and list(HOOKS) == ["metrics", "learners", "levels"]
    session = play("thirteen", Learn(1))
    for heading, thing in (("Session", session), ("Run", session.run)):
        rows = by_hand("reference.md", heading)
        assert len(rows) > 12 and [name for name, _said in rows if not hasattr(thing, name.partition("(")[0])] == []


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
    fields: dict[str, set[str]] = {}
    for command, field, _said in by_hand("commands.md", "Fields with `--json`"):
        fields.setdefault(command, set()).add(field)
    assert sorted(able) == sorted(fields) == sorted(asked)
    for name, words in asked.items():
        run([*words, "--json"])
        told = json.loads(capsys.readouterr().out)
        assert fields[name] <= (told[0] if isinstance(told, list) else told).keys(), name

"""The documents do what they say: every block of Python runs, every plugin in them comes in and plays."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest

import console
import downslope
from downslope import Example, Knob, Learn, Level, Session
from downslope.boards import kinds
from downslope.level_files.reading import read_levels
from downslope.level_files.writing import table_of
from downslope.registry.sources import load_all
from downslope.rules.costs import UNITS
from downslope.scenes.play import play
from downslope.solving.autosolve import solve
from downslope.solving.fairness import check
from downslope.storage.saves import Store
from downslope.testing.plugin_check import check_plugin
from downslope.view.widgets.ink import words
from downslope.view.widgets.panel import fits
from playing import board_of, opened, painted, screen
from playing import key as press
from reference import commands
from support import shipped
from test_imports import PACKAGE

ROOT = Path(__file__).parents[1]
DOCS = {file.stem: file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs").glob("*.md"))}
PLUGINS, ARCHITECTURE = DOCS["plugins"], DOCS["architecture"]
KINDS = ("plugins", "metrics", "learners", "networks")  # the pages of what a plugin brings
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


GIVES = re.compile(r"^(@hookimpl|LEVELS =|class \w+\((Learner|Metric)\))", re.MULTILINE)
FILES = [block for page in KINDS for block in blocks(DOCS[page], "python") if GIVES.search(block)]
TRY = Level("try", title="Try", examples=[Example(0.9, 0.7)], weights=[0.1], alpha=0.1)
SCRIPTS = [block for block in blocks(PLUGINS, "python") if not GIVES.search(block)]


@pytest.mark.parametrize("code", FILES)
def test_every_plugin_in_the_documents_works(home: Path, code: str) -> None:
    (home / "plugins").mkdir()
    (home / "plugins" / "jackets.py").write_text(code, encoding="utf-8")
    registry = load_all(home, packages=False)
    plugin = registry.plugin("jackets")
    assert plugin is not None and plugin.faults == [] and plugin.things
    assert [str(found) for found in check_plugin("jackets", registry)] == []
    for key in plugin.keys("level"):
        session = Session(registry.catalog.level(key), registry.catalog)
        for action in solve(session):
            session.do(action)
        assert session.complete
    for kind, key in plugin.things:
        if kind != "level":
            level = replace(TRY, metric=key) if kind == "metric" else replace(TRY, learner=key)
            session = Session(level, registry.catalog)
            before = session.run.error()
            session.do(Learn(50))
            assert session.run.error() < before / 2


def test_the_level_as_data_in_the_document_is_fair(home: Path) -> None:
    (home / "plugins").mkdir()
    (text,) = (block for block in blocks(DOCS["toml"], "toml") if "[[knobs]]" in block)
    (home / "plugins" / "jackets.toml").write_text(text, encoding="utf-8")
    registry = load_all(home, packages=False)
    plugin = registry.plugin("jackets")
    assert plugin is not None and plugin.faults == []
    assert list(check(registry.catalog.level("jackets/winter-jackets"), registry.catalog)) == []


def test_every_block_of_data_in_the_documents_can_be_read() -> None:
    read = []
    for name, text in DOCS.items():
        for block in blocks(text, "toml"):
            table = tomllib.loads(block)
            assert table, name
            if "examples" in table or "levels" in table:  # a level, not a pack or a package
                drafts = list(read_levels(block))
                read += [draft.level.id for draft in drafts]
                told = [fault for draft in drafts for fault in draft.faults if fault[0] != "examples.csv"]
                assert told == [], name
    assert len(read) > 8


def test_what_the_document_says_of_python_as_data_is_so() -> None:
    rows = re.findall(r"^\| (`.+`) \| (`.+`) \|$", DOCS["toml"], re.MULTILINE)
    told = [(python, data) for python, data in rows if "{ kind" in data or "[[-2" in data or '"turn"' in data]
    assert len(told) == 6
    known: dict[str, Any] = {name: getattr(downslope, name) for name in downslope.__all__}
    for python, data in told:
        given = [eval(code, known) for code in re.findall(r"`(.+?)`", python)]
        tables = [tomllib.loads(f"value = {code}")["value"] for code in re.findall(r"`(.+?)`", data)]
        for value, table in zip(given, tables, strict=True):
            assert as_data(value) == table


def as_data(value: Any) -> Any:
    """What the game writes for a field that has this value."""
    if hasattr(value, "met"):
        return table_of(replace(TRY, target=value))["target"]
    if hasattr(value, "forward"):
        table = table_of(replace(TRY, network=value))["network"]
        return {key: one for key, one in table.items() if (key, one) != ("outputs", 1)}
    field = "examples" if isinstance(value[0], Example) else "solution"
    return table_of(replace(TRY, **{field: value}))[field]


@pytest.mark.parametrize("code", SCRIPTS)
def test_every_script_in_the_documents_runs(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "docs/plugins.md", "exec"), {})
    assert "Outcome(kind='land'" in capsys.readouterr().out


def test_what_the_documents_name_is_there(home: Path) -> None:
    """Metrics, learners, units, files in the player's folder, the README's two commands."""
    catalog = load_all(plugins=False).catalog
    assert all(f"`{name}`" in PLUGINS for name in (*catalog.metrics, *catalog.learners))
    (lines,) = (block for block in blocks(DOCS["learners"], "python") if "error_at" in block)
    assert lines.strip() == shipped().learner("hot-and-cold").lines
    said = " ".join(PLUGINS.partition("- `words` are")[2].partition("\n- ")[0].split())
    assert [unit for unit in UNITS if f"`{unit}`" not in said] == []
    (package,) = (block for block in blocks(PLUGINS, "toml") if "[project]" in block)
    assert tomllib.loads(package)["project"]["entry-points"]["downslope"]
    assert Store().save()
    assert {path.name for path in (home / "saves").iterdir()} == {"settings.json", "progress.json"}
    play, tests = (block.strip() for block in blocks(README, "sh"))
    for command in (play, tests):
        assert "\n" not in command and command.startswith("python3 -m venv .venv && .venv/bin/python -m pip install")
    assert play.endswith("&& .venv/bin/downslope") and "pytest" in tests and '".[test]"' in tests


def anchors(text: str) -> set[str]:
    """What a link may point at within a page: its headings as they are made into ids."""
    heads = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_links_in_the_documents_lead_somewhere() -> None:
    pages = {"README.md": README, "CONTRIBUTING.md": CONTRIBUTING, **{f"docs/{name}.md": DOCS[name] for name in DOCS}}
    link = re.compile(r"\]\(([^)#:]*)(?:#([^)]*))?\)")
    links = [(name, *parts) for name, text in pages.items() for parts in link.findall(text)]
    for name, file, anchor in links:
        target = ((ROOT / name).parent / file) if file else ROOT / name
        if target.suffix == ".gif" and not (ROOT / ".git").exists():
            continue  # an archive of the source has no pictures
        assert target.exists() and (not anchor or anchor in anchors(target.read_text("utf-8"))), (name, file, anchor)
    assert {f"{name}.md" for name in DOCS} <= {Path(file).name for _name, file, _anchor in links}, "each is led to"


# -- the way in --------------------------------------------------------------------------------------------------------


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next one of its level."""
    level = title.split()[0]
    return text.partition(f"{title}\n")[2].partition(f"\n{level} ")[0]


def test_each_folder_says_its_sentence_and_the_document_says_the_same() -> None:
    told = " ".join(section(ARCHITECTURE, "## The house").split())
    folders = [file.parent for file in PACKAGE.rglob("__init__.py") if file.parent != PACKAGE]
    for folder in folders:
        said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
        first = said.partition("\n")[0]
        name = folder.relative_to(PACKAGE).as_posix()
        assert len(first.split()) >= 4 and first.endswith(".") and f"{name}/ {first}" in told, name
    named = re.findall(r"`([a-z_]+(?:/[a-z_.]+)*(?:\.py|/))`", section(ARCHITECTURE, "## How to add something"))
    places = [[(place / file).exists() for place in (PACKAGE, ROOT)] for file in named if "/" in file]
    assert folders and len(named) > 20 and all(map(any, places)), named


@pytest.mark.usefixtures("display")
def test_the_board_and_the_card_of_the_document_are_such(monkeypatch: pytest.MonkeyPatch) -> None:
    code, row, card = blocks(section(ARCHITECTURE, "## How to add something"), "python")
    names: dict[str, Any] = {}
    exec(compile(code, "docs/architecture.md", "exec"), names)
    level = replace(load_all(plugins=False).catalog.level("thirteen"), id="own", picture="sliders",
                    knobs=(Knob("weight"), Knob("alpha", 0.01, 2.0, log=True)))  # fmt: skip
    ((kind, suits),) = eval(f"{{{row}}}").items()
    assert suits(level) and kind.endswith(".SlidersBoard") and kinds.kind_of(level) in kinds.KINDS
    monkeypatch.setattr(play, "board_class", lambda _kind: names["SlidersBoard"])
    driver = opened(level, text=1.5)
    board = board_of(driver, names["SlidersBoard"])
    for size in ((1280, 720), (960, 540)):
        painted(driver, size)
        assert fits(screen(driver).tree, screen(driver).room), size
    before = board.attempt.session.weights
    for widget in board.knobs.widgets:
        driver.scene.set_focus(widget.name)
        press(driver, pygame.K_RIGHT)
    assert board.attempt.session.weights != before and len(code.splitlines()) < 80
    exec(card, names)
    ink = names["run_card"]("momentum", 0.1, 13)
    assert words(ink) == ["A run", "momentum", "13", "It learned with alpha 0.1."]


# -- the terminal ------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty plugins folder, where the commands are typed."""
    (home / "plugins").mkdir()
    monkeypatch.chdir(home / "plugins")
    monkeypatch.setenv("COLUMNS", "80")
    return home / "plugins"


TYPED = [name for name, text in DOCS.items() if "```console" in text]


@pytest.mark.slow
@pytest.mark.parametrize("page", TYPED)
def test_the_commands_of_a_document_say_what_it_says(
    page: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list(console.typed_wrong(DOCS[page], folder, lambda: capsys.readouterr().out)) == []
    wrong = "```console\n$ downslope --version\ndownslope 0.9\n```\n"
    assert len(list(console.typed_wrong(wrong, folder, lambda: capsys.readouterr().out))) == 1
    if page == "tutorial":  # the level as data stands there as the command has written it
        (written,) = blocks(DOCS[page], "toml")
        assert (folder / "first-cup.toml").read_text(encoding="utf-8") == written


def test_commands_and_options_that_the_documents_name_are_there() -> None:
    known, wrong = commands(), []
    spans = [(name, " ".join(span.split())) for name, text in {"README": README, **DOCS}.items()
             for span in re.findall(r"`(downslope [^`]+)`", text)]  # fmt: skip
    for name, span in spans:
        words = span.split()[1:]
        options = [word for word in words if re.fullmatch(r"--[a-z-]+", word)]
        command = next((word for word in words if not word.startswith("-")), "")
        if not re.fullmatch(r"[a-z]+", command) and command:
            continue  # COMMAND, or no command but `downslope>=2.0,<3`
        if command not in known:
            wrong.append(f"{name}: {span}")
            continue
        there = {opt for each in (known[command], known[""]) for one in each.params for opt in one.opts} | {"--help"}
        wrong += [f"{name}: {span}: {option}" for option in options if option not in there]
    assert len(spans) > 60 and wrong == []

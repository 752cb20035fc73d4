"""The documents do what they say: every block of Python runs, every plugin in them comes in and plays; the lesson for
teachers has the minutes, levels, keys and numbers that the game has."""

import ast
import re
import shlex
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope import Knob, Learn, Session, Turn
from downslope.attempt.link import parse
from downslope.desktop.bindings import BY_INTENT
from downslope.level_files.reading import read_levels
from downslope.registry.registry import Registry
from downslope.rules import CHAPTERS
from downslope.scenes.play import play as play_module
from downslope.solving.autosolve import solve
from downslope.solving.fairness import check
from downslope.terminal.commands import run
from downslope.testing.plugin_check import check_plugin
from downslope.view.widgets.ink import words
from downslope.view.widgets.panel import fits
from lib.playing import board, key as press, opened, painted, screen
from lib.support import campaign, play, shipped
from reference import commands
from test_imports import PACKAGE

ROOT = Path(__file__).parents[1]
DOCS = {file.stem: file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs").glob("*.md"))}
PLUGINS, ARCHITECTURE = DOCS["plugins"], DOCS["architecture"]
KINDS = ("plugins", "metrics", "learners", "networks", "tutorial")  # the pages of what a plugin brings
EXAMPLES = ROOT / "docs" / "examples"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


GIVES = re.compile(r"^(@hookimpl|LEVELS =|class \w+\((Learner|Metric)\))", re.MULTILINE)


@pytest.mark.slow
def test_each_example_and_each_plugin_of_a_page_has_no_findings_and_the_machine_wins_its_levels(tmp_path: Path) -> None:
    files = [file for file in EXAMPLES.iterdir() if file.suffix in (".py", ".toml") and "." not in file.stem]
    files += [file.parent for file in EXAMPLES.glob("*/pack.toml")]
    texts = [("py", text) for page in KINDS for text in blocks(DOCS[page], "python") if GIVES.search(text)]
    texts += [("toml", text) for text in blocks(DOCS["tutorial"], "toml") if "downslope = 1" in text]
    for number, (kind, text) in enumerate(texts):
        (tmp_path / f"own{number}.{kind}").write_text(text, encoding="utf-8")
    assert len(files) >= 12 and len(texts) > 15
    for file in (*files, *tmp_path.iterdir()):
        registry = Registry()
        for kind in ("metric", "learner", "level"):
            registry.items_of(kind).update(getattr(shipped(), f"{kind}s"))
        assert [str(finding) for finding in check_plugin(file, registry)] == []
        plugin = registry.plugins[-1]
        assert plugin.things
        for key in plugin.keys("level"):
            session = Session(registry.catalog.level(key), registry.catalog)
            for action in solve(session):
                session.do(action)
            assert session.complete, key


def test_every_example_is_in_the_cookbook_and_its_translation_is_whole(home: Path) -> None:
    shown = set(re.findall(r"<!-- example:(\S+) -->", DOCS["cookbook"]))
    names = {file.name for file in EXAMPLES.iterdir() if file.suffix in (".py", ".toml", ".csv")}
    names |= {file.relative_to(EXAMPLES).as_posix() for file in EXAMPLES.glob("*/pack.toml")}
    assert names <= shown and all((EXAMPLES / name).is_file() for name in shown)
    folder = home / "plugins"
    folder.mkdir()
    for file in EXAMPLES.glob("ice_cream.*"):
        (folder / file.name).write_bytes(file.read_bytes())
    assert run(["words", str(folder / "ice_cream.toml"), "nb"]) == 0
    assert (folder / "ice_cream.nb.toml").read_bytes() == (EXAMPLES / "ice_cream.nb.toml").read_bytes()


def test_every_block_in_the_documents_can_be_read_runs_or_is_a_fair_level_and_what_they_name_is_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    levels = {}
    for name, block in ((name, block) for name, text in DOCS.items() for block in blocks(text, "toml")):
        table = tomllib.loads(block)
        assert table, name
        for draft in read_levels(block) if {"examples", "levels"} & table.keys() else ():  # no pack or package
            levels[draft.level.id] = draft.level
            assert [fault for fault in draft.faults if fault[0] != "examples.csv"] == [], name
    assert len(levels) > 8 and list(check(levels["winter-jackets"], shipped())) == []
    scripts = [block for block in blocks(PLUGINS, "python") if not GIVES.search(block)]
    for code in scripts:
        exec(compile(code, "docs/plugins.md", "exec"), {})
        assert "Outcome(kind='land'" in capsys.readouterr().out
    assert scripts and all(f"`{name}`" in PLUGINS for name in (*shipped().metrics, *shipped().learners))
    (lines,) = (block for block in blocks(DOCS["learners"], "python") if "error_at" in block)
    assert lines.strip() == shipped().learner("hot-and-cold").lines


def test_links_in_the_documents_lead_somewhere() -> None:
    def anchors(text: str) -> set[str]:
        """The headings as they are made into ids."""
        heads = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}

    files = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    links = [(page, *parts) for page in files
             for parts in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", page.read_text(encoding="utf-8"))]  # fmt: skip
    for page, file, anchor in links:
        target = page.parent / file if file else page
        if target.suffix != ".gif" or (ROOT / ".git").exists():  # an archive of the source has no pictures
            there = target.exists() and (not anchor or anchor in anchors(target.read_text(encoding="utf-8")))
            assert there, (page, file, anchor)
    assert {f"{name}.md" for name in DOCS} <= {Path(file).name for _page, file, _anchor in links}, "each is led to"


def section(title: str) -> str:
    """What stands under a heading of the architecture, up to the next one."""
    return ARCHITECTURE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_each_folder_says_its_sentence_and_the_document_says_the_same() -> None:
    told = " ".join(section("The house").split())
    for file in (file for file in PACKAGE.rglob("__init__.py") if file.parent != PACKAGE):
        said = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        name = file.parent.relative_to(PACKAGE).as_posix()
        assert len(said.split()) >= 4 and said.endswith(".") and f"{name}/ {said}" in told, name
    named = re.findall(r"`([a-z_]+(?:/[a-z_.]+)*(?:\.py|/))`", section("How to add something"))
    places = [[(place / file).exists() for place in (PACKAGE, ROOT)] for file in named if "/" in file]
    assert len(named) > 20 and all(map(any, places)), named


@pytest.mark.usefixtures("display")
def test_the_board_and_the_card_of_the_document_are_such(monkeypatch: pytest.MonkeyPatch) -> None:
    code, row, card = blocks(section("How to add something"), "python")
    names: dict[str, Any] = {}
    exec(compile(f"{code}\n{card}", "docs/architecture.md", "exec"), names)
    assert len(code.splitlines()) < 80 and "It learned with alpha 0.1." in words(names["run_card"]("momentum", 0.1, 13))
    level = replace(shipped().level("thirteen"), id="own", picture="sliders",
                    knobs=(Knob("weight"), Knob("alpha", 0.01, 2.0, log=True)))  # fmt: skip
    ((kind, suits),) = eval(f"{{{row}}}").items()
    assert suits(level) and kind.endswith(".SlidersBoard")
    monkeypatch.setattr(play_module, "board_class", lambda _kind: names["SlidersBoard"])
    driver = opened(level, text=1.5)
    painted(driver, (960, 540))
    assert fits(screen(driver).tree, screen(driver).room)
    before = screen(driver).attempt.session.weights
    for widget in board(driver).knobs.widgets:
        driver.scene.set_focus(widget.name)
        press(driver, pygame.K_RIGHT)
    assert screen(driver).attempt.session.weights != before


FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
SAVED = re.compile(r"(?:[Ss]ave\s+(?:this|it)\s+as|[Nn]ow)\s+`([\w-]+\.\w+)`")  # the file that the next block is
ANY = "…"  # in what is expected: anything, on a line of its own any lines
TYPED = [name for name, text in DOCS.items() if "```console" in text]


@pytest.mark.slow
@pytest.mark.parametrize("page", TYPED)
def test_the_commands_of_a_document_say_what_it_says(
    page: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Typed in an empty plugins folder, in which the files are that the page has the reader save; in this process."""
    monkeypatch.setattr("downslope.terminal.commands.can", lambda what: False)
    folder, before, typed = home / "plugins", 0, 0
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")
    for block in FENCE.finditer(DOCS[page]):
        names = SAVED.findall(DOCS[page][before : block.start()])
        before = block.end()
        text = re.sub(f"^{block[1]}", "", block[3], flags=re.MULTILINE)
        if block[2] != "console":
            if names:
                (folder / names[-1]).write_text(text, encoding="utf-8")
            continue
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _line, expected = part.partition("\n")
            words, _into, file = command.partition(" > ")
            run(shlex.split(words)[1:])
            said, typed = capsys.readouterr().out, typed + 1
            if file:
                (folder / file).write_text(said, encoding="utf-8")
                said = ""
            said = "\n".join(line.rstrip() for line in said.replace(f"{folder}/", "").splitlines()).strip("\n")
            pattern = re.escape(expected.rstrip("\n")).replace(re.escape(ANY), ".*?")
            assert re.fullmatch(pattern, said, re.DOTALL), (command, said)
    assert typed
    if page == "tutorial":  # the level as data stands there as the command has written it
        (written,) = blocks(DOCS[page], "toml")
        assert (folder / "first-cup.toml").read_text(encoding="utf-8") == written


def test_commands_and_options_that_the_documents_name_are_there() -> None:
    known, wrong = commands(), []
    spans = [span.split()[1:] for text in (README, *DOCS.values()) for span in re.findall(r"`(downslope [^`]+)`", text)]
    for typed in spans:
        command = next((word for word in typed if not word.startswith("-")), "")
        if command and not re.fullmatch(r"[a-z]+", command):
            continue  # COMMAND, or no command but `downslope>=2.0,<3`
        params = [one for each in (known.get(command), known[""]) if each is not None for one in each.params]
        there = {"--help", *(opt for one in params for opt in one.opts)}
        wrong += [typed for word in typed if re.fullmatch(r"--[a-z-]+", word) and word not in there]
        wrong += [typed] if command not in known else []
    assert len(spans) > 60 and wrong == []


# The lesson for teachers.


LESSON = DOCS["teachers"].partition("## A lesson of 45 minutes")[2].partition("\n## ")[0]
KEYS = {"Space": "step", "L": "learn", "R": "reset", "Up": "up", "Down": "down", "1": "one", "F1": "help"}
ENDS = {"lands": "land", "crosses and lands": "overshoot", "swings for ever": "orbit", "runs away": "runaway"}


def rows(head: str) -> list[list[str]]:
    """The rows of the table whose first cells are these."""
    text = LESSON.partition(f"\n| {head} |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


def test_the_minutes_follow_each_other_and_every_level_key_and_link_of_the_lesson_is_one() -> None:
    spans = [tuple(map(int, row[0].split("–"))) for row in rows("minute")]
    assert [first for first, _last in spans] == [0, *(last for _first, last in spans[:-1])] and spans[-1][1] == 45
    names = re.findall(r"downslope (?:play|script|solve|watch) ([\w-]+)", DOCS["teachers"])
    names += [name for row in rows("minute") for name in re.findall(r"`([\w-]+)`", row[2])]
    assert len(names) > 8 and set(names) <= set(shipped().levels)
    keys = LESSON.partition("\nKeys: ")[2].partition("\n\n")[0]
    assert [key for key, intent in KEYS.items() if key.lower() not in BY_INTENT[intent].keys or key not in keys] == []
    ((level, link),) = re.findall(r'play ([\w-]+) --link "([^"]+)"', LESSON)
    asked, remarks = parse(f"level={level}&{link}", shipped())
    assert remarks == [] and asked.level == level and asked.hide == {"map", "auto", "script"}


def test_the_tables_of_the_lesson_are_the_engines() -> None:
    steps = play("goldilocks", Turn("alpha", 0.1), Learn(3)).run.steps()
    for number, row in enumerate(rows("step")):
        step, after = steps[number], steps[number + 1]
        seen = (step.weights[0], step.predictions[0][0], step.deltas[0][0], step.weight_deltas[0], after.weights[0])
        assert list(map(float, row)) == [number + 1, *(pytest.approx(value) for value in seen)]
    assert len(rows("step")) == 2 and len(rows("level")) == len(rows("alpha | 1 − alpha · 4")) == 8
    for name, alpha, ends, took in rows("level"):
        level = shipped().level(name.strip("`"))
        outcome = Session(level, shipped(), [Turn("alpha", float(alpha)), Learn(level.budget)]).outcome
        assert outcome is not None and outcome.kind == ENDS[ends] and took in ("", str(outcome.step)), alpha
    for alpha, left in rows("alpha | 1 − alpha · 4"):
        assert float(left) == pytest.approx(1 - float(alpha) * 4)


def test_the_chapters_are_as_long_as_they_are_said_to_be() -> None:
    assert shipped().level("goldilocks").knobs[0].values() == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    table = re.findall(r"^\| (\d) (\w[\w ]*) \| (\d+) \| (\d+) \|", DOCS["teachers"], re.MULTILINE)
    assert len(table) == len(CHAPTERS) == 8
    for number, _title, count, minutes in table:
        levels = [level for level in campaign() if level.chapter == CHAPTERS[int(number) - 1].key]
        assert len(levels) == int(count) and abs(sum(level.minutes or 0 for level in levels) - int(minutes)) <= 1

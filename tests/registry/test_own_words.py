"""A plugin brings its texts in other languages: for its own texts alone, chosen in the settings, faults with a line."""

from __future__ import annotations

import copy
import pickle
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from downslope import Level, i18n
from downslope.i18n import AuthorText, _
from downslope.paths import plugin_files
from downslope.registry.own_words import complete_words, words_in
from downslope.registry.registry import Registry
from downslope.registry.sources import load_all, reload
from downslope.scenes.level_map import trail_title
from downslope.storage.files import Refused
from downslope.storage.level_digest import digest
from downslope.terminal.commands import run
from playing import opened, screen
from registry.dropped import drop, load

PYTHON = """from downslope import Example, Knob, Learner, Level, Marker, Question, hookimpl


class Careful(Learner):
    name, title = "careful", "Careful steps"

    def update(self, weight, weight_delta, alpha):
        return weight - weight_delta * alpha


@hookimpl
def learners():
    return [Careful]


@hookimpl
def levels():
    return [Level("jackets", title="Reset", brief="Land there.", examples=[Example(2, 0.8, "Monday")], weights=[0.5],
                  hints=["Small steps."], words={"input": "degrees"}, stages=[{"brief": "Again."}], learner="careful",
                  knobs=[Knob("alpha", 0.1, 0.5, title="Gas")], insight="It is so.",
                  questions=[Question("With alpha 0.5 it would", ["land", "run away"], "run away",
                                      why="Too far."), Marker("Where?", 0, 1, 0.5, 0.1)])]
"""
TEXTS = ["Careful steps", "Reset", "Land there.", "It is so.", "Small steps.", "degrees", "Gas",
         "With alpha 0.5 it would", "land", "run away", "Too far.", "Where?", "Monday", "Again."]  # fmt: skip


@pytest.fixture
def folder(home: Path) -> Iterator[Path]:
    drop(home, winter=PYTHON)
    yield home / "plugins"
    i18n.use("")
    load_all(home, plugins=False)  # no language of a plugin is left


def norwegian(texts: list[str]) -> str:
    return "".join(f'"{text}" = "{text} (nb)"\n' for text in texts)


def loaded(folder: Path) -> tuple[Registry, Level]:
    registry = load(folder.parent)
    return registry, registry.catalog.level("winter/jackets")


def test_its_texts_are_in_the_players_language_and_no_others(folder: Path) -> None:
    (folder / "winter.nb.toml").write_text(norwegian(TEXTS), encoding="utf-8")
    assert [path.name for path in plugin_files(folder)] == ["winter.py"]
    registry, level = loaded(folder)
    assert _(level.title) == "Reset" and "nb" in i18n.languages()
    i18n.use("nb")
    question, marker = level.questions
    shown = [level.title, level.brief, level.hints[0], level.words["input"], level.insight, level.knobs[0].title,
             level.examples[0].label, question.text, question.why, marker.text, level.stage(1).brief,
             registry.catalog.learner("winter/careful").title]  # fmt: skip
    assert [_(text) for text in shown] == [f"{text} (nb)" for text in shown]
    assert _("Reset") == "Reset", "the game's own word stays"
    assert getattr(question, "is_right")("run away")  # noqa: B009 - a Marker has it too
    i18n.use("de")
    assert _(level.title) == "Reset"


def test_it_plays_as_without(folder: Path) -> None:
    _registry, plain = loaded(folder)
    (folder / "winter.nb.toml").write_text(norwegian(TEXTS), encoding="utf-8")
    _registry, level = loaded(folder)
    assert level == plain and digest(level) == digest(plain)
    assert type(level.title) is AuthorText
    for again in (copy.deepcopy(level.title), pickle.loads(pickle.dumps(level.title))):
        assert again == "Reset" and again.own == {"nb": "Reset (nb)"}


@pytest.mark.slow
@pytest.mark.usefixtures("display")
def test_a_norwegian_pack_is_norwegian_on_the_map_and_in_play(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "pack", "winter"]) == 0
    pack = home / "plugins" / "winter"
    capsys.readouterr()
    assert run(["words", str(pack), "nb"]) == 0
    file = pack / "words" / "nb.toml"
    texts = tomllib.loads(file.read_text(encoding="utf-8"))
    assert capsys.readouterr().out.strip() == f"{file}: {len(texts)} texts to translate were added"
    assert {"Winter", "Winter: one day", "Winter: from a table", "Tuesday"} <= set(texts) and not any(texts.values())
    written = file.read_text(encoding="utf-8").replace('"Winter" = ""', '"Winter" = "Vinter"')
    written = written.replace('"Winter: one day" = ""', '"Winter: one day" = "Vinter: en dag"')
    file.write_text(written, encoding="utf-8")
    assert run(["pack", str(pack), "--out", str(home / "away.zip")]) == 0
    for place in (pack, home / "away.zip"):
        registry = load_all(home, packages=False, plugins=False)
        registry.add_file(place)
        registry.collect()
        driver = opened("winter/first", registry.catalog, bets=False)
        i18n.use("nb")
        assert trail_title("winter", registry.catalog) == "Vinter"
        assert _(screen(driver).level.title) == "Vinter: en dag"
        i18n.use("")
    load_all(home, plugins=False)


def test_what_is_wrong_with_words_is_told_and_the_levels_are_there(folder: Path) -> None:
    for text, line, sentence in (
        ('"Reset" = "x"\n"Gas" = 3\n', 2, "'Gas' is 3; allowed: a text"),
        ("Reset = ", 1, "Invalid value"),
        (f'"Gas" = "{"x" * 2001}"', 1, "at most 2000 letters"),
    ):
        (folder / "winter.nb.toml").write_text(text, encoding="utf-8")
        registry, _level = loaded(folder)
        ((plugin, fault),) = registry.faults
        assert plugin.name == "winter" and fault.place == f"winter.nb.toml, line {line}" and sentence in fault.sentence


def test_words_are_read_again(folder: Path) -> None:
    registry, level = loaded(folder)
    (folder / "winter.nb.toml").write_text(norwegian(["Reset"]), encoding="utf-8")
    plugin = registry.plugin("winter")
    assert plugin is not None
    reload(registry, plugin)
    i18n.use("nb")
    assert _(registry.catalog.level("winter/jackets").title) == "Reset (nb)" and _(level.title) == "Reset"


@pytest.mark.slow
def test_the_command_writes_and_completes_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "winter.nb.toml"
    file.write_text('# by hand\n"Gas" = "Gass"\n"Gone" = "Borte"', encoding="utf-8")
    assert run(["words", str(folder / "winter.py"), "nb"]) == 0
    assert f"{len(TEXTS) - 1} texts to translate were added" in capsys.readouterr().out
    text = file.read_text(encoding="utf-8")
    assert text.startswith('# by hand\n"Gas" = "Gass"\n"Gone" = "Borte"\n"Careful steps" = ""\n')
    assert list(tomllib.loads(text)) == ["Gas", "Gone", *(one for one in TEXTS if one != "Gas")]
    assert run(["words", str(folder / "winter.py"), "nb"]) == 0
    assert "0 texts" in capsys.readouterr().out and file.read_text(encoding="utf-8") == text
    for words, said in (
        (["words", str(folder / "winter.py"), "../x"], "LANGUAGE is ../x; allowed: two or three letters"),
        (["words", str(folder / "none.py"), "nb"], "is not a plugin file"),
        (["words", str(folder / "none.zip"), "nb"], "is a zip"),
    ):
        assert run(words) == 2 and said in capsys.readouterr().err
    file.write_text("x = ", encoding="utf-8")
    assert run(["words", str(folder / "winter.py"), "nb"]) == 2
    assert "winter.nb.toml, line 1: Invalid value" in capsys.readouterr().err


def test_any_text_can_be_a_key() -> None:
    texts = ['With "quotes"', "two\nlines", "a.b = 1", "[x]", "\\", "tab\t"]
    table = tomllib.loads(complete_words("", texts))
    assert list(table) == texts
    assert words_in('"a" = "b"\n"c" = ""') == {"a": "b"}
    with pytest.raises(Refused, match="allowed: 5000"):
        words_in("".join(f'"{n}" = "x"\n' for n in range(5001)))

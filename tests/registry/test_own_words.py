"""A plugin brings its texts in other languages: for its own texts alone, chosen in the settings, faults with a line."""

import pickle
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from downslope import Level, i18n
from downslope.i18n import AuthorText, _
from downslope.paths import plugin_files
from downslope.registry.loading import load_all, reload
from downslope.registry.own_words import complete_words, words_in
from downslope.registry.registry import Registry
from downslope.storage.files import Refused
from downslope.storage.level_digest import digest
from downslope.terminal.commands import run
from registry.dropped import CUPS, drop, load, put, record

PYTHON = """from downslope import *

class Careful(Learner):
    title = "Careful steps"

    def update(self, weight, weight_delta, alpha):
        return weight - weight_delta * alpha

LEVELS = [Level("jackets", title="Reset", brief="Land there.", examples=[Example(2, 0.8, "Monday")], weights=[0.5],
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


def loaded(folder: Path) -> tuple[Registry, Level]:
    registry = load(folder.parent)
    return registry, registry.catalog.level("winter/jackets")


def test_its_texts_are_in_the_players_language_no_others_and_it_plays_as_without(folder: Path) -> None:
    _registry, plain = loaded(folder)
    (folder / "winter.nb.toml").write_text("".join(f'"{text}" = "{text} (nb)"\n' for text in TEXTS), encoding="utf-8")
    assert [path.name for path in plugin_files(folder)] == ["winter.py"]
    registry, level = loaded(folder)
    assert _(level.title) == "Reset" and "nb" in i18n.languages()
    assert level == plain and digest(level) == digest(plain)
    again = pickle.loads(pickle.dumps(level.title))
    assert type(again) is AuthorText and (again, again.own) == ("Reset", {"nb": "Reset (nb)"})
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
    (folder / "winter.nb.toml").write_text('"Reset" = "Tilbake"', encoding="utf-8")
    reload(registry, record(registry, "winter"))
    i18n.use("nb")
    assert _(registry.catalog.level("winter/jackets").title) == "Tilbake" and _(level.title) == "Reset (nb)"


def test_a_pack_has_words_and_any_text_can_be_a_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder.parent, "cups/pack.toml", 'id = "cups"\ntitle = "Crockery"\n')
    put(folder.parent, "cups/levels/1.toml", CUPS)
    assert run(["words", str(folder / "cups"), "nb"]) == 0
    assert capsys.readouterr().out == f"{folder / 'cups' / 'words' / 'nb.toml'}: 2 texts to translate were added\n"
    put(folder.parent, "cups/words/nb.toml", '"Crockery" = "Servise"\n"Cups" = "Kopper"\n')
    assert run(["pack", str(folder / "cups"), "--out", str(folder.parent / "away.zip")]) == 0
    for place in (folder / "cups", folder.parent / "away.zip"):
        registry = load_all(folder.parent, plugins=False)
        registry.add_file(place)
        catalog = registry.collect()
        i18n.use("nb")
        assert (_(catalog.titles["cups"]), _(catalog.level("cups/cups").title)) == ("Servise", "Kopper")
        i18n.use("")
    texts = ['With "quotes"', "two\nlines", "a.b = 1", "[x]", "\\", "tab\t"]
    assert list(tomllib.loads(complete_words("", texts))) == texts
    assert words_in('"a" = "b"\n"c" = ""') == {"a": "b"}
    many = "".join(f'"{n}" = "x"\n' for n in range(5000))
    assert len(words_in(many)) == 5000
    with pytest.raises(Refused, match="5001 texts; allowed: 5000"):
        words_in(many + '"more" = "x"')


def test_words_are_completed_or_told_to_be_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "winter.nb.toml"
    for text, line, sentence in (
        ('"Reset" = "x"\n"Gas" = 3\n', 2, "'Gas' is 3; allowed: a text"), ("Reset = ", 1, "Invalid value"),
        (f'"Gas" = "{"x" * 2001}"', 1, "at most 2000 letters"),
    ):  # fmt: skip
        file.write_text(text, encoding="utf-8")
        registry, _level = loaded(folder)
        ((plugin, fault),) = registry.faults
        assert plugin.name == "winter" and fault.place == f"winter.nb.toml, line {line}" and sentence in fault.sentence
    file.write_text('# by hand\n"Gas" = "Gass"\n"Gone" = "Borte"', encoding="utf-8")
    for count in (len(TEXTS) - 1, 0):
        assert run(["words", str(folder / "winter.py"), "nb"]) == 0
        assert f"{count} texts to translate were added" in capsys.readouterr().out
        text = file.read_text(encoding="utf-8")
        assert text.startswith('# by hand\n"Gas" = "Gass"\n"Gone" = "Borte"\n"Careful steps" = ""\n')
        assert list(tomllib.loads(text)) == ["Gas", "Gone", *(one for one in TEXTS if one != "Gas")]
    file.write_text("x = ", encoding="utf-8")
    for name, language, words in (
        ("winter.py", "../x", "LANGUAGE is ../x; allowed: two or three letters"),
        ("none.py", "nb", "is not a plugin file"), ("none.zip", "nb", "is a zip"),
        ("winter.py", "nb", "winter.nb.toml, line 1: Invalid value"),
    ):  # fmt: skip
        assert run(["words", str(folder / name), language]) == 2 and words in capsys.readouterr().err

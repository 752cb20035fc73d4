"""A plugin brings its texts in other languages: for its own texts alone, chosen in the settings, faults with a line."""

import pickle
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from downslope import i18n
from downslope.i18n import AuthorText, _
from downslope.paths import plugin_files
from downslope.registry.loading import load_all, reload
from downslope.registry.own_words import complete_words, words_in
from downslope.storage.files import Refused
from downslope.storage.level_digest import digest
from downslope.terminal.commands import run
from registry.dropped import CUPS, drop, load, put, record

PYTHON = """from downslope import *
class Careful(Learner):
    title = "Careful steps"
    def update(self, weight, weight_delta, alpha): return weight - weight_delta * alpha
LEVELS = [Level("jackets", title="Reset", brief="Land there.", examples=[Example(2, 0.8, "Monday")], weights=[0.5],
                hints=["Small steps."], words={"input": "degrees"}, stages=[{"brief": "Again."}], learner="careful",
                knobs=[Knob("alpha", 0.1, 0.5, title="Gas")], insight="It is so.",
                questions=[Question("With alpha 0.5 it would", ["land", "run away"], "run away",
                                    why="Too far."), Marker("Where?", 0, 1, 0.5, 0.1)])]
"""
TEXTS = ["Careful steps", "Reset", "Land there.", "It is so.", "Small steps.", "degrees", "Gas",
         "With alpha 0.5 it would", "land", "run away", "Too far.", "Where?", "Monday", "Again."]  # fmt: skip


@pytest.fixture
def file(home: Path) -> Iterator[Path]:
    """Where the words of a plugin in Norwegian are."""
    drop(home, winter=PYTHON)
    yield home / "plugins" / "winter.nb.toml"
    i18n.use("")
    load_all(home, plugins=False)  # no language of a plugin is left


def test_its_texts_are_in_the_players_language_no_others_and_it_plays_as_without(home: Path, file: Path) -> None:
    plain = load(home).catalog.level("winter/jackets")
    file.write_text("".join(f'"{text}" = "{text} (nb)"\n' for text in TEXTS), encoding="utf-8")
    assert [path.name for path in plugin_files(file.parent)] == ["winter.py"]
    registry = load(home)
    level = registry.catalog.level("winter/jackets")
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
    file.write_text('"Reset" = "Tilbake"', encoding="utf-8")
    reload(registry, record(registry, "winter"))
    i18n.use("nb")
    assert _(registry.catalog.level("winter/jackets").title) == "Tilbake" and _(level.title) == "Reset (nb)"
    # A pack has them in a folder of its own, in a zip too
    for name, text in (("pack", 'id = "cups"\ntitle = "Crockery"\n'), ("levels/1", CUPS),
                       ("words/nb", '"Crockery" = "Servise"\n"Cups" = "Kopper"\n')):  # fmt: skip
        put(home, f"cups/{name}.toml", text)
    assert run(["pack", str(home / "plugins" / "cups"), "--out", str(home / "away.zip")]) == 0
    for place in (home / "plugins" / "cups", home / "away.zip"):
        registry = load_all(home, plugins=False)
        registry.add_file(place)
        catalog = registry.collect()
        assert (_(catalog.titles["cups"]), _(catalog.level("cups/cups").title)) == ("Servise", "Kopper")


def test_words_are_completed_or_told_to_be_wrong(home: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text, line, sentence in (
        ('"Reset" = "x"\n"Gas" = 3\n', 2, "'Gas' is 3; allowed: a text"), ("Reset = ", 1, "Invalid value"),
        (f'"Gas" = "{"x" * 2001}"', 1, "at most 2000 letters"),
    ):  # fmt: skip
        file.write_text(text, encoding="utf-8")
        registry = load(home)
        ((plugin, fault),) = registry.faults
        assert plugin.name == "winter" and fault.place == f"winter.nb.toml, line {line}" and sentence in fault.sentence
        assert "winter/jackets" in registry.catalog.levels
    file.write_text('# by hand\n"Gas" = "Gass"\n"Gone" = "Borte"', encoding="utf-8")
    for count in (len(TEXTS) - 1, 0):
        assert run(["words", str(file.with_name("winter.py")), "nb"]) == 0
        assert f"{count} texts to translate were added" in capsys.readouterr().out
        text = file.read_text(encoding="utf-8")
        assert text.startswith('# by hand\n"Gas" = "Gass"\n"Gone" = "Borte"\n"Careful steps" = ""\n')
        assert list(tomllib.loads(text)) == ["Gas", "Gone", *(one for one in TEXTS if one != "Gas")]
    texts = ['With "quotes"', "two\nlines", "a.b = 1", "[x]", "\\", "tab\t"]
    assert list(tomllib.loads(complete_words("", texts))) == texts
    many = '"c" = ""\n' + "".join(f'"{n}" = "x"\n' for n in range(4999))
    assert len(words_in(many)) == 4999
    with pytest.raises(Refused, match="5001 texts; allowed: 5000"):
        words_in(many + '"more" = "x"')

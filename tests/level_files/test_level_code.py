"""A level as a code: there and back, pinned, and a sentence for each that is damaged."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from downslope import Example, Learn, Level, Session
from downslope.attempt.shared_level import level_in, level_of
from downslope.level_files.reading import BYTES
from downslope.level_files.to_toml import LINK, LONGEST, NotData, encode_level, is_level_code, table_in_code, table_of
from downslope.registry.loading import load_all
from downslope.registry.registry import Registry
from downslope.rules import OUTSIDE, is_own_picture, trails
from downslope.storage.files import Refused
from downslope.terminal.commands import run
from downslope.terminal.plugins import write_plugin
from registry.dropped import CUPS

# The form of version 1 never changes.
PINNED = [
    "DL1-iMzMzquGxFZyaUExUow5Q7jIUWWkY6BnEYsWYaaxtQA",
    "DL1-w5sp-KuGxBYwBJAizA_MIyJUjHSMdQxBsZZcklmWCPI_UFVJYl6GUi1qREcb6hjE6hgCPZkH9FJ0"
    "tAFIm0EscoQbAVNJYkkyMKIMscQ9yDCQ5zJzM0vAUWhYWwsA",
    "DL1-YVKRgKuGxFZJPlJ8hRzeoQBGaLFlqGMUixZjprG1AA",  # letters that are not ASCII
    "DL1-F15ItKuGxFZJaiJShIWAecgRZWigYxKLFluGyNFlYGCIbHVSpUIGxFcEowekERJBQI4xUiQZGNbG1gIA",
]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def registry(home: Path) -> Registry:
    return load_all(home, packages=False)


def test_a_shipped_level_comes_back_from_its_code_and_plays_as_before(registry: Registry) -> None:
    """But for those that hold a file, a function of the session or a net of the player's."""
    for level in registry.catalog.levels.values():
        try:
            code = encode_level(level)
        except (NotData, Refused):
            assert level.id in {"one-knob-two-days", "the-grump", "read-my-hand"} or is_own_picture(level.picture)
            continue
        assert is_level_code(code) and table_in_code(f" {code[:9]}\n{code[9:]} ") == table_of(level)
    level = registry.catalog.level("thirteen")
    copy = level_of(encode_level(level), registry)
    assert copy.id.startswith("code-") and copy.id.endswith("/thirteen")
    sessions = [Session(one, registry.catalog, [Learn(13)]) for one in (level, copy)]
    assert sessions[0].weights == sessions[1].weights and sessions[1].won
    assert level_of(encode_level(level), registry) is copy, "the same code is the same level"
    assert trails(registry.catalog)[OUTSIDE] == [copy]


def test_old_codes_are_read_for_ever_and_written_as_they_were_and_a_link_is_a_code_too(registry: Registry) -> None:
    for code in PINNED:
        table = table_in_code(code)
        assert encode_level(level_of(code, registry)) == code
        for link in (LINK + code, f"DOWNSLOPE://level/{code}/", f"https://play.example/#level={code}&theme=light"):
            assert is_level_code(link) and table_in_code(f" {link[:30]}\n{link[30:]}") == table
            assert level_of(link, registry) is level_of(code, registry)
    for other in ("https://play.example/?level=tea", "downslope://run/DL1-", "tea", "#level=DL1-"):
        assert not is_level_code(other)


def test_damaged_and_forged_codes_and_levels_that_have_none_are_refused_in_a_sentence(registry: Registry) -> None:
    level, rng = registry.catalog.level("seven"), random.Random(3)
    code = encode_level(level)
    others = ["", "DL1-", "DL2-" + code[4:], "DS1-" + code[4:], code[:-3], code[: len(code) // 2],
              "DL1-" + "A" * 30_000, "downslope://level/tea"]  # fmt: skip
    for _turn in range(150):
        place = rng.randrange(4, len(code) - 1)  # of the last letter not every bit counts
        others.append(code[:place] + rng.choice(LETTERS.replace(code[place], "")) + code[place + 1 :])
        others.append("DL1-" + "".join(rng.choices(LETTERS, k=rng.randrange(80))))
    others.append(encode_level(Level("cups", title="Cups", examples=[Example(0, 1)], weights=[0.5])))
    before = set(registry.catalog.levels)
    for other in others:
        with pytest.raises(Refused) as refused:
            level_of(other, registry)
        assert "\n" not in str(refused.value) and str(refused.value).endswith(".")
    assert "an input other than 0" in str(refused.value)
    assert set(registry.catalog.levels) == before
    for one in (replace(level, picture="stall.svg"), replace(level, stages=[{"picture": "stall.svg"}])):
        with pytest.raises(Refused, match="its own picture, which a code cannot hold"):
            encode_level(one)
    letters = "".join(map(chr, rng.choices(range(33, 126), k=LONGEST)))  # hardly packed
    for insight in (letters, "x" * BYTES):  # packed well, but too much to be read
        with pytest.raises(Refused, match="too long for a code: save it as a file"):
            encode_level(replace(level, insight=insight))
    assert len(encode_level(replace(level, insight="x" * 100_000))) < LONGEST
    for size, told in ((20_000, "damaged"), (20_001, "20001 letters; allowed: 20000")):
        with pytest.raises(Refused, match=told):
            table_in_code("DL1-".ljust(size, "A"))


def test_a_file_that_is_named_stands_in_or_is_refused(registry: Registry, tmp_path: Path) -> None:
    learner = write_plugin(registry.catalog, "learner", "calm", tmp_path)
    with pytest.raises(Refused, match=r"none\.toml is not a plugin file"):
        level_in(tmp_path / "none.toml", registry)
    with pytest.raises(Refused, match=r"calm\.py: .* its learner .* downslope dev calm.py"):
        level_in(learner, registry)
    for folder, title in (("kept", "Cups"), ("sent", "New cups")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "cups.toml").write_text(CUPS.replace("Cups", title), encoding="utf-8")
        assert level_in(tmp_path / folder / "cups.toml", registry).title == title
    assert [plugin.off for plugin in registry.foreign if plugin.name == "cups"] == [False, True]


@pytest.mark.usefixtures("display")
@pytest.mark.slow
def test_the_commands_write_and_play_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["level", "thirteen", "--as", "link"]) == 0
    link = capsys.readouterr().out.strip()
    (tmp_path / "cups.toml").write_text(CUPS, encoding="utf-8")
    assert link.startswith(LINK) and run(["new", "pack", "winter", "--into", str(tmp_path)]) == 0
    for words in ([link], ["--code", PINNED[0]], [str(tmp_path / "winter")], [str(tmp_path / "cups.toml")]):
        assert run(["play", *words, "--frames", "2"]) == 0
    capsys.readouterr()
    for words, told in ((["play", link[:-3], "--frames", "2"], "damaged"),
                        (["level", "the-grump", "--as", "code"], "the-grump cannot be written as code")):  # fmt: skip
        assert run(words) == 2 and told in capsys.readouterr().err

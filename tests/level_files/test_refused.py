"""What is said of a level, a picture, a pack or a list of needs that cannot be read: refused.txt is the transcript."""

import tempfile
import tomllib
import tracemalloc
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from downslope.attempt.shared_level import level_in_bytes
from downslope.level_files import land_picture, needs, pack, reading, to_toml
from downslope.level_files.json_schema import level_schema
from downslope.schema.schema import LETTERS
from downslope.storage.files import Refused
from downslope.testing import check_level
from level_files.samples import Content, laid_out, sample, samples_of, zipped
from level_files.test_land_picture import HEAD, packed, png
from level_files.test_packs import LEARNER, bomb, entry, many
from lib.walks import FOLLOWS, differences
from registry.dropped import CUPS, come_in, load, record

REFUSED = Path(__file__).with_name("refused.txt")
SCHEMA = Draft202012Validator(level_schema())


def begin(*files: str | dict[str, Content]) -> dict[str, Content]:
    """Samples by their names, and others."""
    found: dict[str, Content] = {}
    for each in files:
        found |= {each: sample(each)} if isinstance(each, str) else each
    return found


def told(files: dict[str, Content]) -> list[str]:
    """What comes of these files, or of the first where they are no pack, and what is said of it."""
    with tempfile.TemporaryDirectory() as home:
        folder, first = laid_out(files, Path(home, "plugins")), Path(next(iter(files)))
        if first.suffix == ".zip":
            tracemalloc.start()
        if "careful.py" in files:
            registry = load(Path(home))
            plugin = record(registry, first.stem)
        else:
            registry, plugin = come_in(folder if first.name == "pack.toml" else folder / first)
        large = tracemalloc.get_traced_memory()[1] > 20_000_000
        tracemalloc.stop()
    catalog, keys = registry.catalog, plugin.keys("level")
    said = [*keys, *(f"{fault.place}: {fault.sentence}" for fault in plugin.faults)]
    said += [need.sentence for need in plugin.missing_needs]
    pictured = [catalog.levels[key] for key in keys if catalog.levels[key].picture]
    said += [f"{found.rule}: {found.message}" for level in pictured for found in check_level(level, catalog)]
    return [line if len(line) < 330 else f"{line[:150]} … {line[-40:]}" for line in said] + ["A lot of memory!"] * large


def sent(name: str, content: str | bytes) -> list[str]:
    """What is said of a level that was sent: its file's name and what is in it."""
    registry = come_in(Path(__file__))[0]
    try:
        return [level_in_bytes(name, content if isinstance(content, bytes) else content.encode(), registry).id]
    except Refused as refused:
        assert len(registry.plugins) == 1
        return [str(refused)]


def does(press: str, names: dict[str, Any]) -> None:
    """This in place of that; another content of the file; other files beside it."""
    files: dict[str, Any] = dict(names["it"])
    old, arrow, new = press.replace("\\n", "\n").partition(" -> ")
    if arrow:
        (name,) = (name for name, content in files.items() if old in content)
        files[name] = files[name].replace(old, new)
        names["said"] += told(files)
        try:
            if "tea.toml" in files and SCHEMA.is_valid(tomllib.loads(files["tea.toml"])):
                names["said"].append("(It is as the schema says.)")
        except tomllib.TOMLDecodeError:
            pass
    else:
        given = eval(press, names)
        files |= given if isinstance(given, dict) else {next(iter(files)): given}
        names["said"] += given if isinstance(given, list) else told(files)


NAMES: dict[str, Any] = {
    "begin": begin, "state": lambda files: f"\n{FOLLOWS}".join(told(files)), "sent": sent, "CUPS": CUPS,
    "drawn": lambda inside: {"stall.svg": f"{HEAD}{inside}\n</svg>"}, "packed": packed, "png": png, "sample": sample,
    "TEA": sample("tea.toml"), "LEARNER": LEARNER, "LETTERS": LETTERS, "WHOLE": samples_of("winter"), "bomb": bomb,
    "many": many, "entry": entry, "zipped": zipped, "land_picture": land_picture, "pack": pack, "reading": reading,
    "needs": needs, "to_toml": to_toml,
}  # fmt: skip


def test_what_cannot_be_read_is_told_in_a_sentence_with_its_line() -> None:
    assert differences(REFUSED, NAMES, does) == []

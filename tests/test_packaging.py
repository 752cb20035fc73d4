"""The game among other programs: its entry in menus, its icons, what software centres say of it, its source archive."""

import configparser
import re
import shutil
import subprocess
import tarfile
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pygame
import pytest
from hatchling.builders.sdist import SdistBuilder

from downslope.version import __version__
from downslope.view.scenery.landscape import window_icon
from lib.waiting import PATIENCE

ROOT = Path(__file__).parents[1]
LINUX = ROOT / "packaging" / "linux"
APP = "io.github.downslope.Downslope"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_menus_and_software_centres_start_the_program_that_is_installed() -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(LINUX / f"{APP}.desktop", encoding="utf-8")
    entry, scripts = parser["Desktop Entry"], PROJECT["project"]["scripts"]
    assert entry["Exec"] in scripts and entry["Icon"] == APP and entry["Terminal"] == "false"
    told = ElementTree.parse(LINUX / f"{APP}.metainfo.xml").getroot()
    assert told.findtext("id") == APP and told.findtext("launchable") == f"{APP}.desktop"
    assert told.findtext("provides/binary") in scripts
    assert next(release.get("version") for release in told.iter("release")) == __version__
    for command in (f"desktop-file-validate {APP}.desktop",
                    f"appstreamcli validate --no-net --override=url-homepage-missing=info {APP}.metainfo.xml"):
        if shutil.which(command.split()[0]):
            done = subprocess.run(command.split(), cwd=LINUX, capture_output=True, text=True, timeout=PATIENCE)
            assert done.returncode == 0, done.stdout


def test_an_icon_is_what_the_window_shows_and_those_that_a_wheel_brings_are_there() -> None:
    for file in (ROOT / "packaging" / "icons").glob("*.png"):
        size = int(file.stem.rpartition("-")[2])
        kept, drawn = pygame.image.load(file), window_icon(size)
        assert kept.get_size() == (size, size)
        spots = [(size * x // 16, size * y // 16) for x in range(1, 16) for y in range(1, 16)]
        far = [spot for spot in spots if max(abs(a - b) for a, b in zip(kept.get_at(spot), drawn.get_at(spot))) > 24]
        assert len(far) <= 2, file  # edges differ a little between versions of pygame
    shared = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert all((ROOT / source).is_file() for source in shared)
    sizes = {source: target.split("/")[3] for source, target in shared.items() if source.endswith(".png")}
    assert sizes and all(f"-{size.partition('x')[0]}.png" in source for source, size in sizes.items())


@pytest.mark.slow
def test_the_source_archive_is_small(tmp_path: Path) -> None:
    """That a wheel can be built of it, `.ci/wheel.py` finds out."""
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    assert Path(archive).stat().st_size <= 3_000_000
    with tarfile.open(archive) as tar:
        assert not [name for name in tar.getnames() if re.search(r"/tests/pictures/(lists/|\S+\.png)", name)]


def test_what_is_installed_by_name_has_that_name() -> None:
    """Extras are what users need, and the tests; groups are for who works on the game."""
    files = (file for place in (".ci/*", "docs/*.md", "packaging/*.*", "*.md") for file in ROOT.glob(place))
    text = "\n".join(file.read_text(encoding="utf-8") for file in files if file.is_file())
    groups = {name for pair in re.findall(r"--group (\w+)|pyproject\.toml'\}:(\w+)", text) for name in pair if name}
    extras = {name for names in re.findall(r"(?:\.|downslope)\[([\w,]+)\]['\"]", text) for name in names.split(",")}
    assert groups and groups <= set(PROJECT["dependency-groups"])
    assert extras and extras <= set(PROJECT["project"]["optional-dependencies"])

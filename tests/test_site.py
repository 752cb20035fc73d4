"""The site for a browser: the same bytes each time, small, whole, and with nothing that comes from elsewhere."""

import bz2
import hashlib
import json
import re
import tarfile
import tomllib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urldefrag, urljoin

import pytest
from packaging.requirements import Requirement

from test_imports import ROOMS
from web import build as building, release
from web.archive import LEFT_OUT, shipped_files, tar_bz2
from web.release import CDN, CDN_HOST, PACKAGES, Unbuildable

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="the site is built in the repository")
PAGES = ("index.html", "play/index.html", "licences.html", *building.DOCUMENTS.values())
Site = dict[str, bytes]


def site_in(folder: Path) -> Site:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def text(site: Site, name: str) -> str:
    return site[name].decode("utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """With Python from its own host. In these tests the same bytes are packed once."""
    folder = tmp_path_factory.mktemp("site")
    with patch("bz2.compress", cache(bz2.compress)):
        building.build(folder)
        yield site_in(folder)


@pytest.mark.slow
def test_the_site_is_the_same_each_time_and_has_all_but_what_only_a_terminal_needs(site: Site, tmp_path: Path) -> None:
    building.build(tmp_path)
    assert site_in(tmp_path) == site
    assert tar_bz2({"a.py": b"1", "b.txt": b"2"}) == tar_bz2({"b.txt": b"2", "a.py": b"1"})
    (archive,) = (content for name, content in site.items() if name.startswith("downslope-"))
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        names = set(tar.getnames())
        assert len({entry.mtime for entry in tar}) == 1
    assert names == set(shipped_files(ROOT))
    tops = {name.rpartition("/")[0].partition("/")[0] for name in names}
    assert tops >= {"game", "levels", "plugins", "assets"} and not any(name.startswith(LEFT_OUT) for name in names)
    rooms = {Path(folder).name for folder in LEFT_OUT}  # and of the others, only the door imports of these
    assert {here for here, others in ROOMS.items() if others & rooms} - rooms - {f"{r}/show" for r in rooms} == {"cli"}


@pytest.mark.slow
def test_every_link_leads_somewhere_and_nothing_comes_from_elsewhere_but_python(site: Site) -> None:
    for name, content in site.items():
        checksum = re.search(r"-([0-9a-f]{10})\.", name)
        digest = hashlib.sha256(content).hexdigest()[:10]
        assert checksum[1] == digest if checksum else name in (*PAGES, "sw.js", "manifest.json"), name
        if name.endswith((".html", ".css", ".mjs", ".js")):
            told = content.decode("utf-8")
            assert not re.search(r"@\{|\{\{|&lt;!--|document\.cookie|localStorage|sendBeacon", told), name
            loaded = re.findall(r'<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="([^"]+)"', told)
            loaded += re.findall(r"(?:from '\./|url\(|@import\s+)([^\s')]+)", told)
            assert [url for url in loaded if "://" in url and not url.startswith(CDN)] == [], name
            assert name in PAGES or {url for url in loaded if "://" not in url} <= set(site), name
    ids = {page: set(re.findall(r'\bid="([^"]+)"', text(site, page))) for page in PAGES}
    for page in PAGES:
        html = text(site, page)
        for link in re.findall(r'\b(?:href|src)="([^"]+)"', html):
            file, part = urldefrag(urljoin(f"http://site/{page}", link.replace("&amp;", "&").partition("?")[0]))
            file = file.removeprefix("http://site/")
            file = file if "." in file else f"{file.rstrip('/')}/index.html".lstrip("/")
            assert "://" in file or (file in site and (not part or part in ids[file])), f"{page}: {link}"
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
        plays = page == "play/index.html"
        assert set(re.findall(r"https?://[^\s;\"]+", policy)) == ({CDN_HOST} if plays else set()), page
        assert policy.startswith("default-src 'self'; ") and "unsafe-inline" not in policy
        assert ("unsafe-eval" in policy) == plays
        without_data = re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.S)
        assert not re.search(r"<\w[^>]*\s(?:on\w+|style)=|<style|<script>", without_data), page
    assert all(icon["src"] in site for icon in json.loads(site["manifest.json"])["icons"])
    (files,) = re.findall(r"const FILES = (\[.*?\]);", text(site, "sw.js"), re.S)  # what is kept offline
    kept = {"" if name == "./" else name for name in json.loads(files) if "://" not in name}
    kept = {f"{name}index.html" if name.endswith("/") or not name else name for name in kept}
    assert kept == set(site) - {"sw.js"} and f"{CDN}pyodide.asm.wasm" in text(site, "sw.js")


@pytest.mark.slow
def test_a_release_is_pinned_and_a_visit_small(site: Site, tmp_path: Path) -> None:
    """Of pygame-ce and pluggy: the release's lock, and what a desktop may have."""
    told = json.loads(re.findall(r'id="site">(.*?)</script>', text(site, "play/index.html"))[0])
    assert 7_500_000 < told["total"] < building.BUDGET == 8_500_000
    pinned = release.pinned()
    locked = pinned["lock"]["packages"]
    assert {*release.CORE, *(each["file_name"] for each in locked.values())} < set(told["bytes"])
    assert set(pinned["files"]) == set(release.CORE) and set(locked) == set(PACKAGES)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {need.name: need.specifier for need in map(Requirement, project["dependencies"])}
    assert all(wanted[name].contains(each["version"], prereleases=True) for name, each in locked.items())
    for name in release.CORE:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(Unbuildable, match="is not what it should be"):
        building.build(tmp_path / "site", tmp_path)
    with pytest.raises(Unbuildable, match=r"would fetch .* MB, more than 2\.00: pyodide\.asm\.wasm"):
        building.build(tmp_path / "site", budget=2_000_000)
    assert not (tmp_path / "site").exists()
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Unbuildable, match="something that is not a site"):
        building.write(tmp_path, {"index.html": b""})
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"

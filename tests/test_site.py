"""The site for a browser: the same bytes each time, small, whole, and with nothing that comes from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import threading
import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from packaging.requirements import Requirement

import waiting
from web import build as building
from web import release
from web.archive import LEFT_OUT, hashed, shipped_files, tar_bz2
from web.release import CDN, CDN_HOST, PACKAGES, PYODIDE, Unbuildable
from web.serve import server

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="the site is built in the repository")
PAGES = ("index.html", "play/index.html", "licences.html", *building.DOCUMENTS.values())
Site = dict[str, bytes]


def site_in(folder: Path) -> Site:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """With Python from its own host."""
    folder = tmp_path_factory.mktemp("site")
    building.build(folder)
    return site_in(folder)


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as of an unpacked release, of which only the names are real."""
    folder = tmp_path / "vendor"
    folder.mkdir()
    for name in release.CORE:
        (folder / name).write_text(f"{name}\n", encoding="utf-8")
    (folder / "package.json").write_text(json.dumps({"version": PYODIDE}), encoding="utf-8")
    packages = {}
    for package in PACKAGES:
        wheel = folder / f"{package}-1-py3-none-any.whl"
        wheel.write_bytes(package.encode())
        checksum = release.sha256(package.encode())
        packages[package] = {"file_name": wheel.name, "name": package, "version": "1", "sha256": checksum}
    lock = {"info": {"python": "3.13"}, "packages": packages}
    (folder / release.FULL_LOCK).write_text(json.dumps(lock), encoding="utf-8")
    pinned = release.pin(folder)
    monkeypatch.setattr(release, "pinned", lambda: pinned)
    return folder


@pytest.fixture
def vendored(vendor: Path, tmp_path: Path) -> Site:
    building.build(tmp_path / "site", vendor)
    return site_in(tmp_path / "site")


def text(site: Site, name: str) -> str:
    return site[name].decode("utf-8")


def named(site: Site, start: str) -> str:
    (name,) = (name for name in site if name.startswith(start))
    return name


# -- the same each time, and small ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_site_is_the_same_each_time(site: Site, tmp_path: Path) -> None:
    building.build(tmp_path)
    assert site_in(tmp_path) == site


def test_an_archive_knows_no_order_and_no_date() -> None:
    one, other = tar_bz2({"a.py": b"1", "b.txt": b"2"}), tar_bz2({"b.txt": b"2", "a.py": b"1"})
    assert one == other
    with tarfile.open(fileobj=BytesIO(one)) as archive:
        assert {entry.mtime for entry in archive} == {1577836800}
        assert archive.getnames() == ["a.py", "b.txt"]


@pytest.mark.slow
def test_the_archive_has_the_whole_game_but_what_only_a_terminal_needs(site: Site) -> None:
    with tarfile.open(fileobj=BytesIO(site[named(site, "downslope-")])) as archive:
        names = set(archive.getnames())
    assert names == set(shipped_files(ROOT))
    for folder in ("game/downslope/view/", "levels/", "plugins/learners/", "assets/fonts/", "assets/digits/",
                   "assets/sounds.ogg", "assets/sounds.txt"):  # fmt: skip
        assert any(name.startswith(folder) for name in names), folder
    assert not any(name.startswith((*LEFT_OUT, "tests/", "web/")) for name in names)


def test_only_the_command_line_needs_what_is_left_out() -> None:
    rooms = [Path(folder).name for folder in LEFT_OUT]
    asks = re.compile(rf"^\s*(?:from|import) (?:\.+|downslope\.)(?:{'|'.join(rooms)})\b", re.M)
    sources = [path for path in (ROOT / "game/downslope").rglob("*.py") if not set(rooms) & set(path.parts)]
    assert [path.name for path in sources if asks.search(path.read_text(encoding="utf-8"))] == ["cli.py"]


def test_what_a_first_visit_fetches_is_within_the_budget(site: Site) -> None:
    told = json.loads(re.findall(r'id="site">(.*?)</script>', text(site, "play/index.html"))[0])
    assert building.BUDGET == 8_500_000 and 7_500_000 < told["total"] < building.BUDGET
    wheels = {each["file_name"] for each in release.pinned()["lock"]["packages"].values()}
    assert {*release.CORE, *wheels} < set(told["bytes"])


@pytest.mark.slow
def test_a_site_that_is_too_large_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(Unbuildable, match=r"would fetch .* MB, more than 2\.00: pyodide\.asm\.wasm"):
        building.build(tmp_path / "site", budget=2_000_000)
    assert not (tmp_path / "site").exists()


# -- names and links --------------------------------------------------------------------------------------------------


def test_the_checksum_in_a_name_is_the_files_own(site: Site) -> None:
    checked = 0
    for name, content in site.items():
        found = re.search(r"-([0-9a-f]{10})\.", name)
        if found:
            assert found[1] == hashlib.sha256(content).hexdigest()[:10], name
            checked += 1
        else:
            assert name in (*PAGES, "sw.js", "manifest.json"), name
    assert checked >= 12
    assert hashed("a.tar.bz2", b"") == "a-e3b0c44298.tar.bz2"


def test_every_link_of_a_page_leads_somewhere(site: Site) -> None:
    for name in PAGES:
        html, folder = text(site, name), Path(name).parent
        assert "{{" not in html and "@{" not in html and "&lt;!--" not in html
        ids = {page: set(re.findall(r'\bid="([^"]+)"', text(site, page))) for page in PAGES}
        links = re.findall(r'\b(?:href|src)="([^"]+)"', html)
        assert links
        for link in links:
            target, _, part = link.replace("&amp;", "&").partition("#")
            if "://" in target:
                continue
            path = (folder / target.partition("?")[0]) if target else Path(name)
            parts = [piece for piece in path.as_posix().split("/") if piece not in ("", ".")]
            while ".." in parts:
                at = parts.index("..")
                del parts[at - 1 : at + 1]
            file = "/".join(parts) or "index.html"
            file = f"{file}/index.html" if f"{file}/index.html" in site else file
            assert file in site, f"{name}: {link}"
            assert not part or part in ids[file], f"{name}: {link}"


def test_scripts_and_styles_name_files_that_are_there(site: Site) -> None:
    for name, content in site.items():
        if name.endswith((".mjs", ".js", ".css")):
            assert b"@{" not in content, name
            for found in re.findall(rb"(?:from '\./|url\()([^')]+)", content):
                assert found.decode() in site, name


@pytest.mark.slow
def test_the_service_worker_keeps_all_of_it(site: Site, vendored: Site) -> None:
    for each in (site, vendored):
        files = re.search(r"const FILES = (\[.*?\]);", text(each, "sw.js"), re.S)
        assert files is not None
        kept = {"index.html" if name == "./" else name for name in json.loads(files[1]) if "://" not in name}
        assert {name + "index.html" if name.endswith("/") else name for name in kept} == set(each) - {"sw.js"}
    assert f"{CDN}pyodide.asm.wasm" in text(site, "sw.js")
    assert "://" not in re.sub(r"\^https:", "", text(vendored, "sw.js"))


def test_the_manifest(site: Site) -> None:
    told = json.loads(site["manifest.json"])
    assert told["start_url"] == "play/" and told["display"] == "standalone"
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert all(icon["src"] in site for icon in told["icons"])


# -- nothing from elsewhere -------------------------------------------------------------------------------------------


def policy(site: Site, page: str) -> str:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text(site, page))
    assert found is not None, page
    return found[1]


def test_only_the_game_may_ask_another_host_and_only_pythons(site: Site) -> None:
    for page in PAGES:
        hosts = set(re.findall(r"https?://[^\s;\"]+", policy(site, page)))
        assert hosts == ({CDN_HOST} if page == "play/index.html" else set()), page
        assert policy(site, page).startswith("default-src 'self'; ")
        assert ("unsafe-eval" in policy(site, page)) == (page == "play/index.html")
        assert "unsafe-inline" not in policy(site, page)


@pytest.mark.slow
def test_with_a_copied_release_no_page_asks_another_host(vendored: Site) -> None:
    for page in PAGES:
        assert "://" not in policy(vendored, page)
    assert CDN_HOST not in text(vendored, "play/index.html")
    for name in (*release.CORE, *(f"{package}-1-py3-none-any.whl" for package in PACKAGES)):
        assert f"python-{PYODIDE}/{name}" in vendored


def test_no_cookie_no_counter_no_font_or_script_from_elsewhere(site: Site) -> None:
    for name, content in site.items():
        if not name.endswith((".html", ".css", ".mjs", ".js")):
            continue
        told = content.decode("utf-8")
        assert "document.cookie" not in told and "localStorage" not in told and "sendBeacon" not in told, name
        loaded = re.findall(r'<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="([^"]+)"', told)
        loaded += re.findall(r"url\(([^)]+)\)", told) + re.findall(r"@import\s+(\S+)", told)
        assert [url for url in loaded if "://" in url and not url.startswith(CDN)] == [], name


def test_no_page_has_a_style_or_a_script_in_its_text(site: Site) -> None:
    for page in PAGES:
        without_data = re.sub(r'<script type="application/json".*?</script>', "", text(site, page), flags=re.S)
        assert not re.search(r"<\w[^>]*\s(?:on\w+|style)=|<style|<script>", without_data), page


def test_the_licences_of_all_that_a_tab_runs_are_told(site: Site) -> None:
    html = text(site, "licences.html")
    for what in ("Pyodide", "CPython", "pygame-ce", "SDL", "FreeType", "pluggy", "JetBrains Mono", "Inter", "DejaVu"):
        assert what in html, what
    assert "Mozilla Public License 2.0" in html and f"/tree/{PYODIDE}" in html
    assert 'id="browser"' in html and "Only on the desktop" in html


# -- Python from a folder ---------------------------------------------------------------------------------------------


def test_the_release_is_pinned() -> None:
    told = release.pinned()
    assert set(told["files"]) == set(release.CORE) and set(told["lock"]["packages"]) == set(PACKAGES)
    assert PYODIDE in CDN


def test_the_tab_has_versions_that_the_project_asks_for_and_the_fixture_has_the_same() -> None:
    """Of pygame-ce and pluggy: the release's lock, what a desktop may have, what the browser's check builds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {need.name: need.specifier for need in map(Requirement, project["dependencies"])}
    script = (ROOT / "web" / "fixture" / "build.sh").read_text(encoding="utf-8")
    for name, package in release.pinned()["lock"]["packages"].items():
        version = package["version"]
        assert wanted[name].contains(version, prereleases=True), (name, version)
        assert f"{name}=={version}" in script.replace("$PYGAME", release_in(script, "PYGAME")), (name, version)


def release_in(script: str, name: str) -> str:
    """What a variable of the script is set to."""
    found = re.findall(rf"\b{name}=(\S+)", script)
    return str(*found)


def test_a_fixture_of_another_version_is_refused(vendor: Path) -> None:
    wheels = {"pygame_ce-2-py3-none-any.whl": b"", "pluggy-1-py3-none-any.whl": b""}
    with pytest.raises(Unbuildable, match="The fixture has pygame-ce 2"):
        release.fixture_lock(wheels)


def test_a_release_that_is_not_whole_or_another_is_refused(vendor: Path, tmp_path: Path) -> None:
    wheel = vendor / "pygame-ce-1-py3-none-any.whl"
    content, digest = wheel.read_bytes(), release.sha256(wheel.read_bytes())
    wheel.unlink()
    with pytest.raises(Unbuildable, match=f"is missing; it is at {CDN}{wheel.name}, sha256 {digest}"):
        building.build(tmp_path / "site", vendor)
    wheel.write_bytes(content)
    (vendor / "pyodide.asm.wasm").write_bytes(b"something else")
    with pytest.raises(Unbuildable, match="is not what it should be"):
        building.build(tmp_path / "site", vendor)
    lock = json.loads((vendor / release.FULL_LOCK).read_text(encoding="utf-8"))
    del lock["packages"]["pygame-ce"]
    (vendor / release.FULL_LOCK).write_text(json.dumps(lock), encoding="utf-8")
    with pytest.raises(Unbuildable, match="this release of Pyodide has no pygame-ce"):
        release.pin(vendor)


def test_a_folder_that_is_no_site_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Unbuildable, match="something that is not a site"):
        building.write(tmp_path, {"index.html": b""})
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


# -- scripts, and the server ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", sorted((ROOT / "web").rglob("*.mjs")), ids=lambda file: file.name)
def test_scripts_can_be_read(file: Path, tmp_path: Path) -> None:
    """By node, where it is."""
    node = shutil.which("node")
    if node is None:
        return
    copy = tmp_path / "script.mjs"
    copy.write_text(re.sub(r"@\{([^}]*)\}", r"\1", file.read_text(encoding="utf-8")), encoding="utf-8")
    told = subprocess.run((node, "--check", copy), stderr=subprocess.PIPE, text=True, timeout=waiting.PATIENCE)
    assert told.returncode == 0, told.stderr


def test_the_server_says_what_may_be_kept(tmp_path: Path) -> None:
    building.write(tmp_path, {"sw.js": b"", "a-0123456789.mjs": b"", "python-1/x.wasm": b"", "index.html": b""})
    with server(tmp_path, 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        try:
            for name, kind, kept in (("", "text/html", False), ("a-0123456789.mjs", "text/javascript", True),
                                     ("python-1/x.wasm", "application/wasm", True)):  # fmt: skip
                address = f"http://127.0.0.1:{running.server_address[1]}/{name}"
                with urlopen(address, timeout=waiting.PATIENCE) as answer:
                    headers: Any = answer.headers
                    assert headers["content-type"].startswith(kind)
                    assert ("immutable" in headers["cache-control"]) == kept
        finally:
            running.shutdown()

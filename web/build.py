"""`python -m web build`: the site, one folder that any server of files can show. The same bytes each time.

Everything but the pages themselves has its checksum in its name; the service worker keeps all of it, so that a second
visit needs no network. Python comes from one pinned place: the release's own host, or a folder that is copied.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from . import release
from .archive import hashed, shipped_files, tar_bz2
from .documents import document, licences
from .levels import levels, use_checkout
from .release import CDN, CDN_HOST, PACKAGES, PYODIDE, Unbuildable, sent, sha256

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "web" / "page"
PICTURE = ROOT / "tests" / "pictures" / "bowl-peg-dark.png"  # what the landing page shows: always the newest
FIXTURE = ROOT / "build" / "web-fixture"
BUDGET = 8_500_000  # bytes that a first visit fetches, packed
PYTHON = f"python-{PYODIDE}"  # the folder of a copied release
NOT_FOR_PLAYERS = {"architecture.md", "performance.md"}
DOCUMENTS = {
    file.name: f"{file.stem}.html" for file in sorted((ROOT / "docs").glob("*.md")) if file.name not in NOT_FOR_PLAYERS
}
PLAY = "play/index.html"
WORKER = "sw.js"
MANIFEST = "manifest.json"
ICONS = {size: ROOT / "packaging" / "icons" / f"downslope-{size}.png" for size in (192, 512)}


@dataclass
class Site:
    """The files as they come about. `names`: under which name what a source file became is found."""

    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, content: bytes, source: str = "") -> str:
        """Keep it under a name with its checksum, which is returned."""
        folder, slash, last = name.rpartition("/")
        full = folder + slash + hashed(last, content)
        self.files[full] = content
        self.names[source or name] = full
        return full

    def page(self, name: str, text: str) -> None:
        """A page, which keeps its name; every name of a file in it becomes the one with the checksum."""
        self.files[name] = self.with_names(text, name.count("/")).encode()

    def with_names(self, text: str, depth: int = 0) -> str:
        """`@{play.mjs}` becomes the way there from a file that lies so deep."""
        return re.sub(r"@\{([^}]*)\}", lambda found: "../" * depth + self.names[found[1]], text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """`{{name}}` becomes its value; one that is not known is a mistake in the page."""
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], text)


def read(name: str) -> str:
    return (PAGE / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Python:
    """Where a page gets Python from. `files`: of a copied release; `lock`: the packages; `fetched`: bytes, packed."""

    place: str
    lock: release.Lock
    files: Mapping[str, bytes]
    sizes: Mapping[str, tuple[int, int]]  # by file: bytes, bytes packed


def python_of(vendor: Path | None, fixture: bool) -> Python:
    """From the release's host, from a folder with its files, or from the fixture."""
    lock = release.pinned()["lock"]
    if fixture:
        core = release.core_of(FIXTURE / "pyodide")
        wheels = {file.name: file.read_bytes() for file in sorted((FIXTURE / "wheels").glob("*.whl"))}
        lock = release.fixture_lock(wheels)
        used = {each["file_name"] for each in lock["packages"].values()}
        wheels = {name: content for name, content in wheels.items() if name in used}
    elif vendor is not None:
        core, wheels = release.core_of(vendor), release.wheels_of(vendor)
    else:
        told = release.pinned()["files"]
        sizes = {name: (each["bytes"], each["sent"]) for name, each in told.items()}
        sizes |= {lock["packages"][name]["file_name"]: (size, size) for name, size in PACKAGES.items()}
        return Python(CDN, lock, {}, sizes)
    files = {**core, **wheels}
    return Python(f"@@{PYTHON}/", lock, files, {name: (len(each), sent(each)) for name, each in files.items()})


def build(out: Path, vendor: Path | None = None, fixture: bool = False, budget: int = BUDGET) -> dict[str, int]:
    """Write the site; bytes, packed, that a first visit fetches, by file. Unbuildable: one sentence says why not."""
    python = python_of(vendor, fixture)
    site = Site()
    files = shipped_files(ROOT)
    site.add("downslope.tar.bz2", tar_bz2(files))
    for font in sorted((PAGE / "fonts").glob("*.woff2")):
        site.add(f"fonts/{font.name}", font.read_bytes())
    site.add("level.png", PICTURE.read_bytes())
    for size, file in ICONS.items():
        site.add(f"icon-{size}.png", file.read_bytes())
    site.add("lock.json", (json.dumps(python.lock, sort_keys=True) + "\n").encode())
    site.add("page.css", site.with_names(read("page.css")).encode())
    for script in ("stage.mjs", "play.mjs", "landing.mjs"):
        site.add(script, site.with_names(read(script)).encode())
    for name, content in python.files.items():
        site.files[f"{PYTHON}/{name}"] = content

    sizes = {name: (len(site.files[full]), sent(site.files[full]))
             for name, full in site.names.items() if name in FETCHED_BY_PLAY}  # fmt: skip
    sizes |= python.sizes
    total = sum(packed for _, packed in sizes.values())
    if total > budget:
        largest = ", ".join(f"{name} {packed / 1e6:.2f}" for name, (_, packed) in by_size(sizes)[:5])
        raise Unbuildable(f"A first visit would fetch {total / 1e6:.2f} MB, more than {budget / 1e6:.2f}: {largest}.")
    pages(site, python, sizes)
    site.files[MANIFEST] = manifest(site)
    site.files[WORKER] = worker(site, python)
    write(out, site.files)
    return {name: packed for name, (_, packed) in by_size(sizes)}


FETCHED_BY_PLAY = {"downslope.tar.bz2", "lock.json", "page.css", "stage.mjs", "play.mjs"}


def by_size(sizes: Mapping[str, tuple[int, int]]) -> list[tuple[str, tuple[int, int]]]:
    return sorted(sizes.items(), key=lambda item: -item[1][1])


def pages(site: Site, python: Python, sizes: Mapping[str, tuple[int, int]]) -> None:
    """The landing page, the game, and the documents."""
    use_checkout()
    from downslope.desktop.capabilities import desktop_only
    from downslope.version import __version__

    outside = "" if python.files else f" {CDN_HOST}"
    known = levels()
    total = sum(packed for _, packed in sizes.values())
    place = python.place.replace("@@", "../")
    told = {
        "version": __version__,
        "levels": str(len(known)),
        "megabytes": f"{total / 1e6:.0f}",
        "csp": CSP.format(code="", outside=""),
        "csp_play": CSP.format(code=" 'unsafe-eval'", outside=outside),
        "catalogue": data({"levels": known}),
        "options": "".join(
            f'<option value="{escape(each["id"])}">{escape(each["code"])} {escape(each["title"])}</option>'
            for each in known
        ),
        "host": CDN_HOST.partition("//")[2] if outside else "",
        "site": data({
            "python": place,
            "lock": "../" + site.names["lock.json"],
            "archive": "../" + site.names["downslope.tar.bz2"],
            "packages": list(PACKAGES),
            "bytes": {name: raw for name, (raw, _) in sizes.items()},
            "total": total,
            "host": CDN_HOST.partition("//")[2] if outside else "",
        }),
        "preload": "\n".join(
            f'<link rel="preload" as="fetch" crossorigin href="{href}">'
            for href in (*(place + name for name in ("pyodide.asm.wasm", "python_stdlib.zip")),
                         "../" + site.names["downslope.tar.bz2"])
        ),
    }  # fmt: skip
    site.page("index.html", fill(read("index.html"), told))
    site.page(PLAY, fill(read(PLAY), told))
    for source, name in DOCUMENTS.items():
        title, html = document(ROOT / "docs" / source, DOCUMENTS)
        site.page(name, fill(read("document.html"), {**told, "title": escape(title), "document": html}))
    html = licences(ROOT / "assets" / "LICENCES.md", PYODIDE, desktop_only())
    site.page("licences.html", fill(read("document.html"), {**told, "title": "Licences", "document": html}))


# SDL's lines of JavaScript lie as text in pygame-ce's wheel, and are read when it is loaded: hence 'unsafe-eval', where
# the game is played and nowhere else. Text that comes from outside is never run as JavaScript.
CSP = (
    "default-src 'self'; script-src 'self'{code}{outside}; connect-src 'self'{outside}; "
    "img-src 'self' data: blob:; style-src 'self'; base-uri 'none'; form-action 'none'"
)


def data(value: Any) -> str:
    """As the text of a script of data in a page."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def manifest(site: Site) -> bytes:
    """What a system asks that keeps the site as a program of its own."""
    icons = [{"src": site.names[f"icon-{size}.png"], "sizes": f"{size}x{size}", "type": "image/png"} for size in ICONS]
    told = {
        "name": "Downslope",
        "short_name": "Downslope",
        "description": "Learn how a neural network learns, one weight at a time.",
        "start_url": "play/",
        "scope": "./",
        "display": "standalone",
        "background_color": "#0C1130",
        "theme_color": "#161B49",
        "icons": icons,
    }
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()


def worker(site: Site, python: Python) -> bytes:
    """The service worker: it keeps every file of the site, and those of Python that come from elsewhere."""
    names = sorted(name for name in site.files if name != WORKER)
    kept = ["./" if name == "index.html" else name.removesuffix("index.html") for name in names]
    outside = [] if python.files else sorted(CDN + name for name in python.sizes)
    state = sha256("\n".join(f"{name} {sha256(site.files[name])}" for name in names).encode())[:10]
    return fill(read(WORKER), {"state": state, "files": json.dumps(kept + outside, indent=1)}).encode()


def write(out: Path, files: Mapping[str, bytes]) -> None:
    """Put them into the folder, which then holds nothing else. Only a folder that is a site is emptied."""
    if out.exists() and any(out.iterdir()) and not (out / WORKER).is_file():
        raise Unbuildable(f"{out} holds something that is not a site; --out another folder, or empty it.")
    if out.exists():
        shutil.rmtree(out)
    for name, content in files.items():
        file = out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

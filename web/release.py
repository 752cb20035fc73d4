"""The Python that a tab runs: which release of Pyodide, what the page needs of it, whether a folder has just that."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

PYODIDE = "0.29.5"  # the one place; after a change: python -m web pin FOLDER, with that release's npm package in FOLDER
CDN_HOST = "https://cdn.jsdelivr.net"
CDN = f"{CDN_HOST}/pyodide/v{PYODIDE}/full/"
PIN = Path(__file__).with_name("pyodide.json")
CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
FULL_LOCK = "pyodide-lock.json"
# Packages, and the bytes of their wheels as the release's host lists them: its npm package has no wheels.
# platformdirs is not needed: the page says where the saves are.
PACKAGES = {"pygame-ce": 1_510_000, "pluggy": 20_000}
Lock = dict[str, Any]


class Unbuildable(Exception):
    """The site cannot be built: one sentence that says what to do."""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sent(content: bytes) -> int:
    """Bytes of it that go over the wire, where the server packs what it sends."""
    return min(len(content), len(gzip.compress(content, 9, mtime=0)))


def pin(folder: Path) -> dict[str, Any]:
    """What the site needs to know of a release, from its unpacked npm package. Unbuildable: it has no pygame-ce."""
    lock = json.loads((folder / FULL_LOCK).read_text(encoding="utf-8"))
    missing = [name for name in PACKAGES if name not in lock["packages"]]
    if missing:
        raise Unbuildable(f"{folder / FULL_LOCK}: this release of Pyodide has no {', '.join(missing)}.")
    release = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    files = {}
    for name in CORE:
        content = (folder / name).read_bytes()
        files[name] = {"sha256": sha256(content), "bytes": len(content), "sent": sent(content)}
    packages = {name: lock["packages"][name] for name in PACKAGES}
    return {"release": release, "files": files, "lock": {"info": lock["info"], "packages": packages}}


def pinned() -> dict[str, Any]:
    """What `pin` found out about PYODIDE. Unbuildable: it is of another release."""
    found: dict[str, Any] = json.loads(PIN.read_text(encoding="utf-8"))
    if found["release"] != PYODIDE:
        raise Unbuildable(f"{PIN.name} is of Pyodide {found['release']}, not {PYODIDE}: python -m web pin FOLDER")
    return found


def core_of(folder: Path) -> dict[str, bytes]:
    """The interpreter's files from a folder, as they were pinned."""
    found = {}
    for name, told in pinned()["files"].items():
        file = folder / name
        if not file.is_file():
            raise Unbuildable(f"{file} is missing; it is in the npm package pyodide {PYODIDE}, and at {CDN}{name}")
        found[name] = _checked(file, told["sha256"], CDN + name)
    return found


def wheels_of(folder: Path) -> dict[str, bytes]:
    """The packages' wheels from a folder, as the release's own lock names them."""
    found = {}
    for package in pinned()["lock"]["packages"].values():
        file, url = folder / package["file_name"], CDN + package["file_name"]
        if not file.is_file():
            raise Unbuildable(f"{file} is missing; it is at {url}, sha256 {package['sha256']}")
        found[file.name] = _checked(file, package["sha256"], url)
    return found


def _checked(file: Path, wanted: str, url: str) -> bytes:
    content = file.read_bytes()
    if sha256(content) != wanted:
        raise Unbuildable(f"{file} is not what it should be: sha256 {sha256(content)}; {url} has {wanted}")
    return content


def fixture_lock(wheels: dict[str, bytes]) -> Lock:
    """A lock for wheels that come from elsewhere: made for tests, never for players."""
    packages = {}
    for name, told in pinned()["lock"]["packages"].items():
        stem = name.replace("-", "_") + "-"
        found = [file for file in wheels if file.startswith(stem)]
        if len(found) != 1:
            raise Unbuildable(f"The fixture has {len(found)} wheels of {name}: sh web/fixture/build.sh")
        version = found[0].split("-")[1]
        if version != told["version"]:
            raise Unbuildable(f"The fixture has {name} {version}; Pyodide {PYODIDE} has {told['version']}.")
        packages[name] = {**told, "file_name": found[0], "sha256": sha256(wheels[found[0]])}
    return {"info": pinned()["lock"]["info"], "packages": packages}

"""`python -m web`: the game for a browser: `build` writes the site, `serve` shows it, `fonts` cuts the typefaces."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from .release import PIN, Unbuildable, pin


def main(given: list[str] | None = None) -> int:
    """Read the words and do it; the exit code."""
    asked = words().parse_args(given)
    try:
        return do(asked)
    except Unbuildable as why:
        print(why, file=sys.stderr)
        return 1


def words() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m web", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="write the site")
    build.add_argument("--out", type=Path, default=Path("site"), help="the folder; by default site")
    python = build.add_mutually_exclusive_group()
    python.add_argument("--vendor", type=Path, help="copy Python from this folder: nothing else is asked of any host")
    python.add_argument("--fixture", action="store_true", help="with the pygame-ce of web/fixture: for tests")
    serve = commands.add_parser("serve", help="show the site on this machine")
    serve.add_argument("port", nargs="?", type=int, default=8000)
    serve.add_argument("--site", type=Path, default=Path("site"))
    fonts = commands.add_parser("fonts", help="cut the typefaces down to the letters that the game writes")
    fonts.add_argument("source", nargs="?", type=Path, help="a folder with the whole ones; by default assets/fonts")
    pins = commands.add_parser("pin", help="note what the site needs of a release of Pyodide")
    pins.add_argument("folder", type=Path, help="its unpacked npm package")
    return parser


def do(asked: argparse.Namespace) -> int:
    if asked.command == "build":
        from .build import build

        sizes = build(asked.out, asked.vendor, asked.fixture)
        for name, size in sizes.items():
            print(f"{size / 1e6:7.3f} MB  {name}")
        print(f"{sum(sizes.values()) / 1e6:7.3f} MB  is what a first visit fetches; the site is in {asked.out}")
    elif asked.command == "serve":
        from .serve import serve

        if not (asked.site / "index.html").is_file():
            raise Unbuildable(f"{asked.site} is no site yet: python -m web build --out {asked.site}")
        serve(asked.site, asked.port)
    elif asked.command == "fonts":
        from .fonts import FOLDER, cut

        cut(asked.source or FOLDER)
    elif asked.command == "pin":
        PIN.write_text(json.dumps(pin(asked.folder), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

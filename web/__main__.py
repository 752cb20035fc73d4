"""`python -m web`: the game for a browser: `build` writes the site, `serve` shows it, `fonts` cuts the typefaces."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main(given: list[str] | None = None) -> int:
    """Read the words and do it; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m web", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    fonts = commands.add_parser("fonts", help="cut the typefaces down to the letters that the game writes")
    fonts.add_argument("source", nargs="?", type=Path, help="a folder with the whole ones; by default assets/fonts")
    asked = parser.parse_args(given)
    if asked.command == "fonts":
        from .fonts import FOLDER, cut

        cut(asked.source or FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main())

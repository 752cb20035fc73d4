"""Documents of the project as pages of the site: licences, plugins, teachers. Markdown is read by markdown-it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

# (what, licence, where its text and source are, what the licence asks to be said)
IN_A_TAB = (
    ("Pyodide", "Mozilla Public License 2.0", "https://github.com/pyodide/pyodide/tree/{release}",
     "Its source is the release {release}, unchanged."),
    ("CPython", "Python Software Foundation License 2", "https://docs.python.org/3/license.html", ""),
    ("pygame-ce", "GNU Lesser General Public License 2.1", "https://github.com/pygame-community/pygame-ce",
     "A separate file, which may be replaced by another build of it."),
    ("SDL 2, SDL_ttf, SDL_image, SDL_mixer", "zlib License", "https://www.libsdl.org/license.php", ""),
    ("FreeType", "FreeType License", "https://freetype.org/license.html",
     "Portions of this software are copyright © The FreeType Project (www.freetype.org). All rights reserved."),
    ("pluggy", "MIT License", "https://github.com/pytest-dev/pluggy", ""),
    ("platformdirs", "MIT License", "https://github.com/tox-dev/platformdirs", ""),
)  # fmt: skip


def markup(text: str) -> str:
    """HTML of a Markdown text; headings can be linked to, tables can be scrolled by themselves."""
    from markdown_it import MarkdownIt

    html = str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))
    html = html.replace("<table>", '<div class="table" tabindex="0"><table>').replace("</table>", "</table></div>")
    html = re.sub(r' style="text-align:(\w+)"', r' class="\1"', html)  # a page has no style in its text
    return re.sub(r"<h([1-6])>(.*?)</h\1>", _heading, html)


def _heading(found: re.Match[str]) -> str:
    level, inner = found.groups()
    return f'<h{level} id="{anchor(inner)}">{inner}</h{level}>'


def anchor(heading: str) -> str:
    """What a heading is linked to by, as hosts of source text have it."""
    words = re.sub(r"<[^>]*>", "", heading).lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def with_pages(html: str, pages: Mapping[str, str]) -> str:
    """Links between documents lead to their pages; to what is no page here there is no link, only its words."""

    def link(found: re.Match[str]) -> str:
        target, sharp, part = found[1].partition("#")
        if "://" in target or not target:
            return found[0]
        name = target.rpartition("/")[2]
        return f'<a href="{pages[name]}{sharp}{part}">{found[2]}</a>' if name in pages else found[2]

    without = re.sub(r'<p><img src="(?!https?:)[^>]*></p>', "", html)
    return re.sub(r'<a href="([^"]*)">(.*?)</a>', link, without, flags=re.S)


def document(path: Path, pages: Mapping[str, str]) -> tuple[str, str]:
    """(title, HTML) of a Markdown file."""
    text = re.sub(r"^<!-- \S+ -->\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)  # where text is made
    title = text.partition("\n")[0].lstrip("# ").strip()
    return title, with_pages(markup(text), pages)


def licences(path: Path, release: str, missed: Iterable[str]) -> str:
    """`assets/LICENCES.md`, what else a tab runs, and what a browser cannot do."""
    rows = []
    for what, licence, where, said in IN_A_TAB:
        source = where.format(release=release)
        link, said = f'<a href="{source}">{source}</a>', said.format(release=release)
        cells = [escape(what), escape(licence), link, escape(said)]
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    head = "<tr><th>what</th><th>licence</th><th>its text and source</th><th></th></tr>"
    table = f'<div class="table" tabindex="0"><table><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table></div>'
    things = "".join(f"<li>{escape(thing)}</li>" for thing in missed)
    return (
        with_pages(markup(path.read_text(encoding="utf-8")), {})
        + f'<h2 id="tab">What a tab runs beside the game</h2>{table}'
        + f'<h2 id="browser">What a browser cannot do</h2><p>Only on the desktop:</p><ul>{things}</ul>'
    )

"""Which pages a code panel has: a round's lines, and the files of those who are not the game's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...engine.checked_problem import is_own
from ...formulas.inline import NotInlinable, metric_lines
from ...scripts.plugin_source import first_method, source_of_part
from ...view.widgets.file_tabs import FileTab
from .code_rows import CodeRows, file_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...learning.learner import Learner
    from ...learning.metric import Metric
    from ...learning.network import Network
    from ...rules.session import Session

LINES = ""  # the page with the lines of a round


class CodePage(NamedTuple):
    """`part`: whose file it is, LINES: the round's own lines."""

    part: str
    tab: FileTab


def pages_of(session: Session, rounds: CodeRows, lines_name: Callable[[int], str], grown: bool,
             numbers: bool) -> list[CodePage]:  # fmt: skip
    """The round's lines where there are some, then the files of whoever is not the game's own; grown, of all.

    `lines_name`: what the page with so many lines is called; `numbers`: they stand under `def`, with their numbers.
    """
    run, lines = session.run, rounds.lines(session)
    if rounds.metric or run.learner is None:
        return [CodePage(LINES, FileTab(rounds.metric or file_of(run)))]
    found = []
    if lines is not None:
        count = len(lines.helpers) + len(lines.round) + (len(lines.imports) + 2 if numbers else 0)
        found.append(CodePage(LINES, FileTab(lines_name(count), is_file=False)))
    parts: list[tuple[str, Learner | Metric | Network]] = [("learner", run.learner)]
    if grown or is_foreign_metric(session) or (lines is None and not is_plain_metric(session)):
        parts.append(("metric", run.metric))
    if grown or (not is_own(run.network) and first_method(run.network) is not None):
        parts.append(("network", run.network))
    names = [source_of_part(thing).name for _part, thing in parts]
    for (part, thing), name in zip(parts, names):
        alike = names.count(name) > 1 or name == "__init__.py"  # a file with several of them, or of a package
        found.append(CodePage(part, FileTab(type(thing).__name__ if alike else name)))
    return found


def is_foreign_metric(session: Session) -> bool:
    """It is none of the game's own."""
    metric = session.run.metric
    return type(session.catalog.metrics.get(metric.name)) is not type(metric)


def is_plain_metric(session: Session) -> bool:
    """Plain lines say what it does."""
    try:
        metric_lines(session.run.metric)
    except NotInlinable:
        return False
    return True

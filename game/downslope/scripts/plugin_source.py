"""Where a learner's, a metric's or a network's own lines stand, as they were loaded."""

from __future__ import annotations

import linecache
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple

from ..formulas.outline import FileOutline, outline_of
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network

METHODS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Learner, ("step", "update")),
    (Metric, ("error", "total_error", "delta", "deltas")),
    (Network, ("forward", "weight_deltas")),
)  # of each base class those that its own are told by, the first one first


class PluginSource(NamedTuple):
    """`method`: the one that is called first; None: there is no such line. `outline`: None: the text cannot be read."""

    name: str
    method: FunctionType | None
    outline: FileOutline | None

    @property
    def file(self) -> str:
        """Where it lies; "": nobody knows."""
        return self.method.__code__.co_filename if self.method is not None else ""


def source_of_part(thing: Learner | Metric | Network) -> PluginSource:
    """The file in which it was written; its name is there also where its text is not."""
    method = first_method(thing)
    file = method.__code__.co_filename if method is not None else ""
    known = Path(file).name if file and not file.startswith("<") else ""
    name = known or f"{getattr(thing, 'name', '') or type(thing).__name__}.py"
    outline = outline_at(file) if method is not None else None
    if method is not None and outline is not None and not outline.is_source_of(method.__code__):
        outline = None  # another text than the one that was loaded
    return PluginSource(name, method, outline)


def first_method(thing: Learner | Metric | Network) -> FunctionType | None:
    """The one by which it is what it is: not the base class's own."""
    for base, names in METHODS:
        if isinstance(thing, base):
            for name in names:
                method = getattr(type(thing), name, None)
                if method is not getattr(base, name, None) and isinstance(method, FunctionType):
                    return method
    return None


def has_own_step(learner: Learner) -> bool:
    """It is no formula for one weight."""
    return type(learner).step is not Learner.step


def outline_at(file: str) -> FileOutline | None:
    """Of a file; None: it cannot be read, or is no Python."""
    text = "".join(linecache.getlines(file))
    return outline_of(text) if text else None


def code_of_plugin(file: str) -> Callable[[CodeType], bool]:
    """Tells the code of a plugin by one of its files: of its package, or of that file and of `_helper.py` beside it."""
    here = Path(file)
    root = here.parent
    while (root.parent / "__init__.py").is_file():
        root = root.parent
    packed = (here.parent / "__init__.py").is_file()

    def owns(code: CodeType) -> bool:
        if code.co_filename == file:
            return True
        other = Path(code.co_filename)
        if packed and root.name != GAME:
            return root in other.parents
        return other.parent == here.parent and other.name.startswith("_")

    return owns


GAME = __name__.partition(".")[0]

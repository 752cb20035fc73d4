"""A short name for all code and numbers that a run depends on besides its job: what was computed with another
level, learner, metric or engine is never mixed with what is computed now."""

from __future__ import annotations

import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from ..rules.catalog import Catalog
from ..solving.what_if import level_with
from ..storage.files import read_file
from ..storage.level_digest import digest
from ..version import __version__

Kind = tuple[str, str, str]  # level, learner, metric


def stamping(catalog: Catalog) -> Callable[[Kind], str]:
    """The function that gives them. KeyError: there is no such level, learner or metric."""
    known: dict[Kind, str] = {}
    # at once: a file that is changed later is not what runs here
    learners = {name: source(learner) for name, learner in catalog.learners.items()}
    metrics = {name: source(type(metric)) for name, metric in catalog.metrics.items()}

    def stamp(kind: Kind) -> str:
        if kind not in known:
            name, learner, metric = kind
            level = level_with(catalog.levels[name], learner, metric=metric, alpha=1.0, seed=0, budget=1)
            whole = repr((__version__, digest(level), learners[learner], metrics[metric])).encode()
            known[kind] = sha256(whole).hexdigest()[:12]
        return known[kind]

    return stamp


def source(thing: type) -> str:
    """The digest of the file that it is written in, the same with any line ends; its name where there is no file."""
    file = getattr(sys.modules.get(thing.__module__), "__file__", None)
    try:
        text = read_file(Path(str(file))) if file else b""
    except OSError:
        text = b""
    return sha256(text.replace(b"\r\n", b"\n")).hexdigest() if text else f"{thing.__module__}.{thing.__qualname__}"

"""A file without hooks is a plugin too: the classes and levels that stand in it are what its hooks give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from pluggy import HookimplMarker

from ..i18n import N_
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..rules.level import Level
from ..storage.errors import Refused
from .loading import GROUP
from .validation import MARK, misspelt_hooks

LISTED = "LEVELS"  # what a file calls the list of its levels


def as_plugin(module: object) -> object:
    """A module that has hooks: itself. Any other: an object whose hooks give what stands in it.

    Refused: a hook is wrong, or nothing stands in it. A name that begins with _ is the file's own business.
    """
    wrong = misspelt_hooks(module)
    if wrong:
        raise wrong
    names = vars(module) if hasattr(module, "__dict__") else {}
    if any(hasattr(value, MARK) for value in names.values()):
        return module
    shown = [value for name, value in names.items() if not name.startswith("_")]
    own = [value for value in shown if isinstance(value, type) and value.__module__ == names.get("__name__")]
    learners, metrics = ([kind for kind in own if issubclass(kind, base)] for base in (Learner, Metric))
    listed = names.get(LISTED)
    levels = listed if isinstance(listed, (list, tuple)) else [value for value in shown if isinstance(value, Level)]
    hooks: dict[str, Callable[[], Iterable[Any]]] = {
        "learners": lambda: learners,
        "metrics": lambda: (kind() for kind in metrics),
        "levels": lambda: levels,
    }
    given = {name for name, things in (("learners", learners), ("metrics", metrics), ("levels", levels)) if things}
    if not given:
        raise Refused(N_("No hook found, and no learner, metric or level stands in it."))
    return SimpleNamespace(**{name: HookimplMarker(GROUP)(hooks[name], specname=name) for name in given})

"""What an author declares as the body of a class, a learner or a metric: its name and its knobs."""

from __future__ import annotations

import re
from typing import Any


def kebab(name: str) -> str:
    """MeanError -> mean-error."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


class Declared:
    """What has a name, if no other then its class's, and knobs: each an attribute, which stands where the knob starts
    until it is turned."""

    name: str
    knobs: tuple[Any, ...]

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        untold = ("", *(kebab(base.__name__) for base in cls.__mro__))
        if "name" not in vars(cls) and getattr(cls, "name", None) in untold:
            cls.name = kebab(cls.__name__)
        knobs: object = getattr(cls, "knobs", ())
        for knob in knobs if isinstance(knobs, (tuple, list)) else ():
            name = getattr(knob, "name", "")
            if hasattr(knob, "__set_name__") and name and not hasattr(cls, name):  # it stands in `knobs` alone
                setattr(cls, name, knob)

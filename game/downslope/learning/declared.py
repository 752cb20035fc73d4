"""What an author declares in the body of a class, a learner or a metric: its knobs."""

from __future__ import annotations

from typing import Any


class Declared:
    """What has knobs: each is an attribute, which stands where the knob starts until it is turned."""

    knobs: tuple[Any, ...]

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        for knob in cls.knobs if isinstance(cls.knobs, (tuple, list)) else ():
            name = getattr(knob, "name", "")
            if hasattr(knob, "__set_name__") and name and not hasattr(cls, name):  # it stands in `knobs` alone
                setattr(cls, name, knob)

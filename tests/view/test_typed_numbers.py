"""Whatever is typed into a number: it is taken as it is written, or it stays and why is said; nothing is dropped."""

from __future__ import annotations

from math import isfinite

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from downslope.attempt.game.game import Game
from downslope.scenes.base.scene import Scene
from downslope.view.format.numbers import MINUS
from downslope.view.widgets.number_input import LONGEST, Dial, NumberField, NumberInput, Slider
from driving import Driver, MemoryStore

KINDS = (Slider, Dial, NumberField)
RETURN = 13
LOW, HIGH, START = -50.0, 50.0, 7.0

pytestmark = pytest.mark.usefixtures("display")


def typed(kind: type[NumberInput], text: str) -> tuple[float, list[str]]:
    """The number after the keys, Enter last, and what was said."""
    said: list[str] = []
    scene = Scene(Game(MemoryStore()))
    widget = kind("n", (100, 100, 200, 44), START, LOW, HIGH, on_fault=said.append)
    scene.layout = lambda: setattr(scene, "widgets", [widget])  # type: ignore[method-assign]
    driver = Driver(scene)
    scene.set_focus("n")
    driver.type(text)
    driver.key(RETURN)
    return widget.value, said


def written(text: str) -> float | None:
    """What Python reads there; None: no finite number."""
    try:
        value = float(text.replace(",", ".").replace(MINUS, "-"))
    except ValueError:
        return None
    return value if isfinite(value) else None


@pytest.mark.slow
@example(text=",25", kind=Slider)
@example(text=f"{MINUS},5", kind=Dial)
@example(text="+.5", kind=NumberField)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=some.text(alphabet=f"0123456789+-.,{MINUS}", min_size=1, max_size=LONGEST), kind=some.sampled_from(KINDS))
def test_any_text_is_taken_or_it_is_said_why_not(text: str, kind: type[NumberInput]) -> None:
    value, said = typed(kind, text)
    meant = written(text)
    if meant is not None and LOW <= meant <= HIGH:
        assert (value, said) == (meant, [])
    else:
        assert value == START and len(said) == 1 and text in said[0]

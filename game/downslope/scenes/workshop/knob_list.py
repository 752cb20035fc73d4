"""Which knobs lie on the bench: alpha, the learner's and the metric's own, the start. Each with its range and hue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from ...boards.shared.knobs import knob_title
from ...i18n import _
from ...rules.knob import Knob
from ...workshop.bench import Bench, with_setting, with_start
from ...workshop.bench_level import Parts

ALPHA = (0.0001, 10.0)  # what alpha may be
STARTS = 5.0  # a start weight lies between -5 and 5, further where the examples ask for it
SEEDS = 99  # start weights that can be drawn


class BenchKnob(NamedTuple):
    """A knob on the bench. `read`: its value there; `change`: the bench with another; `free`: its name among what may
    be turned."""

    name: str
    title: str
    low: float
    high: float
    read: Callable[[Bench], float]
    change: Callable[[Bench, float], Bench]
    free: str
    log: bool = False
    hue: str = "text2"
    icon: str = "settings"
    whole: bool = False
    knob: Knob | None = None


def knobs_of_bench(bench: Bench, parts: Parts | None) -> list[BenchKnob]:
    """All of them. `parts`: None where what the bench names is not installed."""
    found = [
        BenchKnob(
            "alpha",
            _("alpha"),
            *ALPHA,
            lambda b: b.alpha,
            lambda b, value: replace(b, alpha=value),
            "alpha",
            log=True,
            hue="alpha",
        )
    ]
    for knob in parts.own if parts is not None else ():
        if not any(isinstance(stop, str) for stop in knob.stops):  # words are chosen where the level is played
            found.append(_own_knob(knob))
    if bench.hidden:
        found.append(
            BenchKnob(
                "seed",
                _("seed"),
                0.0,
                float(SEEDS),
                lambda b: float(b.seed),
                lambda b, value: replace(b, seed=round(value)),
                "seed",
                hue="weight",
                icon="recap",
                whole=True,
            )
        )
    return found + [_start_knob(bench, index) for index in range(len(bench.weights))]


def _own_knob(knob: Knob) -> BenchKnob:
    """Of a learner or a metric."""
    begins = knob.start if isinstance(knob.start, (int, float)) else knob.low

    def read(bench: Bench) -> float:
        kept = bench.kept.settings.get(knob.name, begins) if bench.kept is not None else begins
        value = bench.setting(knob.name, kept)
        return float(value) if isinstance(value, (int, float)) else float(begins)

    return BenchKnob(
        knob.name,
        knob_title(knob),
        knob.low,
        knob.high,
        read,
        lambda b, value: with_setting(b, knob.name, value),
        knob.name,
        knob.log,
        knob=knob,
    )


def _start_knob(bench: Bench, index: int) -> BenchKnob:
    """Of a weight at the start."""
    title = _("start") if len(bench.weights) == 1 else _("start {number}").format(number=index + 1)
    far = 2 * abs(bench.weights[index])
    far = float(f"{far:.1g}") if far > STARTS else STARTS
    return BenchKnob(
        f"start {index + 1}" if index else "start",
        title,
        -far,
        far,
        lambda b: b.weights[index],
        lambda b, value: with_start(b, index, value),
        "start",
        hue="weight",
        icon="dial",
    )


def chips_of(bench: Bench, parts: Parts | None) -> list[tuple[str, str]]:
    """(name, title) of what whoever plays may be allowed to turn."""
    found: dict[str, str] = {}
    for knob in knobs_of_bench(bench, parts):
        found.setdefault(knob.free, _("start") if knob.free == "start" else knob.title)
    return list(found.items())

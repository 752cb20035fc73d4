"""How Pip stands on a stage: where he looks, his mood, his shape, from what is felt of the run just now."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ...view.bowls.pip_body import ROUND, Stretch

if TYPE_CHECKING:
    from ...attempt.game.feel import Feel
    from ...view.draw.raster import Point

HOPS, HIGH = 3, 11.0  # of joy, and how high they are
SKID: Stretch = (1.1, 0.92)
SAT: Stretch = (1.08, 0.88)
TALL: Stretch = (0.93, 1.12)
PUSHED: Stretch = (1.06, 0.95)


class PipPose(NamedTuple):
    """`lift`: design pixels above the ground."""

    look: Point
    mood: str
    stretch: Stretch = ROUND
    lift: float = 0.0


def pose_of(feel: Feel, look: Point, mood: str) -> PipPose:
    """His pose where he would look there, in that mood."""
    if feel.tired and mood == "calm":
        mood = "tired"
    stretch, lift = ROUND, 0.0
    hops, back, blinks = feel.part("pip", "happy"), feel.part("pip", "look back"), feel.part("pip", "blink twice")
    if hops is not None:
        lift = HIGH * abs(math.sin(HOPS * math.pi * hops))
    if back is not None:  # he would look towards the goal, which is where he came from
        look = (math.copysign(0.38, look[0]), -0.05)
        slid = math.sin(math.pi * min(1.0, 2 * back))
        stretch = (1 + (SKID[0] - 1) * slid, 1 + (SKID[1] - 1) * slid)
    elif (shake := feel.part("pip", "shake")) is not None:
        look = (0.3 * math.sin(4 * math.pi * shake), look[1])
    elif (turn := feel.part("pip", "turn")) is not None:
        look = (0.3 * math.sin(4 * math.pi * turn), 0.15 - 0.2 * abs(math.cos(2 * math.pi * turn)))
    elif feel.part("pip", "look up") is not None:
        look = (0.0, -0.3)
    elif feel.part("pip", "look at thumb") is not None:
        look = (0.0, 0.36)
    if mood in ("calm", "tired") and blinks is not None and int(4 * blinks) % 2 == 0:
        mood = "blink"
    if feel.part("pip", "dizzy") is not None:
        mood = "dizzy"
    elif feel.part("pip", "yawn") is not None:
        mood = "yawn"
    for what, shape in (("stretch", TALL), ("push", PUSHED), ("sit", SAT)):
        part = feel.part("pip", what)
        if part is not None:
            far = min(1.0, 4 * part) if what == "sit" else math.sin(math.pi * part)
            stretch = (1 + (shape[0] - 1) * far, 1 + (shape[1] - 1) * far)
    if feel.part("pip", "sit") is not None and mood == "calm":
        mood = "tired"
    return PipPose(look, mood, stretch, lift)

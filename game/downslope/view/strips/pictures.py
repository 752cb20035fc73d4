"""Which strip a level's `picture` names."""

from __future__ import annotations

from .greenhouse import Greenhouse
from .harbour import Harbour
from .peg import Peg
from .scene_strip import SceneStrip
from .shower import GearedShower, Shower
from .sourdough import Sourdough
from .turnstile import Turnstile

STRIPS: dict[str, SceneStrip] = {
    "shower": Shower(),
    "geared shower": GearedShower(),
    "harbour": Harbour(),
    "sourdough": Sourdough(),
    "peg": Peg(),
    "greenhouse": Greenhouse(),
    "turnstile": Turnstile(),
}

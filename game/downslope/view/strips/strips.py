"""Which strip a level's `picture` names."""

from __future__ import annotations

from .buried_pipe import BuriedPipe
from .greenhouse import Greenhouse
from .harbour import Harbour
from .peg import Peg
from .plants import Plants
from .pots import Pots
from .probe_strip import ProbeStrip
from .scene_strip import SceneStrip
from .shower import GearedShower, Shower
from .sourdough import Sourdough
from .turnstile import Turnstile

PROBE_STRIPS: dict[str, ProbeStrip] = {"pipe": BuriedPipe(), "pots": Pots(), "plants": Plants()}  # under the fog
STRIPS: dict[str, SceneStrip] = {
    "shower": Shower(),
    "geared shower": GearedShower(),
    "harbour": Harbour(),
    "sourdough": Sourdough(),
    "peg": Peg(),
    "greenhouse": Greenhouse(),
    "turnstile": Turnstile(),
}

"""Which scene a picture of a level is; plain land where it has none, or where its goals would not fit into it."""

from __future__ import annotations

from collections.abc import Sequence

from .bucket import BucketDiorama
from .diorama import Diorama, FallbackDiorama
from .freezer import FreezerDiorama
from .receipts import ReceiptsDiorama
from .trail import TrailDiorama
from .wall import WallDiorama

PLAIN = Diorama()
DIORAMAS: dict[str, Diorama] = {
    "trail": TrailDiorama(),
    "blueprint": WallDiorama(),
    "well": BucketDiorama(),
    "freezer": FreezerDiorama(),
    "taxi": ReceiptsDiorama(),
}


def diorama_of(picture: str, goals: Sequence[float]) -> Diorama:
    """The scene of a level: its picture, one of PICTURES or none, and what its cards want."""
    found = DIORAMAS.get(picture, PLAIN)
    return found if found.suits(goals) else FallbackDiorama(found, picture)

"""`downslope read PICTURE.png --net FILE`: what a trained net makes of a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..background.ensemble import ITSELF_TWICE, votes
from ..digits.png import read_picture
from ..digits.preprocess import BLOCK, SIDE
from ..digits.recipe import shares
from ..i18n import _
from ..registry.stdout_guard import say
from ..storage.errors import Refused
from ..storage.netfile import load_net
from .output import print_error, print_json

SHADES = " .:-=+*#%@"
ACROSS = SIDE // BLOCK
SHOWN = 3  # digits with the largest shares


def read(picture: Path, files: Sequence[Path], as_json: bool) -> int:
    """0: it is read; 2: the picture or a net cannot be used, which is said in a sentence. Several read together."""
    try:
        nets = [load_net(file, inputs=ACROSS * ACROSS, outputs=10) for file in files]
        pixels = read_picture(picture)
    except Refused as why:
        return print_error(str(why))
    if len(nets) == 1:
        parts = shares(nets[0].network.predict(nets[0].weights, pixels))
    else:
        parts = [0.0] * 10
        for net in nets:
            found = votes(net.network, [net.weights], pixels)
            parts = [part + share / len(ITSELF_TWICE) / len(nets) for part, share in zip(parts, found)]
    order = sorted(range(10), key=lambda digit: (-parts[digit], digit))
    if as_json:
        print_json({"digit": order[0], "shares": parts, "pixels": pixels})
        return 0
    for row in range(ACROSS):
        line = [SHADES[round(p * (len(SHADES) - 1))] * 2 for p in pixels[row * ACROSS : (row + 1) * ACROSS]]
        say(f"  {''.join(line)}".rstrip())
    likely = ", ".join(f"{digit} {parts[digit]:.0%}" for digit in order[:SHOWN])
    say(_("read as {digit}   ({shares})").format(digit=order[0], shares=likely))
    return 0

"""What the machine does on every level, action by action: how it is shown changes nothing of it."""

import json
from hashlib import sha256

from downslope.rules import to_json
from lib.shows import solved_actions
from lib.support import campaign

SOLVED = {
    "double-it": "d67b59fc8fae", "a-hundredth": "d00e99cdc0ac", "seven": "380bc9265c7d", "below-zero": "efa0a8d074e5",
    "one-knob-two-days": "2e7714025c37", "in-the-dark": "8966a2270c9a", "plus-and-minus": "dca29e02ddf6",
    "the-grump": "8a48b95c977b", "no-perfect-answer": "4e41225a77ed", "warmer": "3fa02c081bcd",
    "stuck-steps": "2f4a373abf32", "which-way": "b47aa0de3310", "dead-wire": "102396fd6481",
    "hands-off": "95309cc8104e", "thirteen": "89f8b08c5bc7", "goldilocks": "f4962cbdf6cf",
    "overshoot": "f881192f99f0", "runaway": "1f0f9d996aaa", "two-recipes": "7a407acb68c0", "orbit": "8323b9ae4592",
    "one-step": "87c3a5162e23", "sealed-box": "8ca0eff7f4a8", "three-neurons": "5f416b62c7cd", "toes": "4d1926e06a58",
    "freeze-the-toes": "144047b34e5c", "valley": "d7c93ce7efb5", "streetlights": "2fd1491b0a0f",
    "noisy-lights": "6ff47e25f4ed", "the-wall": "265a400a7968", "hidden-four": "542ea93216b5",
    "all-zeros": "24197c3f1286", "dead-relu": "139cf7f46499", "linear-layers": "c942fccf7509",
    "stop-in-time": "fdb58bf11cc5", "edge-by-hand": "81a90a93477c", "edge-learned": "9d57c547ed97",
    "ten-neurons": "dcd52fc98c31", "kernels": "0e4fbad2432d", "read-my-hand": "4f53cda18c2b",
}  # fmt: skip


def digest(level: str) -> str:
    """Of all actions, their values to the last bit."""
    text = json.dumps([to_json(action) for action in solved_actions(level)])
    return sha256(text.encode()).hexdigest()[:12]


def test_the_machine_plays_every_level_as_it_always_did() -> None:
    assert {level.id: digest(level.id) for level in campaign()} == SOLVED

"""How a level calls its inputs: by its own words, else by number; in English, translated where it is shown."""

from __future__ import annotations

from collections.abc import Mapping


def input_name(words: Mapping[str, str], index: int, plain: str | None = None) -> str:
    """The level's own word for an input; without one `plain`, by default its word for all of them: "input 2"."""
    own = words.get(f"input {index + 1}")
    if own or plain is not None:
        return own or plain or ""
    return f"{words.get('input', 'input')} {index + 1}"

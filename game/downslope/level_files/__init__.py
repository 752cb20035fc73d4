"""Levels as data: TOML to levels, and levels to TOML. No code of such a file ever runs."""

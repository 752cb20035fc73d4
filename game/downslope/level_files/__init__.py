"""Levels as data: TOML read into levels, and a level written as one. No code of a file ever runs."""

"""The land: dusk, hills, the name of the game."""

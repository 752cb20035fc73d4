"""The land: dusk, hills, props, the name of the game."""

"""The land: dusk, hills, the small scenes of the levels, the name of the game."""

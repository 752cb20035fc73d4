"""The land and what stands in it: dusk, hills, the small scenes of the levels, the name of the game."""

"""The pictures of the level map: stops, signs, land."""

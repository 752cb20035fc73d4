"""What every board has: knobs, code, runs, tiles."""

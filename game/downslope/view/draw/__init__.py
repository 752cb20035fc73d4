"""The drawing kit: a canvas and everything that it can draw, in design pixels; caches of surfaces."""

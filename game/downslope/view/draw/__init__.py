"""The drawing kit: a canvas and all that it can draw, in design pixels; which surfaces are kept, what is drawn anew."""

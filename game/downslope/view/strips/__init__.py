"""A story's own things while it learns: a tap, a boat, a string, on the axis of the bowl above them."""

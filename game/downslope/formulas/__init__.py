"""A metric's or learner's method read as plain lines: put in place, recognised, turned into arrays."""

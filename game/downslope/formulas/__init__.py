"""The method of a metric or a learner, read as plain lines: inlined, recognised, written out."""

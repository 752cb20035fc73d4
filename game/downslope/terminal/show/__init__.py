"""`downslope solve` as it is watched: runs of the machine as lines of text, and keys that hold and step them."""

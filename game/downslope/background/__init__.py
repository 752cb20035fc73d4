"""Work in a process of its own: training, and whether a level is fair."""

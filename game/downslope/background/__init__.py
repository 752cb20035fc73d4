"""Work in a separate process: training, and the check whether a level is fair."""

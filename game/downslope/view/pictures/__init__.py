"""Digits and kernels: the pad, grids of cells, maps, the table of readings."""

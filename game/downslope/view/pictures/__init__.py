"""Digits and kernels: the pad, grids of cells, maps, who was read as whom."""

"""Numbers over steps, passes or places: lines, bars, and the cells of a convergence map."""

"""`downslope sweep`: many runs on all cores or on a cluster, into a table that survives a crash."""

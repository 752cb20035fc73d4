"""A reached level: when its card comes, what stands on it, and what its stars ask for."""

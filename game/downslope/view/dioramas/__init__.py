"""Small scenes of the levels by hand that answer: what stands still in them, and what the prediction moves."""

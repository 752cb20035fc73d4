"""Cards, tables and logs."""

"""scripts/bench-tables: how many random fillings of the national forms are rebuilt from every layout they come in."""

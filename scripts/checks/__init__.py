"""Checks on the tree itself, for scripts/check and tests/architecture."""

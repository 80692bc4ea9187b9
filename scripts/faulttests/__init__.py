"""The long tier of the tests of reliability; `scripts/test-faults` runs it."""

"""The command line: run, extract, search, explain, dump."""

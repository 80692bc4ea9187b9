"""How well the program does on reports whose facts are known: annotations, scores and the floors they must keep."""

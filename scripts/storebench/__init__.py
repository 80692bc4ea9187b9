"""Generated stores of any size, and how fast they are searched: scripts/make-store and scripts/bench-store."""

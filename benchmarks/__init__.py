"""Speed and memory, measured: `python -m benchmarks` (make bench) writes docs/reference/benchmarks.md."""

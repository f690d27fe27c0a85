"""What is fast enough, measured: two things in one run, and their ratio (performance.md)."""

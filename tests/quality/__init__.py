"""The plan-quality check, the banks, and what parents can read."""

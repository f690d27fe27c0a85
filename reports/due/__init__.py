"""What is due, as the register and home pages show it: read from standings."""

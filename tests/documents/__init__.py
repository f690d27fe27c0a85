"""Documents about a child, and the agencies involved."""

"""A child's documents, the agencies involved, and what they advised, as a page shows them."""

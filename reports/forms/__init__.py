"""Forms of pages that combine rooms."""

"""Letters to a child's adults: their words, who gets one, the page, the print."""

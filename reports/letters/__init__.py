"""Pages of letters to parents: what is due, what was made, what was given to whom."""

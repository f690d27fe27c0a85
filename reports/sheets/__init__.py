"""The sheets of a class: what each child needs, on one page."""

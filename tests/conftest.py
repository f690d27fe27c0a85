"""What every test has at hand."""

pytest_plugins = [
    "tests.databases",
    "tests.selection",
    "tests.surroundings",
    "tests.cast",
    "tests.people",
]

"""What every test has at hand."""

pytest_plugins = ["tests.databases", "tests.selection", "tests.cast", "tests.people"]

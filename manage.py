#!/usr/bin/env python
"""Django's command line for senregister."""

import os
import sys


def main() -> None:
    """Run one command, with the one settings file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senregister.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Prooflane's commands; `manage.py help` lists them."""

import sys

try:
    from django.core.management import execute_from_command_line
except ImportError:
    sys.exit("prooflane: Django is not installed here. `make install` prepares .venv/bin/python.")

from config import embedded, start


def main() -> None:
    """Run one command."""
    with start.plain_refusal():
        embedded.adopt(create=sys.argv[1:2] == ["run"])
    start.begin("command")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from integrations.importers.formats import FORMATS
from integrations.management.arguments import add_target, brought_in, read_file


class Command(BaseCommand):
    help = "Import a Trello board from its JSON export, or bring one that was imported before up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_target(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(brought_in(FORMATS["trello"], read_file(options["file"]), options)))

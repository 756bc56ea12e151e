# noqa: N999 (the command is called import)
from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from integrations.importers.formats import FORMATS, HEAD_BYTES, recognised
from integrations.management.arguments import add_target, brought_in, find_board, find_team, read_file


class Command(BaseCommand):
    help = "Bring in a board from a file of any known format: Prooflane's own export, Trello and others."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_target(parser)
        parser.add_argument("--format", choices=list(FORMATS), help="by default told by the content of the file")
        parser.add_argument("--board", default="", metavar="KEY", help="a board that takes the cards")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = read_file(options["file"])
        source = FORMATS.get(options["format"] or "") or recognised(options["file"].name, raw[:HEAD_BYTES])
        if source is None:
            names = ", ".join(each.name for each in FORMATS.values())
            raise CommandError(f"{options['file']} is no file of a format that is known here: {names}.")
        board = find_board(find_team(options["team"]), options["board"])
        self.stdout.write(str(brought_in(source, raw, options, board)))

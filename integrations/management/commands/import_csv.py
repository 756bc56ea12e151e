from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.management import BaseCommand, CommandError

from integrations.importers.formats import FORMATS
from integrations.importers.importer import import_tickets
from integrations.importers.sheet import WANTED, reader
from integrations.management.arguments import add_target, brought_in, find_board, find_team, read_file


class Command(BaseCommand):
    help = "Import a table of cards and say what its columns are; `import` guesses all of them by their headers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_target(parser)
        parser.add_argument("--board", default="", metavar="KEY", help="a board that takes the cards")
        words = ", ".join(WANTED)
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="WORD=HEADER",
            help=f"such as title=Was, once for each; the words are {words}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        named = dict(_pair(each) for each in options["column"])
        source = replace(FORMATS["csv"], run=partial(import_tickets, reader(named)))
        board = find_board(find_team(options["team"]), options["board"])
        self.stdout.write(str(brought_in(source, read_file(options["file"]), options, board)))


def _pair(text: str) -> tuple[str, str]:
    word, equals, header = text.partition("=")
    if not equals:
        raise CommandError(f"--column is a word and a header, such as title=Was, not {text}.")
    return word.strip(), header.strip()

"""Every format a board can be brought in from, in one table; page, API and command know no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from accounts.models import Team
from boards.events import Cause
from integrations import bundle
from integrations.importers import github, jira, sheet, trello
from integrations.importers.importer import import_tickets
from integrations.importers.progress import Progress
from integrations.importers.report import Report

# How much of a file `accepts` is given: enough to tell, without reading all of it.
HEAD_BYTES = 65_536


class Run(Protocol):
    """Bring the file into the team, all of it or nothing. A dry run does the same and takes it back.

    `key` and `name` are those of a new board, each the file's own where it is empty. A format whose cards may join
    a board takes that as `board`. Raises a `Refusal` for a file or a wish that does not fit.
    """

    def __call__(
        self,
        raw: bytes,
        team: Team,
        cause: Cause,
        *,
        key: str | None,
        name: str,
        dry_run: bool,
        progress: Progress | None = None,
    ) -> Report: ...


@dataclass(frozen=True)
class Format:
    """`accepts` is asked with the file's name and its first `HEAD_BYTES`; `alone`: why its cards join no board."""

    code: str
    name: str
    accepts: Callable[[str, bytes], bool]
    run: Run
    alone: str = ""

    @property
    def into_board(self) -> bool:
        return not self.alone


# Asked in this order: a format that takes almost anything stands last.
FORMATS = {
    each.code: each
    for each in (
        Format("prooflane", "Prooflane", bundle.is_bundle, bundle.run, bundle.ONE_OF_ITS_OWN),
        Format("trello", "Trello", trello.is_export, trello.import_trello, trello.ONE_OF_ITS_OWN),
        Format("jira", "Jira (CSV)", jira.is_export, partial(import_tickets, jira.read_jira)),
        Format("github", "GitHub", github.is_export, partial(import_tickets, github.read_github)),
        Format("csv", "CSV", sheet.is_table, partial(import_tickets, sheet.read_sheet)),
    )
}


def recognised(filename: str, head: bytes) -> Format | None:
    """The first format that takes a file of this name that begins like this."""
    return next((each for each in FORMATS.values() if each.accepts(filename, head)), None)

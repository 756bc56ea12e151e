"""What an import did, and everything it could not bring along: the same for a trial run, a page and a command."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

EXAMPLES = 3
MOST_ROWS = 1_000
NOTES = ("left_out", "changed")
COUNTS = ("cards", "lanes", "comments")
EXAMPLE_LENGTH = 60


@dataclass
class Note:
    """Something that was left out or changed on the way, how often, and where for example."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, example: str, count: int) -> None:
        self.count += count
        if example and len(self.examples) < EXAMPLES:
            self.examples.append(shortened(example))


@dataclass(frozen=True)
class RefusedRow:
    """A row of the file that could not be taken: its number there, what it is called, and why."""

    row: int
    name: str
    why: str


@dataclass
class Report:
    """`source` is what the board is called in the other system; `board` and `name` are the board's here.

    `left_out`, `changed` and `why` are kept in English and `retold` to who reads them: each room of a format names
    their patterns with `accounts.retold.know`.
    """

    source: str
    board: str = ""
    name: str = ""
    is_new: bool = False
    dry_run: bool = False
    cards: Counter[str] = field(default_factory=Counter)
    lanes: Counter[str] = field(default_factory=Counter)
    roles: dict[str, str] = field(default_factory=dict)
    labels: int = 0
    comments: Counter[str] = field(default_factory=Counter)
    left_out: dict[str, Note] = field(default_factory=dict)
    changed: dict[str, Note] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)
    refused_count: int = 0

    def refuse(self, row: int, name: str, why: str) -> None:
        """Note a row that is not taken; the first `MOST_ROWS` of them are named."""
        self.refused_count += 1
        if len(self.refused) < MOST_ROWS:
            self.refused.append(RefusedRow(row, shortened(name), why))

    def leave_out(self, what: str, example: str = "", count: int = 1) -> None:
        """Note something the export holds and the board does not."""
        if count:
            self.left_out.setdefault(what, Note()).add(example, count)

    def change(self, what: str, example: str = "", count: int = 1) -> None:
        """Note something that arrived in another form."""
        if count:
            self.changed.setdefault(what, Note()).add(example, count)

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        notes = {name: {what: asdict(note) for what, note in getattr(self, name).items()} for name in NOTES}
        counts = {name: {what: n for what, n in getattr(self, name).items() if n} for name in COUNTS}
        return {**vars(self), **counts, **notes, "refused": [asdict(each) for each in self.refused]}

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        board = f"{self.board} ({self.name}), {'a new board' if self.is_new else 'a board that was here already'}"
        first = f"Trial run, nothing was written. It would be {board}." if self.dry_run else f"{board}."
        return [
            first,
            f"Cards: {self._counts(self.cards, CARD_COUNTS)}",
            f"Lanes: {self._counts(self.lanes, LANE_COUNTS)}",
            *(f"  {name}: {role}" for name, role in self.roles.items()),
            f"Labels in use: {self.labels}",
            f"Comments: {self._counts(self.comments, COMMENT_COUNTS)}",
            *_section("Arrived in another form:", self.changed),
            *_section("Not carried over:", self.left_out),
            *self._refused_lines(),
        ]

    def _refused_lines(self) -> list[str]:
        if not self.refused:
            return []
        lines = [f"  {each.row}: {each.name or '(no name)'}: {each.why}" for each in self.refused]
        more = self.refused_count - len(self.refused)
        return ["Rows that could not be taken:", *lines, *([f"  and {more:,} more"] if more else [])]

    @staticmethod
    def _counts(counts: Counter[str], names: dict[str, str]) -> str:
        shown = [f"{counts[name]:,} {words}" for name, words in names.items() if counts[name] or name in ALWAYS]
        return ", ".join(shown) or "none"


CARD_COUNTS = {
    "created": "created",
    "updated": "updated",
    "unchanged": "unchanged",
    "archived": "archived now",
    "restored": "back from the archive",
    "gone": "no longer in the export and kept here",
    "trashed": "in the trash here and left alone",
}
LANE_COUNTS = {
    "created": "created",
    "renamed": "renamed",
    "moved": "moved",
    "removed": "removed (archived there, empty here)",
    "kept": "kept (archived there, cards here)",
    "unchanged": "unchanged",
}
COMMENT_COUNTS = {
    "carried": "carried",
    "known": "here already",
    "missing": "missing: an export stops at 1,000 actions",
}
ALWAYS = ("created", "updated", "unchanged", "carried")


def _section(title: str, notes: dict[str, Note]) -> list[str]:
    lines = [f"  {what}: {note.count:,}{_examples(note)}" for what, note in notes.items()]
    return [title, *lines] if lines else []


def _examples(note: Note) -> str:
    more = ["…"] if note.count > len(note.examples) else []
    return f" ({'; '.join([*note.examples, *more])})" if note.examples else ""


def shortened(text: str, length: int = EXAMPLE_LENGTH) -> str:
    """One line of at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"

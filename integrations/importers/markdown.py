"""The Markdown that importers write: what has no field of its own here becomes a table, links and tasks."""

from __future__ import annotations

from collections.abc import Iterable


def one_line(text: str) -> str:
    return " ".join(text.split())


def is_web_address(url: str) -> bool:
    return url.lower().startswith(("http://", "https://")) and not any(each.isspace() for each in url)


def link(name: str, url: str) -> str:
    """The name alone where the address is none of the web."""
    label = one_line(name).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    if not is_web_address(url):
        return label
    address = url.replace("<", "%3C").replace(">", "%3E")
    return f"[{label}](<{address}>)"


def attachments(found: Iterable[tuple[str, str]]) -> str:
    """A list of links, by name and address."""
    lines = [f"- {shown}" for name, url in found if (shown := link(name or url, url))]
    return "\n".join(["### Attachments", "", *lines]) if lines else ""


def table(rows: Iterable[tuple[str, str]]) -> str:
    cells = [f"| {_cell(name)} | {_cell(value)} |" for name, value in rows]
    return "\n".join(["| Field | Value |", "| --- | --- |", *cells]) if cells else ""


def joined(parts: Iterable[str]) -> str:
    """The filled parts one below the other; a single one stays exactly as it is."""
    filled = [part for part in parts if part.strip()]
    return filled[0] if len(filled) == 1 else "\n\n".join(part.rstrip() for part in filled)


def cut(text: str, length: int, mark: str) -> str:
    """At most `length` characters; the mark at the end says that it was longer."""
    return text if len(text) <= length else text[: length - len(mark)].rstrip() + mark


def _cell(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace("|", "\\|")

"""Jira's wiki markup in Markdown, as far as it is simple; what is not is kept as it was written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from integrations.importers.markdown import is_web_address

VERBATIM = re.compile(
    r"\{(?P<kind>code|noformat)(?::(?P<options>[^}\n]*))?\}\n?(?P<body>.*?)\n?\{(?P=kind)\}", re.DOTALL
)
MONOSPACED = re.compile(r"\{\{(?P<body>[^\n]+?)\}\}")
QUOTE = re.compile(r"\{quote\}\s*(?P<body>.*?)\s*\{quote\}", re.DOTALL)
DECORATION = re.compile(r"\{(?:color|panel|anchor)(?::[^}\n]*)?\}")
HEADING = re.compile(r"h(?P<level>[1-6])\.\s+(?P<text>.*)")
ITEM = re.compile(r"(?P<marks>[*#]+|-)\s+(?P<text>\S.*)")
TABLE_HEAD = re.compile(r"\|\|(?P<cells>.+)\|\|")
BOLD = re.compile(r"(?<![\w*\\])\*(?=[^\s*])(?P<body>[^*\n]+?)(?<=[^\s*])\*(?![\w*])")
PERSON = re.compile(r"\[~(?P<is_account>accountid:)?(?P<id>[^\]\s]+)\]")
LINK = re.compile(r"\[(?:(?P<text>[^\]|\n]+)\|)?(?P<url>(?:https?://|mailto:)[^\]|\s]+)(?:\|smart-\w+)?\]")
# Stands for a piece that nothing may change; no text holds it.
KEPT = "\ue000{}\ue001"
KEPT_PLACE = re.compile("\ue000(\\d+)\ue001")
LANGUAGE = re.compile(r"[\w+#-]+")


def as_markdown(text: str, people: Mapping[str, str]) -> str:
    """`people` are the names by the ids that the text mentions them with."""
    kept: list[str] = []

    def keep(shown: str) -> str:
        kept.append(shown)
        return KEPT.format(len(kept) - 1)

    text = re.sub("[\ue000\ue001]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = VERBATIM.sub(lambda found: keep(_fenced(found)), text)
    text = MONOSPACED.sub(lambda found: keep(_code(found["body"])), text)
    text = PERSON.sub(lambda found: _person(found, people), text)
    text = LINK.sub(lambda found: keep(_link(found)), text)
    text = DECORATION.sub("", text)
    text = "\n".join(_line(line) for line in text.split("\n"))
    text = QUOTE.sub(lambda found: _quoted(found["body"]), text)
    return KEPT_PLACE.sub(lambda found: kept[int(found[1])], text)


def _person(found: re.Match[str], people: Mapping[str, str]) -> str:
    """By name; a user name is addressed as here."""
    return people.get(found["id"]) or ("somebody" if found["is_account"] else f"@{found['id']}")


def _fenced(found: re.Match[str]) -> str:
    body = found["body"]
    fence = "```" if "```" not in body else "~~~~"
    options = re.split(r"[|:]", found["options"] or "")
    language = next((each for each in options if LANGUAGE.fullmatch(each)), "")
    return f"\n{fence}{language}\n{body}\n{fence}\n".lstrip("\n" if found.start() == 0 else "")


def _code(body: str) -> str:
    return f"`` {body} ``" if "`" in body else f"`{body}`"


def _link(found: re.Match[str]) -> str:
    text, url = found["text"], found["url"]
    if not text or text == url:
        return f"<{url}>" if is_web_address(url) else url.removeprefix("mailto:")
    return f"[{text.strip()}](<{url}>)"


def _line(line: str) -> str:
    """A heading, an item of a list, a row of a table, or a line of text."""
    stripped = line.strip()
    if heading := HEADING.fullmatch(stripped):
        return f"{'#' * int(heading['level'])} {_bold(heading['text'])}"
    if stripped.startswith("bq. "):
        return f"> {_bold(stripped.removeprefix('bq. '))}"
    if item := ITEM.fullmatch(stripped):
        return _item(item["marks"], item["text"])
    if head := TABLE_HEAD.fullmatch(stripped):
        cells = head["cells"].split("||")
        return f"| {' | '.join(cell.strip() for cell in cells)} |\n|{' --- |' * len(cells)}"
    return _bold(line)


def _item(marks: str, text: str) -> str:
    sign = "1." if marks.endswith("#") else "-"
    depth = sum(3 if mark == "#" else 2 for mark in marks[:-1])
    return f"{' ' * depth}{sign} {_bold(text)}"


def _bold(text: str) -> str:
    return BOLD.sub(r"**\g<body>**", text)


def _quoted(body: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in body.split("\n"))

"""Comments and attachments: cells that hold several values with semicolons between them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from urllib.parse import urlsplit

from integrations.importers.dates import Dates
from integrations.importers.jira.markup import as_markdown
from integrations.importers.markdown import is_web_address
from integrations.importers.tickets import Remark, Who


def remark(cell: str, key: str, dates: Dates, people: Mapping[str, str]) -> Remark:
    """`date;account;text`, or a text alone. It has no id there, so what it says stands for it."""
    written, account, text = _split(cell, dates)
    digest = hashlib.sha256("\n".join([key, written, account, text]).encode()).hexdigest()[:32]
    name = people.get(account, account if account and ":" not in account else "")
    by = Who(username=account, name=name)
    return Remark(id=digest, by=by, text=as_markdown(text, people).strip(), at=dates.moment(written))


def written(cell: str) -> str:
    """The date that begins the cell of a comment, as it stands there."""
    return cell.partition(";")[0].strip()


def attachment(cell: str) -> tuple[str, str]:
    """`date;account;name;address`: name and address. A name may hold semicolons, too."""
    parts = cell.split(";")
    url = next((part.strip() for part in parts if is_web_address(part.strip())), "")
    name = ";".join(parts[2:-1]).strip() if len(parts) > 3 else ""
    return name or urlsplit(url).path.rpartition("/")[2] or cell, url


def _split(cell: str, dates: Dates) -> tuple[str, str, str]:
    parts = cell.split(";", 2)
    if len(parts) == 3 and dates.moment(parts[0]) and not any(map(str.isspace, parts[1].strip())):
        return parts[0].strip(), parts[1].strip(), parts[2].strip()
    return "", "", cell.strip()

"""JSON that somebody hands in as a file: read with limits, refused in one sentence that quotes nothing of it."""

from __future__ import annotations

import json
from typing import Any

from accounts.errors import Invalid

MOST_BYTES = 50_000_000


def read_json(content: str | bytes, refusal: type[Invalid], hint: str) -> Any:
    """The value in the file. `refusal` is raised for anything else, `hint` says where a good file comes from."""
    if len(content) > MOST_BYTES:
        raise refusal(f"The file is larger than {MOST_BYTES // 1_000_000} MB; no export of one board is.")
    text = content if isinstance(content, str) else _decode(content, refusal, hint)
    if not text.strip():
        raise refusal("The file is empty.")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise refusal(f"The file is not JSON ({error.msg}, {place}). {hint}") from None
    except RecursionError:
        raise refusal("The file is nested too deeply to be an export of a board.") from None
    except ValueError:
        raise refusal("The file holds a number that is too long to be read.") from None


def _decode(content: bytes, refusal: type[Invalid], hint: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = f"byte {error.start:,}"
        raise refusal(f"The file is not UTF-8 text ({place}); it was saved in another encoding. {hint}") from None

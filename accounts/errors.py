"""What the product says when it will not do something.

A refusal carries its own sentence, code and HTTP status, so that a page, the REST API and a command say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class FieldError:
    """One thing that is wrong with one field."""

    field: str
    code: str
    message: str

    def within(self, place: str) -> FieldError:
        """The same, said of one part of what was sent: "Line 3: …"."""
        return FieldError(self.field, self.code, f"{place}{self.message}")

    def as_dict(self) -> dict[str, str]:
        return {"field": self.field, "code": self.code, "message": self.message}


class Refusal(Exception):
    """Something the product declines to do, with a sentence that says what to do instead."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "Refused"
    sentence: str = "This cannot be done."

    def __init__(self, sentence: str = "", *, errors: list[FieldError] | None = None, **extra: Any) -> None:
        self.sentence = sentence or self.sentence
        self.errors = errors or []
        self.extra = extra
        super().__init__(self.sentence)


class NotFound(Refusal):
    """It does not exist, or the person may not see it: the answer is the same."""

    status = 404
    code = "not_found"
    title = "Not found"
    sentence = "There is nothing here, or you cannot see it."


class Forbidden(Refusal):
    """The person sees it but may not do this."""

    status = 403
    code = "forbidden"
    title = "Not allowed"
    sentence = "Your role does not allow this."


class Invalid(Refusal):
    """The input is wrong; `errors` says which field and why."""

    status = 400
    code = "invalid"
    title = "Invalid input"
    sentence = "Some of the input is not right."

    @classmethod
    def field(cls, field: str, message: str, code: str = "invalid") -> Invalid:
        return cls(message, errors=[FieldError(field, code, message)])


class Conflict(Refusal):
    """It clashes with something that is already there."""

    status = 409
    code = "conflict"
    title = "Conflict"


class Stale(Refusal):
    """The client saw an older version than the one that is stored."""

    status = 412
    code = "stale"
    title = "Changed meanwhile"
    sentence = "Somebody changed this meanwhile. Look at the current version and try again."

"""What the product says when it will not do something.

A refusal carries its own sentence, code and HTTP status, so that a page, the REST API and a command say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop


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
    """Something the product declines to do, with a sentence that says what to do instead.

    A class names its title and sentence in English; whoever is refused reads them in the language of the moment.
    """

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    title: ClassVar[str] = noop("Refused")
    sentence: str = noop("This cannot be done.")

    def __init__(self, sentence: str = "", *, errors: list[FieldError] | None = None, **extra: Any) -> None:
        self.sentence = sentence or gettext(type(self).sentence)
        self.errors = errors or []
        self.extra = extra
        super().__init__(self.sentence)


class NotFound(Refusal):
    """It does not exist, or the person may not see it: the answer is the same."""

    status = 404
    code = "not_found"
    title = noop("Not found")
    sentence = noop("There is nothing here, or you cannot see it.")


class Forbidden(Refusal):
    """The person sees it but may not do this."""

    status = 403
    code = "forbidden"
    title = noop("Not allowed")
    sentence = noop("Your role does not allow this.")


class Invalid(Refusal):
    """The input is wrong; `errors` says which field and why."""

    status = 400
    code = "invalid"
    title = noop("Invalid input")
    sentence = noop("Some of the input is not right.")

    @classmethod
    def field(cls, field: str, message: str, code: str = "invalid") -> Invalid:
        return cls(message, errors=[FieldError(field, code, message)])


class Conflict(Refusal):
    """It clashes with something that is already there."""

    status = 409
    code = "conflict"
    title = noop("Conflict")


class Stale(Refusal):
    """The client saw an older version than the one that is stored."""

    status = 412
    code = "stale"
    title = noop("Changed meanwhile")
    sentence = noop("Somebody changed this meanwhile. Look at the current version and try again.")

"""Who is told of an event. Each room says so for its own kinds, from its `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from accounts.access import Verb, holders
from accounts.models import Membership, Person
from boards.models import Card, Event, Watch


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One person to be told: why this person, whether they must do something, and whether it is worth a mail."""

    person_id: int
    reason: str
    needs_action: bool = False
    mail: bool = False


Finder = Callable[[Event], Iterable[Recipient]]
# By kind of event: who is told, and which earlier calls for action it answers.
FINDERS: dict[str, Finder] = {}
SETTLES: dict[str, tuple[str, ...]] = {}


def tell_of(kind: str, finder: Finder, *, settles: tuple[str, ...] = ()) -> None:
    FINDERS[kind] = finder
    SETTLES[kind] = settles


def recipients(event: Event) -> list[Recipient]:
    """Everybody who is to be told and still may be: members, who have not muted the card, but not the actor."""
    finder = FINDERS.get(event.kind)
    if finder is None or event.data.get("silent"):
        return []
    found: dict[int, Recipient] = {}
    for each in finder(event):
        found[each.person_id] = _joined(found.get(each.person_id, each), each)
    found.pop(event.actor_id or 0, None)
    allowed = may_hear(event).filter(pk__in=found).values_list("pk", flat=True)
    return [found[pk] for pk in sorted(allowed)]


def _joined(first: Recipient, other: Recipient) -> Recipient:
    """The first reason stays; a call for action or a mail is kept from any."""
    return replace(first, needs_action=first.needs_action or other.needs_action, mail=first.mail or other.mail)


def may_hear(event: Event) -> QuerySet[Person]:
    """Active members of the board's team who have not muted the card; asked again when a mail is sent."""
    members = Person.objects.filter(
        is_active=True,
        memberships__team__boards=event.board_id,
        memberships__team__boards__deleted_at=None,
    )
    return members.exclude(pk__in=Watch.objects.filter(card=event.card_id, muted=True).values("person_id"))


def assigned(event: Event) -> Iterator[Recipient]:
    """Whom this event put on the card."""
    if event.kind == "card.created":
        names = {person["username"] for person in event.card.face["assignees"]} if event.card else set()
    else:
        names = set(event.data["changes"].get("assignees", ())) - set(event.previous.get("assignees", ()))
    return named(event, names, "assignee", mail=False)


def circle(card: Card | None, *, mail: bool = False) -> Iterator[Recipient]:
    """Those a card concerns: assignees, author and watchers."""
    if card is None:
        return
    for pk in card.assignees.values_list("pk", flat=True):
        yield Recipient(person_id=pk, reason="assignee", mail=mail)
    yield Recipient(person_id=card.author_id, reason="author", mail=mail)
    yield from watchers(card, mail=mail)


def watchers(card: Card | None, *, mail: bool = False) -> Iterator[Recipient]:
    for pk in Watch.objects.filter(card=card, muted=False).values_list("person_id", flat=True):
        yield Recipient(person_id=pk, reason="watcher", mail=mail)


def owners(event: Event) -> Iterator[Recipient]:
    """The product owners, or who stands in for them, for their information."""
    for pk in holders(Verb.DECIDE, event.board.team_id):
        yield Recipient(person_id=pk, reason="owner")


def deciders(event: Event) -> Iterator[Recipient]:
    """The same people, when they are to decide."""
    return (replace(each, needs_action=True, mail=True) for each in owners(event))


def named(event: Event, usernames: Iterable[str], reason: str, *, mail: bool) -> Iterator[Recipient]:
    """People of the team by name."""
    members = Membership.objects.filter(team_id=event.board.team_id, person__username__in=list(usernames))
    for pk in members.values_list("person_id", flat=True):
        yield Recipient(person_id=pk, reason=reason, mail=mail)

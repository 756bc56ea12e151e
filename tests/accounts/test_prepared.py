"""A prepared query answers as the queryset it was built from, with each value anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import CharField, DateTimeField
from django.db.transaction import TransactionManagementError

from accounts.models import Person
from accounts.prepared import Param, Prepared
from tests.world import World

NAME = Param("name", CharField())


def test_each_use_has_its_own_values(world: World) -> None:
    by_name = Prepared(lambda: Person.objects.filter(username=NAME))
    assert [by_name.first(name=name) for name in ("ben", "ada", "nobody")] == [world.ben, world.ada, None]


def test_values_are_given_as_values_and_never_as_sql(world: World) -> None:
    by_name = Prepared(lambda: Person.objects.filter(username=NAME))
    assert by_name.rows(name="ben' OR '1'='1") == []
    assert by_name.rows(name="%s") == []


def test_what_belongs_to_a_row_comes_with_it(world: World) -> None:
    membership = world.ben.memberships.get()
    with_team = Prepared(lambda: type(membership).objects.select_related("team").filter(person__username=NAME))
    assert with_team.rows(name="ben")[0].team == world.team


def test_times_and_tuples(world: World) -> None:
    since = Param("since", DateTimeField())
    joined = Prepared(lambda: Person.objects.filter(created_at__lte=since).order_by("pk").values_list("username"))
    assert ("ben",) in joined.rows(since=world.ben.created_at)
    assert joined.rows(since=world.ada.created_at - timedelta(days=9999)) == []


@pytest.mark.django_db(transaction=True)
def test_a_lock_needs_a_transaction() -> None:
    locking = Prepared(lambda: Person.objects.select_for_update().filter(username=NAME))
    with pytest.raises(TransactionManagementError):
        locking.rows(name="ben")

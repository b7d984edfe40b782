"""Does the database itself refuse to change a published edition?"""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from codes.models import Clause, Edition, TariffLine
from partyconduct.rlsdb import as_owner


@pytest.fixture
def published(cast):
    return cast.harbour.code.editions.get(number=2)


def refused(change):
    with (
        pytest.raises(DatabaseError, match="a published edition never changes"),
        transaction.atomic(),
    ):
        change()


CHANGES = {
    "a clause's text": lambda e: Clause.objects.filter(edition=e).update(text="x"),
    "a clause gone": lambda e: Clause.objects.filter(edition=e, level=2)._raw_delete("default"),
    "a clause more": lambda e: Clause.objects.create(
        edition=e, number="99", anchor="clause-99", position=99, level=1, text="x"
    ),
    "the tariff": lambda e: TariffLine.objects.filter(edition=e).update(sanctions=[]),
    "the tariff gone": lambda e: TariffLine.objects.filter(edition=e)._raw_delete("default"),
    "the day": lambda e: Edition.objects.filter(pk=e.pk).update(in_force_from=date(2030, 1, 1)),
    "back to a draft": lambda e: Edition.objects.filter(pk=e.pk).update(
        status="draft", published_at=None
    ),
    "the edition gone": lambda e: Edition.objects.filter(pk=e.pk)._raw_delete("default"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_underneath_is_refused(published, change):
    refused(lambda: CHANGES[change](published))


def test_a_clause_cannot_be_moved_into_a_published_edition(published, draft):
    refused(lambda: Clause.objects.filter(edition=draft, number="3.1").update(edition=published))


def test_a_draft_may_change(draft):
    assert Clause.objects.filter(edition=draft, number="3.1").update(text="x") == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is a word of SQLite")
def test_a_clause_cannot_be_replaced_by_a_drafts(published, draft):
    pk = published.clauses.get(number="3.1").pk
    sql = (
        "INSERT OR REPLACE INTO codes_clause (id, edition_id, number, anchor, position, level,"
        " heading, text, heading_cy, text_cy) VALUES (%s, %s, '98', 'c', 1, 1, '', 'x', '', '')"
    )
    refused(lambda: connection.cursor().execute(sql, [pk, draft.pk]))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is PostgreSQL's")
def test_the_clauses_cannot_be_emptied_at_once(published):
    with as_owner():
        refused(lambda: connection.cursor().execute("TRUNCATE codes_clause CASCADE"))

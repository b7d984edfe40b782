"""Which letters would a step write? It is taken, read, and undone."""

from django.db import transaction

from complaints import actions


def rehearse(verb, case, *, by, **details):
    """The letters word for word, as they would go out now; nothing of it stays. Raises Refused
    as the step itself would."""
    before = set(case.letters.values_list("pk", flat=True))
    with transaction.atomic():
        taken = actions.take(verb, case, by=by, **details)
        letters = list(taken.letters.exclude(pk__in=before).select_related("complaint"))
        transaction.set_rollback(True)
    return letters

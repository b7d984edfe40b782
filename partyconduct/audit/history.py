"""How does a change say who made it? On the row of history behind the trail, in one place."""


def save(row, by, verb):
    """Every history row names a person and the verb, never free text; returns the row."""
    return _named(row, by, verb, row.save)


def remove(row, by, verb):
    """The row goes, its history stays and ends with who removed it."""
    return _named(row, by, verb, row.delete)


def _named(row, by, verb, write):
    row._history_user, row._change_reason = by, verb
    write()
    return row

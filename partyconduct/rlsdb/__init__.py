"""How does the database know who is acting? Told at every BEGIN, on PostgreSQL; remembered on SQLite.

Django imports this package to find the backend (`base`), before any app is loaded.
"""

from partyconduct.rlsdb.actor import acting, as_owner, bind

__all__ = ["acting", "as_owner", "bind"]

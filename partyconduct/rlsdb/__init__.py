"""How does the database know who is acting? PostgreSQL is told at every BEGIN.

Django imports this package to find the backend (`base`), before any app is loaded.
"""

from partyconduct.rlsdb.actor import acting, as_owner, bind

__all__ = ["acting", "as_owner", "bind"]

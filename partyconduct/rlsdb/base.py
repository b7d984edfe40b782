"""How is every PostgreSQL transaction bound to the party and person that act in it?"""

from django.conf import settings
from django.db.backends.postgresql import base

from partyconduct.rlsdb import actor

# The third argument makes each of them end with the transaction; see actor.py for the reason.
BIND = (
    "SELECT set_config('app.party', %s, true), set_config('app.person', %s, true),"
    " set_config('role', %s, true)"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's backend, with the actor stated first thing in every transaction.

    Under test the connection logs in as a superuser, whom row-level security does not bind:
    RUNTIME_ROLE makes each transaction give up those rights. An installation logs in as the
    runtime role itself and leaves the setting empty.
    """

    bound = None

    def set_autocommit(self, autocommit, force_begin_transaction_with_broken_autocommit=False):
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        self.bound = None
        if autocommit:
            return
        try:
            self.bind_actor()
        except Exception:
            self.close()  # never leave a transaction open that nobody was bound to
            raise

    def _savepoint_rollback(self, sid):
        # PostgreSQL takes settings made since the savepoint back as well; say them again.
        super()._savepoint_rollback(sid)
        self.bound = None
        self.bind_actor()

    def bind_actor(self):
        wanted = (*actor.current.get(), self._role())
        if wanted == self.bound or self.needs_rollback:
            return
        with self.cursor() as cursor:
            cursor.execute(BIND, wanted)
        self.bound = wanted

    def _role(self):
        return "none" if actor.owning.get() else settings.RUNTIME_ROLE or "none"

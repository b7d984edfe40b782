from django.apps import AppConfig


class Audit(AppConfig):
    name = "partyconduct.audit"
    label = "audit"

    def ready(self):
        from partyconduct.audit import checks  # models are not loaded any earlier

        checks.announce()

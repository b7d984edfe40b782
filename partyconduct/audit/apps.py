from django.apps import AppConfig


class Audit(AppConfig):
    name = "partyconduct.audit"
    label = "audit"

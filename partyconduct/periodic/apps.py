from django.apps import AppConfig


class Periodic(AppConfig):
    name = "partyconduct.periodic"
    label = "periodic"

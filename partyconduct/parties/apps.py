from django.apps import AppConfig


class Parties(AppConfig):
    name = "partyconduct.parties"
    label = "parties"

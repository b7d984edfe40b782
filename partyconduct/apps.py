from django.apps import AppConfig


class Partyconduct(AppConfig):
    name = "partyconduct"
    label = "partyconduct"

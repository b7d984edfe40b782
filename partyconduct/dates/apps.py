from django.apps import AppConfig


class Dates(AppConfig):
    name = "partyconduct.dates"
    label = "dates"

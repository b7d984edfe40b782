from django.apps import AppConfig


class Codes(AppConfig):
    name = "codes"
    label = "codes"

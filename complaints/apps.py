from django.apps import AppConfig


class Complaints(AppConfig):
    name = "complaints"
    label = "complaints"

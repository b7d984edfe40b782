from django.apps import AppConfig


class Statistics(AppConfig):
    name = "reporting.statistics"
    label = "statistics"

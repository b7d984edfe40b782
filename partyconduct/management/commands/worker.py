"""Who does what waits? One process that takes background tasks from the database, for ever."""

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Runs background tasks as they come; with --once those that wait, then ends."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true")

    def handle(self, **options):
        call_command("db_worker", queue_name="*", batch=options["once"], reload=False)

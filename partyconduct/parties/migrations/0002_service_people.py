"""The named accounts under which the register itself acts (security.md 3.1)."""

from django.db import migrations

SERVICES = {
    "intake": "Public form",
    "jobs": "Periodic work",
    "respondent": "The respondent, on the page",  # who has no account, and takes their own steps
}


def make(apps, schema_editor):
    person_model = apps.get_model("parties", "Person")
    user_model = apps.get_model("parties", "User")
    for name, words in SERVICES.items():
        person = person_model.objects.create(name=words)
        user_model.objects.create(
            email=f"{name}@service.invalid", person=person, is_service=True, password="!"
        )


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]

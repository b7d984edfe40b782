"""The named account through which a respondent, who has none, takes the steps that are theirs."""

from django.db import migrations


def make(apps, schema_editor):
    person = apps.get_model("parties", "Person").objects.create(name="The respondent, on the page")
    apps.get_model("parties", "User").objects.create(
        email="respondent@service.invalid", person=person, is_service=True, password="!"
    )


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_walls_and_roles")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]

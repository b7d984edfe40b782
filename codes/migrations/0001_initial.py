# The rules: codes, editions, clauses, tariff, adherence.

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Code',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_cy', models.CharField(blank=True, max_length=200, verbose_name='title in Welsh')),
                ('party', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='code', to='parties.party', verbose_name='party')),
            ],
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_cy', models.CharField(blank=True, max_length=200, verbose_name='title in Welsh')),
                ('applies_to', models.CharField(blank=True, max_length=300, verbose_name='who it applies to')),
                ('adopted_by', models.CharField(blank=True, max_length=200, verbose_name='adopted by')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('published', 'published')], default='draft', max_length=9)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('source_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('code', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='codes.code')),
            ],
            options={
                'ordering': ['code_id', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, verbose_name='number')),
                ('anchor', models.SlugField(editable=False, max_length=40)),
                ('position', models.PositiveIntegerField(editable=False)),
                ('level', models.PositiveSmallIntegerField(editable=False)),
                ('heading', models.CharField(blank=True, max_length=300, verbose_name='heading')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('heading_cy', models.CharField(blank=True, max_length=300, verbose_name='heading in Welsh')),
                ('text_cy', models.TextField(blank=True, verbose_name='text in Welsh')),
                ('table', models.JSONField(blank=True, null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='codes.clause')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='codes.edition')),
            ],
            options={
                'ordering': ['edition_id', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Adherence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stand', models.CharField(choices=[('supported', 'Supported'), ('in principle', 'Supported in principle'), ('declined', 'Declined'), ('no reply', 'No reply')], max_length=12, verbose_name='stand')),
                ('from_on', models.DateField(verbose_name='from')),
                ('evidence', models.CharField(max_length=300, verbose_name='evidence')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adherences', to='parties.party')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adherences', to='codes.edition')),
            ],
            options={
                'ordering': ['edition_id', 'party__name', 'from_on'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAdherence',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('stand', models.CharField(choices=[('supported', 'Supported'), ('in principle', 'Supported in principle'), ('declined', 'Declined'), ('no reply', 'No reply')], max_length=12, verbose_name='stand')),
                ('from_on', models.DateField(verbose_name='from')),
                ('evidence', models.CharField(max_length=300, verbose_name='evidence')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('edition', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='codes.edition')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.party')),
            ],
            options={
                'verbose_name': 'historical adherence',
                'verbose_name_plural': 'historical adherences',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalClause',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.CharField(max_length=20, verbose_name='number')),
                ('anchor', models.SlugField(editable=False, max_length=40)),
                ('position', models.PositiveIntegerField(editable=False)),
                ('level', models.PositiveSmallIntegerField(editable=False)),
                ('heading', models.CharField(blank=True, max_length=300, verbose_name='heading')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('heading_cy', models.CharField(blank=True, max_length=300, verbose_name='heading in Welsh')),
                ('text_cy', models.TextField(blank=True, verbose_name='text in Welsh')),
                ('table', models.JSONField(blank=True, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('edition', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='codes.edition')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='codes.clause')),
            ],
            options={
                'verbose_name': 'historical clause',
                'verbose_name_plural': 'historical clauses',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalCode',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_cy', models.CharField(blank=True, max_length=200, verbose_name='title in Welsh')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='parties.party', verbose_name='party')),
            ],
            options={
                'verbose_name': 'historical code',
                'verbose_name_plural': 'historical codes',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEdition',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_cy', models.CharField(blank=True, max_length=200, verbose_name='title in Welsh')),
                ('applies_to', models.CharField(blank=True, max_length=300, verbose_name='who it applies to')),
                ('adopted_by', models.CharField(blank=True, max_length=200, verbose_name='adopted by')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('published', 'published')], default='draft', max_length=9)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('source_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('code', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='codes.code')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical edition',
                'verbose_name_plural': 'historical editions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalTariffLine',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('severity', models.PositiveSmallIntegerField(verbose_name='severity')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('typical_conduct', models.TextField(blank=True, verbose_name='typical conduct')),
                ('sanctions', models.JSONField(default=list, verbose_name='what may follow')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('edition', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='codes.edition')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical tariff line',
                'verbose_name_plural': 'historical tariff lines',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='TariffLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('severity', models.PositiveSmallIntegerField(verbose_name='severity')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('typical_conduct', models.TextField(blank=True, verbose_name='typical conduct')),
                ('sanctions', models.JSONField(default=list, verbose_name='what may follow')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tariff_lines', to='codes.edition')),
            ],
            options={
                'ordering': ['edition_id', 'severity'],
            },
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('code', 'number'), name='an_edition_number_is_used_once_in_a_code'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('code', 'in_force_from'), name='two_editions_never_begin_on_one_day'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('status', 'draft')), models.Q(('in_force_from__isnull', False), ('published_at__isnull', False), ('status', 'published')), _connector='OR'), name='a_published_edition_is_dated_and_a_draft_is_not_published'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=models.UniqueConstraint(fields=('edition', 'number'), name='a_clause_number_is_used_once_in_an_edition'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=models.UniqueConstraint(fields=('edition', 'anchor'), name='an_anchor_is_used_once_in_an_edition'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('heading', ''), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='a_clause_says_something'),
        ),
        migrations.AddConstraint(
            model_name='adherence',
            constraint=models.UniqueConstraint(fields=('party', 'edition', 'from_on'), name='a_party_takes_one_stand_a_day_on_an_edition'),
        ),
        migrations.AddConstraint(
            model_name='tariffline',
            constraint=models.UniqueConstraint(fields=('edition', 'severity'), name='a_severity_has_one_line_in_an_edition'),
        ),
        migrations.AddConstraint(
            model_name='tariffline',
            constraint=models.CheckConstraint(condition=models.Q(('severity__in', [1, 2, 3, 4])), name='a_severity_is_between_1_and_4'),
        ),
    ]

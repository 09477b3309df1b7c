from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0002_the_life_of_a_draw"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="applicant",
            name="birth_date",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="applicant",
            name="name",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddConstraint(
            model_name="applicant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_live", False),
                    models.Q(
                        models.Q(("name", ""), _negated=True),
                        models.Q(("nik_index", ""), _negated=True),
                        models.Q(("birth_date", None), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="only_who_has_ended_is_erased",
            ),
        ),
    ]

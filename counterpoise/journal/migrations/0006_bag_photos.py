import counterpoise.journal.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0005_visits"),
    ]

    operations = [
        migrations.CreateModel(
            name="BagPhoto",
            fields=[
                (
                    "lot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="journal.lot"
                    ),
                ),
                ("at", counterpoise.journal.fields.InstantField()),
                ("data", models.BinaryField()),
            ],
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0013_where_it_hurts")]

    operations = [
        migrations.AddField(model_name="consent", name="handed_back", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="key",
            name="care",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="journal.carecode"),
        ),
    ]

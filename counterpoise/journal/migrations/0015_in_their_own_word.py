from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0014_a_link_with_the_code")]

    operations = [
        migrations.AddField(model_name="dose", name="written", field=models.CharField(max_length=64, null=True)),
    ]

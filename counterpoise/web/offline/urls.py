from django.urls import path

from counterpoise.web.offline import amounts, arrived, installable, outbox, shell

urlpatterns = [
    path("sw.js", installable.worker, name="worker"),
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("offline/", shell.offline, name="offline"),
    path("offline/emergency/", shell.emergency, name="offline_emergency"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("arrived/", arrived.arrived, name="arrived"),
    path("arrived/told/", arrived.told, name="arrived_told"),
    path("arrived/<uuid:key>/", arrived.one, name="arrived_one"),
    path("arrived/amount/<uuid:key>/", amounts.right, name="arrived_amount"),
    path("arrived/clock/<uuid:key>/", arrived.clock_said, name="arrived_clock"),
]

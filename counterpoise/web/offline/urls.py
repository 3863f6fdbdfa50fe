from django.urls import path

from counterpoise.web.offline import installable, shell

urlpatterns = [
    path("sw.js", installable.worker, name="worker"),
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("offline/", shell.offline, name="offline"),
    path("offline/emergency/", shell.emergency, name="offline_emergency"),
]

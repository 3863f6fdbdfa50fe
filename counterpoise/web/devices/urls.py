from django.urls import path

from counterpoise.web.devices import views

urlpatterns = [
    path("", views.all_devices, name="devices"),
    path("link/", views.link, name="devices_link"),
    path("waiting/", views.waiting, name="devices_waiting"),
    path("<uuid:key>/pair/", views.pair, name="devices_pair"),
    path("<uuid:key>/decline/", views.decline, name="devices_decline"),
    path("<uuid:key>/rename/", views.rename, name="devices_rename"),
    path("<uuid:key>/revoke/", views.revoke, name="devices_revoke"),
]

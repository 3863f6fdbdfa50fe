from django.urls import path

from counterpoise.web.profiles import views

urlpatterns = [
    path("", views.profiles, name="profiles"),
    path("invite/", views.invite, name="profile_invite"),
    path("invite/void/", views.void, name="profile_void"),
    path("accept/", views.accept, name="profile_accept"),
    path("begin/", views.begin, name="profile_begin"),
    path("back/", views.back, name="profile_back"),
    path("<uuid:key>/switch/", views.switch, name="profile_switch"),
    path("<uuid:key>/leave/", views.leave, name="profile_leave"),
    path("<uuid:key>/end/", views.end, name="profile_end"),
    path("<uuid:key>/confirm/", views.confirm, name="profile_confirm"),
    path("<uuid:key>/told/", views.told, name="profile_told"),
    path("<uuid:key>/written/", views.written, name="profile_written"),
]

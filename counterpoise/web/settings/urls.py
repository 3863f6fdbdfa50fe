from django.urls import path

from counterpoise.web.settings import erase, export, people, profile, views

urlpatterns = [
    path("", views.settings, name="settings"),
    path("profile/", profile.profile, name="profile"),
    path("profile/undo/", profile.undo, name="profile_undo"),
    path("people/", people.people, name="people"),
    path("export/", export.export, name="export"),
    path("export/diary.json", export.as_diary, name="export_diary"),
    path("export/tables.zip", export.as_tables, name="export_tables"),
    path("erase/", erase.erase, name="erase"),
    path("sign-out/", views.sign_out, name="sign_out"),
]

from django.urls import path

from counterpoise.web.settings import (
    erase,
    export,
    labs,
    medicines,
    people,
    profile,
    putting_back,
    taking,
    views,
)

urlpatterns = [
    path("", views.settings, name="settings"),
    path("profile/", profile.profile, name="profile"),
    path("profile/undo/", profile.undo, name="profile_undo"),
    path("medicines/", medicines.medicines, name="medicines"),
    path("medicines/<uuid:key>/", medicines.medicine, name="medicine"),
    path("medicines/<uuid:key>/end/", medicines.end, name="medicine_end"),
    path("medicines/<uuid:key>/delete/", medicines.delete, name="medicine_delete"),
    path("medicines/<uuid:key>/undo/", medicines.undo, name="medicine_undo"),
    path("labs/", labs.labs, name="labs"),
    path("labs/<uuid:key>/", labs.lab, name="lab"),
    path("labs/<uuid:key>/delete/", labs.delete, name="lab_delete"),
    path("labs/<uuid:key>/undo/", labs.undo, name="lab_undo"),
    path("people/", people.people, name="people"),
    path("export/", export.export, name="export"),
    path("export/diary.json", export.as_diary, name="export_diary"),
    path("export/tables.zip", export.as_tables, name="export_tables"),
    path("export/archive.zip", taking.take, name="take"),
    path("put-back/", putting_back.put_back, name="put_back"),
    path("put-back/look", putting_back.look, name="put_back_look"),
    path("put-back/done", putting_back.done, name="put_back_done"),
    path("put-back/cancel", putting_back.cancel, name="put_back_cancel"),
    path("erase/", erase.erase, name="erase"),
    path("sign-out/", views.sign_out, name="sign_out"),
]

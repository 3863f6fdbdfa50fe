from django.urls import path

from counterpoise.web.today import doses, effects, entry, exposure, rating, views

urlpatterns = [
    path("", views.today, name="today"),
    path("day/<str:day>/", views.one_day, name="day"),
    path("since/", views.since, name="since"),
    path("exposure/", exposure.exposure, name="exposure"),
    path("exposure/picture.svg", exposure.picture, name="exposure_picture"),
    path("rate/", rating.rate, name="rate"),
    path("dose/again/<uuid:key>/", doses.again, name="dose_again"),
    path("dose/new/", doses.new, name="dose_new"),
    path("dose/usual/", doses.usual, name="dose_usual"),
    path("effect/", effects.choose, name="effect"),
    path("effect/save/", effects.save, name="effect_save"),
    path("entry/<str:kind>/<uuid:key>/", entry.edit, name="entry"),
    path("entry/<str:kind>/<uuid:key>/delete/", entry.delete, name="entry_delete"),
    path("entry/<str:kind>/<uuid:key>/restore/", entry.restore, name="entry_restore"),
    path("entry/<str:kind>/<uuid:key>/erase/", entry.erase, name="entry_erase"),
    path("entry/effect/<uuid:key>/over/", entry.over, name="effect_over"),
    path("undo/", entry.undo, name="undo"),
]

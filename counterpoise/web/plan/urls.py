from django.urls import path

from counterpoise.web.plan import making, views

urlpatterns = [
    path("", views.plan, name="plan"),
    path("new/", making.new, name="plan_new"),
    path("undo/", views.undo, name="plan_undo"),
    path("<uuid:key>/", making.edit, name="plan_edit"),
    path("<uuid:key>/step/", views.step, name="plan_step"),
    path("<uuid:key>/hold/", views.hold, name="plan_hold"),
    path("<uuid:key>/back/", views.back, name="plan_back"),
    path("<uuid:key>/unstep/", views.unstep, name="plan_unstep"),
    path("<uuid:key>/end/", views.end, name="plan_end"),
    path("<uuid:key>/delete/", views.delete, name="plan_delete"),
]

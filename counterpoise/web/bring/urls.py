from django.urls import path

from counterpoise.web.bring import views

urlpatterns = [
    path("", views.bring, name="bring"),
    path("columns", views.columns, name="bring_columns"),
    path("look", views.look, name="bring_look"),
    path("confirm", views.confirm, name="bring_confirm"),
    path("cancel", views.cancel, name="bring_cancel"),
    path("<uuid:key>/undo", views.undo, name="bring_undo"),
]

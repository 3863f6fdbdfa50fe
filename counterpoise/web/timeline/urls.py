from django.urls import path

from counterpoise.web.timeline import views

urlpatterns = [
    path("", views.timeline, name="timeline"),
    path("data", views.data, name="timeline_data"),
    path("table", views.table, name="timeline_table"),
    path("picture.svg", views.picture, name="timeline_picture"),
]

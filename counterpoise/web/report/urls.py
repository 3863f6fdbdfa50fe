from django.urls import path

from counterpoise.web.report import views

urlpatterns = [
    path("", views.report, name="report"),
    path("shown/", views.shown, name="report_shown"),
    path("part", views.part, name="report_part"),
    path("picture.svg", views.picture, name="report_picture"),
    path("report.pdf", views.file, name="report_file"),
]

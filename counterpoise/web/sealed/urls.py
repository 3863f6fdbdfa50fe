from django.urls import path

from counterpoise.web.sealed import answers, views

urlpatterns = [
    path("", views.new, name="sealed"),
    path("save/", views.save, name="sealed_save"),
    path("answer/", answers.bring, name="sealed_answer"),
    path("<uuid:key>/close/", answers.close, name="sealed_close"),
]

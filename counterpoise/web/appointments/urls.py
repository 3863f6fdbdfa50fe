from django.urls import path

from counterpoise.web.appointments import parts, views

urlpatterns = [
    path("", views.visits, name="visits"),
    path("<uuid:key>/", views.visit, name="visit"),
    path("<uuid:key>/edit/", views.edit, name="visit_edit"),
    path("<uuid:key>/delete/", views.delete, name="visit_delete"),
    path("<uuid:key>/undo/", views.undo, name="visit_undo"),
    path("<uuid:key>/question/", parts.question, name="visit_question"),
    path("<uuid:key>/questions/", parts.questions, name="visit_questions"),
    path("<uuid:key>/bring/", parts.bring, name="visit_bring"),
    path("<uuid:key>/bag/", parts.packed, name="visit_packed"),
    path("<uuid:key>/after/", parts.after, name="visit_after"),
    path("<uuid:key>/next/", parts.follow, name="visit_next"),
]

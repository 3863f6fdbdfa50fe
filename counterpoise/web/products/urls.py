from django.urls import path

from counterpoise.web.products import certificate, documents, done, editing, keeping, recalls, values, views, weights

urlpatterns = [
    path("", views.products, name="products"),
    path("add/", editing.add, name="bag_add"),
    path("undo/", done.undo, name="products_undo"),
    path("sellers/", views.sellers, name="sellers"),
    path("recalls/", recalls.recalls, name="recalls"),
    path("recalls/<uuid:key>/delete/", recalls.delete, name="recalls_delete"),
    path("<uuid:key>/", views.bag, name="bag"),
    path("<uuid:key>/edit/", editing.edit, name="bag_edit"),
    path("<uuid:key>/opened/", editing.opened, name="bag_opened"),
    path("<uuid:key>/gone/", editing.gone, name="bag_gone"),
    path("<uuid:key>/delete/", editing.delete, name="bag_delete"),
    path("<uuid:key>/erase/", editing.erase, name="bag_erase"),
    path("<uuid:key>/weights/", weights.weights, name="bag_weights"),
    path("<uuid:key>/weights/delete/", weights.delete, name="bag_weight_delete"),
    path("<uuid:key>/kept/", keeping.kept, name="bag_kept"),
    path("<uuid:key>/reminders/", keeping.reminders, name="bag_reminders"),
    path("<uuid:key>/values/", values.values, name="bag_values"),
    path("<uuid:key>/values/delete/", values.delete, name="bag_value_delete"),
    path("<uuid:key>/certificate/", certificate.give, name="certificate"),
    path("<uuid:key>/certificate/look/", certificate.look, name="certificate_look"),
    path("<uuid:key>/certificate/cancel/", certificate.cancel, name="certificate_cancel"),
    path("<uuid:key>/certificate/page/<int:number>/", certificate.page, name="certificate_page"),
    path("<uuid:key>/certificate/delete/", documents.delete, name="certificate_delete"),
    path("document/<uuid:key>/", documents.document, name="document"),
    path("document/<uuid:key>/look/", documents.look, name="document_look"),
    path("document/<uuid:key>/page/<int:number>/", documents.page, name="document_page"),
]

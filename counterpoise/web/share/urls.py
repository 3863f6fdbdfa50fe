from django.urls import path

from counterpoise.web.share import answering, views

urlpatterns = [
    path("", views.shares, name="share"),
    path("new/", views.new, name="share_new"),
    path("<uuid:key>/", views.one, name="share_one"),
    path("<uuid:key>/revoke/", views.revoke, name="share_revoke"),
    path("said/<uuid:key>/", answering.said, name="proposal"),
    path("said/<uuid:key>/accept/", answering.accept, name="proposal_accept"),
    path("said/<uuid:key>/read/", answering.read, name="proposal_read"),
    path("said/<uuid:key>/decline/", answering.decline, name="proposal_decline"),
    path("said/<uuid:key>/erase/", answering.erase, name="proposal_erase"),
]

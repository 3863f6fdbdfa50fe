"""Every address. A page is a folder beside this file, with urls, views and templates of its own.

A new page: copy a folder and name it here. It is locked unless its name is added to `access.doorway`.
"""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("counterpoise.web.today.urls")),
    path("", include("counterpoise.web.start.urls")),
    path("", include("counterpoise.web.access.urls")),
    path("", include("counterpoise.web.offline.urls")),
    path("flare/", include("counterpoise.web.flare.urls")),
    path("design/", include("counterpoise.web.design.urls")),
    path("where/", include("counterpoise.web.where.urls")),
    path("timeline/", include("counterpoise.web.timeline.urls")),
    path("plan/", include("counterpoise.web.plan.urls")),
    path("products/", include("counterpoise.web.products.urls")),
    path("balance/", include("counterpoise.web.balance.urls")),
    path("claims/", include("counterpoise.web.claims.urls")),
    path("learn/", include("counterpoise.web.learn.urls")),
    path("check/", include("counterpoise.web.check.urls")),
    path("mechanism/", include("counterpoise.web.mechanism.urls")),
    path("safety/", include("counterpoise.web.safety.urls")),
    path("report/", include("counterpoise.web.report.urls")),
    path("visits/", include("counterpoise.web.appointments.urls")),
    path("", include("counterpoise.web.checkins.urls")),
    path("help/", include("counterpoise.web.helping.urls")),
    path("bring/", include("counterpoise.web.bring.urls")),
    path("share/file/", include("counterpoise.web.sealed.urls")),
    path("share/", include("counterpoise.web.share.urls")),
    path("shared/", include("counterpoise.web.share.guest_urls")),
    path("devices/", include("counterpoise.web.devices.urls")),
    path("pair/", include("counterpoise.web.devices.pair_urls")),
    path("lock/", include("counterpoise.web.lock.urls")),
    path("profiles/", include("counterpoise.web.profiles.urls")),
    path("settings/", include("counterpoise.web.settings.urls")),
    path("language/", set_language, name="language"),
    path("api/knowledge/", include("counterpoise.web.api.urls")),
    path("api/fhir/", include("counterpoise.web.fhir.urls")),
]
handler400 = "counterpoise.web.errors.bad_request"
handler403 = "counterpoise.web.errors.forbidden"
handler404 = "counterpoise.web.errors.not_found"
handler500 = "counterpoise.web.errors.failed"

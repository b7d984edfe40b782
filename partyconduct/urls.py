"""Which addresses does the register answer? The whole surface on one screen."""

from django.urls import include, path

urlpatterns = [
    path("", include("partyconduct.ui.urls")),
    path("", include("partyconduct.parties.urls")),
    path("codes/", include("codes.urls")),
    path("", include("complaints.urls")),
    path("audit/", include("partyconduct.audit.urls")),
    path("statistics/", include("reporting.statistics.urls")),
    path("work/", include("reporting.workload.urls")),
]

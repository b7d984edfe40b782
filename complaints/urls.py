"""Which addresses do cases answer? Words before references, since a reference takes any word."""

from django.urls import include, path

from complaints.views import (
    cases,
    deliveries,
    files,
    independence,
    retention,
    sides,
    steps,
    work,
)

urlpatterns = [
    path("", include("complaints.intake.urls")),
    path("", include("complaints.respond.urls")),
    path("", include("complaints.register.urls")),
    path("", include("complaints.procedures.urls")),
    path("", include("complaints.letters.urls")),
    path("cases/", work.cases, name="cases"),
    path("cases/new/", cases.key_in, name="key_in"),
    path("cases/new/received/", cases.received, name="received"),
    path("cases/approaches/", independence.approaches, name="approaches"),
    path("cases/consistency/", independence.consistency, name="consistency"),
    path("interests/", independence.interests, name="interests"),
    path("interests/<int:pk>/end/", independence.end_interest, name="end_interest"),
    path("people/training/", independence.training, name="training"),
    path("cases/<slug:reference>/", cases.case, name="case"),
    path("cases/<slug:reference>/evidence/<int:pk>/", files.evidence, name="evidence"),
    path("cases/<slug:reference>/letters/<int:pk>/", files.letter, name="letter"),
    path("cases/<slug:reference>/letters/<int:pk>.pdf", files.letter_pdf, name="letter_pdf"),
    path(
        "cases/<slug:reference>/letters/<int:pk>/delivery/",
        deliveries.letter_delivery,
        name="letter_delivery",
    ),
    path("cases/<slug:reference>/hold/", retention.hold, name="hold"),
    path("cases/<slug:reference>/hold/<int:number>/", retention.lift_hold, name="lift_hold"),
    path("retention/", retention.retention, name="retention"),
    path("retention/<int:number>/", retention.purge, name="purge"),
    path("cases/<slug:reference>/sides/", sides.sides, name="sides"),
    path("cases/<slug:reference>/items/<int:pk>/", sides.item, name="item"),
    path(
        "cases/<slug:reference>/copies/<slug:who>.<slug:ending>", sides.side_copy, name="side_copy"
    ),
    path("cases/<slug:reference>/<slug:verb>/", steps.take_step, name="take_step"),
]

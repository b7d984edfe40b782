"""Which addresses do cases answer? Words before references, since a reference takes any word."""

from importlib.util import find_spec

from django.urls import include, path

from complaints.views import cases, files, steps, work

# Pages that are still being built are left out rather than broken.
PARTS = [
    module
    for module in ("complaints.intake.urls", "complaints.register.urls")
    if find_spec(module)
]

urlpatterns = [
    *(path("", include(module)) for module in PARTS),
    path("cases/", work.cases, name="cases"),
    path("cases/new/", cases.key_in, name="key_in"),
    path("cases/new/received/", cases.received, name="received"),
    path("cases/<slug:reference>/", cases.case, name="case"),
    path("cases/<slug:reference>/evidence/<int:pk>/", files.evidence, name="evidence"),
    path("cases/<slug:reference>/letters/<int:pk>/", files.letter, name="letter"),
    path("cases/<slug:reference>/letters/<int:pk>.pdf", files.letter_pdf, name="letter_pdf"),
    path("cases/<slug:reference>/<slug:verb>/", steps.take_step, name="take_step"),
]

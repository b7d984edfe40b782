"""Which addresses does a procedure have? Beside the code for everybody; drafts below."""

from django.urls import path

from complaints.procedures import drafting, views

PUBLIC = "codes/<slug:party>/procedure"
DRAFT = "procedures/<int:number>"

urlpatterns = [
    path(f"{PUBLIC}/", views.procedure, name="procedure"),
    path(f"{PUBLIC}/<int:number>/", views.procedure_version, name="procedure_version"),
    path(
        f"{PUBLIC}/<int:number>/compare/<int:other>/",
        views.procedure_comparison,
        name="procedure_comparison",
    ),
    path("procedures/", drafting.procedures, name="procedures"),
    path("procedures/new/", drafting.procedure_new, name="procedure_new"),
    path(f"{DRAFT}/", drafting.procedure_draft, name="procedure_draft"),
    path(f"{DRAFT}/settings/", drafting.procedure_settings, name="procedure_settings"),
    path(f"{DRAFT}/put-in-force/", drafting.procedure_put_in_force, name="procedure_put_in_force"),
    path(f"{DRAFT}/discard/", drafting.procedure_discard, name="procedure_discard"),
]

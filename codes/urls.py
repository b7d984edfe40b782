"""Which addresses do the codes have? Read by everybody first, edited by their editor below."""

from datetime import date

from django.urls import path, register_converter

from codes import drafting, views


class Day:
    """yyyy-mm-dd, and only days that exist: 31 February is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value):
        return date.fromisoformat(value)

    def to_url(self, value):
        return value.isoformat()


register_converter(Day, "day")

EDITION = "<slug:party>/editions/<int:number>"
DRAFT = "<slug:party>/drafts/<int:number>"

urlpatterns = [
    path("", views.codes, name="codes"),
    path("drafts/", drafting.own_drafts, name="drafts"),
    path("<slug:party>/", views.code, name="code"),
    path("<slug:party>/on/", views.edition_day, name="edition_day"),
    path("<slug:party>/on/<day:day>/", views.edition_on, name="edition_on"),
    path(f"{EDITION}/", views.edition, name="edition"),
    path(f"{EDITION}.json", views.edition_json, name="edition_json"),
    path(f"{EDITION}.md", views.edition_markdown, name="edition_markdown"),
    path(f"{EDITION}.pdf", views.edition_pdf, name="edition_pdf"),
    path(f"{EDITION}/compare/<int:other>/", views.edition_comparison, name="edition_comparison"),
    path("<slug:party>/drafts/", drafting.draft_list, name="draft_list"),
    path("<slug:party>/drafts/new/", drafting.draft_new, name="draft_new"),
    path("<slug:party>/drafts/upload/", drafting.draft_upload, name="draft_upload"),
    path("<slug:party>/drafts/adherence/", drafting.draft_adherence, name="draft_adherence"),
    path(f"{DRAFT}/", drafting.draft, name="draft"),
    path(f"{DRAFT}/about/", drafting.draft_about, name="draft_about"),
    path(f"{DRAFT}/compare/", drafting.draft_comparison, name="draft_comparison"),
    path(f"{DRAFT}/tariff/", drafting.draft_tariff, name="draft_tariff"),
    path(f"{DRAFT}/put-in-force/", drafting.draft_put_in_force, name="draft_put_in_force"),
    path(f"{DRAFT}/discard/", drafting.draft_discard, name="draft_discard"),
    path(f"{DRAFT}/clauses/add/", drafting.draft_clause_add, name="draft_clause_add"),
    path(f"{DRAFT}/clauses/<slug:anchor>/", drafting.draft_clause, name="draft_clause"),
    path(
        f"{DRAFT}/clauses/<slug:anchor>/remove/",
        drafting.draft_clause_remove,
        name="draft_clause_remove",
    ),
]

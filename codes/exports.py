"""How does an edition read for programs, in Markdown and in print?"""

import logging
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from codes.reading import Reader

logger = logging.getLogger(__name__)


def as_data(reader: Reader, address) -> dict:
    """The whole edition; `address` makes absolute addresses of our own."""
    edition = reader.edition
    page = address(edition.get_absolute_url())
    return {
        "party": {"slug": reader.party.slug, "name": reader.party.name},
        "title": edition.title,
        "edition": edition.number,
        "status": reader.state,
        "in_force_from": edition.in_force_from,
        "in_force_until": edition.until,
        "published_at": edition.published_at,
        "applies_to": edition.applies_to,
        "adopted_by": edition.adopted_by,
        "source_hash": edition.source_hash,
        "url": page,
        "clauses": [_clause(clause, page) for clause in reader.clauses],
        "tariff": [_line(line) for line in reader.lines],
        "adherence": [
            {"party": row.party.slug, "stand": row.stand, "from_on": row.from_on}
            for row in reader.adherences
        ],
    }


def _clause(clause, page):
    return {
        "number": clause.number,
        "anchor": clause.anchor,
        "url": f"{page}#{clause.anchor}",
        "parent": clause.parent_number,
        "level": clause.level,
        "position": clause.position,
        "heading": clause.heading,
        "text": clause.text,
        "heading_cy": clause.heading_cy,
        "text_cy": clause.text_cy,
        "table": clause.table,
    }


def _line(line):
    return {
        "severity": line.severity,
        "name": line.name,
        "typical_conduct": line.typical_conduct,
        "sanctions": [{"code": rung.code, "name": str(rung.name)} for rung in line.rungs],
    }


def as_markdown(reader: Reader) -> str:
    """In the conventions that `importing` reads, so a download can be edited and imported."""
    blocks = [f"# {reader.edition.title}", _status(reader.edition)]
    above = ""
    for clause in reader.clauses:
        blocks += _markdown(clause, above)
        above = clause.heading if clause.level == 1 else above
    return "\n\n".join(blocks) + "\n"


def _status(edition):
    day = f"{edition.in_force_from.day} {edition.in_force_from:%B %Y}"
    adopted = f" Adopted by {edition.adopted_by}." if edition.adopted_by else ""
    return f"{_ordinal(edition.number)} edition. In force from {day}.{adopted}"


def _ordinal(number):
    words = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth"]
    return words[number - 1] if number <= len(words) else f"{number}th"


def _markdown(clause, above):
    """A numbered heading, or a heading over clauses, or the clause; then its table."""
    said = []
    if clause.heading and not clause.text:
        said.append(f"{'#' * (clause.level + 1)} {clause.number}. {clause.heading}")
    elif clause.heading and clause.heading != above:
        said.append(f"## {clause.heading}")
    if clause.text:
        steps = clause.number.rpartition("(")
        text = "  \n".join(clause.text.splitlines())
        said.append(f"- ({steps[2]} {text}" if steps[1] else f"**{clause.number}** {text}")
    if clause.table:
        head, *rows = [f"| {' | '.join(row)} |" for row in clause.table]
        said.append("\n".join([head, "|" + "---|" * len(clause.table[0]), *rows]))
    return said


class _NothingElse(URLFetcher):
    """A printed code needs nothing but its own text and style sheet: every address is refused."""

    def fetch(self, url, headers=None):
        raise ValueError("An edition is printed from its own text only.")


def as_pdf(reader: Reader) -> Path:
    """The file of a published edition; printed once, since what it says never changes.

    Tagged and aimed at PDF/UA-1: title, language, headings and table heads are in the file.
    """
    folder = settings.VAR / "pdf"
    file = folder / f"{reader.edition.source_hash}-{reader.language}.pdf"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        html = render_to_string("codes/print.html", {"reader": reader})
        # Two readers at once print twice; the rename makes either file whole.
        with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
            HTML(string=html, url_fetcher=_NothingElse()).write_pdf(part, pdf_variant="pdf/ua-1")
        Path(part.name).replace(file)
    return file

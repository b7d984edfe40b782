"""How does a release stand on paper? Tagged, aimed at PDF/UA-1; the same words, tables and charts.

Nothing is fetched while it is made: the one stylesheet is read here, the charts are inline.
"""

from pathlib import Path

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from reporting.statistics.disclosure import Released
from reporting.statistics.exports import html
from reporting.statistics.exports.only import only_released

STYLES = Path(__file__).parent / "print.css"


class NoFetcher(URLFetcher):
    """A document of figures needs nothing from anywhere."""

    def fetch(self, url, headers=None):
        raise ValueError(f"A release fetches nothing, not even {url}.")


def page(released: Released) -> bytes:
    """The release as one page that needs nothing beside it: what is printed, and to be kept."""
    only_released(released)
    context = html.context(released) | {"styles": STYLES.read_text()}
    return render_to_string("statistics/print.html", context).encode()


def write(released: Released) -> bytes:
    document = HTML(string=page(released).decode(), url_fetcher=NoFetcher())
    return document.write_pdf(
        pdf_variant="pdf/ua-1",
        pdf_identifier=released.sha256[:32].encode(),
    )

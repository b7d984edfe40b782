"""How does a letter become a PDF? Tagged, with title and language, from its own words only."""

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

FONTS = FontConfiguration()  # reading the system's fonts anew would take longer than the letter


class NothingElse(URLFetcher):
    """A letter needs no address: every one is refused."""

    def fetch(self, url, headers=None):
        raise ValueError("A letter is printed from its own text only.")


def letter_as_pdf(letter) -> bytes:
    html = render_to_string("complaints/letter_print.html", {"letter": letter})
    document = HTML(string=html, url_fetcher=NothingElse())
    return document.write_pdf(pdf_variant="pdf/ua-1", font_config=FONTS)

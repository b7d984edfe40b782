"""How does a letter look on paper?"""

from functools import cache

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher


class NothingElse(URLFetcher):
    """A letter holds all it needs: nothing is fetched, from here or elsewhere."""

    def fetch(self, url, headers=None):
        raise ValueError("A letter fetches nothing.")


@cache
def fonts():
    """Finding the fonts takes longer than setting a letter, so it is done once."""
    return FontConfiguration()


def letter_as_pdf(letter) -> bytes:
    """The words as they were sent, tagged and aimed at PDF/UA-1."""
    page = render_to_string("complaints/letters/page.html", {"letter": letter})
    document = HTML(string=page, url_fetcher=NothingElse())
    return document.write_pdf(pdf_variant="pdf/ua-1", font_config=fonts())

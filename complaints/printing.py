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


VARIANT = "pdf/ua-1"


def letter_as_pdf(letter) -> bytes:
    return _page(letter).write_pdf(pdf_variant=VARIANT, font_config=FONTS)


def letters_as_pdf(letters, told=lambda done: None) -> bytes:
    """One file to print, each letter on pages of its own; `told` hears how many are laid out."""
    laid_out = []
    for done, letter in enumerate(letters, start=1):
        laid_out.append(_page(letter).render(pdf_variant=VARIANT, font_config=FONTS))
        told(done)
    pages = [page for document in laid_out for page in document.pages]
    return laid_out[0].copy(pages).write_pdf(pdf_variant=VARIANT)


def _page(letter):
    html = render_to_string("complaints/letter_print.html", {"letter": letter})
    return HTML(string=html, url_fetcher=NothingElse())

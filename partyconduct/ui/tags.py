"""Which pieces of a page are written once? Tags that every template has without loading them.

Each is a piece of govuk-frontend's markup; the rules of when to use which are the GOV.UK Design
System's. Pieces that wrap content are block tags, the rest are inclusions.
"""

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()

# The browser would stop a form with words of its own, before ours are shown; and `maxlength`
# cuts pasted text without saying so. The server answers with a sentence instead.
LEFT_TO_THE_SERVER = {"required", "maxlength", "minlength", "min", "max", "class"}


@register.simple_tag
def widget_attrs(widget, block):
    """The attributes of a control, with the classes of its govuk block and its state."""
    attrs = widget["attrs"]
    classes = [block, attrs.get("class", "")]
    if attrs.get("aria-invalid") or attrs.get("data-fault"):
        classes.append(f"{block.split()[0]}--error")
    kept = {k: v for k, v in attrs.items() if k not in LEFT_TO_THE_SERVER and v is not False}
    return flatatt({"class": " ".join(filter(None, classes))} | kept)


@register.simple_tag
def widget_modifiers(widget):
    """What a form asked of a group of options, such as `govuk-radios--inline`."""
    return widget["attrs"].get("class", "")


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms):
    """Every fault of the page on top, each a link to the control where it is put right."""
    return {"faults": [fault for form in forms if form for fault in faults(form)]}


def faults(form):
    """Sentence and target: the control, or the first of a group (which has the id `…_0`)."""
    for sentence in form.non_field_errors():
        yield {"sentence": sentence, "target": ""}
    for field in form:
        target = field.id_for_label or f"{field.auto_id}_0"
        for sentence in field.errors:
            yield {"sentence": sentence, "target": target}


@register.filter
def colour_of(level):
    """A notification banner is green for what was done, and plain for everything else."""
    return "govuk-notification-banner--success" if level == "success" else ""


@register.simple_tag
def tag(words, colour=""):
    """A status in a word or two; the colour only repeats what the words say."""
    modifier = f" govuk-tag--{colour}" if colour else ""
    return format_html('<strong class="govuk-tag{}">{}</strong>', modifier, words)


@register.inclusion_tag("components/summary_row.html")
def summary_row(label, value, href="", action=""):
    """One line of a `<dl class="govuk-summary-list">`."""
    return {"label": label, "value": value, "href": href, "action": action or _("Change")}


@register.inclusion_tag("components/back_link.html")
def back_link(href, words=""):
    return {"href": href, "words": words or _("Back")}


@register.inclusion_tag("components/pager.html")
def pager(previous="", following="", words=""):
    """Previous and next of a list; `words` says where one is ("Cases 1 to 50")."""
    return {"previous": previous, "following": following, "words": words}


@register.inclusion_tag("components/panel.html")
def panel(title, body=""):
    """The green box at the end of a journey."""
    return {"title": title, "body": body}


@register.inclusion_tag("components/task.html")
def task(title, href="", status="", colour="", hint=""):
    """One line of a `<ul class="govuk-task-list">`."""
    return {"title": title, "href": href, "status": status, "colour": colour, "hint": hint}


@register.simple_block_tag
def inset(content):
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content):
    return format_html(
        '<div class="govuk-warning-text">'
        '<span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text">'
        '<span class="govuk-visually-hidden">{}</span> {}</strong></div>',
        _("Warning"),
        content,
    )


@register.simple_block_tag
def details(content, summary):
    """Something only some readers need, folded away; works without JavaScript."""
    return format_html(
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        summary,
        content,
    )


@register.simple_block_tag
def table(content, caption, hidden=False):
    """A table that scrolls by itself on a phone; write `<thead>` and `<tbody>` inside, plainly.

    Cells of numbers carry `class="numeric"`. A caption that repeats the heading is `hidden=True`.
    """
    return format_html(
        '<div class="scrolling" role="region" aria-label="{0}" tabindex="0">'
        '<table class="govuk-table"><caption class="{1}">{0}</caption>{2}</table></div>',
        caption,
        "govuk-visually-hidden" if hidden else "govuk-table__caption govuk-table__caption--m",
        content,
    )


@register.simple_block_tag
def event(content, title, at="", by=""):
    """One entry of an `<ol class="timeline">`; `at` and `by` are shown as given."""
    return format_html(
        '<li class="timeline__item"><h3 class="timeline__title">{}</h3>'
        '<p class="timeline__byline">{}</p>{}</li>',
        title,
        " · ".join(str(part) for part in (at, by) if part),
        content,
    )

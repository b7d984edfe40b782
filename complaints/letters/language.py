"""How does a party word its own letters? In plain text with a few signs, read only here.

A blank line ends a paragraph. A paragraph that begins with `# ` is a heading; one whose lines
all begin with `- ` is a list. `$name` stands for what the letter knows, `$$` for the sign itself.
A paragraph that begins with `[if name]` or `[if not name]` is left out where it does not apply.
There is nothing else: no loops, no calls, no mark-up, and whatever is typed is shown as typed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

SIGN = re.compile(r"\$(?:(?P<escaped>\$)|(?P<name>[a-z_]+)|\{(?P<braced>[a-z_]+)\}|(?P<alone>))")
CONDITION = re.compile(r"\[if (?P<absent>not )?(?P<name>[a-z_]+)\]\s*")
ALONE = re.compile(r"\$(?:([a-z_]+)|\{([a-z_]+)\})")


class Shape(StrEnum):
    LINE = "line"  # stands within a sentence
    PASSAGE = "passage"  # stands for a paragraph or several


class Unwritable(Exception):
    """A letter cannot be written in these words; the sentence says why."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph as typed: when it applies, and what it says."""

    text: str
    needs: str = ""
    unless: str = ""

    @property
    def names(self):
        return [
            found["name"] or found["braced"]
            for found in SIGN.finditer(self.text)
            if _is_name(found)
        ]

    @property
    def passage(self):
        """The name, where the paragraph is nothing but one."""
        found = ALONE.fullmatch(self.text)
        return (found[1] or found[2]) if found else ""

    def applies(self, values):
        return (not self.needs or bool(values.get(self.needs))) and not (
            self.unless and values.get(self.unless)
        )


def names_in(text: str) -> set[str]:
    """Everything that these words ask about the case."""
    read = paragraphs(text)
    said = {name for each in read for name in (*each.names, each.needs, each.unless)}
    return said - {""}


def _is_name(found):
    return bool(found["name"] or found["braced"])


def paragraphs(text: str) -> list[Paragraph]:
    whole = text.replace("\r\n", "\n").strip()
    return [_paragraph(each.strip()) for each in re.split(r"\n\s*\n", whole) if each.strip()]


def _paragraph(typed):
    found = CONDITION.match(typed)
    if found is None:
        return Paragraph(typed)
    key = "unless" if found["absent"] else "needs"
    return Paragraph(typed[found.end() :], **{key: found["name"]})


# --- faults, found when the words are saved


def faults(text: str, known: dict, must: Iterable[str] = ()) -> list[str]:
    """Every fault as a sentence. `known`: name -> variable with shape, label and is_always."""
    read = paragraphs(text)
    found = [sentence for each in read for sentence in _faults_of(each, known)]
    said = {name for each in read for name in each.names}
    found += [
        _("This letter must say “$%(name)s” (%(label)s).")
        % {"name": name, "label": known[name].label}
        for name in must
        if name not in said
    ]
    return list(dict.fromkeys(found)) if read else [_("Enter the words of the letter.")]


def _faults_of(paragraph, known):
    if paragraph.text.startswith("["):
        yield _(
            "“%(words)s” is not understood at the beginning of a paragraph. Write [if name] or "
            "[if not name] there."
        ) % {"words": paragraph.text.split("\n")[0][:40]}
    if any(not (_is_name(found) or found["escaped"]) for found in SIGN.finditer(paragraph.text)):
        yield _("A $ sign stands alone. Write $$ for the sign itself.")
    for name in (paragraph.needs, paragraph.unless, *paragraph.names):
        if name and name not in known:
            yield _("“$%(name)s” is not in the list of what this letter knows.") % {"name": name}
    for name in paragraph.names:
        if name in known:
            yield from _faults_of_place(paragraph, name, known[name])


def _faults_of_place(paragraph, name, variable):
    if variable.shape == Shape.PASSAGE and paragraph.passage != name:
        yield _("“$%(name)s” is a whole passage. Give it a paragraph of its own.") % {"name": name}
    if not variable.is_always and paragraph.needs != name:
        yield _(
            "“$%(name)s” is not there in every case. Begin its paragraph with [if %(name)s]."
        ) % {"name": name}


# --- writing


def write(text: str, values: dict) -> SafeString:
    """The letter as HTML. Raises Unwritable where it needs what this case does not have."""
    written = [_html(each, values) for each in paragraphs(text) if each.applies(values)]
    return mark_safe("\n".join(written))


def _html(paragraph, values):
    if paragraph.passage:
        return _passage(_value(paragraph.passage, values))
    lines = paragraph.text.split("\n")
    if all(line.startswith("- ") for line in lines):
        items = format_html_join("", "<li>{}</li>", ((_line(each[2:], values),) for each in lines))
        return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)
    if paragraph.text.startswith("# "):
        return format_html("<h2>{}</h2>", _line(paragraph.text[2:], values))
    return format_html("<p>{}</p>", mark_safe("<br>".join(_line(each, values) for each in lines)))


def _passage(value):
    """What somebody typed in paragraphs, or a piece of ours that is HTML already."""
    if isinstance(value, SafeString):
        return value
    typed = re.split(r"\n\s*\n", str(value).replace("\r\n", "\n").strip())
    return format_html_join("\n", "<p>{}</p>", ((_with_breaks(each),) for each in typed))


def _with_breaks(text):
    return mark_safe("<br>".join(escape(line) for line in text.split("\n")))


def _line(text, values):
    """Escaped first, filled afterwards: no value is ever read for signs again."""

    def fill(found):
        if found["escaped"]:
            return "$"
        name = found["name"] or found["braced"]
        return escape(_value(name, values)) if name else "$"

    return mark_safe(SIGN.sub(fill, escape(text)))


def _value(name, values):
    if name not in values:
        raise Unwritable(_("it uses “$%(name)s”, which it does not know") % {"name": name})
    if not values[name]:
        raise Unwritable(_("it uses “$%(name)s”, which this case does not have") % {"name": name})
    return values[name]

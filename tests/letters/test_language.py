"""Is what a party types read as it was meant, and never as anything else?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.letters.language import Unwritable, faults, names_in, write
from complaints.letters.standard import LETTERS, faults_of
from complaints.letters.variables import known
from complaints.models import Audience, Letter

CLOSING = (Letter.Kind.CLOSING, Audience.RESPONDENT)
KNOWN = known(*CLOSING)


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Dear $addressee,", "<p>Dear Bramble,</p>"),
        ("${addressee}s", "<p>Brambles</p>"),
        ("One\ntwo", "<p>One<br>two</p>"),
        ("One\r\n\r\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("# Why", "<h2>Why</h2>"),
        ("It costs $$5", "<p>It costs $5</p>"),
        ("[if reasons] Because.", ""),
        ("[if not reasons] No reason.", "<p>No reason.</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("{{ case }} {% now %}", "<p>{{ case }} {% now %}</p>"),
    ],
)
def test_what_is_typed_is_read_so(typed, html):
    assert write(typed, {"addressee": "Bramble", "reasons": ""}) == html


def test_lines_with_dashes_are_a_list():
    assert write("- one\n- two", {}).count("<li>") == 2


def test_what_a_case_says_is_escaped_and_not_read_again():
    said = write(
        "$reasons\n\n$addressee", {"reasons": "<i>$addressee</i>\n\nb", "addressee": "<b>"}
    )
    assert "<p>&lt;i&gt;$addressee&lt;/i&gt;</p>\n<p>b</p>" in said
    assert "<p>&lt;b&gt;</p>" in said


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the words"),
        ("It ended: $outcome. $colour", "“$colour” is not in the list"),
        ("[if colour] $outcome", "“$colour” is not in the list"),
        ("It ended: $outcome at 5$", "A $ sign stands alone"),
        ("It ended.", "must say “$outcome” (how the case ended)"),
        ("$outcome\n\nBecause: $reasons", "is a whole passage"),
        ("$outcome\n\n$reasons", "not there in every case. Begin its paragraph with [if reasons]"),
        ("[when reasons] $outcome", "is not understood at the beginning"),
        ("$outcome $findings", "“$findings” is not in the list"),
    ],
)
def test_a_fault_is_a_sentence(typed, sentence):
    assert any(sentence in found for found in faults_of(*CLOSING, typed))


@pytest.mark.parametrize("letter", LETTERS)
def test_the_registers_own_words_have_no_fault(letter):
    assert faults_of(*letter, str(LETTERS[letter].text)) == []


def test_a_third_party_cannot_be_told_what_was_found():
    for kind in Letter.Kind:
        told = known(kind, Audience.THIRD_PARTY)
        assert not {"findings", "sanctions", "reasons", "outcome"} & set(told)


@pytest.mark.parametrize("values", [{}, {"outcome": ""}])
def test_what_a_case_does_not_have_cannot_be_written(values):
    with pytest.raises(Unwritable, match=r"\$outcome"):
        write("It ended: $outcome.", values)


@given(st.text(alphabet="$[]{}<>&#- \nabif_", max_size=60))
def test_whatever_is_typed_is_either_a_fault_or_written_without_mark_up_of_its_own(typed):
    values = dict.fromkeys(names_in(typed), "x")
    written = write(typed, values)
    for ours in ("<p>", "</p>", "<br>", "<h2>", "</h2>", "<li>", "</li>", "</ul>"):
        written = written.replace(ours, "")
    written = written.replace('<ul class="govuk-list govuk-list--bullet">', "")
    assert "<" not in written
    assert isinstance(faults(typed, KNOWN), list)

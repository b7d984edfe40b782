"""Do forms say what to do, and keep what was typed?"""

from datetime import date, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from partyconduct.ui.forms import DayField, Form, Radios
from partyconduct.ui.tags import error_summary, faults

DAYS = {
    ("27", "3", "2026"): date(2026, 3, 27),
    (" 27 ", "03", "2026"): date(2026, 3, 27),
    ("27", "March", "2026"): date(2026, 3, 27),
    ("29", "feb", "2024"): date(2024, 2, 29),
}
SENTENCES = {
    ("", "", ""): "Enter the date of the behaviour",
    ("31", "2", "2026"): "Date of the behaviour must be a real date, for example 27 3 2026",
    ("29", "2", "2026"): "Date of the behaviour must be a real date, for example 27 3 2026",
    ("some", "day", "2026"): "Date of the behaviour must be a real date, for example 27 3 2026",
    ("0", "0", "0000"): "Date of the behaviour must be a real date, for example 27 3 2026",
    ("-1", "3", "2026"): "Date of the behaviour must be a real date, for example 27 3 2026",
    ("9" * 5000, "1", "2026"): "Date of the behaviour must be a real date, for example 27 3 2026",
    ("27", "3", ""): "Date of the behaviour must include a year",
    ("", "", "2026"): "Date of the behaviour must include a day and a month",
    ("27", "3", "26"): "The year of the date of the behaviour must have 4 digits",
    ("31", "12", "2019"): "Date of the behaviour must be on or after 1 January 2020",
    ("1", "1", "9999"): "Date of the behaviour must be today or in the past",
}


def behaviour():
    return DayField(label="Date of the behaviour", past=True, not_before=lambda: date(2020, 1, 1))


@pytest.mark.parametrize("typed", DAYS)
def test_a_day_is_read_as_people_write_it(typed):
    assert behaviour().clean(typed) == DAYS[typed]


@pytest.mark.parametrize("typed", SENTENCES, ids=lambda typed: "/".join(typed)[:20] or "empty")
def test_a_day_that_is_none_is_answered_with_a_sentence(typed):
    with pytest.raises(ValidationError) as refused:
        behaviour().clean(typed)
    assert refused.value.messages == [SENTENCES[typed]]


def test_today_is_in_the_past_and_tomorrow_is_not():
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    assert behaviour().clean([str(n) for n in (today.day, today.month, today.year)]) == today
    with pytest.raises(ValidationError, match="today or in the past"):
        behaviour().clean([str(n) for n in (tomorrow.day, tomorrow.month, tomorrow.year)])


def test_a_question_needs_a_noun_to_speak_of():
    with pytest.raises(ValidationError, match="Enter the date"):
        DayField(label="When did it happen?").clean(["", "", ""])
    with pytest.raises(ValidationError, match="The date must be a real"):
        DayField(label="When did it happen?").clean(["31", "2", "2026"])


def test_a_day_may_be_left_out_where_it_is_not_required():
    assert DayField(required=False).clean(["", "", ""]) is None
    assert DayField(required=False).clean(None) is None


class Sample(Form):
    name = forms.CharField(label="Full name", max_length=5)
    day = DayField(label="Date of the behaviour")
    target = forms.ChoiceField(
        label="Who was it directed at?",
        choices=[("me", "Me"), ("other", "Somebody else")],
        widget=Radios(hints={"me": "You can ask for your name to be withheld"}),
    )
    email = forms.EmailField(label="Email", required=False)
    agreed = forms.BooleanField(label="I have read this", error_messages={"required": "Tick it"})


def test_every_fault_links_to_where_it_is_put_right():
    form = Sample({"day_day": "31", "day_month": "2", "day_year": "2026"})
    assert [fault["target"] for fault in faults(form)] == [
        "id_name",
        "id_day_0",
        "id_target_0",
        "id_agreed",
    ]
    page = str(form)
    for fault in faults(form):
        assert f'id="{fault["target"]}"' in page


def test_faults_are_sentences_of_ours_and_never_replace_the_form_s_own():
    form = Sample({"name": "Too long a name", "email": "nobody"})
    said = {field: errors[0] for field, errors in form.errors.items()}
    assert said["name"] == "Use 5 characters or fewer (you used 15)."
    assert said["email"].startswith("Enter an email address in the correct format")
    assert said["target"] == "Select an answer to “Who was it directed at?”"
    assert said["agreed"] == "Tick it"


def test_a_label_becomes_part_of_the_sentence():
    class Words(Form):
        full_name = forms.CharField()
        id_number = forms.CharField(label="ID number")
        what = forms.CharField(label="What happened?")

    assert [errors[0] for errors in Words({}).errors.values()] == [
        "Enter full name",
        "Enter ID number",
        "Enter an answer to “What happened?”",
    ]


def test_what_was_typed_stays():
    page = str(Sample({"name": "Too long a name", "day_day": "31", "day_month": "Smarch"}))
    assert 'value="Too long a name"' in page
    assert 'value="31"' in page
    assert 'value="Smarch"' in page


def test_a_control_is_tied_to_its_label_hint_and_error():
    page = str(Sample({"name": ""}))
    assert '<label class="govuk-label govuk-label--s" for="id_name">' in page
    assert 'aria-describedby="id_name_error"' in page
    assert 'id="id_name_error"' in page
    assert 'aria-describedby="id_target_0_hint"' in page


def test_the_browser_never_speaks_before_us():
    page = str(Sample())
    assert " required" not in page
    assert "maxlength=" not in page.replace("data-maxlength=", "")


def test_one_question_is_the_heading_of_its_page():
    class One(Form):
        single_question = True
        day = DayField(label="When did it happen?")

    assert "<h1" in str(One())


def test_a_form_without_faults_shows_no_summary():
    assert error_summary(Sample(), None) == {"faults": []}


def test_what_is_typed_is_shown_as_text_and_not_as_markup():
    page = str(Sample({"name": '"><script>alert(1)</script>'}))
    assert "<script" not in page

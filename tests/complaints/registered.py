"""Verdicts on a whole workbook and on rows of our own."""

import csv
import io
from datetime import date

from complaints.register import tidying
from complaints.register.judging import judge
from complaints.register.reading import read
from tests.complaints.test_register_reading import HEADINGS


def verdict_on(content):
    sheet = read(content)
    return judge(sheet, tidying.spellings(), sheet.closed_on or date(2024, 2, 28))


def verdict_on_rows(*rows):
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return verdict_on(text.getvalue().encode())

"""How long do the officer's workbook and ten thousand rows take, and how much memory?

`pytest tests/performance/bench_register.py -s` prints the figures; nothing is asserted on time.
"""

import io
import sys
import time
import tracemalloc
from contextlib import contextmanager
from datetime import date, timedelta

import openpyxl
import pytest

from complaints.register import tidying, writing
from complaints.register.exporting import workbook
from complaints.register.judging import judge
from complaints.register.reading import read
from partyconduct.rlsdb import bind
from tests.complaints.test_register_reading import HEADINGS, WORKBOOK, row


def say(line):
    sys.stdout.write(f"{line}\n")


@contextmanager
def timed(what):
    start = time.perf_counter()
    yield
    say(f"{what:<52}{time.perf_counter() - start:8.2f} s")


def many(rows):
    """A workbook of so many complaints about half as many incidents."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Register")
    sheet.append(HEADINGS)
    for n in range(rows):
        day = date(2023, 1, 1) + timedelta(days=n % 365)
        about = {"member_no": f"HP-{n // 3}", "incident": f"I{n // 2}", "clauses": "3.1, 3.3"}
        dates = {"received": day, "closed": day + timedelta(days=40)}
        sheet.append(row(ref=f"R{n}", alleged=f"Said {n}. " * 20, **about, **dates))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize(("what", "rows"), [("580 rows", None), ("10,000 rows", 10_000)])
def test_figures(cast, what, rows):
    content = many(rows) if rows else WORKBOOK.read_bytes()
    with timed(f"read {what}"):
        sheet = read(content)
    with timed(f"check {what}"):
        verdict = judge(sheet, tidying.spellings(), date(2024, 2, 28))
    with timed(f"import {what} ({len(verdict.accepted)} accepted)"):
        writing.write(cast.harbour, by=cast.harbour_officer, verdict=verdict)
    with timed(f"import {what} again"):
        writing.write(cast.harbour, by=cast.harbour_officer, verdict=verdict)
    bind(cast.harbour.pk, cast.harbour_officer.person_id)
    with timed(f"export {what}"):
        workbook(cast.harbour, by=cast.harbour_officer, on=date(2024, 2, 28))


def test_memory_of_the_largest_file_that_is_read():
    content = many(20_000)
    tracemalloc.start()
    judge(read(content), tidying.spellings(), date(2024, 2, 28))
    say(f"{'memory for 20,000 rows':<52}{tracemalloc.get_traced_memory()[1] / 1e6:8.0f} MB")
    tracemalloc.stop()

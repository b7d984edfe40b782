"""What does an officer want to know of an import, as plain data and in sentences?"""

from dataclasses import asdict

from django.utils.translation import gettext as _

from complaints.register import grouping
from complaints.register.judging import Verdict


def report(verdict: Verdict) -> dict:
    """The verdict as plain data: counts, each duplicate, each reason, the totals."""
    counts = {"accepted": verdict.accepted, "duplicates": verdict.duplicates}
    counts = {name: len(rows) for name, rows in (counts | {"rejected": verdict.rejected}).items()}
    return {
        "sheet": verdict.sheet.name,
        "header_row": verdict.sheet.header_row,
        "last_row_with_content": verdict.sheet.last_row,
        "register_closed_on": verdict.closed_on.isoformat(),
        "rows": {"entered": sum(counts.values())} | counts,
        "duplicates": [
            {"row": entry.row, "ref": entry.ref, "same_as_row": same}
            for entry, same in verdict.duplicates
        ],
        "rejected": [
            {"row": entry.row, "ref": entry.ref, "problems": [asdict(each) for each in problems]}
            for entry, problems in verdict.rejected
        ],
        "not_complaints": verdict.neither,
        "remarks": [{"row": row} | asdict(remark) for row, remark in verdict.remarks],
        "totals": grouping.totals(verdict.accepted),
    }


def sentences(found: dict) -> list[str]:
    """The report line by line, as a person reads it."""
    counts = found["rows"]
    return [
        _("The headings are in row %(row)d of the sheet “%(sheet)s”.")
        % {"row": found["header_row"], "sheet": found["sheet"]},
        _("%(entered)d rows were entered: %(accepted)d accepted, %(duplicates)d duplicates, "
          "%(rejected)d rejected.") % counts,
        *(
            _("Row %(row)d %(ref)s: duplicate of row %(same_as_row)d.") % each
            for each in found["duplicates"]
        ),
        *(
            _("Row %(row)d %(ref)s rejected: %(reasons)s.") % (each | {"reasons": reasons(each)})
            for each in found["rejected"]
        ),
        *(
            _("Row %(row)d, %(column)s: %(problem)s (“%(value)s”).") % each
            for each in found["remarks"]
        ),
    ]  # fmt: skip


def reasons(rejected: dict) -> str:
    """Every reason of one row: `Respondent: no respondent; Date closed: … (“4/11/23”)`."""
    return "; ".join(
        f"{each['column']}: {each['problem']}" + (f" (“{each['value']}”)" if each["value"] else "")
        for each in rejected["problems"]
    )

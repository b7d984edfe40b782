"""How does a party's register become a workbook that imports to the same register?

Same headings, words and order as the import reads; text that a spreadsheet would take for a
formula is neutralised, and the import restores it. Only what the person may see is in it.
"""

import io

import openpyxl
from django.db.models import Prefetch
from django.utils.translation import override
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from codes.tariff import SANCTIONS, in_order
from complaints.models import Case, Complaint, Duty, Sanction
from complaints.outcomes import CHANNELS, CLOSING_REASONS, MEDIA, UPHELD
from complaints.register.reading import COLUMNS
from complaints.register.tidying import neutralised
from complaints.workflow import DECIDING, Stage
from partyconduct.audit.trail import record

# Closing reason -> outcome of the sheet; every other reason is written by its name.
OUTCOMES = {
    "dismissed-at-assessment": "Dismissed",
    "complainant-withdrew": "Withdrawn",
    "decided-by-panel": "Resolved at investigation",
    "resolved-at-investigation": "Resolved at investigation",
    "joined": "Duplicate",
    "": "Ongoing",
}
WIDTHS = {"alleged": 60, "notes": 30, "complainant": 22, "contact": 28, "respondent": 22}


def workbook(party, *, by, on) -> bytes:
    """The whole register as an .xlsx, and an event that it was taken out."""
    complaints = _complaints(party, by)
    record(by, "export_register", party, stream="access", complaints=len(complaints))
    with override("en-gb"):
        return _saved(party, on, _rows(complaints, _judged_by(by)))


def _complaints(party, by):
    """In the order received, so that the first of two in one case is the first again."""
    seen = Case.objects.visible_to(by).filter(party=party)
    rows = Complaint.objects.filter(case__in=seen.values("pk"))
    return list(
        rows.select_related("incident", "complainant", "case__respondent", "case__officer")
        .prefetch_related(
            "characteristics",
            "case__findings",
            "case__notes",
            "case__allegations__clause",
            Prefetch("case__sanctions", Sanction.objects.standing(), "standing"),
        )
        .order_by("external_row", "received_on", "pk")
    )


def _judged_by(by):
    """Cases on whose panel the person sits, or sat: there the complainant stays unnamed."""
    held = Duty.objects.visible_to(by).filter(person=by.person_id, kind__in=DECIDING)
    return set(held.values_list("case", flat=True))


def _rows(complaints, unnamed):
    """Notes are the case's: the first of its complaints carries them."""
    noted = set()
    for complaint in complaints:
        notes = [] if complaint.case_id in noted else complaint.case.notes.all()
        noted.add(complaint.case_id)
        named = complaint.case_id not in unnamed
        yield _row(complaint, "; ".join(note.text for note in notes), named)


def _row(complaint, notes, named):
    """One complaint under the headings of reading.COLUMNS."""
    case, who = complaint.case, getattr(complaint, "complainant", None) if named else None
    cells = {
        "ref": complaint.external_ref or ("" if case.imported else complaint.reference),
        "received": complaint.received_on,
        "channel": str(CHANNELS[complaint.channel].name),
        "complainant": who.name if who else "",
        "contact": who.email if who else "",
        "kind": complaint.kind,
        "respondent": case.respondent.name,
        "member_no": case.respondent.member_no,
        "branch": case.respondent.branch,
        "incident": complaint.incident.label,
        "happened": complaint.happened_from or complaint.happened_words,
        "place": _place(complaint),
        "alleged": complaint.statement,
        "characteristics": "; ".join(cited.code for cited in complaint.characteristics.all()),
        "clauses": _clauses(complaint),
        "outcome": "Withdrawn" if complaint.withdrawn_on else _outcome(case),
        "panel": _panel(case),
        "sanctions": _sanctions(case),
        "closed": complaint.withdrawn_on or case.closed_on,
        "officer": complaint.external_officer or (case.officer.name if case.officer else ""),
        "notes": notes,
    }
    return [cells[key] for key in COLUMNS]


def _place(complaint):
    """The platform with its medium in one word the import knows, else the place in words."""
    medium = str(MEDIA[complaint.medium].name) if complaint.medium else ""
    if complaint.medium == "social-media-post" and complaint.platform:
        return f"{medium}: {complaint.platform}"
    return medium or complaint.place


def _clauses(complaint):
    """As cited; a case opened here is charged with its allegations instead."""
    if complaint.clauses_cited or complaint.case.imported:
        return complaint.clauses_cited
    charged = complaint.case.allegations.all()
    return "; ".join(a.clause.number for a in charged if a.clause)


def _outcome(case):
    return OUTCOMES.get(case.closing_reason) or str(CLOSING_REASONS[case.closing_reason].name)


def _panel(case):
    findings = {finding.finding for finding in case.findings.all()}
    if findings & set(UPHELD) or case.standing:
        return "Upheld"
    if findings:
        return "Dismissed / NFA"
    return "Ongoing" if case.stage in {Stage.PANEL, Stage.REVIEW} else ""


def _sanctions(case):
    """Mildest first, with the months where there are any."""
    months = {sanction.sanction: sanction.months for sanction in case.standing}
    words = {code: str(SANCTIONS[code].name) for code in months}
    return "; ".join(
        f"{words[rung.code]} ({months[rung.code]} months)"
        if months[rung.code]
        else words[rung.code]
        for rung in in_order(months)
    )


# The workbook ------------------------------------------------------------------------------------
def _saved(party, on, rows):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Register")
    sheet.freeze_panes = "A5"
    for letter, key in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(letter)].width = WIDTHS.get(key, 14)
    sheet.append([_text(sheet, f"{party.name}: complaints register", bold=True)])
    sheet.append([_text(sheet, f"Confidential. Figures taken {on:%d/%m/%Y}")])
    sheet.append([])
    sheet.append([_text(sheet, column.heading, bold=True) for column in COLUMNS.values()])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _cell(sheet, value):
    if value is None or value == "":
        return None
    return _text(sheet, value) if isinstance(value, str) else _day(sheet, value)


def _text(sheet, text, bold=False):
    """Text stays text: neither a leading sign nor openpyxl makes a formula of it."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", neutralised(text)))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _day(sheet, day):
    cell = WriteOnlyCell(sheet, day)
    cell.number_format = "dd/mm/yyyy"
    return cell

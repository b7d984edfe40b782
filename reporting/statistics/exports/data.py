"""How does a release stand for programs that read JSON?"""

import json

from reporting.statistics import quality, wording
from reporting.statistics.disclosure import Released, Sheet
from reporting.statistics.disclosure.result import SHORTHAND
from reporting.statistics.exports.only import only_released


def write(released: Released) -> bytes:
    only_released(released)
    content = {
        "about": released.about,
        "shorthand": SHORTHAND,
        "notes": released.notes,
        "left_out": released.left_out,
        "quality": dict(quality.note(released)),
        "dimensions": {
            d.id: [[n.code, n.label, n.parent] for n in d.nodes] for d in released.dimensions
        },
        "tables": [_table(released, sheet) for sheet in released.sheets],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _table(released: Released, sheet: Sheet) -> dict:
    return {
        "id": sheet.id,
        "title": sheet.title,
        "period": sheet.period,
        "basis": sheet.basis,
        "headline": wording.headline(released, sheet),
        "notes": sheet.notes,
        "columns": [{"label": c.label, "unit": c.unit, "code": c.code} for c in sheet.columns],
        "rows": [
            {
                "label": row.label,
                "code": row.code,
                "depth": row.depth,
                "figures": [{"value": s.value, "status": s.status} for s in line],
            }
            for row, line in released.lines(sheet)
        ],
    }

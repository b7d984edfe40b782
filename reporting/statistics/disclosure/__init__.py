"""What may be shown of a set of linked tables? Pure: no Django, no database, no clock.

`protect(system)` is the whole interface; what it returns is the only thing exporters accept.
"""

from reporting.statistics.disclosure.apart import protect
from reporting.statistics.disclosure.result import Altered, Released, thaw
from reporting.statistics.disclosure.solver import Stopped
from reporting.statistics.disclosure.system import (
    Column,
    Constraint,
    Dimension,
    Earlier,
    Estimate,
    Key,
    Node,
    Ref,
    Row,
    Sheet,
    System,
    Truth,
    Unprotectable,
    key,
)

__all__ = [
    "Altered",
    "Column",
    "Constraint",
    "Dimension",
    "Earlier",
    "Estimate",
    "Key",
    "Node",
    "Ref",
    "Released",
    "Row",
    "Sheet",
    "Stopped",
    "System",
    "Truth",
    "Unprotectable",
    "key",
    "protect",
    "thaw",
]

"""The file on one respondent and everything in it."""

from complaints.models.allegation import Allegation, AllegedBehaviour, Incident, IntimidationTest
from complaints.models.answering import (
    Invitation,
    InvitationKey,
    RespondentMessage,
    UnsentAnswer,
)
from complaints.models.assessing import RepeatFlag, RiskCheck
from complaints.models.attempt import Attempt
from complaints.models.case import Case, Clock, ClockPause, Escalation
from complaints.models.decision import (
    Appeal,
    Assessment,
    Finding,
    InterimMeasure,
    Report,
    Response,
    Review,
    Sanction,
)
from complaints.models.evidence import Evidence
from complaints.models.fairness import (
    Adjustment,
    Companion,
    Confidentiality,
    DisclosedItem,
    Extension,
    IdentityDecision,
    InterimReview,
    SupportContact,
)
from complaints.models.independence import Contact, Draw, Interest, Training
from complaints.models.message import Delivery, Letter, Message, Note, OutboxMessage
from complaints.models.people import (
    CitedCharacteristic,
    Complainant,
    Complaint,
    Duty,
    Receipt,
    Respondent,
    UnsentComplaint,
    Wall,
)
from complaints.models.police import Disqualification, Referral
from complaints.models.procedure import Procedure
from complaints.models.retention import Hold, Purge, PurgeItem
from complaints.models.search import SearchPosition, SearchWord
from complaints.models.weighing import Countersignature, Education, Reopening, Weighing
from complaints.models.wording import Audience, LetterWording, PrintRun

__all__ = [
    "Adjustment",
    "Allegation",
    "AllegedBehaviour",
    "Appeal",
    "Assessment",
    "Attempt",
    "Audience",
    "Case",
    "CitedCharacteristic",
    "Clock",
    "ClockPause",
    "Companion",
    "Complainant",
    "Complaint",
    "Confidentiality",
    "Contact",
    "Countersignature",
    "Delivery",
    "DisclosedItem",
    "Disqualification",
    "Draw",
    "Duty",
    "Education",
    "Escalation",
    "Evidence",
    "Extension",
    "Finding",
    "Hold",
    "IdentityDecision",
    "Incident",
    "Interest",
    "InterimMeasure",
    "InterimReview",
    "IntimidationTest",
    "Invitation",
    "InvitationKey",
    "Letter",
    "LetterWording",
    "Message",
    "Note",
    "OutboxMessage",
    "PrintRun",
    "Procedure",
    "Purge",
    "PurgeItem",
    "Receipt",
    "Referral",
    "Reopening",
    "RepeatFlag",
    "Report",
    "Respondent",
    "RespondentMessage",
    "Response",
    "Review",
    "RiskCheck",
    "Sanction",
    "SearchPosition",
    "SearchWord",
    "SupportContact",
    "Training",
    "UnsentAnswer",
    "UnsentComplaint",
    "Wall",
    "Weighing",
]

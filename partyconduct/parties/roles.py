"""Who may do what: every role, and everything it grants, on one page."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A person's standing function in a party; the stored word never changes."""

    HEAD = "head_of_compliance", _("Head of compliance")
    OFFICER = "compliance_officer", _("Compliance officer")
    INDEPENDENT = "independent_person", _("Independent person")
    INVESTIGATOR = "investigator", _("Investigator")
    ADJUDICATOR = "adjudicator", _("Adjudicator")
    APPEAL_ADJUDICATOR = "appeal_adjudicator", _("Appeal adjudicator")
    REVIEWER = "reviewer", _("Reviewer")
    PUBLISHER = "statistics_publisher", _("Statistics publisher")
    DPO = "data_protection_officer", _("Data protection officer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "party_administrator", _("Party administrator")
    LEADER = "party_leader", _("Party leader")
    EDITOR = "code_editor", _("Code editor")
    REPRESENTATIVE = "meeting_representative", _("Meeting representative")
    SECRETARIAT = "meeting_secretariat", _("Meeting secretariat")
    OPERATOR = "platform_operator", _("Platform operator")
    SERVICE = "service", _("Service of the register")


class Permission(TextChoices):
    """One kind of act. A duty in the case may be needed beside it (see complaints.workflow)."""

    # Which cases stand in the list is complaints.access.
    USE_CASES = "use_cases", _("open the list of cases")
    SEE_PARTY_CASES = "see_party_cases", _("see every case of the party")
    STAND_IN = "stand_in", _("handle what nobody of the desk may know of")
    # Receive, assess, serve, write, close.
    HANDLE = "handle", _("handle cases")
    # Officers and duties.
    ASSIGN = "assign", _("assign officers and duties")
    SUPERVISE = "supervise", _("answer for cases that take long")
    DECIDE_INTERIM = "decide_interim", _("decide on interim measures")
    INVESTIGATE = "investigate", _("investigate where appointed")
    ADJUDICATE = "adjudicate", _("decide where appointed to the panel")
    HEAR_APPEAL = "hear_appeal", _("hear an appeal where appointed")
    REVIEW = "review", _("review a decision where appointed")
    ANSWER = "answer", _("answer as the respondent through the page")
    BUILD_WALL = "build_wall", _("keep somebody out of a case")
    IMPORT_REGISTER = "import_register", _("import a register")
    EXPORT_REGISTER = "export_register", _("export the register")
    EDIT_CODES = "edit_codes", _("edit codes of conduct")
    MANAGE_PEOPLE = "manage_people", _("give and end roles")
    EDIT_PROCEDURE = "edit_procedure", _("change the procedure’s settings")
    # Two people: one asks, another agrees.
    PURGE = "purge", _("destroy cases whose time is over")
    READ_APPROACHES = "read_approaches", _("read the list of approaches about cases")
    COMPARE_DECISIONS = "compare_decisions", _("compare how like cases were decided")
    READ_TRAIL = "read_trail", _("read the trail of who did and saw what")
    PUBLISH_STATISTICS = "publish_statistics", _("publish statistics")
    SIGN_STATISTICS = "sign_statistics", _("sign off statistics")


P = Permission

GRANTS = {
    Role.HEAD: {
        P.USE_CASES,
        P.SEE_PARTY_CASES,
        P.HANDLE,
        P.ASSIGN,
        P.SUPERVISE,
        P.DECIDE_INTERIM,
        P.BUILD_WALL,
        P.IMPORT_REGISTER,
        P.EXPORT_REGISTER,
        P.PURGE,
        P.SIGN_STATISTICS,
        P.READ_APPROACHES,
        P.COMPARE_DECISIONS,
    },
    Role.OFFICER: {
        P.USE_CASES,
        P.SEE_PARTY_CASES,
        P.HANDLE,
        P.ASSIGN,
        P.DECIDE_INTERIM,
        P.BUILD_WALL,
        P.IMPORT_REGISTER,
        P.EXPORT_REGISTER,
    },
    # Handles what nobody of the desk may know of, and sees nothing else (complaints.access).
    Role.INDEPENDENT: {
        P.USE_CASES,
        P.STAND_IN,
        P.HANDLE,
        P.ASSIGN,
        P.DECIDE_INTERIM,
        P.BUILD_WALL,
    },
    # The four below open a case by a duty in it, never by the role alone (domain D50).
    Role.INVESTIGATOR: {P.USE_CASES, P.INVESTIGATE},
    Role.ADJUDICATOR: {P.USE_CASES, P.ADJUDICATE},
    Role.APPEAL_ADJUDICATOR: {P.USE_CASES, P.HEAR_APPEAL},
    Role.REVIEWER: {P.USE_CASES, P.REVIEW},
    Role.PUBLISHER: {P.PUBLISH_STATISTICS},
    Role.DPO: {P.READ_TRAIL, P.PURGE},
    Role.AUDITOR: {P.READ_TRAIL, P.READ_APPROACHES},
    Role.ADMINISTRATOR: {P.MANAGE_PEOPLE, P.EDIT_PROCEDURE},
    Role.EDITOR: {P.EDIT_CODES},
    # No case permission at all, by construction: leadership, meetings, operators.
    Role.LEADER: set(),
    Role.REPRESENTATIVE: set(),
    # Keeps the joint code, which belongs to the joint body, and signs the figures of all parties.
    Role.SECRETARIAT: {P.EDIT_CODES, P.SIGN_STATISTICS},
    Role.OPERATOR: set(),
    # The public pages and the periodic jobs act as named services. They take no step of a case
    # but those of the respondent, who has no account.
    Role.SERVICE: {P.ANSWER},
}

CASE_PERMISSIONS = frozenset(
    {
        P.USE_CASES,
        P.SEE_PARTY_CASES,
        P.STAND_IN,
        P.HANDLE,
        P.ASSIGN,
        P.SUPERVISE,
        P.DECIDE_INTERIM,
        P.INVESTIGATE,
        P.ADJUDICATE,
        P.HEAR_APPEAL,
        P.REVIEW,
        P.BUILD_WALL,
        P.IMPORT_REGISTER,
        P.EXPORT_REGISTER,
    }
)

# Whoever leads a party, runs its accounts or the meeting must not hold a case role beside it.
NEVER_WITH_CASES = frozenset({Role.LEADER, Role.ADMINISTRATOR, Role.OPERATOR})


def permissions_of(roles) -> frozenset[Permission]:
    return frozenset().union(*(GRANTS[role] for role in roles))


def roles_with(permission) -> frozenset[Role]:
    return frozenset(role for role, granted in GRANTS.items() if permission in granted)


def objection_to_roles(roles) -> str:
    """Leaders, administrators and operators hold no case role in the same party (EHRC 2020)."""
    barred = NEVER_WITH_CASES & set(roles)
    if barred and permissions_of(set(roles) - barred) & CASE_PERMISSIONS:
        return str(
            _("%(role)s may hold no role that works on cases. End one of the two first.")
            % {"role": Role(min(barred)).label}
        )
    return ""

"""What must be true before a step? Each guard returns its objection; empty means clear.

A guard takes the case and the person, asks, and changes nothing. Days come in through
`case.today`, which the caller sets: rules never look at the clock (style rule 12).
"""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def part_of(case, user):
    """The person's duty in this case, also an ended one; None without any."""
    return _duties(case).get(user.person_id)


def _duties(case):
    if not hasattr(case, "_duties"):
        case._duties = {duty.person_id: duty for duty in case.duties.all()}
    return case._duties


def _holders(case, kind):
    return [d for d in _duties(case).values() if d.kind == kind and d.ended_on is None]


def needs_no_declaration(case, user):
    part = part_of(case, user)
    if part is None or part.declared_on is None:
        return ""
    return _("You declared your interests on %(day)s. If something has come up since, recuse.") % {
        "day": _day(part.declared_on)
    }


def _silent_objection(case, kind):
    silent = sum(duty.declared_on is None for duty in _holders(case, kind))
    if not silent:
        return ""
    return ngettext(
        "%(n)d person of the panel has not declared their interests yet.",
        "%(n)d people of the panel have not declared their interests yet.",
        silent,
    ) % {"n": silent}


def needs_a_declared_panel(case, user):
    return _silent_objection(case, "adjudicator")


def needs_a_declared_appeal_panel(case, user):
    return _silent_objection(case, "appeal-adjudicator")


def needs_an_edition(case, user):
    if case.edition_id:
        return ""
    return _("No edition of the code was in force on the day of the behaviour. Correct the date.")


def needs_an_allegation(case, user):
    return "" if case.allegations.exists() else _("The case needs at least one allegation.")


def needs_the_test(case, user):
    if hasattr(case, "intimidationtest"):
        return ""
    return _("First answer the four questions of the intimidation test.")


def needs_an_interim_decision(case, user):
    if case.interimmeasures.exists():
        return ""
    return _("First decide on an interim measure, even if the decision is “none”.")


def needs_an_investigator(case, user):
    return (
        "" if _holders(case, "investigator") else _("The case has no investigator. Give the duty.")
    )


def _running(case, kind):
    clocks = case.clocks.all()
    return next((c for c in clocks if c.kind == kind and c.stopped_on is None), None)


def _day(day):
    return date_format(day, "j F Y")


def needs_the_response_window_over(case, user):
    """No decision before the response is in or its window has ended (Acas; D25)."""
    clock = _running(case, "respond")
    if clock is None or clock.due_on < case.today:
        return ""
    return _("The respondent may answer until %(day)s.") % {"day": _day(clock.due_on)}


def _panel_objection(case, kind):
    missing = case.procedure.panel_size - len(_holders(case, kind))
    if missing <= 0:
        return ""
    return ngettext("The panel lacks %(n)d person.", "The panel lacks %(n)d people.", missing) % {
        "n": missing
    }


def needs_a_full_panel(case, user):
    return _panel_objection(case, "adjudicator")


def needs_a_full_appeal_panel(case, user):
    return _panel_objection(case, "appeal-adjudicator")


def needs_an_empty_seat(case, user):
    return "" if needs_a_full_panel(case, user) else _("The panel is complete.")


def needs_no_appeal_panel(case, user):
    return (
        _("The appeal panel is already complete.")
        if not needs_a_full_appeal_panel(case, user)
        else ""
    )


def goes_to_review(case) -> bool:
    """The options of the pinned procedure: no decision, protected-characteristic ones, or all;
    and whether what a new panel decides after a veto is reviewed again."""
    if case.procedure.veto == "once" and _reviews(case).filter(verified=False).exists():
        return False
    if case.procedure.review == "protected":
        return case.citedcharacteristics.exclude(code__in=["none-cited", "not-known"]).exists()
    return case.procedure.review == "all"


def has_no_appeal(case) -> bool:
    return not case.procedure.has_appeals


def needs_notified(case, user):
    return "" if case.notified_on else _("First tell both sides the decision.")


def needs_not_notified(case, user):
    if not case.notified_on:
        return ""
    return _("Both sides were told on %(day)s.") % {"day": _day(case.notified_on)}


def appeals_of(case):
    """Those against the present decision: a reopened case starts afresh."""
    lodged = case.appeals.all()
    return lodged.filter(lodged_on__gte=case.reopened_on) if case.reopened_on else lodged


def _reviews(case):
    """Those of the present decision, likewise."""
    held = case.reviews.all()
    return held.filter(reviewed_on__gte=case.reopened_on) if case.reopened_on else held


def _stands_on_appeal(case):
    """Whether an appeal was heard or waits; one that sent the case back left a new panel free."""
    return appeals_of(case).exclude(outcome="sent-back").exists()


def needs_no_earlier_appeal(case, user):
    if not appeals_of(case).exists():
        return ""
    return _("An appeal was already heard; the decision is final.")


def needs_the_appeal_window_open(case, user):
    clock = _running(case, "appeal")
    if clock is None or clock.due_on >= case.today:
        return ""
    return _("The window for an appeal ended on %(day)s.") % {"day": _day(clock.due_on)}


def needs_the_appeal_window_over(case, user):
    clock = _running(case, "appeal")
    if clock is None or clock.due_on < case.today or appeals_of(case).exists():
        return ""
    return _("Either side may appeal until %(day)s.") % {"day": _day(clock.due_on)}


def needs_an_invitation(case, user):
    standing = [one for one in case.invitations.all() if one.revoked_at is None]
    return "" if standing else _("The respondent has no invitation.")


def needs_a_decision_that_may_change(case, user):
    if _stands_on_appeal(case):
        return _("The appeal was decided; the decision stands as it is.")
    if _reviews(case).filter(verified=True).exists():
        return _("The review verified this decision; it stands as it was reviewed.")
    return ""


def _signature(case):
    return case.countersignatures.filter(voided_at=None).first()


def needs_another_signer(case, user):
    """Whoever recorded the decision does not countersign it as well."""
    last = case.weighings.last()
    if last and last.weighed_by_id == user.person_id:
        return _("You recorded the decision. Another member of the panel countersigns it.")
    return ""


def needs_no_countersignature(case, user):
    if _stands_on_appeal(case):
        return _("The appeal was decided; the decision stands as it is.")
    return _("The decision is countersigned.") if _signature(case) else ""


def needs_countersigned(case, user):
    """Where the procedure asks for it, a second member of the panel stands by the decision."""
    if not case.procedure.countersigned or _stands_on_appeal(case) or _signature(case):
        return ""
    return _("A second member of the panel has to countersign the decision first.")


def needs_education_to_complete(case, user):
    if any(each.completed_on is None for each in case.educations.all()):
        return ""
    return _("Nothing is left to be completed.")


def needs_not_joined(case, user):
    return _("The case was joined to another one.") if case.joined_to_id else ""


def was_decided(case) -> bool:
    return case.findings.exists()


def needs_a_measure(case, user):
    measures = case.interimmeasures.all()
    if any(one.ended_on is None and one.kind != "none" for one in measures):
        return ""
    return _("No interim measure is in place.")


def needs_no_open_extension(case, user):
    if any(one.decided_on is None for one in case.extensions.all()):
        return _("The respondent has asked for more time. That is decided first.")
    return ""


def needs_an_open_extension(case, user):
    if needs_no_open_extension(case, user):
        return ""
    return _("The respondent has not asked for more time.")


def needs_an_open_adjustment(case, user):
    if any(one.answered_on is None for one in case.adjustments.all()):
        return ""
    return _("Nobody waits for an answer about what they need.")


def needs_a_file(case, user):
    return "" if case.evidence.exists() else _("The case has no file.")


def needs_a_released_item(case, user):
    if any(item.withdrawn_on is None for item in case.discloseditems.all()):
        return ""
    return _("Nothing is released at present.")


def needs_a_duty(case, user):
    if any(duty.ended_on is None for duty in _duties(case).values()):
        return ""
    return _("Nobody holds a duty in this case.")


def _paused(case):
    return any(pause.until_on is None for pause in case.clockpauses.all())


def needs_running(case, user):
    if _paused(case):
        return _("The clocks are already paused.")
    running = any(clock.stopped_on is None for clock in case.clocks.all())
    return "" if running else _("No clock is running.")


def needs_paused(case, user):
    return "" if _paused(case) else _("No clock is paused.")


def needs_an_escalation(case, user):
    if any(each.answered_on is None for each in case.escalations.all()):
        return ""
    return _("Nothing waits for an answer: the case is neither late nor open for long.")


def needs_a_referral(case, user):
    if any(each.result_on is None for each in case.referrals.all()):
        return ""
    return _("No referral to the police waits for its result.")


def needs_a_wall(case, user):
    if any(wall.lifted_at is None for wall in case.walls.all()):
        return ""
    return _("No wall stands in this case.")

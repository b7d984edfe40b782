"""Which form asks what for which step?"""

from complaints.forms import assessing, deciding, desk, police, timekeeping
from complaints.forms.fields import StepForm

# A step that is not here asks nothing: its page only confirms.
FORMS = {
    "allege": assessing.Allege,
    "test": assessing.Test,
    "interim": assessing.Interim,
    "investigate": assessing.Investigate,
    "resolve_informally": assessing.WithReasons,
    "reject": assessing.Reject,
    "dismiss": assessing.Dismiss,
    "settle": assessing.WithSentReasons,
    "give_up_informal": assessing.WithReasons,
    "serve_notice": assessing.ServeNotice,
    "record_response": assessing.RecordResponse,
    "report": assessing.Report,
    "end": assessing.End,
    "join": assessing.Join,
    "amend_respondent": assessing.AmendRespondent,
    "convene": deciding.Convene,
    "fill_seat": deciding.Convene,
    "decide": deciding.Decide,
    "correct_decision": deciding.CorrectDecision,
    "countersign": deciding.Countersign,
    "complete_education": deciding.CompleteEducation,
    "reopen": deciding.Reopen,
    "verify": assessing.WithReasons,
    "veto": assessing.WithReasons,
    "lodge_appeal": deciding.LodgeAppeal,
    "convene_appeal": deciding.ConveneAppeal,
    "decide_appeal": deciding.DecideAppeal,
    "send_back": assessing.WithReasons,
    "write": desk.Write,
    "update": timekeeping.Update,
    "supervise": timekeeping.Supervise,
    "refer_to_police": police.Refer,
    "record_police_result": police.PoliceResult,
    "record_disqualification": police.Disqualify,
    "note": desk.Note,
    "add_evidence": desk.AddEvidence,
    "assign": desk.Assign,
    "give_duty": desk.GiveDuty,
    "end_duty": desk.EndDuty,
    "revoke_invitation": assessing.WithReasons,
    "write_to_respondent": desk.WriteToRespondent,
    "pause": desk.Pause,
    "raise_wall": desk.RaiseWall,
    "lift_wall": desk.LiftWall,
    "declare": desk.Declare,
    "log_contact": desk.LogContact,
    "recuse": desk.Recuse,
}


def form_for(verb):
    return FORMS.get(verb, StepForm)

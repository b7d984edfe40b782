"""Which words of a case can it be found by, and for whom?

An index of words of our own, one row a word and case. PostgreSQL's own text search cannot use its
index under row-level security (its operators are not leakproof), equality of words can; so one
table serves both databases, stands under the same walls as the case, and dies with it.

Words that name a complainant, or are the desk's own, are found only by whoever is shown them.
"""

import re
import unicodedata

from complaints import models as m

FILE, DESK = 0, 1
LONGEST = 40
WORD = re.compile(r"[a-z0-9]+")

# Which columns, and whose they are. What is typed into a case stands here or in NOT_SEARCHED.
TEXTS = (
    (m.Respondent, FILE, ("name", "member_no", "branch")),
    (m.Respondent, DESK, ("email",)),
    (
        m.Complaint,
        FILE,
        (
            "statement",
            "happened_words",
            "place",
            "platform",
            "link",
            "clauses_cited",
            "outcome_wanted",
            "witnesses",
        ),
    ),
    (m.Complaint, DESK, ("external_ref", "external_officer")),
    (m.Complainant, DESK, ("name", "email", "telephone", "member_no")),
    (m.Complainant, DESK, ("withhold_reason", "adjustments")),
    (m.Assessment, FILE, ("reasons",)),
    (m.Allegation, FILE, ("particulars",)),
    (
        m.IntimidationTest,
        FILE,
        (
            "conduct_reasons",
            "intent_reasons",
            "deterrence_reasons",
            "withdrawal_reasons",
            "evidence_relied",
        ),
    ),
    (m.RiskCheck, DESK, ("reasons", "police_words")),
    (m.InterimMeasure, FILE, ("reasons", "election_answer")),
    (m.Evidence, FILE, ("name", "description", "source_url")),
    (m.Response, FILE, ("text",)),
    (m.Report, FILE, ("text",)),
    (m.Finding, FILE, ("facts", "reasons", "evidence_relied")),
    (m.Sanction, FILE, ("conditions", "outside_reason")),
    (m.Review, FILE, ("reasons",)),
    (m.InterimReview, FILE, ("reasons", "election_answer")),
    (m.Weighing, FILE, ("tariff_reasons", "spread_reasons")),
    (m.Reopening, FILE, ("reasons",)),
    (m.Appeal, FILE, ("statement", "reasons")),
    (m.Referral, DESK, ("force", "force_reference", "reasons", "result")),
    (m.Disqualification, DESK, ("court", "evidence")),
    (m.Message, DESK, ("text",)),
    (m.RespondentMessage, DESK, ("text",)),
    (m.Note, DESK, ("text",)),
)
CASE_TEXTS = (FILE, ("reference", "closing_words"))

# What is typed and is not a way to a case, with the reason.
NOT_SEARCHED = {
    m.Letter: "made of what is searched already",
    m.Wall: "nobody finds who is kept out, and why",
    m.Invitation: "says nothing of the matter",
    m.Hold: "says nothing of the matter",
    m.Adjustment: "says who is ill or needs what",
    m.Confidentiality: "says nothing of the matter",
    m.DisclosedItem: "a copy of what is searched already",
    m.Education: "says nothing of the matter",
    m.Extension: "says nothing of the matter",
    m.IdentityDecision: "says who fears whom",
    m.Contact: "stands on a list of its own",
    m.Duty: "often says who is related to whom",
    m.Draw: "says how people were drawn",
    m.Escalation: "says nothing of the matter",
    m.RepeatFlag: "nobody is found by having been called a repeater",
    m.ClockPause: "often says who is ill",
}


def words_of(text: str) -> set[str]:
    """Lower case, without accents; a word of one letter finds nothing."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("’", "").replace("'", ""))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return {word[:LONGEST] for word in WORD.findall(plain) if len(word) > 1}


def words_of_cases(numbers) -> dict[int, dict[str, int]]:
    """{case: {word: whose}}, one question a line of the table; a word of the file is everybody's
    even where the desk wrote it, too."""
    found = {number: {} for number in numbers}
    whose, columns = CASE_TEXTS
    rows = [(m.Case.objects.filter(pk__in=found), "pk", whose, columns)]
    rows += [(each.objects.filter(case__in=found), "case_id", *asked) for each, *asked in TEXTS]
    for query, case, whose, columns in rows:
        for number, *texts in query.values_list(case, *columns):
            for word in words_of(" ".join(texts)):
                found[number][word] = min(whose, found[number].get(word, whose))
    return found

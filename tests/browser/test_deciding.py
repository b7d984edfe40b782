"""Can the right people bring a case to its end, and is everybody else told why not?"""

from tests.browser import walks

OFFICER = "officer@harbour.example"


def test_an_officer_takes_a_complaint_to_a_decision_with_the_right_other_people(visit, staff):
    receipt = walks.complain(visit(), "Gorse Halyard")
    case = walks.to_panel(staff, "Gorse Halyard")
    officer = staff(OFFICER)
    walks.refused(officer, case + "decide/", "This step is for: adjudicator of this case.")
    panel = walks.drawn(officer, case)
    walks.take(staff(panel[0]), case, "Record the decision", walks.uphold)
    walks.take(officer, case, "Tell both sides the decision")
    officer.sees("Severe rebuke")

    complainant = visit()
    walks.come_back(complainant, receipt)
    complainant.sees("Clause 3.2: Upheld", "The words were a threat.", "Severe rebuke")


def test_nobody_acts_out_of_turn_or_in_two_duties(visit, staff):
    walks.complain(visit(), "Teasel Dockray")
    officer = staff(OFFICER)
    case = walks.open_case(officer, "Teasel Dockray")
    walks.refused(officer, case + "allege/", "“Add an allegation” is open at the stage assessment")
    walks.assess(officer, case)
    walks.appoint(staff, officer, case, "Open an investigation", walks.name_investigator)
    walks.refused(officer, case + "report/", "“Submit the report” is open at the stage response")
    walks.take(officer, case, "Serve notice on the respondent", walks.facts)
    investigator = staff("investigator@harbour.example")
    walks.refused(
        investigator, case + "record_response/", "Your part in this case is investigator"
    )
    uninvolved = staff("adjudicator7@harbour.example")
    assert uninvolved.go(case).status == 404


def test_the_respondent_appeals_and_the_sanction_is_lifted(visit, staff):
    walks.complain(visit(), "Umber Sextant")
    case = walks.to_panel(staff, "Umber Sextant")
    officer = staff(OFFICER)
    panel = walks.drawn(officer, case)
    walks.take(staff(panel[0]), case, "Record the decision", walks.uphold)
    walks.take(officer, case, "Tell both sides the decision")
    walks.take(officer, case, "Record an appeal", walks.lodge)
    walks.appoint(staff, officer, case, "Convene the appeal panel")
    panel = walks.drawn(officer, case, "Appeal adjudicator")
    walks.take(staff(panel[0]), case, "Decide the appeal", walks.allow)
    officer.go(case).sees("Allowed: the sanctions are lifted", "lifted")
    walks.take(officer, case, "Tell both sides the decision")
    walks.take(officer, case, "Close the case")
    officer.sees("The case is closed. Nothing more happens.")

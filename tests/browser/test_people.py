"""Can an administrator see to the people, and to nothing else?"""


def test_an_administrator_gives_a_role(staff):
    admin = staff("admin@harbour.example")
    admin.go("/people/").follow("Give somebody a role")
    admin.press("Give the role").told(
        "Enter the full name", "Enter the email address", "Choose the role"
    )
    admin.enter(("Full name", "Zostera Strand"), ("Email address", "zostera@harbour.example"))
    admin.choose("Investigator").press("Give the role").sees("Zostera Strand")


def test_an_administrator_cannot_open_a_case(staff, register):
    admin = staff("admin@harbour.example")
    case = next(told for told in register.told["complaints"] if told["party"] == "harbour")
    assert admin.go(f"/cases/{case['case']}/").status == 404
    assert admin.go("/cases/").is_at("You cannot do this").status == 403

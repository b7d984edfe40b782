"""Can somebody read the rules on a phone, and does every page fit a narrow or enlarged window?"""


def test_a_member_reads_harbours_code_on_a_phone(visit):
    member = visit(width=360, height=780)
    member.go("/").follow("Read a code", exact=False).follow("Harbour Party", exact=False)
    member.is_at("Code of Conduct")
    member.follow("Clause 3.2", exact=False)
    assert member.address == "/codes/harbour/#clause-3-2"
    member.follow("What may follow a breach").sees("Typical conduct")
    assert member.address.endswith("#what-may-follow")


def test_a_member_compares_two_editions_and_takes_the_pdf(visit):
    member = visit(width=360, height=780)
    member.go("/codes/harbour/").follow("Compare 1 with 2").is_at("What changed from edition 1")
    assert member.page.get_by_role("insertion").count()
    assert member.page.get_by_role("deletion").count()
    member.go("/codes/harbour/")
    assert member.download("PDF").read_bytes().startswith(b"%PDF-")

"""What do the invented people of the demonstration say? Nothing here is about anybody real."""

RESPONDENTS = [
    "Bramble Saltmarsh",
    "Cove Netherby",
    "Drift Sandgate",
    "Ember Quayside",
    "Flint Harrowby",
    "Glade Seaward",
    "Heath Tidesley",
    "Ivy Breakwater",
    "Jay Cobbler",
    "Knoll Estuary",
    "Lark Pebbleton",
    "Marsh Lowtide",
    "North Beaconby",
    "Opal Reedham",
    "Peat Hollowell",
    "Reed Spindrift",
    "Sage Groynes",
    "Teal Ropewalk",
    "Tarn Gullyside",
    "Vale Millpond",
    "Weir Oxbow",
    "Yew Shallowford",
    "Ash Drystone",
    "Birch Stileman",
]
COMPLAINANTS = [
    "Clover Fenwick",
    "Dell Hedgerow",
    "Fallow Byreman",
    "Gale Turnstile",
    "Hollis Coppice",
    "Islay Meadowley",
    "Jasper Lychgate",
    "Kestrel Penfold",
    "Lea Thatcher",
    "Moss Wicket",
    "Nell Furlong",
    "Orrin Haystack",
    "Perry Gatepost",
    "Quarry Bluebell",
    "Roe Watermill",
    "Sky Longacre",
    "Tansy Brookfield",
    "Ula Cartwheel",
]
BRANCHES = ("Gannet Bay", "Tidewater East", "Quarrydown", "Barleyfold", "Upper Reedham")
# (statement, medium, platform, place, behaviours, characteristics, severity)
EVENTS = (
    (
        "At the hustings he stood in front of me and shouted that I should watch my back. Two "
        "other people heard it. I have not gone canvassing since.",
        "public-meeting",
        "",
        "Town hall, Gannet Bay",
        ("THREAT", "INTIM"),
        (),
        3,
    ),
    (
        "She posted my picture with the words “somebody should shut this one up” and asked "
        "people to write to me. I had more than forty messages in a night.",
        "social-media-post",
        "Gullspace",
        "",
        ("PILEON", "SM-OTH"),
        ("sex/misogyny",),
        3,
    ),
    (
        "He shared a post that mocks people of my religion and added a laughing face.",
        "social-media-post",
        "Gullspace",
        "",
        ("SM-REL",),
        ("religion",),
        2,
    ),
    (
        "Our posters on the quay were torn down at night. A neighbour saw who did it.",
        "property",
        "",
        "The quay",
        ("ASSET",),
        (),
        2,
    ),
    (
        "In the branch group he put my home address and said people should pay a visit.",
        "private-online-group",
        "Chatterbox",
        "",
        ("DOXX", "INTIM"),
        (),
        4,
    ),
    (
        "During the meeting she called me useless and told me to go back to where I came from.",
        "public-meeting",
        "",
        "Branch room",
        ("BELITTLE",),
        ("race",),
        3,
    ),
    (
        "He keeps writing to me after I asked him to stop. I have kept all the letters.",
        "letter",
        "",
        "",
        ("HARASS",),
        (),
        3,
    ),
    (
        "She told voters at the door something about me that is not true.",
        "canvassing",
        "",
        "Orchard Row",
        ("DEFAME",),
        (),
        1,
    ),
    (
        "He said my age makes me unfit to stand and that I should leave it to others.",
        "email",
        "",
        "",
        ("DISCRIM",),
        ("age/ageism",),
        1,
    ),
    (
        "I do not agree with what the councillor said about parking.",
        "broadcast-or-press",
        "",
        "",
        ("OTHER",),
        (),
        1,
    ),
)
GRAVE, SLIGHT = EVENTS[:8], EVENTS[7:]
REASONS = (
    "Two people who did not know each other say the same.",
    "The post is still there and shows the name of the account.",
    "The words go well beyond robust disagreement about policy.",
    "What is described would not break the code even if it were so.",
    "Nothing was sent that shows who did it.",
)
FACTS = "The words were used as the complaint says. Two witnesses and the picture agree."
REPORT = (
    "I spoke to the complainant, to both witnesses and to the respondent, and looked at the "
    "pictures. The words were used. The respondent says that it was a heated evening."
)
QUESTION = "Thank you. Can you tell us who else was there, and whether you kept the message?"
ANSWER = "Yes, my sister was beside me. I have added a picture of the message."
RESPONSES = (
    "I was angry and I am sorry for how it sounded. I did not mean to frighten anybody.",
    "It was a joke among friends. I have taken it down.",
    "I did not write this. Somebody used my account.",
)
NOTES = ("Rang the hall: no recording.", "Asked the branch for the list of those present.")

# What Harbour's second procedure changes.
NEW_PROCEDURE = {
    "adopted_by": "the national executive",
    "respond_days": 15,
    "notify_days": 3,
    "update_days": 40,
}

UNLIKE = (
    "He had been asked to stop before, and went on; the people named were afraid to come back."
)
COURSE = "Course on respect in political debate"
# An approach that somebody logged.
APPROACH = {
    "came_from": "leaders-office",
    "asked_for": "speed",
    "how": "call",
    "name": "An adviser in the leader’s office",
    "words": "Whether it could be over before the conference. I said that I could not talk of it.",
    "answer": "That I would log the call.",
}

# Harbour's own words for one letter.
CLOSING_LETTER = {
    "subject": "Your case has ended",
    "text": (
        "Dear member, the case about your conduct has ended: $outcome.\n\n"
        "[if reasons] # Why\n\n"
        "[if reasons] $reasons\n\n"
        "What you learned of other people through it stays with you. If it weighs on you, our "
        "members’ line is there for both sides."
    ),
}

# What an officer found who asked about danger.
DANGER = {
    "threat": "yes",
    "afraid": "yes",
    "at_risk": "no",
    "worse": "unclear",
    "soon": "yes",
    "reasons": "She was followed to her car after the count and told it would not end there.",
    "police_words": "Told of 999, 101 and the force’s contact for candidates; she rings today.",
}

"""Minutes, agendas, plans and footprint tables: the Word documents of raw/."""

from __future__ import annotations

from collections.abc import Callable

from tests.samples import word


def minutes_action_table() -> bytes:
    """A NO | MINUTES | ACTION table, a comma list of names, parts 3a and 3b kept level by blank lines."""
    paper = word.new()
    word.lines(paper, "# Minutes of the Wealdshire Health Librarians Meeting\nHeld on 18th May 2016, 2.00pm\nMeadow House, Brackenford")
    word.table(
        paper,
        [
            ["# PRESENT", "Imogen Farrow, Tobias Lunt, Ruth Ackerby, Delia Moss (left after item 4), Piers Hathersage"],
            ["# APOLOGIES", "Nadia Quill, Orla Teasdale/Colm Redfern"],
        ],
    )
    paper.add_paragraph()
    word.table(
        paper,
        [
            ["# NO", "# MINUTES", "# ACTION"],
            ["1.", "# Welcome and apologies", ""],
            ["2.", "# Notes of the last meeting\nThe notes of 9th March were approved as a correct record.", ""],
            [
                "3.\n3a)\n\n3b)",
                "# Matters arising\nTL proposed one reading list for the county; the group welcomed this and agreed it should go to the network's committee.\n\n"
                "Loan periods were accepted as a theme for the autumn.\nNothing heard from the research office.",
                "\nTL has written to the committee\n\nRA to ask the research office again by 3rd June",
            ],
            [
                "4.",
                "# Sustainability and Transformation Plans\nDM reported on the county's plan.\n\nThe group agreed:\n\n* to send comments on the draft by 10th June\n\n"
                "* a small working party will meet before the summer",
                "IF circulated the draft plan. PH to book a room for the working party.",
            ],
            [
                "5.",
                "# Exchange of information (received by e-mail)\nImogen Farrow, Brackenford Hospitals NHS Trust\n* A second library assistant starts in June.\n\n"
                "* The reading group now meets twice a month.\n\nRuth Ackerby, Wealdshire Care NHS FT\nThe mobile library has a new route.\n\nTobias Lunt, HEE Wealdshire\n"
                "1,200 literature searches were recorded last year.",
                "",
            ],
            ["6.", "# Any other business\n\nNone", ""],
            ["7.", "# Next meeting\nSeptember, date to be confirmed", "All"],
        ],
    )
    word.footer(paper, "Delia Moss\tVersion 2")
    return word.saved(paper)


def minutes_discussion_table() -> bytes:
    """An Item | Discussion | Action By table, and a table of attendance with printed initials."""
    paper = word.new()
    paper.add_heading("Northmere Patch Librarians: notes of meeting", 0)
    word.table(
        paper,
        [
            ["**Date:**", "22/09/2016", "**Time:**", "10:30 – 12:45"],
            ["**Venue:**", "Library seminar room, Northmere Infirmary", "**Notes by:**", "Fergus Dunmore"],
        ],
    )
    paper.add_paragraph()
    word.line(paper, "Attendees", bold=True)
    word.table(
        paper,
        [
            ["# Name", "# Initials", "# Organisation", "# Attendance"],
            ["Dr Philippa Yarrow (Chair)", "PYa", "Northmere Infirmary", "Present"],
            ["Paul Yates", "PYt", "Calderbeck Mental Health NHS Trust", "Present"],
            ["Fergus Dunmore", "FD", "Northmere Infirmary", "Present"],
            ["Saoirse Kell", "SK", "Ambleford Community Services", "Apologies"],
        ],
    )
    paper.add_paragraph()
    word.table(
        paper,
        [
            ["# Item", "# Discussion", "# Action By"],
            ["1. Minutes of last meeting", "The minutes of the meeting on 21st July were agreed as accurate.", ""],
            [
                "2. Shared catalogue",
                "PYt showed the shared catalogue. Two libraries have yet to load their records.\nA training day was discussed for November.",
                "PYt/FD\nPYa",
            ],
            ["3. Budget", "It was agreed to spend the remaining grant on e-books.", "SK"],
            ["4. Date of next meeting", "17 November 2016", ""],
        ],
    )
    return word.saved(paper)


def minutes_serial_numbers() -> bytes:
    """A S/No | Item | Action by table with a date column, and people listed one a line with their roles."""
    paper = word.new()
    word.lines(
        paper,
        "# Ashcombe Knowledge Network\n# Meeting minutes\nDate: 7 th April 2017\nTime: 11am to 1pm\nVenue: Training Room 2, Ashcombe Park\n"
        "**Present:**\nHester Vane (HV), Network Manager, Ashcombe NHS Foundation Trust\nLewis Garrod (LG), Librarian, Ashcombe University\n"
        "Miriam Oduya (MO) – minutes\n**In attendance:**\nGrant Pell, Book Supplies Ltd\n**Apologies:**\nZara Finch",
    )
    word.table(
        paper,
        [
            ["# S/No", "# Item", "# Action by", "# By when"],
            ["1", "**Welcome** HV welcomed everybody and thanked Grant Pell for coming.", "", ""],
            ["2", "**Stock** Ordering through one supplier was discussed. LG to compare prices of the three suppliers.", "LG", "5 May 2017"],
            ["3", "**Induction** The induction leaflet will be revised before the autumn intake.", "MO/ZF", "30/06/2017"],
            ["4", "**AOB** The network resolved to move its meetings to Tuesdays.", "", ""],
        ],
    )
    return word.saved(paper)


def minutes_numbered_headings() -> bytes:
    """Headings that Word numbers, ACTION lines, lists of names with initials, a footnote-free plain style."""
    paper = word.new()
    word.numbered_headings(paper)
    paper.add_paragraph("Current Awareness Working Group", style="Title")
    word.lines(paper, "Minutes of the meeting held on Tuesday 14th November 2017 at 10.00 in the Willow Room, Sandleigh Library")
    word.line(paper, "**Present:** Bronwen Tasker (BT) (Chair), Edmund Frayne (EF), Kirsty Lomax (KL), Anil Roy (AR)")
    word.line(paper, "**Apologies:** Jules Marchetti, Wendy Ostler")
    word.line(paper, "**Minutes:** Kirsty Lomax")
    paper.add_heading("Minutes of the last meeting", 1)
    word.lines(paper, "These were approved without amendment.")
    paper.add_heading("Bulletin titles", 1)
    word.lines(
        paper,
        "EF has gathered the titles of all bulletins in the region.\n* Forty-one titles are in use.\n* Nine of them overlap.\nACTION: EF to share the list with all members by 1 December",
    )
    word.line(paper, "ACTION KL/AR: draft a style sheet")
    paper.add_heading("Evaluation", 1)
    word.lines(
        paper,
        "The survey closed on 31 October with 212 answers. It was agreed that the results be published on the website. AR asked whether comments could be quoted.\n"
        "Action: BT and EF to write a summary\nAction: All",
    )
    paper.add_heading("Date of next meeting", 1)
    word.lines(paper, "January 2018, by telephone")
    return word.saved(paper)


def minutes_right_edge() -> bytes:
    """Typed numbers, names side by side in a table, initials at the right edge behind a tab."""
    paper = word.new()
    word.lines(paper, "# MINUTES OF THE THORNEY VALE LIBRARY COMMITTEE MEETING\n# HELD IN THE BOARD ROOM, THORNEY VALE HOSPITAL\n# ON 3rd October 2018")
    word.table(
        paper,
        [
            ["# Present:", "# Also in attendance:", "# Apologies:"],
            [
                "Mrs A Holloway (Chair)\nMr C Dunn\nDr P Isherwood (PI)\nMs R Bright (Secretary)",
                "Cllr J Amos (TVC)\nMr & Mrs K Lowe (part of the meeting)",
                "Prof N Eddowes\nMiss T Carr",
            ],
        ],
    )
    word.lines(
        paper,
        "**1. Minutes of previous meeting**\nThe minutes of the meeting held on 5th July 2018 were approved and signed.\n"
        "**2. Opening hours**\nThe trial of evening opening has been well used. Figures for September are to be circulated.\tRB\n"
        "A notice will be put up in the canteen.\tCD\n**3. Updates**\na) Journals: the list of cancellations is final.\nb) Building: the lift is still out of order.\tPI/CD\n"
        "**4. Finance**\nIt was resolved to buy two tablets for ward rounds.\tAll\n**5. Date of Next Meeting**\n9th January 2019",
    )
    return word.saved(paper)


def minutes_reference_numbers() -> bytes:
    """Item numbers that look like dates or file references, updates by organisation."""
    paper = word.new()
    word.lines(
        paper,
        "# Governance Board for Procurement\n# Draft minutes\nDate of meeting: 26th Sept 16\nLocation: Conference call\n"
        "Members present: Leonie Straker (LS), Gareth Mound (GM), Priya Raman (PR)\nApologies: none\n"
        "**GBP/1617/041 Apologies and welcome**\nLS opened the call.\n**GBP/1617/042 Contract for databases**\n"
        "GM reported that three bids had come in. The Board approved the second bid. GM will tell the suppliers by 7th October.\n[ACTION: GM]\n"
        "**GBP/1617/043 Any other business**\nThere was none.",
    )
    return word.saved(paper)


def agenda() -> bytes:
    """An agenda without minutes."""
    paper = word.new()
    paper.add_heading("Agenda", 0)
    word.lines(paper, "# Eastmarch Health Libraries Forum\nMonday 5 March 2018, 1.30pm – 3.30pm\nVenue: Lecture theatre, Eastmarch General Hospital")
    for item in ("Welcome and apologies", "Minutes of the last meeting", "Knowledge services and the STP", "Round table", "Dates of future meetings"):
        word.line(paper, item, style="List Number")
    return word.saved(paper)


def action_plan() -> bytes:
    """A filled action plan with an empty row at its end."""
    paper = word.new()
    paper.add_heading("STP group action plan", 1)
    word.lines(paper, "* Name your footprint and its lead\n* List what you will do in the next month")
    word.table(
        paper,
        [
            ["# What", "# How", "# Who", "# When"],
            ["Meet the STP programme office", "Ask the chief executive's office for an introduction", "Imogen Farrow", "by end of June 2016"],
            ["Offer evidence searches to the work streams", "* Leaflet\n* Visit to each work stream", "All librarians", "Summer 2016"],
            ["", "", "", ""],
        ],
    )
    return word.saved(paper)


def footprints() -> bytes:
    """A footprint table: shared services, a mismatch of lists, a wrong total, an address that misspells its owner."""
    paper = word.new()
    word.landscape(paper)
    paper.add_heading("Footprints mapped to library services in the South March", 1)
    word.table(
        paper,
        [
            [
                "# STP no",
                "# Footprint name",
                "# STP footprint lead",
                "# Footprint population (million)",
                "# No. of CCGs",
                "# Region",
                "# LKS",
                "# LKS workforce*",
            ],
            [
                "51",
                "Wealdshire and the Downs",
                "Marjorie Penhale\n(Chief Executive, Brackenford Hospitals NHS Trust)\nInformation\nmarjorie.penhale@brackenford.nhs.uk",
                "0.9",
                "4",
                "SE",
                "* Brackenford Hospitals NHS Trust\n* Wealdshire Care NHS Foundation Trust*\n* Coastway Ambulance Service",
                "6.2\n3.55*\n0.4\n\nTotal = 10.15",
            ],
            [
                "52",
                "Northmere and Calderbeck",
                "Sir Alban Thirsk OBE (Accountable Officer, Northmere CCG)\nInformation\nalbert.thirsk@northmere.nhs.uk",
                "1.25",
                "6",
                "SE/SW",
                "* Northmere Infirmary NHS Foundation Trust\n* Calderbeck Mental Health NHS Trust\n* Coastway Ambulance Service (SW)*",
                "8.1\n2.75\n0.4\n\nTotal = 14.25",
            ],
            [
                "53",
                "Ashcombe",
                "Dr Ione Marsh(Interim Lead)\n(Chief Officer, NHS Ashcombe CCG)\nInformation\nenquiries@ashcombeccg.nhs.uk",
                "0.4",
                "1",
                "SW",
                "* Ashcombe NHS Foundation Trust\n* Ashcombe Hospice",
                "5.0\n\nTotal = 5",
            ],
        ],
    )
    word.lines(paper, "* Taken from the 2016-17 statistics return")
    return word.saved(paper)


PAPERS: dict[str, Callable[[], bytes]] = {
    "minutes/wealdshire-librarians-2016-05-18.docx": minutes_action_table,
    "minutes/northmere-patch-2016-09-22.docx": minutes_discussion_table,
    "minutes/ashcombe-network-2017-04-07.docx": minutes_serial_numbers,
    "minutes/current-awareness-2017-11-14.docx": minutes_numbered_headings,
    "minutes/thorney-vale-committee-2018-10-03.docx": minutes_right_edge,
    "minutes/procurement-board-2016-09-26.docx": minutes_reference_numbers,
    "minutes/eastmarch-forum-agenda-2018-03-05.docx": agenda,
    "stp/action-plan-2016.docx": action_plan,
    "stp/footprints-south-march.docx": footprints,
}

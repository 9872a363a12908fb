"""Meetings and what their minutes record."""

from pipeline.tables.definition import Field, Origin, Table, Type, ident, maybe, organisation_of, person_of, position

_MEETING = ident("meeting_id", "The meeting.", example="mtg-9c1f0e2b7d44")
_TO_MEETING = ((("meeting_id",), "meetings"),)
_ITEM = maybe("item_no", "Number of the agenda item it stands under.", example="4")
_DUE = maybe("due_on", "The day by which it is to be done.", type=Type.DATE)

MEETINGS = Table(
    name="meetings",
    title="Meetings",
    description="One row for each meeting that minutes or an agenda record.",
    key=("meeting_id",),
    foreign=((("document_id",), "documents"),),
    root="meeting_id",
    fields=(
        _MEETING,
        ident("document_id", "The document that records it best."),
        Field(name="title", description="Title of the paper, as written."),
        maybe("group_name", "The group that met, as the title names it.", example="Wealdshire Librarians"),
        maybe("held_on", "The day of the meeting.", type=Type.DATE),
        maybe("start_time", "When it began, 24-hour clock.", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", example="10:00"),
        maybe("venue", "Where it was held."),
        maybe("minute_taker", "Who wrote the minutes."),
        person_of("minute_taker", "minute_taker_id"),
        maybe("version", "Version of the paper."),
        Field(name="record_kind", description="What records the meeting.", choices=("minutes", "agenda"), origin=Origin.DERIVED),
    ),
)

ATTENDANCE = Table(
    name="attendance",
    title="Attendance",
    description="One row for each person named as present, absent or attending.",
    key=("meeting_id", "position"),
    foreign=_TO_MEETING,
    root="meeting_id",
    fields=(
        _MEETING,
        position(),
        Field(name="name", description="The name with titles and honours as written, without initials, roles and brackets."),
        maybe("initials", "Initials as printed, else those of the name.", origin=Origin.DERIVED, example="SG"),
        Field(name="status", description="Under which heading the person stands.", choices=("present", "apologies", "in_attendance")),
        maybe("role", "Role at the meeting or at work, as written."),
        maybe("organisation", "Organisation, as written."),
        maybe("note", "What else stands in brackets behind the name."),
        Field(name="as_written", description="The entry as it stands in the list."),
        person_of("name", "person_id", organisation="organisation", role="role", initials="initials"),
        organisation_of("organisation"),
    ),
)

AGENDA_ITEMS = Table(
    name="agenda_items",
    title="Agenda items",
    description="One row for each numbered item.",
    key=("meeting_id", "position"),
    foreign=_TO_MEETING,
    root="meeting_id",
    fields=(
        _MEETING,
        position(),
        Field(name="item_no", description="Number as printed, without stop or bracket.", example="4"),
        Field(name="sub_items", type=Type.TEXTS, description="Numbers of the item's parts.", example=["4a", "4b"]),
        maybe("heading", "Heading, without its colon."),
        maybe("text", "All of the item's discussion, a paragraph a line."),
    ),
)

DISCUSSION_POINTS = Table(
    name="discussion_points",
    title="Discussion points",
    description="The paragraphs and bullets of an item, in order.",
    key=("meeting_id", "position"),
    foreign=_TO_MEETING,
    root="meeting_id",
    fields=(
        _MEETING,
        position(),
        _ITEM,
        Field(name="level", description="0 paragraph or first-level bullet, 1 below it.", type=Type.INTEGER, minimum=0, origin=Origin.DERIVED),
        Field(name="text", description="The paragraph or bullet."),
    ),
)

ACTIONS = Table(
    name="actions",
    title="Actions",
    description="One row for each thing that somebody is to do or has done.",
    key=("action_id",),
    foreign=_TO_MEETING,
    root="meeting_id",
    fields=(
        ident("action_id", "The action.", example="act-1d0c9b8a7f66"),
        _MEETING,
        _ITEM,
        position(),
        Field(name="text", description="What is to be done."),
        Field(name="owners_as_written", description="Who is to do it, as written.", type=Type.TEXTS, example=["SG", "All"]),
        Field(
            name="owner_names",
            description="Their names, initials resolved against the meeting's attendance.",
            type=Type.TEXTS,
            origin=Origin.DERIVED,
            example=["Sol Gower"],
        ),
        _DUE,
        Field(name="status", description="Whether the paper says that it is done.", choices=("open", "done"), origin=Origin.DERIVED),
    ),
)

DECISIONS = Table(
    name="decisions",
    title="Decisions",
    description="What the meeting agreed, approved, accepted or resolved.",
    key=("decision_id",),
    foreign=_TO_MEETING,
    root="meeting_id",
    fields=(
        ident("decision_id", "The decision.", example="dec-5e4d3c2b1a09"),
        _MEETING,
        _ITEM,
        position(),
        Field(name="text", description="The decision, as written."),
        _DUE,
    ),
)

UPDATES = Table(
    name="updates",
    title="Updates",
    description="Exchange of information: who reported what, for which organisation.",
    key=("meeting_id", "position"),
    foreign=_TO_MEETING,
    root="meeting_id",
    fields=(
        _MEETING,
        position(),
        _ITEM,
        Field(name="contributor", description="Who reported."),
        maybe("organisation", "For which organisation, as written."),
        person_of("contributor", "contributor_id", organisation="organisation"),
        organisation_of("organisation"),
        Field(name="text", description="All of that contributor's paragraphs."),
    ),
)

"""Organisations, people, and where they are named."""

from pipeline.tables.definition import Field, Origin, Table, Type, ident, maybe

ORGANISATION_KINDS = (
    "nhs_trust", "ccg", "council", "regulator", "charity", "university", "network", "government", "publisher", "company", "other",
)  # fmt: skip

ORGANISATIONS = Table(
    name="organisations",
    title="Organisations",
    description="One row for each organisation, however many ways it is written.",
    key=("organisation_id",),
    foreign=((("successor_id",), "organisations"),),
    fields=(
        ident("organisation_id", "The organisation."),
        Field(name="name", description="The fullest official form.", origin=Origin.DERIVED),
        Field(name="kind", description="What kind of body it is.", choices=ORGANISATION_KINDS, origin=Origin.DERIVED),
        maybe("ods_code", "Its code of the NHS Organisation Data Service.", origin=Origin.DERIVED),
        Field(name="aliases", description="Other ways it is written.", type=Type.TEXTS, origin=Origin.DERIVED),
        maybe("opened_on", "First day of its existence.", type=Type.DATE, origin=Origin.DERIVED),
        maybe("closed_on", "Last day of its existence.", type=Type.DATE, origin=Origin.DERIVED),
        maybe("successor_id", "The organisation that took over, walked to today's.", origin=Origin.DERIVED),
    ),
)

PEOPLE = Table(
    name="people",
    title="People",
    description="One row for each person.",
    key=("person_id",),
    fields=(
        ident("person_id", "The person."),
        Field(name="name", description="The fullest form of the name.", origin=Origin.DERIVED),
        Field(name="aliases", description="Other ways the name is written, initials left out.", type=Type.TEXTS, origin=Origin.DERIVED),
        Field(name="emails", description="E-mail addresses.", type=Type.TEXTS, origin=Origin.DERIVED),
    ),
)

AFFILIATIONS = Table(
    name="affiliations",
    title="Affiliations",
    description="Who holds which role where, by which document.",
    key=("person_id", "organisation_id", "document_id", "role"),
    foreign=((("person_id",), "people"), (("organisation_id",), "organisations"), (("document_id",), "documents")),
    fields=(
        ident("person_id", "The person."),
        ident("organisation_id", "The organisation."),
        ident("document_id", "The document that says so."),
        Field(name="role", description="The role; empty where none is given.", origin=Origin.DERIVED),
    ),
)

NAME_LINKS = Table(
    name="name_links",
    title="Name links",
    description="How each name of each document was resolved: to what, by which rule, how surely.",
    key=("document_id", "label", "name"),
    foreign=((("document_id",), "documents"),),
    fields=(
        ident("document_id", "The document."),
        Field(name="label", description="What it names.", choices=("ORG", "PERSON"), origin=Origin.DERIVED),
        Field(name="name", description="The name as written.", origin=Origin.DERIVED),
        maybe("entity_id", "The organisation or person; null where it names none or cannot be told.", origin=Origin.DERIVED),
        Field(
            name="method",
            description="By which rule; docs/resolution.md explains each.",
            choices=("name", "abbreviation", "declared", "words", "part", "lookup", "grouping", "unknown", "ambiguous", "suppressed"),
            origin=Origin.DERIVED,
        ),
        Field(name="score", description="How sure that is; 0 for a body that no table knows.", type=Type.DECIMAL, minimum=0, maximum=1, origin=Origin.DERIVED),
        Field(name="mentions", description="How often it stands in the document.", type=Type.INTEGER, minimum=0, origin=Origin.DERIVED),
        maybe("locator", "Where it stands first.", origin=Origin.DERIVED),
    ),
)

CANDIDATES = Table(
    name="candidates",
    title="Candidates",
    description="Near matches that were not taken, for a steward to settle in lookups/.",
    key=("label", "a_id", "b_id"),
    fields=(
        Field(name="label", description="Organisations or people.", choices=("ORG", "PERSON"), origin=Origin.DERIVED),
        ident("a_id", "One of the two."),
        ident("b_id", "The other; a body of the reference table need not be in `organisations`."),
        Field(name="a_name", description="Name of the one.", origin=Origin.DERIVED),
        Field(name="b_name", description="Name of the other.", origin=Origin.DERIVED),
        Field(name="score", description="How near they are.", type=Type.DECIMAL, minimum=0, maximum=1, origin=Origin.DERIVED),
        Field(name="reason", description="Why they may be one.", origin=Origin.DERIVED),
    ),
)

ID_REDIRECTS = Table(
    name="id_redirects",
    title="Id redirects",
    description="Ids that a name would have alone, or had before it was known, each with the id of the row that it belongs to.",
    key=("old_id",),
    fields=(
        ident("old_id", "The id that has no row of its own."),
        ident("new_id", "The row that stands for it."),
        Field(name="label", description="Organisation or person.", choices=("ORG", "PERSON"), origin=Origin.DERIVED),
        Field(name="cause", description="What joined them.", choices=("resolution", "lookup"), origin=Origin.DERIVED),
    ),
)

MENTIONS = Table(
    name="mentions",
    title="Mentions",
    description="Every tagged name.",
    key=("mention_id",),
    foreign=((("document_id",), "documents"),),
    fields=(
        ident("mention_id", "The mention."),
        ident("document_id", "The document."),
        maybe("record_id", "The record it stands in.", origin=Origin.DERIVED),
        Field(name="locator", description="Where its text stands.", origin=Origin.DERIVED),
        Field(name="start", description="Offset of its first character.", type=Type.INTEGER, minimum=0, origin=Origin.DERIVED, unit="characters"),
        Field(name="end", description="Offset behind its last character.", type=Type.INTEGER, minimum=1, origin=Origin.DERIVED, unit="characters"),
        Field(name="text", description="The name as written.", origin=Origin.DERIVED),
        Field(name="label", description="What it names.", choices=("ORG", "PERSON"), origin=Origin.DERIVED),
        maybe("entity_id", "The organisation or person.", origin=Origin.DERIVED),
        Field(name="method", description="How it was found.", choices=("model", "gazetteer", "rule", "structure"), origin=Origin.DERIVED),
        Field(name="confidence", description="How sure that is.", type=Type.DECIMAL, minimum=0, maximum=1, origin=Origin.DERIVED),
    ),
)

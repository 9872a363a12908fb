"""STP footprints and the library services that serve them."""

from pipeline.tables.definition import Field, Origin, Table, Type, ident, maybe, organisation_of, person_of, position

FOOTPRINTS = Table(
    name="footprints",
    title="Footprints",
    description="One row for each footprint in a footprint table.",
    key=("footprint_id",),
    foreign=((("document_id",), "documents"),),
    root="footprint_id",
    fields=(
        ident("footprint_id", "The footprint, as one table gives it.", example="fpt-0a1b2c3d4e5f"),
        ident("document_id", "The document that holds the table."),
        maybe("stp_no", "Number of the footprint.", type=Type.INTEGER, minimum=0),
        Field(name="name", description="Name of the footprint."),
        maybe("lead_name", "Its lead, with titles and honours as written."),
        maybe("lead_role", "The lead's role."),
        maybe("lead_organisation", "The lead's organisation, as written."),
        maybe("lead_email", "The lead's e-mail address."),
        person_of("lead_name", "lead_person_id", organisation="lead_organisation", role="lead_role", email="lead_email"),
        organisation_of("lead_organisation"),
        maybe("lead_note", "What else is said of the lead, such as that it is an interim."),
        maybe("population", "People who live there.", type=Type.INTEGER, unit="people", minimum=0),
        maybe("population_as_written", "The population as the cell gives it.", example="1.4"),
        maybe("ccg_count", "Number of CCGs.", type=Type.INTEGER, minimum=0),
        Field(name="regions", description="Regions it lies in, as written.", type=Type.TEXTS, example=["NE", "YH"]),
        maybe("workforce_total_stated", "Total that the table states.", type=Type.DECIMAL, unit="WTE"),
        maybe("workforce_total_computed", "Sum of the services' figures.", type=Type.DECIMAL, unit="WTE", origin=Origin.DERIVED),
    ),
)

FOOTPRINT_SERVICES = Table(
    name="footprint_services",
    title="Footprint services",
    description="The library and knowledge services of a footprint.",
    key=("footprint_id", "position"),
    foreign=((("footprint_id",), "footprints"),),
    root="footprint_id",
    fields=(
        ident("footprint_id", "The footprint."),
        position(),
        Field(name="organisation", description="The service's organisation, as written, without footnote marks."),
        organisation_of("organisation"),
        maybe("workforce_wte", "Library staff, whole-time equivalents.", type=Type.DECIMAL, unit="WTE"),
        maybe("region_note", "Region in brackets behind the name.", example="NE"),
        maybe("footnote_mark", "Footnote mark behind the name or the figure.", example="*"),
        Field(name="is_shared", description="Whether the organisation serves more than one footprint.", type=Type.BOOLEAN, origin=Origin.DERIVED),
    ),
)

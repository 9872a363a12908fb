"""Blog posts and what they summarise: drivers, stories, further reading."""

from pipeline.tables.definition import Field, Origin, Table, Type, edtf, ident, maybe, organisation_of, person_of, position

_POST = ident("post_id", "The post.", example="pst-7f6e5d4c3b2a")
_TO_POST = ((("post_id",), "posts"),)

POSTS = Table(
    name="posts",
    title="Posts",
    description="One row for each blog post on a page.",
    key=("post_id",),
    foreign=((("document_id",), "documents"),),
    root="post_id",
    fields=(
        _POST,
        ident("document_id", "The document that holds it best."),
        position(description="Place of the post on the page, from 1."),
        Field(name="title", description="Title as a reader sees it, without `Protected:`."),
        Field(
            name="kind",
            description="What the post is, by its categories, its title and its fields.",
            choices=("driver", "hot_topic", "story", "project_plan", "meeting", "news"),
            origin=Origin.DERIVED,
        ),
        Field(name="is_protected", description="Whether a password hides it.", type=Type.BOOLEAN, origin=Origin.DERIVED),
        maybe("published_on", "Day of publication.", type=Type.DATE),
        maybe("author", "Author, as shown."),
        person_of("author", "author_id"),
        maybe("url", "Address of the post itself."),
        Field(name="categories", description="Categories, as shown.", type=Type.TEXTS),
        maybe("text", "The post's text, a paragraph a line; null where it is protected."),
    ),
)

POST_SECTIONS = Table(
    name="post_sections",
    title="Post sections",
    description="The labelled or headed parts of a post, in order.",
    key=("post_id", "position"),
    foreign=_TO_POST,
    root="post_id",
    fields=(
        _POST,
        position(),
        maybe("heading", "Label or heading as written, without its colon."),
        maybe("field", "The canonical field it maps to.", origin=Origin.DERIVED),
        maybe("text", "The part's text, a paragraph a line."),
    ),
)

POST_POINTS = Table(
    name="post_points",
    title="Post points",
    description="The bullets and numbered lines of a post.",
    key=("post_id", "position"),
    foreign=(*_TO_POST, (("post_id", "section_position"), "post_sections")),
    root="post_id",
    fields=(
        _POST,
        position(),
        Field(name="section_position", description="The section it stands in.", type=Type.INTEGER, minimum=1, origin=Origin.DERIVED),
        Field(name="level", description="0 for a first-level bullet.", type=Type.INTEGER, minimum=0, origin=Origin.DERIVED),
        maybe("parent_position", "The bullet it stands under.", type=Type.INTEGER, minimum=1, origin=Origin.DERIVED),
        Field(name="text", description="The bullet's own text."),
    ),
)

DRIVERS = Table(
    name="drivers",
    title="Drivers",
    description="One row for each driver or hot topic.",
    key=("driver_id",),
    foreign=((("driver_id",), "posts"),),
    root="driver_id",
    fields=(
        ident("driver_id", "The driver: the id of its post."),
        Field(name="title", description="The field `Title of driver` where the post has one, else the post's title."),
        Field(name="alternative_titles", description="Other titles it goes by.", type=Type.TEXTS),
        maybe("source", "Who published it."),
        organisation_of("source", "source_organisation_id", known_only=True),
        maybe("main_document_url", "Address of the document itself."),
        maybe("summary_document_url", "Address of its summary."),
        maybe("publication_format", "Format of publication, as written."),
        maybe("published_as_written", "Date of publication, as written."),
        edtf("published", "Date of publication."),
        maybe("published_from", "First day that date spans.", type=Type.DATE, origin=Origin.DERIVED),
        maybe("published_to", "Last day that date spans.", type=Type.DATE, origin=Origin.DERIVED),
        maybe("summary", "Summary of the driver."),
        maybe("key_features", "Its key features."),
        maybe("library_impact", "Its impact on library policy and practice."),
        maybe("primary_audience", "Whom it addresses."),
        maybe("updated_as_written", "Date last updated, as written."),
        edtf("updated", "Date last updated."),
        maybe("review_due_as_written", "When it is due for review, as written."),
        edtf("review_due", "When it is due for review."),
        maybe("responsible", "Group member responsible: initials as written."),
    ),
)

STORIES = Table(
    name="stories",
    title="Stories",
    description="One row for each case study.",
    key=("story_id",),
    foreign=((("story_id",), "posts"),),
    root="story_id",
    fields=(
        ident("story_id", "The story: the id of its post."),
        Field(name="title", description="Title of the story."),
        maybe("organisation", "The organisation it comes from, as written."),
        organisation_of("organisation"),
        Field(name="project_team", description="Who took part.", type=Type.TEXTS),
        Field(name="resources_required", description="What it took.", type=Type.TEXTS),
        maybe("timeframe", "How long it took."),
        maybe("story", "The story itself."),
        maybe("alignment", "Alignment to local, regional and national drivers."),
        maybe("library_impact", "Impact for the library."),
        maybe("organisation_impact", "Impact for the organisation or the customer."),
        maybe("future_impacts", "Impacts expected later."),
        maybe("lessons_learned", "Lessons learned."),
        maybe("sustainability", "How it goes on."),
        maybe("contact_name", "Whom to ask."),
        maybe("contact_role", "The contact's role."),
        maybe("contact_organisation", "The contact's organisation, as written."),
        maybe("contact_email", "The contact's e-mail address."),
        maybe("contact_phone", "The contact's telephone number."),
        person_of("contact_name", "contact_person_id", organisation="contact_organisation", role="contact_role", email="contact_email"),
        organisation_of("contact_organisation"),
        maybe("completed_on_as_written", "When the case study was completed, as written."),
        edtf("completed_on", "When the case study was completed."),
    ),
)

REFERENCE_LIST = Table(
    name="reference_list",
    title="Reference list",
    description="Further reading.",
    key=("post_id", "number"),
    foreign=_TO_POST,
    root="post_id",
    fields=(
        _POST,
        position("number", "Number of the entry in its list."),
        Field(name="text", description="The entry as written."),
        maybe("authors", "Who wrote or published it."),
        maybe("year", "Year of publication.", type=Type.INTEGER, minimum=1000, maximum=2999),
        maybe("title", "Its title."),
        maybe("url", "Its address."),
        Field(
            name="citation_count",
            description="How often `(n)` is cited in the post's text.",
            type=Type.INTEGER,
            minimum=0,
            origin=Origin.DERIVED,
        ),
    ),
)

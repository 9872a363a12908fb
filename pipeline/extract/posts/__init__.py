"""Blog posts of every kind: posts, their sections and points, drivers, stories, further reading.

``sections`` divides a post at its labels, ``kinds`` says what a post is, ``drivers`` and ``stories``
fill the canonical fields, ``references`` reads the reading list.
"""

from pipeline.extract import Extractor
from pipeline.extract.posts.extractor import extract_posts

EXTRACTOR = Extractor(name="posts", run=extract_posts, kind="blog_page")

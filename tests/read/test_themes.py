"""Posts are told by structure: the same facts come out of themes that share no class name."""

from __future__ import annotations

import pytest

from pipeline.model import Text
from pipeline.read import read_bytes

DRIVER = "<p><strong>Source:</strong> Board</p><p><strong>Summary:</strong> Text of it.</p><p><strong>Primary audience:</strong> All</p>"
THEMES: dict[str, str] = {}
THEMES[
    "kubrick"
] = f"""<html><head><title>B</title></head><body><div id="page"><div id="header"><h1><a href="/">My Blog</a></h1><div class="description">Just another</div></div><div id="content" class="narrowcolumn">
<div class="post" id="post-12"><h2><a href="http://x.org/2017/03/23/one/" rel="bookmark" title="Permanent Link">One</a></h2><small>March 23rd, 2017 by Jane Doe</small><div class="entry">{DRIVER}</div><p class="postmetadata">Posted in <a href="/category/drivers/" rel="category tag">Drivers</a> | <a href="#respond">No Comments &#187;</a></p></div>
<div class="post" id="post-13"><h2><a href="http://x.org/2017/03/20/two/" rel="bookmark">Two</a></h2><small>March 20th, 2017</small><div class="entry"><p>News here.</p></div><p class="postmetadata">Tags: <a href="/tag/x" rel="tag">x</a><br/>Posted in <a href="/category/news/" rel="category tag">News</a> | <a href="#c">2 Comments</a></p></div>
<div class="navigation"><div class="alignleft"><a href="/page/2">Older Entries</a></div></div></div><div id="sidebar"><ul><li><h2>Pages</h2><ul><li>a</li></ul></li></ul></div><div id="footer"><p>Powered</p></div></div></body></html>"""
THEMES["twentyten"] = f"""<html><body class="home blog"><div id="wrapper" class="hfeed"><div id="main"><div id="container"><div id="content" role="main">
<div id="post-5" class="post-5 post type-post hentry category-news"><h2 class="entry-title"><a href="http://x.org/2016/01/02/a/" rel="bookmark">A title</a></h2><div class="entry-meta"><span class="meta-prep">Posted on</span> <a href="http://x.org/2016/01/02/a/" rel="bookmark"><span class="entry-date">January 2, 2016</span></a> <span class="meta-sep">by</span> <span class="author vcard"><a class="url fn n" href="/author/j">Jo Bloggs</a></span></div><div class="entry-content">{DRIVER}</div><div class="entry-utility"><span class="cat-links"><span>Posted in</span> <a href="/category/news/" rel="category tag">News</a></span> | <span class="comments-link"><a href="#r">Leave a comment</a></span></div></div>
</div></div><div id="primary" class="widget-area"><ul><li class="widget"><h3>Archives</h3></li></ul></div></div></div></body></html>"""
THEMES["blogger"] = (
    """<html><body><div class="main"><div class="blog-posts hfeed"><div class="date-outer"><h2 class="date-header"><span>Monday, 3 April 2017</span></h2><div class="date-posts"><div class="post-outer"><div class="post hentry"><a name="1"></a><h3 class="post-title entry-title"><a href="http://b.org/2017/04/post.html">Blogger post</a></h3><div class="post-header"></div><div class="post-body entry-content" id="post-body-1">Some text<br><br>More text<div>And div</div></div><div class="post-footer"><div class="post-footer-line"><span class="post-author vcard">Posted by <span class="fn"><span itemprop="name">Ann Other</span></span></span> <span class="post-timestamp">at <a class="timestamp-link" href="http://b.org/2017/04/post.html" rel="bookmark"><abbr class="published" title="2017-04-03T10:00:00+01:00">10:00</abbr></a></span> <span class="post-labels">Labels: <a href="/search/label/news" rel="tag">news</a></span></div></div></div></div></div></div></div></div></body></html>"""
)
THEMES["divi"] = (
    """<html><body><div id="main-content"><div class="container"><div id="content-area"><div id="left-area"><article id="post-9" class="et_pb_post post-9 post type-post has-post-thumbnail hentry category-drivers"><a class="entry-featured-image-url" href="/x"><img></a><h2 class="entry-title"><a href="https://x.org/one/">Divi one</a></h2><p class="post-meta"> by <span class="author vcard"><a href="/author/a" title="Posts by A B" rel="author">Amy Bee</a></span> | <span class="published">May 4, 2017</span> | <a href="/category/drivers/" rel="category tag">Drivers</a> | 0 Comments</p><p>Excerpt text of it.</p></article></div><div id="sidebar"><div class="et_pb_widget">x</div></div></div></div></div></body></html>"""
)
THEMES["single-modern"] = (
    f"""<html><head><meta property="og:type" content="article"><link rel="canonical" href="https://x.org/2018/02/03/hello/"><meta property="article:published_time" content="2018-02-03T09:00:00+00:00"></head><body class="single"><header><nav><a href="/">Home</a></nav></header><main id="main"><article class="post-1 post type-post hentry"><header class="entry-header"><h1 class="entry-title">Hello world</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="2018-02-03T09:00:00+00:00">3rd February 2018</time><time class="updated" datetime="2018-05-01T09:00:00+00:00">1st May 2018</time></span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/x">Xi Yu</a></span></span></div></header><div class="entry-content">{DRIVER}<h2>Further reading</h2><ol><li>Board (2016). T</li></ol></div><footer class="entry-footer"><span class="cat-links">Posted in <a href="/category/drivers/" rel="category tag">Drivers</a></span><span class="tags-links">Tagged <a rel="tag" href="/tag/z">z</a></span></footer></article><nav class="navigation post-navigation"><div class="nav-previous"><a href="/p">Prev</a></div></nav><div id="comments" class="comments-area"><ol class="comment-list"><li><article><p>Hi</p></article></li></ol></div><section class="related-posts"><article class="post"><h3><a href="/2018/01/01/o/">Other</a></h3></article></section></main></body></html>"""
)
THEMES["plainhtml5"] = (
    f"""<html><body><main><section class="posts"><article><h2><a href="/a">First</a></h2><p>12 June 2019 by Pat Kay</p>{DRIVER}</article><article><h2><a href="/b">Second</a></h2><p>1 June 2019 by Lee Roy</p><p>News.</p></article></section></main></body></html>"""
)
THEMES["govuk"] = (
    """<html><head><title>Policy</title></head><body><div class="govuk-width-container"><main id="content" class="govuk-main-wrapper"><h1 class="gem-c-title__text">Mandate 2016</h1><div class="gem-c-govspeak"><p>Text of mandate.</p><ul><li>one</li></ul></div></main></div><footer>x</footer></body></html>"""
)


TEXT = "Source: Board\nSummary: Text of it.\nPrimary audience: All"
WANTED = {
    "kubrick": [("One", "March 23rd, 2017", "Jane Doe", ["Drivers"], TEXT), ("Two", "March 20th, 2017", None, ["News"], "News here.")],
    "twentyten": [("A title", "January 2, 2016", "Jo Bloggs", ["News"], TEXT)],
    "blogger": [("Blogger post", "2017-04-03", "Ann Other", [], "Some text\nMore text\nAnd div")],
    "divi": [("Divi one", "May 4, 2017", "Amy Bee", ["Drivers"], "Excerpt text of it.")],
    "single-modern": [("Hello world", "3rd February 2018", "Xi Yu", ["Drivers"], TEXT + "\nFurther reading\nBoard (2016). T")],
    "plainhtml5": [("First", "12 June 2019", "Pat Kay", [], TEXT), ("Second", "1 June 2019", "Lee Roy", [], "News.")],
    "govuk": [],
}


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_a_theme(theme: str) -> None:
    document = read_bytes(THEMES[theme].encode())
    found = [
        (
            a.title.text if a.title else None,
            a.published.text if a.published else None,
            a.author.text if a.author else None,
            [c.text for c in a.categories],
            a.text,
        )
        for a in document.articles
    ]
    assert found == WANTED[theme]


def test_a_page_without_posts_keeps_its_text_and_drops_its_footer() -> None:
    document = read_bytes(THEMES["govuk"].encode())
    assert [b.text for b in document.blocks if isinstance(b, Text)] == ["Mandate 2016", "Text of mandate.", "one"]

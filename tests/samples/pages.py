"""Web pages and feeds of raw/: archive, category, front and single-post pages of several themes."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

DRIVER = """<p><strong>Title of driver:</strong> Knowledge in Practice: a framework for county hospitals</p>
<p><strong>Alternative titles:</strong> The Practice Framework</p>
<p><strong>Source:</strong> County Health Board</p>
<p><strong><a href="https://board.example.org/practice.pdf">Link to main document</a></strong>&nbsp;</p>
<p><strong>Summary:</strong> <a href="https://board.example.org/practice-summary.pdf">https://board.example.org/practice-summary.pdf</a></p>
<p><strong>Publication format:</strong> PDF</p>
<p><strong>Date of publication:</strong> Oct/Nov 2016</p>
<p><strong>Summary of driver:&nbsp;</strong></p>
<p>The framework sets out how hospitals of the county are to share what they know.</p>
<p>It is to be reviewed each year.</p>
<p><strong>Key features of driver:&nbsp;</strong></p>
<p class="MsoListParagraph" style="margin-left:36pt;text-indent:-18pt;">·&nbsp;&nbsp;&nbsp;&nbsp; Every hospital names a knowledge lead:</p>
<p class="MsoListParagraph" style="margin-left:72pt;text-indent:-18pt;">o&nbsp;&nbsp; with time set aside</p>
<p class="MsoListParagraph" style="margin-left:72pt;text-indent:-18pt;">o&nbsp;&nbsp; with access to the board</p>
<p class="MsoListParagraph" style="margin-left:36pt;text-indent:-18pt;">·&nbsp;&nbsp;&nbsp;&nbsp; Libraries are part of every induction.</p>
<p><strong>Primary audience:</strong> Chief executives and knowledge leads</p>
<p><strong>Impact on library policy/practice:&nbsp;</strong></p>
<ul><li>Libraries can offer to train the knowledge leads.</li><li>A library&#8217;s &pound;5,000 grant may be asked for.</li></ul>
<p><strong>Date last updated:</strong> 23rd March 2017</p>
<p><strong>Due for review:</strong> 11.3.18</p>
<p><strong>Group member responsible:</strong> HV</p>"""

HURRIED_DRIVER = """<p>Source: Ministry of Wards Publication format: Website Date of publication: sometime soon</p>
<h3>Summary</h3><p>A short paper on waiting.</p>
<h3>What does this mean for libraries?</h3><p>More questions about waiting, and evidence for the answers.</p>
<p><b>Workforce notes:</b> Nobody knows this label.</p>
<p><b>Primary audience</b><br>Ward managers</p>
<p><b>Due for review:</b> 31st June 2018</p>"""

STORY = """<p><strong>Project team:</strong> Northmere Infirmary NHS Foundation Trust</p>
<ul><li>Library manager</li><li>Two clinical librarians</li></ul>
<p><strong>Resources required</strong>: Staff time, a trolley, posters</p>
<p><strong>Time frame:</strong> Three months</p>
<p><strong>&#8220;The story&#8221;:</strong></p>
<p>A book trolley went round the wards every week.</p><p>Readers asked for more of it.</p>
<p><strong>Alignment to local, regional and national drivers:</strong></p>
<h3>Caring for staff</h3><p>&bull; Time to read</p>
<p><strong>Impact for the Library:</strong> Loans doubled.</p>
<p><strong>Impact for the organisation/customer:</strong> Staff felt looked after.</p>
<p><strong>Lessons learned:</strong> Wheels need oil.</p>
<p><strong>Sustainability/next steps?:</strong> The trolley will go to the second site.</p>
<p><strong>Contact details:</strong> Philippa Yarrow, Library Manager, Northmere Infirmary NHS Foundation Trust, <a href="mailto:philippa.yarrow@northmere.example.org">philippa.yarrow@northmere.example.org</a>, 01632 960123</p>
<p><strong>Date case study completed:</strong> 2nd June 2017</p>"""

HOT_TOPIC = """<p>A Word version of this briefing may be reproduced.</p>
<h3>Impact on library policy/practice</h3><ul><li>Expect requests for evidence.</li><li>Think about who your readers will be.</li></ul>
<h3>What are care clusters?</h3><p>Clusters bring several services under one roof (1). Two counties have tried them (2,3).</p>
<h3>What is the evidence?</h3><p>There is little so far (2).</p>
<h3>Further reading</h3>
<ol><li>County Health Board (2016). Clusters explained <a href="https://board.example.org/clusters">https://board.example.org/clusters</a></li>
<li>Vane Institute, 2015, Under one roof</li>
<li>Farrow I, Lunt T, et al. Clusters and their costs. Journal of Wards 2017;4 <a href="https://wards.example.org/4/12">https://wards.example.org/4/12</a></li></ol>
<p><b>Date last updated:&nbsp;</b>May 2017</p><p><b>Group member responsible:&nbsp;</b>RA</p>"""

NEWS = """<p>Libraries of the county met in May to compare notes.</p><ul><li>Reading groups are growing.</li><li>Space is short.</li></ul>"""

PROTECTED = """<form action="https://alignment.example.org/wp-login.php?action=postpass" class="post-password-form" method="post">
<p>This content is password protected. To view it please enter your password below:</p>
<p><label>Password: <input name="post_password" type="password"></label> <input type="submit" value="Enter"></p></form>"""


def classic_post(number: int, title: str, content: str, day: str, shown: str, author: str, categories: list[str]) -> str:
    """A post as the classic themes make it: entry-header, entry-content, share buttons, entry-meta."""
    url = f"https://alignment.example.org/{day.replace('-', '/')}/post-{number}/"
    links = ", ".join(f'<a href="https://alignment.example.org/category/{c.lower()}/" rel="category tag">{c}</a>' for c in categories)
    return f"""<article id="post-{number}" class="post-{number} post type-post status-publish hentry">
<header class="entry-header"><h1 class="entry-title"><a href="{url}" rel="bookmark">{escape(title)}</a></h1>
<div class="comments-link"><a href="{url}#respond">Leave a reply</a></div></header>
<div class="entry-content">{content}
<div id="jp-post-flair" class="sharedaddy"><h3 class="sd-title">Share this:</h3><ul><li><a href="{url}?share=x">X</a></li></ul></div></div>
<footer class="entry-meta">This entry was posted in {links} on <a href="{url}"><time class="entry-date" datetime="{day}T09:30:00+00:00">{shown}</time></a>
<span class="by-author"> by <span class="author vcard"><a class="url fn n" href="#" rel="author">{author}</a></span></span>.</footer></article>"""


def classic_page(posts: str, title: str = "Alignment Toolkit") -> bytes:
    """A page of a classic theme: menu, posts, side bar with look-alike labels, cookie banner, scripts."""
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8"><title>{title}</title>
<script>document.write("<p>Source: <b>a script</b></p>");</script></head><body class="archive category">
<div id="page" class="hfeed site"><header id="masthead" role="banner"><h1 class="site-title">{title}</h1>
<nav role="navigation"><ul><li><a href="/about/">About</a></li><li><a href="/drivers/">Drivers</a></li></ul></nav></header>
<div id="content" role="main">{posts}<nav id="nav-below"><a href="/page/2/">Older posts</a></nav></div>
<div id="secondary" class="widget-area" role="complementary"><aside class="widget"><h3>Group member responsible</h3><p>Ask the group.</p></aside></div>
<footer id="colophon" role="contentinfo">Made with care.</footer></div><div id="eu-cookie-law">This site uses cookies.</div></body></html>""".encode()


def front_page() -> bytes:
    """Drivers, a story, a protected meeting and news on one front page."""
    return classic_page(
        classic_post(11, "Knowledge in Practice", DRIVER, "2017-03-23", "23 March 2017", "Hester Vane", ["Drivers"])
        + classic_post(12, "A trolley for the wards", STORY, "2017-06-20", "June 20, 2017", "Philippa Yarrow", ["Stories"])
        + classic_post(13, "Protected: Meeting 12th July 2017", PROTECTED, "2017-07-01", "1 July 2017", "Hester Vane", ["News"])
        + classic_post(14, "What May brought", NEWS, "2017-06-01", "1 June 2017", "Ruth Ackerby", ["News"])
    )


def category_page() -> bytes:
    """A hot topic and a driver typed in haste."""
    return classic_page(
        classic_post(21, "Hot topic: care clusters", HOT_TOPIC, "2017-05-15", "15 May 2017", "Ruth Ackerby", ["Hot topics", "News"])
        + classic_post(22, "Waiting well", HURRIED_DRIVER, "2017-05-02", "May 2, 2017", "Tobias Lunt", ["Drivers", "News"])
    )


def block_theme() -> bytes:
    """A block theme: posts are list items of a query loop."""
    items = "".join(
        f"""<li class="wp-block-post post type-post hentry"><h2 class="wp-block-post-title"><a href="https://blog.example.org/2018/04/{day}/{slug}/">{title}</a></h2>
<div class="wp-block-post-date"><time datetime="2018-04-{day}T09:00:00+01:00">{day} April 2018</time></div><p class="wp-block-post-author-name"><a href="#">{author}</a></p>
<div class="taxonomy-category wp-block-post-terms"><a href="/category/metrics/" rel="tag">Metrics</a></div>
<div class="entry-content wp-block-post-content">{content}</div></li>"""
        for day, slug, title, author, content in (
            ("17", "counting", "Counting what counts", "Kirsty Lomax", "<p>A survey is open until the end of the month.</p>" + NEWS),
            ("12", "shelves", "Fewer shelves", "Anil Roy", "<p>Two libraries have given up shelves for desks.</p>"),
        )
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Knowledge blog</title></head><body class="home blog">
<header class="wp-block-template-part"><nav class="wp-block-navigation"><ul><li><a href="/">Home</a></li></ul></nav></header>
<main><h1>Blog</h1><div class="wp-block-query"><ul class="wp-block-post-template">{items}</ul></div></main><footer><p>Proudly powered.</p></footer></body></html>""".encode()


def single_post() -> bytes:
    """A single-post page of an old theme, Windows-1252 without saying so, its labels in a definition list."""
    return """<html><head><title>A plan for reading rooms « Shire Libraries</title>
<link rel="canonical" href="http://shire.example.org/2016/11/30/reading-rooms/"></head><body><div id="wrap"><div id="menu"><a href="/">Home</a></div>
<div id="main"><div class="post" id="post-7"><h2>A plan for reading rooms</h2><p class="postmetadata">Posted on November 30, 2016 by Bronwen Tasker in <a href="/category/drivers/" rel="category tag">Drivers</a></p>
<div class="entry"><dl><dt>Source</dt><dd>Shire Council</dd><dt>Publication date</dt><dd>September 2016</dd><dt>Summary</dt><dd>The council’s plan costs £40,000 – twice last year’s.</dd>
<dt>Implications for libraries</dt><dd>Rooms will be shared.</dd><dt>Review date</dt><dd>September 2017</dd></dl></div></div>
<div id="comments"><h3>2 comments</h3><ol class="commentlist"><li class="comment"><p>Source: me</p></li></ol></div></div></div></body></html>""".encode(
        "cp1252"
    )


def unmarked_theme() -> bytes:
    """A theme that marks nothing: posts repeat around headings with permalinks, labels stand in tables."""
    post = """<div class="x{n}"><h2><a href="/2015/03/0{n}/plan-{n}/">{title}</a></h2><small>0{n} March 2015 by Edmund Frayne</small>
<div><table><tr><td>Source:</td><td>{source}</td></tr><tr><td>Date of publication</td><td>Spring 2015</td></tr><tr><td>Key features</td><td>{features}</td></tr>
<tr><td>Impact on libraries</td><td>Shelves move.</td></tr></table></div></div>"""
    posts = post.format(n=3, title="Plan for the north", source="Northern Board", features="Three sites, one store") + post.format(
        n=2, title="Plan for the south", source="Southern Board", features="One site"
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Plans</title></head><body>
<div class="top"><ul><li><a href="/a">A</a></li></ul></div><div class="middle">{posts}</div><div class="sidebar"><h3>Recent</h3><ul><li><a href="/2015/03/03/plan-3/">Plan</a></li></ul></div></body></html>""".encode()


def rss() -> bytes:
    """An RSS 2.0 feed with full content."""
    return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Alignment Toolkit</title><link>https://alignment.example.org</link><item><title>Clusters in the county</title>
<link>https://alignment.example.org/2018/02/14/clusters/</link><dc:creator>Ruth Ackerby</dc:creator><pubDate>Wed, 14 Feb 2018 10:15:00 +0000</pubDate>
<category>Hot topics</category><description>Short.</description><content:encoded><![CDATA[{HOT_TOPIC}]]></content:encoded></item></channel></rss>""".encode()


def atom() -> bytes:
    """An Atom feed with escaped HTML."""
    return f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>County stories</title>
<entry><title>The trolley goes on</title><link href="https://stories.example.org/2018/03/01/trolley/"/><published>2018-03-01T08:00:00Z</published>
<author><name>Philippa Yarrow</name></author><category term="Case studies"/><content type="html">{escape(STORY)}</content></entry></feed>""".encode()


PAGES: dict[str, Callable[[], bytes]] = {
    "blog/alignment-front-page.html": front_page,
    "blog/alignment-category-news.html": category_page,
    "blog/knowledge-blog.html": block_theme,
    "blog/reading-rooms.html": single_post,
    "blog/plans.html": unmarked_theme,
    "feeds/alignment.rss": rss,
    "feeds/county-stories.atom": atom,
}

"""Which parts of a page are around its article: told by their tags, roles and the names they bear.

Publishing systems call their boxes alike; the words stand in one table. What holds most of the
page's text is the article, whatever it is called.
"""

import re
from itertools import islice
from typing import Any

from bot.reading.calls import LONGEST_CALL, is_call
from bot.reading.languages import word_set

_BOX_TAGS = word_set(
    """
    script style noscript template svg math iframe object embed video audio canvas map form button
    input select textarea label dialog menu nav aside footer head link meta
    """
)
# A heading may stand in a button that folds its text; but what these hold is never shown.
_WORDLESS = word_set("script style noscript template svg math iframe object select textarea")
_BOX_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "dialog", "form"})
_NEVER = frozenset({"html", "body", "main"})
_REPLIES = "comments? commentlist respond replies responses disqus discussion"
_BOXES = r"""
    share sharing shares sharedaddy social related relatedposts recommended recommendations likes?
    read-?(?:next|more|also) more-?(?:posts|stories|from) up-?next jetpack-likes claps? reactions?
    newsletter subscri(?:be|ption|ptions) sign-?up opt-?in mailing-?list about-?(?:the-?)?author bio
    author-?(?:box|bio|info|card|profile|footer|description|section|widget) sidebar widgets? nav
    navigation navbar menu breadcrumbs? pagination pager footer cookies? consent gdpr pop-?up modal
    overlay toc table-of-contents ads? advert(?:isement)? sponsor(?:ed)? promo paywall tags
    tag-?(?:list|cloud|links) cat-links categories (?:post|entry|article)-meta meta-?data byline
    dateline post-date timestamp reading-time rating print skip-link edit-link hidden
    screen-reader(?:-text)? sr-only visually-?hidden toolbar actions cta outbrain taboola donate
    donations? membership follow followers bookmark-card signup-card cta-card copyright search login
    feedback button-wrapper (?:post|site)-footer site-header post-ufi adv publicidad pubblicit[aà]
    publicidade publicité werbung anzeige promotion inline-promo promo-slot polls? survey quiz
    sondage sondaggio encuesta umfrage enquete read-more more-on most-(?:read|viewed|popular)
    speechify-ignore noprint infobox ambox navbox hatnote catlinks printfooter site-?notice
    site-?sub edit-?section jump-link short-?description post-embed(?:-\w+)? digest-post-embed
    shariff addtoany addthis sharethis yarpp ssba jp-relatedposts
    prev-next rst-footer-buttons wp-block-(?:query|latest-posts|post-navigation-link)
    widget-(?:posts|post-info|archive-posts)
    product-card email-card saboxplugin(?:-wrap)? abh_box multiple-authors-boxes(?:-wrapper)?
    teaser-box read-also also-read
    template(?:footer|preheader) mcn(?:follow|share)\w* canspam\w* footer-?content
    p-author install-substack-app-embed community-chat webmentions? responsesstream\w*
"""
# Cards that head a part of the article, unless there is something on them to press.
_CARDS = r"header-card hero-card"
_NOTES = re.compile(
    r"(?:^|[\s_-])(?:footnotes?|endnotes?|fn-?list|references|reflist)(?:$|[\s_-])", re.IGNORECASE
)
# What WordPress writes on every article: its subject's names are no names of boxes.
_SUBJECT = re.compile(
    r"(?:category|tag|type|status|format|has|is|no|wp-image|post-\d+)-\S*|\S+--label-\S*"
    # A page builder's own word for everything that it places.
    r"|elementor-widget(?:-(?:container|wrap|text-editor|heading|image|html|blockquote|toggle"
    r"|theme-post-(?:content|title)))?"
    # Substack's word for a heading that can be linked to.
    r"|header-with-anchor-widget"
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:captions?|caption-text|thumbcaption|cap|cred|credits?|legend|legende|didascalia)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_SUBTITLE = re.compile(
    r"(?:^|[\s_-])(?:sub-?title|subhead|standfirst|dek|deck|excerpt|tagline|lede|post-summary)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_PULLED = re.compile(
    r"(?:pull|callout|big)-?quote|(?:^|[\s_-])(?:pull(?!-(?:left|right))(?:ed|-out)?|pq)(?:$|[\s_-])",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\[?(?:\d{1,3}|[a-z]|[*†‡§]{1,3}|note\s\d{1,3})\]?", re.IGNORECASE)
_NOTE_LINK = re.compile(
    r"(?:^|[\s_-])(?:footnotes?|fn|noteref|reference|sdfootnoteanc|cite)", re.IGNORECASE
)
_LEADS_BACK = re.compile(r"#[^\s]{0,60}(?:ref|anchor)", re.IGNORECASE)
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTAINERS = frozenset({"div", "section", "figure", "td"})
_MOST_PARTS = 40  # elements in a box that a call heads
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_LONGEST_NAME = 400
_MOST_OF_IT = 0.5
_LEAST_LEFT = 0.1
_SURELY_A_TEXT = 600  # characters; so much is left of a page whose readers wrote ten times more


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(words.split())})(?:$|[\s_-])", re.IGNORECASE)


_EDIT = re.compile(r"edit-?section|screen-reader|sr-only|visually-?hidden", re.IGNORECASE)
_IS_REPLY, _IS_BOX, _IS_CARD = _pattern(_REPLIES), _pattern(_BOXES), _pattern(_CARDS)


def remove_boxes(root: Any, *, by_names: bool = True) -> bool:
    """Take out of a page's tree what is around the article; what follows a part stays.

    Says whether a text is left; a page whose own text bears the names of boxes is best parsed once
    more, and read without them.
    """
    total, words = _prose(root), _words(root)
    headed = {below for above in root.iter(*_HEADING_TAGS) for below in above.iterdescendants()}
    for element in list(root.iter()):
        if element is root or element.tag in _NEVER:
            continue
        is_headed = element in headed
        if (
            not isinstance(element.tag, str)
            or _points(element, is_headed=is_headed)
            or (not is_headed and _is_box(element, total, by_names=by_names))
        ):
            _remove(element)
    return _words(root) >= min(words * _LEAST_LEFT, _SURELY_A_TEXT)


def _points(element: Any, *, is_headed: bool) -> bool:
    """Recognise what only points: a heading's sign to link to it, a number that leads to a note."""
    if is_headed and (element.tag in _WORDLESS or _EDIT.search(_names(element))):
        return True
    if is_headed and element.tag == "button":
        return _has_words_before(element)
    if element.tag not in {"a", "sup"}:
        return False
    words = "".join(element.itertext()).strip()
    if is_headed and element.tag == "a" and not any(map(str.isalnum, words)):
        return element.find(".//img") is None
    link = element if element.tag == "a" else element.find(".//a")
    if link is None or "#" not in (link.get("href") or "") or not _REFERENCE.fullmatch(words):
        return False
    is_note = link.get("role") == "doc-noteref" or _NOTE_LINK.search(_names(link)) is not None
    return is_note or element.tag == "sup"


def _has_words_before(button: Any) -> bool:
    """Say whether a heading's own words stand before a button in it, which then is no part of it.

    A heading may also stand in the button, which folds the text below it.
    """
    heading = next(button.iterancestors(*_HEADING_TAGS), None)
    if heading is None:
        return False  # It went with the link that it stands in.
    first = next((text for text in islice(heading.itertext(), _MOST_PARTS) if text.strip()), "")
    return first != next((text for text in button.itertext() if text.strip()), "")


def _is_box(element: Any, total: int, *, by_names: bool) -> bool:
    if element.tag in _BOX_TAGS:
        return not (element.tag == "footer" and _is_within(element, "blockquote"))
    if "hidden" in element.attrib or _HIDDEN.search(element.get("style") or ""):
        return True
    names = _names(element) if by_names else ""
    if _IS_REPLY.search(names):
        return not _has_title(element)
    is_box = (
        element.get("role") in _BOX_ROLES
        or element.get("aria-hidden") == "true"
        or (element.tag != "article" and _IS_BOX.search(names) is not None)
        or (_IS_CARD.search(names) is not None and element.find(".//a") is not None)
        or (element.tag in _CONTAINERS and _is_headed_by_call(element))
    )
    if not is_box or _has_title(element):
        return False
    return _prose(element) <= total * _MOST_OF_IT


def _is_headed_by_call(element: Any) -> bool:
    """Recognise a box without a name: a short text of its own under a call ("Join our list")."""
    parts = list(islice(element.iter(), _MOST_PARTS + 1))
    if len(parts) > _MOST_PARTS:
        return False
    headings = [part for part in parts if part.tag in _HEADING_TAGS]
    if len(headings) != 1:
        return False
    heading = "".join(headings[0].itertext()).strip()
    words = "".join(element.itertext()).strip()
    return len(words) <= LONGEST_CALL and words.startswith(heading) and is_call(heading)


def _names(element: Any) -> str:
    """Give the class and id of an element, without the names of subjects."""
    if not element.attrib:
        return ""
    names = element.get("class") or ""
    # Systems make a heading's id of its words, and those are no names: "What they are like".
    if element.tag not in _HEADING_TAGS:
        names += f" {element.get('id') or ''}"
    names = names[:_LONGEST_NAME]
    return " ".join(name for name in names.split() if not _SUBJECT.fullmatch(name))


def is_notes(element: Any) -> bool:
    """Say whether an element holds footnotes, or is one that leads back to the text."""
    if element.get("role") in {"doc-endnotes", "doc-footnote"} or _NOTES.search(_names(element)):
        return True
    if element.tag not in {"p", "li", "div"} or not len(element):
        return False
    first, last = element[0], element[-1]
    leads_back = first if not (element.text or "").strip() else last
    return leads_back.tag == "a" and _LEADS_BACK.match(leads_back.get("href") or "") is not None


def is_caption(element: Any) -> bool:
    """Say whether an element says what a picture shows, or whose it is."""
    return _CAPTION.search(_names(element)) is not None


def is_pulled(element: Any) -> bool:
    """Say whether an element shows words of the text once more, in large letters."""
    return _PULLED.search(_names(element)) is not None


def is_subtitle(element: Any) -> bool:
    """Say whether an element is a line below the title."""
    return _SUBTITLE.search(_names(element)) is not None


def _is_within(element: Any, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _has_title(element: Any) -> bool:
    return element.tag == "h1" or element.find(".//h1") is not None


def _prose(element: Any) -> int:
    """Count the characters that stand directly in an element's paragraphs."""
    return sum(len(paragraph.text or "") + 1 for paragraph in element.iter("p"))


def _words(element: Any) -> int:
    """Count the characters of all words in an element, scripts and styles apart."""
    size = 0
    for part in element.iter():
        if part.tag not in {"script", "style", "noscript", "template"}:
            size += len((part.text or "").strip())
        size += len((part.tail or "").strip())
    return size


def _remove(element: Any) -> None:
    """Take an element out of its tree, and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)

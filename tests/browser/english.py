"""Find English on a page that must be French, whatever brought it there."""

import re

# Frequent English words that are not French words, and words of Streamlit's own strings. Left out on purpose because
# they are French too: page, date, option, action, table, zoom, label, or, main, on, a, file, stop, score, note, web.
_ENGLISH = """
    about above add again all allowed always and any apply april are available arrow article ask august autoscale back because
    been before below between browse but button by can cannot choose clear click close collapse columns connecting
    connection copied copy could create december decrement delete deploy details dismiss does done download drag drop
    each edit empty enter error errors escape expand failed february field first for found friday from fullscreen get
    had has have heading help hide if increment install invalid is it january july june keys last learn less limit link
    loading lost made make march may mb monday month more most must navigate new next no-one not november number
    october of only open other outside over pagedown pageup pan password past per please press previous print progress range read remove
    required requested rerun reset results retry row rows running save saturday screen search select selected sept
    september server settings should show sidebar skip some sort start streamlit submit sunday system than that the
    their them then there these they this those thursday to today tuesday unknown up upload uploaded use value view
    warning was wednesday week were what when where which while will with without would year yes yesterday you your
"""
ENGLISH_WORDS = frozenset(_ENGLISH.split())
# Strings of Streamlit whose words taken one by one could be French.
ENGLISH_PHRASES = (
    "page not found",
    "no results",
    "main menu",
    "no options",
    "drag and drop",
    "zoom in",
    "box select",
)

# French in spite of appearances: names and phrases that a page may show as they are.
ALLOWED_PHRASES = (
    "open badge",
    "open badges",
    "learning center",
    "learning lab",
    "erasmus +",
    "for-0",  # FOR-01…, the indicators of formation
)

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿœŒ]+(?:['’-][A-Za-zÀ-ÖØ-öø-ÿœŒ]+)*")
_LINK_OR_FILE = re.compile(r"https?://\S+|\S+@\S+|\b\S+\.\w{2,5}\b")


def english_in(text: str) -> list[str]:
    """Return the English words and phrases of a text, in order."""
    lowered = _LINK_OR_FILE.sub(" ", text).lower()
    for phrase in ALLOWED_PHRASES:
        lowered = lowered.replace(phrase, " ")
    found = [phrase for phrase in ENGLISH_PHRASES if re.search(rf"\b{re.escape(phrase)}\b", lowered)]
    found += [word for word in _WORD.findall(lowered) if word in ENGLISH_WORDS]
    return found


# Every text that a person or a screen reader meets: text nodes that are rendered, and the attributes that are read
# out or shown. What people typed (values of fields), code, and what is marked as another language is left alone.
COLLECT_TEXTS = """
() => {
  const skipped = 'script, style, noscript, template, textarea, pre, code, [translate=no], [lang]:not(html)';
  const attributes = ['aria-label', 'placeholder', 'title', 'alt', 'data-title', 'aria-valuetext', 'aria-description'];
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.nodeValue.trim();
      const parent = node.parentElement;
      if (text && !parent.closest(skipped) && parent.checkVisibility({ visibilityProperty: true })) {
        found.add('texte\\u0000' + text);
      }
    } else if (!node.closest('[lang]:not(html)')) {
      for (const name of attributes) {
        const value = node.getAttribute(name);
        if (value && value.trim()) found.add(name + '\\u0000' + value.trim());
      }
    }
  }
  return [...found];
}
"""

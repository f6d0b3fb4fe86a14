"""Spaces, dates and numbers as French writes them, on a page as it is drawn."""

import re

from playwright.sync_api import Page

# Every text as it is drawn, spaces at its ends included: a mark may begin what follows a word in bold.
_TEXTS = """
() => {
  const skipped = 'script, style, noscript, template, textarea, pre, code, [translate=no], [lang]:not(html)';
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement;
      if (!parent.closest(skipped) && parent.checkVisibility({ visibilityProperty: true })) found.add(node.nodeValue);
    } else {
      for (const name of ['placeholder', 'title']) found.add(node.getAttribute(name) ?? '');
    }
  }
  return [...found];
}
"""
WRONG = {
    "espace ordinaire avant": re.compile(r"[ \t\n][:;?!»%]"),
    "espace ordinaire après": re.compile(r"«[ \t\n]"),
    "pas d'espace avant": re.compile(r"[^\W\d_](?:[;?!»]|:(?=\s|$))|\d%"),
    "date à l'anglaise": re.compile(r"\b\d{4}-\d\d-\d\d\b"),
    "nombre à l'anglaise": re.compile(r"\b\d+\.\d+[ \u00a0]?%|\b\d,\d{3},\d{3}\b"),
}


def typography_problems(page: Page) -> list[str]:
    """Name every text whose spaces, dates or numbers are not written as French has them."""
    return [
        f"{what} : …{text[max(0, found.start() - 40) : found.end() + 20]!r}"
        for text in page.evaluate(_TEXTS)
        for what, pattern in WRONG.items()
        if (found := pattern.search(text))
    ]

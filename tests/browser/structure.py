"""What axe does not see of a page: the order of its headings, what its charts say, what a zoom does to it."""

from playwright.sync_api import Page

from tests.browser.audit import overflow_problems
from tests.browser.english import english_in

_HEADINGS = """
() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading]')]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[role=dialog]'))
  .map((element) => [Number(element.getAttribute('aria-level') ?? element.tagName[1]), element.innerText.trim()])
"""


def heading_problems(page: Page) -> list[str]:
    """One first heading, which comes first; no level is skipped on the way down; none is empty."""
    headings: list[tuple[int, str]] = page.evaluate(_HEADINGS)
    levels = [level for level, _ in headings]
    problems = [
        f"« {text} » saute un niveau"
        for (level, text), above in zip(headings[1:], levels, strict=False)
        if level > above + 1
    ]
    problems += ["un titre est vide"] * sum(not text for _, text in headings)
    if levels[:1] != [1] or levels.count(1) != 1:
        problems.append(f"titres de niveau 1 : {levels}")
    return problems


_CHARTS = """
() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map((chart) => ({
  role: chart.getAttribute('role'),
  alt: chart.getAttribute('aria-label') ?? '',
  title: chart.querySelector('.gtitle')?.textContent ?? '',
}))
"""
_STATES = ("satisfait", "atteint", "renseign", "sans ", "aucun")


def chart_problems(page: Page) -> list[str]:
    """Each chart has an alt text of its own, in French, with a figure or a state, and its data in a table."""
    charts: list[dict[str, str]] = page.evaluate(_CHARTS)
    alts = [chart["alt"] for chart in charts]
    problems = [f"même texte deux fois : {alt!r}" for alt in set(alts) if alts.count(alt) > 1]
    for chart in charts:
        alt = chart["alt"]
        says = any(letter.isdigit() for letter in alt) or any(state in alt.lower() for state in _STATES)
        if chart["role"] not in {"img", "figure"} or not says or english_in(alt) or alt == chart["title"]:
            problems.append(f"{chart['role']} : {alt!r}")
    tables = page.get_by_text("Voir les données du graphique").count()
    if tables < len(charts):
        problems.append(f"{len(charts)} graphiques, {tables} tableaux")
    return problems


# Text that is cut because its box is too narrow. What scrolls in a frame of its own is not cut.
_CUT = """
() => [...document.querySelectorAll('[data-testid=stMain] *, [data-testid=stDialog] *')]
  .filter((element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    if (element.closest('svg, input, textarea, .stPlotlyChart, [aria-hidden=true], .cmq-said')) return false;
    if (element.title === element.innerText) return false;  // a chosen option says the rest under the pointer
    if (![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim())) return false;
    const style = getComputedStyle(element);
    return ['hidden', 'clip'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1
      && element.clientWidth > 1;
  })
  .map((element) => `coupé : ${element.innerText.trim().slice(0, 80)}`)
"""

# What stays in place while the page scrolls must leave room for the page.
_IN_THE_WAY = """
() => [...document.querySelectorAll('body *')]
  .filter((element) => {
    if (element.matches('[data-testid=stDialog]')) return false;  // it stands before the page until it is left
    if (!['fixed', 'sticky'].includes(getComputedStyle(element).position)) return false;
    const box = element.getBoundingClientRect();
    const covered = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    const wide = Math.min(box.right, innerWidth) - Math.max(box.left, 0) > innerWidth / 2;
    return wide && covered > innerHeight / 2 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && getComputedStyle(element).pointerEvents !== 'none';
  })
  .map((element) => `fixe et trop haut : ${element.dataset.testid ?? element.tagName}`)
"""


def zoom_problems(page: Page) -> list[str]:
    """The page keeps to its width, every text is whole, and nothing hides the page."""
    return [*overflow_problems(page, None), *page.evaluate(_CUT), *page.evaluate(_IN_THE_WAY)]

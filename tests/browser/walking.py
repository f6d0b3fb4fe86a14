"""A page walked by Tab: what the keyboard reaches, in which order, and whether the eye can follow."""

import io
from dataclasses import dataclass, field

import numpy as np
from PIL import Image
from playwright.sync_api import Page

# What the keyboard must reach, in the order of the document: one button of a group of radios stands for its group.
_STOPS = """
() => {
  const kinds = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const groups = new Set();
  window.cmqGroup = (element) => element.closest('[role=radiogroup]') ?? (element.type === 'radio' ? element.name : null);
  window.cmqStops = [...document.querySelectorAll(kinds)].filter((element) => {
    if (element.tabIndex < 0 || element.disabled || element.closest('[inert]')) return false;
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    const group = cmqGroup(element);
    if (group === null) return true;
    if (groups.has(group)) return false;
    groups.add(group);
    return true;
  });
  return window.cmqStops.map((element) => {
    const name = element.getAttribute('aria-label') || element.innerText || element.name || '';
    return `${element.tagName} « ${name.trim().replace(/\\s+/g, ' ').slice(0, 60)} »`;
  });
}
"""

# Which of them has the focus now, what kind of thing it is, and where to look for a sign of it.
_HERE = """
() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const place = window.cmqStops.findIndex(
    (stop) => stop === element || (cmqGroup(stop) !== null && cmqGroup(stop) === cmqGroup(element)));
  const part = element.closest('[data-testid]')?.dataset.testid ?? '';
  let seen = element;
  let box = element.getBoundingClientRect();
  if (getComputedStyle(element).opacity === '0' || box.width * box.height < 100) {
    seen = element.closest('label') ?? element.parentElement;
    box = seen.getBoundingClientRect();
  }
  return {
    place,
    tabindex: element.tabIndex,
    kind: [element.tagName, element.type ?? '', element.getAttribute('role') ?? '', part].join(' '),
    box: [box.left, box.top, box.width, box.height],
  };
}
"""

# Where a click or an earlier walk ended, Tab would go on from.
_TO_THE_TOP = """
() => {
  document.activeElement.blur();
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  scrollTo(0, 0);
}
"""
_RING = 8
_MARK_CONTRAST = 3.0


@dataclass
class Walk:
    """What Tab met on a page, from the first thing to the last."""

    stops: list[str]
    reached: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    invisible: list[str] = field(default_factory=list)


def walked(page: Page) -> Walk:
    """Press Tab from the top of the page until the focus leaves it, and look at each kind of thing it meets."""
    page.evaluate(_TO_THE_TOP)
    walk = Walk(page.evaluate(_STOPS))
    kinds: set[str] = set()
    previous = -1
    for _ in range(2 * len(walk.stops) + 10):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if here is None or (here["place"] == 0 and walk.reached):
            break
        place = here["place"]
        if place == -1:
            continue  # a box that scrolls: the browser lets the keyboard in
        if walk.reached and place == walk.reached[-1]:
            walk.problems.append(f"le focus ne sort pas de {walk.stops[place]}")
            break
        if place < previous:
            walk.problems.append(f"{walk.stops[place]} vient après {walk.stops[previous]}")
        if here["tabindex"] > 0:
            walk.problems.append(f"tabindex forcé sur {walk.stops[place]}")
        walk.reached.append(place)
        previous = place
        if here["kind"] not in kinds:
            kinds.add(here["kind"])
            if not mark_is_visible(page, here["box"]):
                walk.invisible.append(f"{walk.stops[place]} ({here['kind']})")
    missed = set(range(len(walk.stops))) - set(walk.reached)
    walk.problems += [f"jamais atteint : {walk.stops[place]}" for place in sorted(missed)]
    return walk


def mark_is_visible(page: Page, box: list[float]) -> bool:
    """Whether the focus changes, by 3:1 or more, as many pixels as a line around the thing would take."""
    size = page.viewport_size
    assert size is not None
    left, top = max(box[0] - _RING, 0), max(box[1] - _RING, 0)
    right, bottom = min(box[0] + box[2] + _RING, size["width"]), min(box[1] + box[3] + _RING, size["height"])
    if right - left < 2 or bottom - top < 2:
        return False  # it is out of sight
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}

    def picture() -> np.ndarray:
        return luminance(page.screenshot(clip=clip, animations="disabled", caret="hide"))  # type: ignore[arg-type]

    focused = picture()
    page.evaluate("() => { window.cmqLeft = document.activeElement; window.cmqLeft.blur(); }")
    blurred = picture()
    page.evaluate("() => window.cmqLeft.focus({ preventScroll: true })")
    contrast = (np.maximum(focused, blurred) + 0.05) / (np.minimum(focused, blurred) + 0.05)
    shown = (right - left - 2 * _RING) + (bottom - top - 2 * _RING)
    return int((contrast >= _MARK_CONTRAST).sum()) >= shown


def luminance(png: bytes) -> np.ndarray:
    """The relative luminance of each pixel, as WCAG computes it."""
    colours = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.float64) / 255
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])

// What the page itself must remember, reach or wait for in this browser, which a script on the server cannot.
(() => {
  "use strict";

  // --- Leave no text behind --------------------------------------------------------------------------------------
  // Streamlit sends a text a moment after its field is left. A click that leaves the page in that very moment would
  // reach the server first, which would then know nothing of the field: such a click waits until the text has gone.

  const WAIT_MS = 300;
  const WAIT_MAX_MS = 3000;
  const TEXT = "textarea, input[type=text]";
  const WAYS_OUT =
    "[data-testid=stSidebarNav] a, [data-testid=stPageLink] a," +
    ".st-key-vue button, .st-key-critere button, .st-key-critere-precedent button, .st-key-critere-suivant button," +
    "[class*='st-key-details-'] button, [class*='st-key-preuve-ouverte-'] button, .st-key-parcours button," +
    "[data-testid=stExpander] summary";
  const SHORTCUTS = { PageUp: ".st-key-critere-precedent button", PageDown: ".st-key-critere-suivant button" };

  let field = null;
  let before = "";
  document.addEventListener("focusin", ({ target }) => {
    field = target.matches(TEXT) ? target : null;
    before = field?.value ?? "";
  });
  const unsent = () => field !== null && field === document.activeElement && field.value !== before;
  const running = () => document.querySelector("[data-test-script-state=running]") !== null;
  function later(way, waited = 0) {
    setTimeout(() => {
      if (running() && waited < WAIT_MAX_MS) later(way, waited + WAIT_MS);
      else if (way.isConnected) way.click();
    }, WAIT_MS);
  }

  let held = null;
  function hold(event) {
    if (!event.isTrusted || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.type === "pointerdown") {
      const way = event.target.closest?.(WAYS_OUT) ?? null;
      held = way !== null && unsent() ? way : null;
      if (held !== null) field.blur();
    }
    if (held === null) return;
    event.stopImmediatePropagation();
    if (event.type === "click") {
      event.preventDefault();
      later(held);
      held = null;
    }
  }
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
    window.addEventListener(type, hold, true);
  }

  window.addEventListener(
    "keydown",
    (event) => {
      const way = event.altKey && unsent() ? document.querySelector(SHORTCUTS[event.key] ?? "none") : null;
      if (way === null) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      field.blur();
      later(way);
    },
    true,
  );

  // --- The projected meeting ---------------------------------------------------------------------------------------
  // A presenter's remote sends Page Up and Page Down, a keyboard arrows; not while somebody types or chooses.

  const TURNS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  const TAKEN = "input, textarea, select, [role=radio], [role=combobox], [role=listbox], [role=option], [contenteditable=true]";
  const PATIENCE_MS = 2500;
  let turns = 0;
  let asked = { foot: "", at: 0 };
  // One slide at a time: what is pressed faster than the server draws waits here, and is neither lost nor taken twice.
  function turn() {
    const button = document.querySelector(`.st-key-diapo-${turns > 0 ? "suivante" : "precedente"} button`);
    if (turns === 0 || button === null || button.disabled) {
      turns = 0;
      return;
    }
    const foot = document.querySelector(".st-key-pied [data-testid=stMarkdown]")?.textContent ?? "";
    const underWay = foot === asked.foot && Date.now() - asked.at < PATIENCE_MS;
    if (!underWay && !running()) {
      asked = { foot, at: Date.now() };
      turns -= Math.sign(turns);
      button.click();
    }
    setTimeout(turn, 40);
  }
  window.addEventListener("keydown", (event) => {
    const way = TURNS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.(TAKEN)) return;
    if (document.querySelector(".st-key-diapo-suivante") === null) return;
    event.preventDefault();
    if (event.repeat) return; // a key that is held turns one slide
    turns += way;
    if (turns === way) turn();
  });
  // The form opens with the cursor in its text.
  let opening = false;
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.(".st-key-decider-bouton button")) {
      opening = document.querySelector(".st-key-projection .st-key-decision") === null;
    }
    if (!target.closest?.(".st-key-plein-ecran button")) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  });

  function write() {
    if (!opening) return;
    const text = document.querySelector(".st-key-projection .st-key-decision textarea");
    if (text === null) return;
    opening = false;
    text.focus();
  }

  // --- One step back is one step -----------------------------------------------------------------------------------
  // The server completes an address in several strokes; all that one gesture changes there is one visit.

  const pushState = history.pushState.bind(history);
  let gesture = false;
  for (const type of ["click", "keydown"]) window.addEventListener(type, () => (gesture = true), true);
  history.pushState = (...address) => {
    if (gesture) pushState(...address);
    else history.replaceState(...address);
    gesture = false;
  };

  // --- Who answers -----------------------------------------------------------------------------------------------
  // Asked once: a cookie that only this server gets gives the name back after a reload.

  document.addEventListener("focusout", ({ target }) => {
    if (!target.closest?.(".st-key-author")) return;
    const name = encodeURIComponent((target.value ?? "").trim().slice(0, 80));
    document.cookie = `boussole_auteur=${name}; path=/; max-age=${name ? 31536000 : 0}; samesite=strict`;
  });

  // --- A link to a requirement -----------------------------------------------------------------------------------
  // The results link to a card (…&exigence=C04-R1): bring it into view, once for each link.

  let reached = "";
  function reach() {
    const wanted = new URLSearchParams(location.search).get("exigence") ?? "";
    if (wanted === reached) return;
    const card = wanted && document.querySelector(`.st-key-exigence-${CSS.escape(wanted)}`);
    if (wanted && !card) return;
    reached = wanted;
    if (!card) return;
    card.tabIndex = -1;
    card.focus({ preventScroll: true });
    // The cards above still grow while their fields are drawn: aim again once they have.
    for (const delay of [0, 400, 1200]) setTimeout(() => card.scrollIntoView({ block: "start" }), delay);
  }

  // --- A new piece of evidence -----------------------------------------------------------------------------------
  // « Ajouter une preuve » opens a form below itself: the cursor goes to its first field.

  const FORMS = "[class*='st-key-preuve-'] input[type=text]";
  let known = null;
  document.addEventListener(
    "click",
    ({ target }) => {
      if (target.closest?.("[class*='st-key-preuve-ajouter-']")) known = new Set(document.querySelectorAll(FORMS));
    },
    true,
  );
  // Whoever has gone on meanwhile is not called back.
  for (const type of ["pointerdown", "keydown"]) window.addEventListener(type, () => (known = null), true);
  function enter() {
    if (known === null) return;
    const title = [...document.querySelectorAll(FORMS)].find((input) => !known.has(input) && input.value === "");
    if (!title) return;
    known = null;
    title.focus();
  }

  // --- What waits for something to be drawn --------------------------------------------------------------------------

  new MutationObserver(() => {
    enter();
    write();
    reach();
  }).observe(document, { childList: true, subtree: true });
})();

/*
 * The one place where the strings that Streamlit's frontend brings in English become French.
 *
 * Three means, the surest first:
 * 1. the browser's language is announced as French, whatever it is: Streamlit's own calendar and announcements then
 *    come in French, with weeks that begin on Monday;
 * 2. a dictionary of exact strings and a few patterns, each confined to the part of Streamlit where it occurs;
 * 3. a few repairs of Streamlit's markup that Python cannot reach, each with its reason.
 *
 * What people typed and what our pages display is never touched: every entry names a scope, and USER_CONTENT is
 * left alone whatever an entry says. A translation never matches an entry itself, so nothing can loop.
 */
(() => {
  "use strict";

  const APP_NAME = "Boussole CMQ";

  // Where the server is: on a deep link Streamlit would first look for it beside the page, and lose time.
  // And a typeface that is there: until it knows our theme Streamlit would fetch its own.
  const theme = { bodyFont: "system-ui, sans-serif" };
  window.__streamlit = {
    BACKEND_BASE_URL: new URL("..", document.currentScript.src).href,
    LIGHT_THEME: theme,
    DARK_THEME: theme,
  };

  // --- 1. Language -----------------------------------------------------------------------------------------------

  document.documentElement.lang = "fr";
  Object.defineProperty(Navigator.prototype, "language", { configurable: true, get: () => "fr-FR" });
  Object.defineProperty(Navigator.prototype, "languages", { configurable: true, get: () => ["fr-FR", "fr"] });

  // --- 2. Dictionary ---------------------------------------------------------------------------------------------

  const id = (...names) => names.map((name) => `[data-testid="${name}"]`).join(",");

  // Text that a page shows or that somebody typed, and drawings of charts.
  const USER_CONTENT = [
    id("stMarkdown", "stText", "stCaptionContainer", "stHeading", "stTable", "stMetric", "stFileChipName", "stJson"),
    "textarea, [contenteditable=true], pre, code, svg, [role=option][data-key]:not([data-key^=__select_])",
  ].join(",");

  const MONTHS = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
  ];

  // [scope, { English: French }, [[pattern, French]]]
  const ENTRIES = [
    ["title", { Streamlit: APP_NAME }],
    [
      id("stSkipToContent", "stSidebar", "stSidebarNav", "stTopNav", "stExpandSidebarButton", "stSidebarCollapseButton")
        + ",header",
      {
        "Skip to main content": "Aller au contenu principal",
        Sidebar: "Panneau latéral",
        "App pages": "Pages de l’application",
        "Collapse sidebar": "Replier le panneau latéral",
        "Expand sidebar": "Déplier le panneau latéral",
        "View less": "Voir moins",
        "(opens in new tab)": "(nouvel onglet)",
        "App Logo": "Logo de l’application",
        "Header Logo": "Logo de l’application",
        "Sidebar Logo": "Logo de l’application",
        "Navigate to home page": "Aller à l’accueil",
      },
      [[/^View (\d+) more$/, "Voir $1 de plus"]],
    ],
    [id("stHeaderActionElements"), { "Link to heading": "Lien vers ce titre" }],
    [
      id("stMainMenu", "stMainMenuPopover", "stMainMenuList", "stToolbar", "stStatusWidget", "stConnectionStatus")
        + ",[role=menu]",
      {
        "Main menu": "Menu principal",
        "Running...": "Calcul en cours…",
        Running: "Calcul en cours",
        Stop: "Arrêter",
        Rerun: "Relancer",
        "Always rerun": "Toujours relancer",
        "Auto rerun": "Relance automatique",
        "File change.": "Fichier modifié.",
        "Source file changed.": "Fichier source modifié.",
        Connecting: "Connexion",
        "Connecting to Streamlit server": "Connexion au serveur",
        Error: "Erreur",
        "Unable to connect to Streamlit server": "Connexion au serveur impossible",
        Settings: "Réglages",
        Print: "Imprimer",
        "Record screen": "Enregistrer l’écran",
        "Record a screencast": "Enregistrer l’écran",
        "Clear cache": "Vider le cache",
        About: "À propos",
        "Get help": "Obtenir de l’aide",
        "Report a bug": "Signaler une anomalie",
        Theme: "Thème",
        Light: "Clair",
        Dark: "Sombre",
        System: "Système",
        "Use system setting": "Comme le système",
        "Custom Theme": "Thème de l’application",
        "Custom Theme Light": "Clair",
        "Custom Theme Dark": "Sombre",
        "Custom Theme Auto": "Comme le système",
        "Copy version to clipboard": "Copier la version",
        Copied: "Copié",
        Deploy: "Déployer",
      },
      [[/^Made with Streamlit v(.*)$/, "Réalisé avec Streamlit $1"]],
    ],
    [
      id("stDialog"),
      {
        Close: "Fermer",
        Dismiss: "Fermer",
        Cancel: "Annuler",
        "Page not found": "Page introuvable",
        "The page that you have requested does not seem to exist. Running the app's main page.":
          "La page demandée n’existe pas. L’accueil s’affiche à la place.",
        "Connection error": "Connexion perdue",
        "Connection failed": "Connexion impossible",
        "Connection timed out.": "Le serveur met trop de temps à répondre.",
        "Streamlit server is not responding. Are you connected to the internet?":
          "L’application ne répond plus. Ce qui porte la mention «\u00a0Enregistré\u00a0» est conservé\u00a0; la page se "
          + "reconnectera d’elle-même dès que l’application aura redémarré.",
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
          "L’application ne répond plus. Si elle a été arrêtée, relancez-la dans votre terminal\u00a0:",
        "streamlit run yourscript.py": "make run",
        "Script execution error": "Erreur d’exécution",
        "No message": "Aucun message",
        "Unknown Error": "Erreur inconnue",
        Settings: "Réglages",
        About: "À propos",
        Done: "Terminé",
        "Bad message format": "Message mal formé",
      },
      [
        [
          /^You have requested page \/(.*), but no corresponding file was found in the app's pages\/ directory\..*$/s,
          "La page «\u00a0$1\u00a0» n’existe pas. L’accueil s’affiche à la place.",
        ],
        [
          /^Connection failed with status (\d+)[\s\S]*$/,
          "Le serveur refuse la connexion (code $1).",
        ],
        [
          /^Cannot connect to Streamlit \(HTTP status: (\d+)\)\.?[\s\S]*$/,
          "Connexion au serveur impossible (code $1).",
        ],
      ],
    ],
    [id("stToast", "stToastContainer"), { Close: "Fermer", "view more": "voir plus", "view less": "voir moins" }],
    ["[role=region]", { Notifications: "Messages" }],
    [
      id("InputInstructions"),
      {
        "Press Enter to apply": "Entrée pour valider",
        "Press Ctrl+Enter to apply": "Ctrl + Entrée pour valider",
        "Press ⌘+Enter to apply": "⌘ + Entrée pour valider",
        "Press Enter to submit form": "Entrée pour envoyer",
        "Press Ctrl+Enter to submit form": "Ctrl + Entrée pour envoyer",
        "Press ⌘+Enter to submit form": "⌘ + Entrée pour envoyer",
      },
    ],
    [
      id("stTooltipHoverTarget", "stTooltipIcon"),
      { Help: "Aide" },
      [[/^Help for (.+)$/s, "Aide\u00a0: $1"]],
    ],
    [
      id("stTextInput", "stTextInputRootElement", "stTextArea", "stNumberInput", "stNumberInputContainer", "stTimeInput"),
      {
        "Show password": "Afficher le mot de passe",
        "Hide password": "Masquer le mot de passe",
        "Clear entry": "Effacer la saisie",
        "Clear value": "Effacer la valeur",
        Increment: "Augmenter",
        Decrement: "Diminuer",
        "This field is required.": "Ce champ est obligatoire.",
        "Invalid value.": "Valeur non valide.",
        "Invalid input.": "Saisie non valide.",
        "Number is above the allowed range.": "Le nombre est trop grand.",
        "Number is below the allowed range.": "Le nombre est trop petit.",
        "Error:": "Erreur\u00a0:",
        "Clear time": "Effacer l’heure",
      },
      [
        [
          /^(Error: )?Number is outside the allowed range\. Please enter a value between (\S+) and (\S+)\.$/,
          "Le nombre doit être compris entre $2 et $3.",
        ],
        [
          /^(Error: )?Number is (?:above|below) the allowed range\. Please enter a value less than or equal to (\S+)\.$/,
          "Le nombre doit être inférieur ou égal à $2.",
        ],
        [
          /^(Error: )?Number is (?:above|below) the allowed range\. Please enter a value greater than or equal to (\S+)\.$/,
          "Le nombre doit être supérieur ou égal à $2.",
        ],
      ],
    ],
    [
      id(
        "stSelectbox", "stSelectboxVirtualDropdown", "stMultiSelect", "stMultiSelectDropdown",
        "stMultiSelectTagsContainer", "stPills", "stButtonGroup", "stRadio",
      ),
      {
        "Choose an option": "Choisir",
        "Choose options": "Choisir",
        "Choose or add an option": "Choisir ou ajouter",
        "Choose or add options": "Choisir ou ajouter",
        "Add an option": "Ajouter un choix",
        "Add options": "Ajouter des choix",
        "No options to select": "Aucun choix possible",
        "No options to select.": "Aucun choix possible.",
        "No results": "Aucun résultat",
        "Clear value": "Effacer le choix",
        "Clear all": "Tout effacer",
        "Selected values": "Choix retenus",
        "Selectbox options": "Choix possibles",
        "Multiselect options": "Choix possibles",
        "Select all": "Tout choisir",
        Open: "Ouvrir la liste",
        Dismiss: "Fermer la liste",
      },
      [
        [/^Remove (.+)$/s, "Retirer $1"],
        [/^Select (\d+) matches$/, "Choisir les $1 résultats"],
        [
          /^You can only select up to (\d+) options?\. Remove an option first\.$/,
          "Nombre maximal de choix atteint\u00a0: $1. Retirez d’abord un choix.",
        ],
      ],
    ],
    // Said by screen readers while a list is open, in English whatever the language: Streamlit fixes it there too.
    [
      "[data-live-announcer]",
      {},
      [
        [/^([01]) options? available\.$/, "$1 choix possible."],
        [/^(\d+) options available\.$/, "$1 choix possibles."],
        [/^(.+), selected$/s, "$1, choisi"],
        [/^(.+), not selected$/s, "$1, non choisi"],
      ],
    ],
    [
      id("stDateInput", "stDateInputFieldsScroller", "stDateInputCalendar", "stDateInputCalendarButton"),
      {
        "Choose date": "Choisir une date",
        "Choose date range": "Choisir une période",
        "Date range": "Période",
        "Clear date": "Effacer la date",
        "Clear dates": "Effacer les dates",
        "Previous month": "Mois précédent",
        "Next month": "Mois suivant",
        month: "mois",
        year: "année",
        Empty: "Vide",
        "Use arrow keys to navigate dates. Enter to select. Escape to close.":
          "Flèches pour changer de date, Entrée pour choisir, Échap pour fermer.",
        Dismiss: "Fermer",
        "Error:": "Erreur\u00a0:",
      },
      [
        [/^Choose date, (.+)$/s, "Choisir une date, $1"],
        // The parts of the field are in English whatever the language: Streamlit fixes it, for the order of the parts.
        [/^day, (.*)$/s, "jour, $1"],
        [/^month, (.*)$/s, "mois, $1"],
        [/^year, (.*)$/s, "année, $1"],
        [/^(\d+) – ([A-Z][a-z]+)$/, (text, number) => `${number} – ${MONTHS[number - 1] ?? text}`],
        [/^(.*) start date$/s, "$1, début"],
        [/^(.*) end date$/s, "$1, fin"],
      ],
    ],
    ["[role=spinbutton][data-placeholder]", { dd: "jj", yyyy: "aaaa" }],
    [
      `${id("stDateInput")} ${id("stAlertContainer")}, ${id("stDateInput")} [role=alert]`,
      {},
      [
        [/Date set outside allowed range\. Please select a date between (\S+) and (\S+)\./, "La date doit être comprise entre le $1 et le $2."],
        [/Date set outside allowed range\. Please select a date on or after (\S+)\./, "La date ne peut pas précéder le $1."],
        [/Date set outside allowed range\. Please select a date on or before (\S+)\./, "La date ne peut pas dépasser le $1."],
      ],
    ],
    [
      id("stFileUploader", "stFileUploaderDropzone", "stFileUploaderDropzoneInstructions", "stFileChip", "stFileUploaderFile"),
      {
        Upload: "Choisir un fichier",
        "Browse files": "Parcourir",
        "file upload": "Choix du fichier",
        "Drag and drop a file here": "Déposer un fichier ici",
        "Drag and drop files here": "Déposer des fichiers ici",
        "Add files": "Ajouter des fichiers",
        "add icon": "ajouter",
        "Click to retry upload": "Réessayer l’envoi",
        "Upload failed": "L’envoi a échoué",
        "File size is too small.": "Le fichier est vide ou trop petit.",
        "Only one file is allowed.": "Un seul fichier est accepté.",
        "Too many files": "Trop de fichiers",
        "Unexpected error. Please try again.": "Erreur imprévue. Réessayez.",
        "Network error": "Erreur de réseau",
        "Error uploading file": "L’envoi a échoué",
        "Error deleting file": "Le retrait a échoué",
        "Connection lost. Please wait for the app to reconnect, then try again.":
          "Connexion perdue. Attendez qu’elle revienne, puis réessayez.",
        "Error:": "Erreur\u00a0:",
        "Previous page": "Page précédente",
        "Next page": "Page suivante",
        Pagination: "Pages",
      },
      [
        [/^Remove (.+)$/s, "Retirer $1"],
        [/^Cancel upload of (.+)$/s, "Annuler l’envoi de $1"],
        [/^File must be (.+) or smaller\.$/, (_, size) => `Le fichier doit peser au plus ${frenchSize(size)}.`],
        [/^File is larger than (.+)$/, (_, size) => `Le fichier dépasse ${frenchSize(size)}.`],
        [/^(.*) files are not allowed\.$/, "Ce type de fichier n’est pas accepté ($1)."],
        [/^(\d[\d.]*[KMGT]?B) per file$/, (_, size) => `${frenchSize(size)} au plus par fichier`],
        [/^(?:(.*), )?(\d[\d.]*[KMGT]?B)$/s, (_, name, size) => `${name ? `${name}, ` : ""}${frenchSize(size)}`],
        [/^Show (\d+) more$/, "Voir $1 de plus"],
        [/^AxiosError: Request failed with status code (\d+)$/, "L’envoi a échoué (code $1)."],
        [/^AxiosError: Network Error$/, "Erreur de réseau"],
        [/^AxiosError: .+$/s, "L’envoi a échoué."],
      ],
    ],
    [
      id("stProgress") + ",[role=progressbar]",
      { progress: "Progression" },
      [[/^(\d+)%$/, "$1\u00a0%"]],
    ],
    [
      ".modebar, .plotly-notifier",
      {
        "Download plot as a PNG": "Télécharger l’image (PNG)",
        "Download plot": "Télécharger l’image",
        Zoom: "Zoomer sur une zone",
        Pan: "Déplacer",
        "Box Select": "Sélection rectangulaire",
        "Lasso Select": "Sélection au lasso",
        "Zoom in": "Agrandir",
        "Zoom out": "Réduire",
        Autoscale: "Échelle automatique",
        "Reset axes": "Réinitialiser les axes",
        Reset: "Réinitialiser",
        "Reset view": "Réinitialiser la vue",
        "Toggle Spike Lines": "Lignes de repère",
        "Show closest data on hover": "Afficher la donnée la plus proche",
        "Compare data on hover": "Comparer les données",
        Fullscreen: "Plein écran",
        "Close fullscreen": "Quitter le plein écran",
        "Double-click to zoom back out": "Double-cliquez pour revenir à l’échelle d’origine",
        "Image download succeeded": "Image téléchargée",
        "Preparing image - this may take a few seconds": "Préparation de l’image en cours…",
        "Double-click on legend to isolate one trace": "Double-cliquez sur la légende pour isoler une série",
      },
    ],
    [
      id("stElementToolbar", "stElementToolbarButton", "stBaseButton-elementToolbar", "stFullScreenFrame"),
      {
        Fullscreen: "Plein écran",
        "Close fullscreen": "Quitter le plein écran",
        "Show/hide columns": "Afficher ou masquer des colonnes",
        "Download as CSV": "Télécharger en CSV",
        Search: "Rechercher",
        "Copy to clipboard": "Copier",
        Copied: "Copié",
        "Clear selection": "Effacer la sélection",
        "Toolbar action": "Action",
      },
    ],
    [id("stTabs"), { "Scroll tabs left": "Onglets précédents", "Scroll tabs right": "Onglets suivants" }],
    [id("stTable"), { "Scrollable table": "Tableau à faire défiler" }],
    [
      id("stException", "stAlertContainer"),
      {
        "This app has encountered an error. The original error message is redacted to prevent data leaks. Full error details have been recorded in the logs (if you're on Streamlit Cloud, click on 'Manage app' in the lower right of your app).":
          "Une erreur imprévue a interrompu l’affichage de cette page. Le détail figure dans le journal du serveur.",
      },
    ],
    [
      id("stButton"),
      { PageUp: "Page préc.", PageDown: "Page suiv." },
      [
        [/\bPageUp$/, "Page préc."],
        [/\bPageDown$/, "Page suiv."],
      ],
    ],
    [
      id("stDownloadButton"),
      {
        "Download failed": "Le téléchargement a échoué",
        "Failed to generate file for download": "Le fichier n’a pas pu être préparé. Rechargez la page, puis réessayez.",
      },
    ],
  ];

  function frenchSize(size) {
    const [, number, unit] = /^([\d.]+)([KMGT]?)B$/.exec(size) || [];
    if (number === undefined) return size;
    const rounded = number.replace(/\.0$/, "").replace(".", ",");
    return `${rounded}\u00a0${unit === "" ? "octets" : unit === "K" ? "Ko" : `${unit}o`}`;
  }

  // English string -> [[scope, French]]: most nodes are settled by one look-up that finds nothing.
  const EXACT = new Map();
  const PATTERNS = [];
  for (const [scope, phrases, patterns = []] of ENTRIES) {
    for (const [english, french] of Object.entries(phrases)) {
      EXACT.set(english, [...(EXACT.get(english) ?? []), [scope, french]]);
    }
    for (const [pattern, french] of patterns) PATTERNS.push([scope, pattern, french]);
  }
  // Scopes where the text itself, and not only an attribute, may sit inside a Markdown label of Streamlit's own.
  const OWN_LABELS = id("stFileUploaderDropzone", "stMainMenuList", "stMainMenuPopover", "stAlertContainer", "stException")
    + ",[role=spinbutton][data-placeholder]";

  function translation(text, element) {
    for (const [scope, french] of EXACT.get(text) ?? []) if (element.closest(scope)) return french;
    for (const [scope, pattern, french] of PATTERNS) {
      if (pattern.test(text) && element.closest(scope)) return text.replace(pattern, french);
    }
    return null;
  }

  const MAX_LENGTH = 400;

  function translateText(node) {
    const text = node.nodeValue.trim();
    if (text === "" || text.length > MAX_LENGTH) return;
    const element = node.parentElement;
    if (element === null) return;
    const french = translation(text, element);
    if (french === null || french === text) return;
    if (element.closest(USER_CONTENT) && !element.closest(OWN_LABELS)) return;
    node.nodeValue = node.nodeValue.replace(text, () => french);
  }

  const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt", "data-title", "aria-valuetext", "aria-description"];

  // Names of files and chosen options are repeated in attributes.
  const USER_ATTRIBUTES = `${id("stFileChipName")}, ${id("stMultiSelectTagsContainer")} span[title]`;

  function translateAttribute(element, name) {
    const text = element.getAttribute(name);
    if (text === null || text === "" || text.length > MAX_LENGTH) return;
    const french = translation(text.trim(), element);
    if (french === null || french === text || element.matches(USER_ATTRIBUTES)) return;
    element.setAttribute(name, french);
  }

  // --- 3. Repairs ------------------------------------------------------------------------------------------------

  // [selector, repair]; axe-core names each defect, in the tests as here.
  const REPAIRS = [
    // presentation-role-conflict: the drop zone of a file field is "presentation", yet it has a name and takes focus.
    // landmark-unique: two of them on a page would be two landmarks of one name; the field inside keeps the name.
    [
      id("stFileUploaderDropzone"),
      (element) => {
        element.setAttribute("role", "group");
        const name = element.getAttribute("aria-label");
        if (name) element.querySelector("input")?.setAttribute("aria-label", name);
        element.removeAttribute("aria-label");
      },
    ],
    // landmark-banner-is-top-level: the month bar of the calendar is a <header>, that is, a banner of the whole page.
    [`${id("stDateInputCalendar")} header`, (element) => element.setAttribute("role", "none")],
    // region: a drop-down list is put at the end of the page, outside every landmark.
    [
      id("stSelectboxVirtualDropdown", "stMultiSelectDropdown"),
      (element) => {
        element.setAttribute("role", "region");
        element.setAttribute("aria-label", "Choix possibles");
      },
    ],
    // scrollable-region-focusable: on a phone a chart scrolls sideways in its frame, which the keyboard must reach.
    [
      "[class*='st-key-graphique-']",
      (element) => {
        if (!window.matchMedia("(max-width: 640px)").matches) return;
        element.setAttribute("tabindex", "0");
        element.setAttribute("role", "group");
      },
    ],
    // A field's name is its label's Markdown as it stands: the marks that keep a text of the user's plain are not read out.
    [
      "[aria-label*='\\\\']",
      (element) => {
        const name = element.getAttribute("aria-label");
        element.setAttribute("aria-label", name.replace(/\\([!-/:-@[-`{-~])/g, "$1").replaceAll("\u2060", ""));
      },
    ],
    // An icon inside a text is named in English (« help icon »); the word beside it says the same in French.
    [
      "span[role=img][translate=no][aria-label$=' icon']",
      (element) => {
        element.removeAttribute("aria-label");
        element.removeAttribute("role");
        element.setAttribute("aria-hidden", "true");
      },
    ],
    // aria-dialog-name: a passing message is an "alertdialog" named by an element that does not exist.
    [
      id("stToast"),
      (element) => {
        element.removeAttribute("aria-labelledby");
        element.setAttribute("aria-label", "Message");
      },
    ],
  ];

  // A dialog that Escape closes gives the focus back to what had it before; closed with its button, by keyboard, it
  // drops it. It goes back in any case.
  const DIALOG = `[role=dialog], ${id("stDialog")}`;
  let before = null;
  document.addEventListener("focusin", ({ target }) => {
    if (target.closest(DIALOG) === null) before = target;
  });
  function giveFocusBack(removed) {
    if (!removed.matches(DIALOG) && removed.querySelector(DIALOG) === null) return;
    setTimeout(() => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before?.isConnected && document.querySelector("[role=dialog]") === null) before.focus();
    }, 50);
  }

  // --- Observation -----------------------------------------------------------------------------------------------

  const WITH_ATTRIBUTES = ATTRIBUTES.map((name) => `[${name}]`).join(",");

  function visitElement(element) {
    for (const name of ATTRIBUTES) translateAttribute(element, name);
    for (const descendant of element.querySelectorAll(WITH_ATTRIBUTES)) {
      for (const name of ATTRIBUTES) translateAttribute(descendant, name);
    }
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) translateText(texts.currentNode);
    for (const [selector, repair] of REPAIRS) {
      if (element.matches(selector)) repair(element);
      for (const descendant of element.querySelectorAll(selector)) repair(descendant);
    }
  }

  const observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.target instanceof SVGElement) continue; // the drawing of a chart: thousands of nodes, all of them ours
      if (record.type === "characterData") translateText(record.target);
      else if (record.type === "attributes") translateAttribute(record.target, record.attributeName);
      else {
        for (const node of record.addedNodes) {
          if (node.nodeType === Node.TEXT_NODE) translateText(node);
          else if (node.nodeType === Node.ELEMENT_NODE && !(node instanceof SVGElement)) visitElement(node);
        }
        for (const node of record.removedNodes) {
          if (node instanceof HTMLElement) giveFocusBack(node);
        }
      }
    }
    observer.takeRecords(); // what was just written needs no second look
  });

  observer.observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
})();

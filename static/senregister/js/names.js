// The privacy screen: no child's name can be read, whatever is projected. What the server marks as
// a name is blanked by styles from the first paint; here the same words are found in free text, in
// fields and in choices, and blanked there. The page stays unseen until that is done.
//
// "blank" or "initials" is the value of a cookie, so that the next page comes hidden already;
// "shown-initials" remembers how to hide next time.

const root = document.documentElement;
const MODES = new Set(["blank", "initials"]);
const SAID = {
  blank: "Names are hidden.",
  initials: "Names are shown as initials.",
  shown: "Names are shown.",
};
const NAME_FIELD = /forename|surname|middle_names|family_name/;
const SKIPPED = "script, style, noscript, template, textarea, option, .name";
const ADDRESS = String.raw`[\p{L}\d._%+-]+@[\p{L}\d-][\p{L}\d.-]*`; // an e-mail address says whose it is
const YEAR = 365 * 24 * 3600;

let known = new Set();
let pattern = null;

function saved() {
  const pair = document.cookie.split("; ").find((part) => part.startsWith("names="));
  return pair ? pair.slice("names=".length) : "shown";
}

function mode() {
  return MODES.has(saved()) ? saved() : "shown";
}

function prefersInitials() {
  return saved().endsWith("initials");
}

function initials(words) {
  const [last, first] = words.split(",", 2);
  const inOrder = first ? `${first} ${last}` : words;
  return [...inOrder.matchAll(/(?<!\p{L})\p{L}/gu)].map(([letter]) => letter.toUpperCase()).join("");
}

function escaped(word) {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

// The words of every name on the page: what has to be found in the rest of it.
function learn() {
  const before = known.size;
  for (const name of document.querySelectorAll(".name:not(.name-found)")) {
    name.dataset.initials = initials(name.textContent);
    for (const [word] of name.textContent.matchAll(/\p{Lu}[\p{L}'’-]+/gu)) {
      known.add(word);
    }
  }
  if (known.size > before) {
    const words = [...known].sort((a, b) => b.length - a.length).map(escaped);
    pattern = new RegExp(`${ADDRESS}|(?<![\\p{L}])(?:${words.join("|")})(?![\\p{L}])`, "gu");
  }
  return known.size > before;
}

function holdsName(words) {
  return Boolean(pattern) && [...known].some((word) => words.toLowerCase().includes(word.toLowerCase()));
}

function wrap(node) {
  const parts = [];
  let from = 0;
  for (const found of node.data.matchAll(pattern)) {
    const span = document.createElement("span");
    span.className = "name name-found";
    [span.textContent] = found;
    span.dataset.initials = initials(found[0]);
    parts.push(node.data.slice(from, found.index), span);
    from = found.index + found[0].length;
  }
  if (parts.length) {
    node.replaceWith(...parts, node.data.slice(from));
  }
}

function hideInText(within) {
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const nodes = [];
  while (walker.nextNode()) {
    nodes.push(walker.currentNode);
  }
  nodes.forEach(wrap);
}

function hideInFields() {
  for (const field of document.querySelectorAll("input, textarea, select")) {
    const mayName = field.matches("textarea, select") || /text|search|email/.test(field.type);
    const asksOne = field.type === "search" || NAME_FIELD.test(field.name);
    field.classList.toggle("name-value", mayName && (asksOne || holdsName(field.value)));
  }
  for (const choice of document.querySelectorAll("option")) {
    if (pattern && !choice.dataset.named && pattern.test(choice.text)) {
      choice.dataset.named = "yes";
      choice.label = choice.text.replace(pattern, (found) => `${initials(found)}.`);
    }
    pattern && (pattern.lastIndex = 0);
  }
  for (const tip of document.querySelectorAll("[title]")) {
    if (holdsName(tip.title)) {
      tip.dataset.title = tip.title;
      tip.removeAttribute("title");
    }
  }
}

function hideAll() {
  observer.disconnect();
  learn();
  if (pattern) {
    hideInText(document.body);
  }
  hideInFields();
  root.classList.add("names-masked");
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
}

function showAll() {
  observer.disconnect();
  for (const span of document.querySelectorAll(".name-found")) {
    const parent = span.parentNode;
    span.replaceWith(span.textContent);
    parent.normalize();
  }
  for (const choice of document.querySelectorAll("option[data-named]")) {
    delete choice.dataset.named;
    choice.removeAttribute("label");
  }
  for (const tip of document.querySelectorAll("[data-title]")) {
    tip.title = tip.dataset.title;
    delete tip.dataset.title;
  }
}

const observer = new MutationObserver(hideAll);

function showState() {
  const now = mode();
  for (const button of document.querySelectorAll("[data-hide-names]")) {
    button.setAttribute("aria-pressed", String(now !== "shown"));
  }
  for (const button of document.querySelectorAll("[data-initials-only]")) {
    button.setAttribute("aria-pressed", String(prefersInitials()));
  }
}

function apply() {
  const now = mode();
  root.classList.toggle("names-hidden", now !== "shown");
  for (const each of MODES) {
    root.classList.toggle(`names-${each}`, now === each);
  }
  const title = document.querySelector("meta[name=page-title]");
  if (title) {
    document.title = now === "shown" ? title.content : title.dataset.hidden;
  }
  if (now === "shown") {
    showAll();
  } else {
    hideAll();
  }
  showState();
}

function change(value) {
  document.cookie = `names=${value}; path=/; max-age=${YEAR}; samesite=lax`;
  apply();
  document.getElementById("names-said")?.replaceChildren(SAID[mode()]);
  others?.postMessage("changed");
}

function toggle() {
  const hidden = mode() !== "shown";
  const how = prefersInitials() ? "initials" : "blank";
  change(hidden ? `shown-${how}` : how);
}

function toggleInitials() {
  const how = prefersInitials() ? "blank" : "initials";
  change(mode() === "shown" ? `shown-${how}` : how);
}

// Every tab of this browser at once: the projected one may be another.
const others = window.BroadcastChannel ? new BroadcastChannel("names") : null;
others?.addEventListener("message", apply);
document.addEventListener("hide-names", toggle);
document.addEventListener("input", () => mode() !== "shown" && hideInFields());
for (const button of document.querySelectorAll("[data-hide-names]")) {
  button.addEventListener("click", toggle);
}
for (const button of document.querySelectorAll("[data-initials-only]")) {
  button.addEventListener("click", toggleInitials);
}
apply();

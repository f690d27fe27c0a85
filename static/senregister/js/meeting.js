// A class's meeting: each child's words are kept a moment after the last key, and keys lead from
// child to child. What could not be kept stays on the page and says so.

const MOMENT = 1200;
const timers = new Map();
const unsaved = new Set();
const clashing = new Set();
const sent = new WeakMap();
let holding = false;

function formOf(target) {
  return target.closest?.("form[data-child]") ?? null;
}

function words(form) {
  return [...form.querySelectorAll(".meeting-words textarea, .grid-tick input")];
}

function valueOf(field) {
  return field.type === "checkbox" ? String(field.checked) : field.value;
}

function show(form) {
  form.querySelector(".unsaved").hidden = !unsaved.has(form);
}

function keep(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (unsaved.has(form) && !clashing.has(form)) {
    form.requestSubmit();
  }
}

function onInput(event) {
  const form = formOf(event.target);
  if (!form || !words(form).includes(event.target)) {
    return;
  }
  unsaved.add(form);
  show(form);
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(keep, MOMENT, form));
}

function onChange(event) {
  const form = formOf(event.target);
  if (form && words(form).includes(event.target)) {
    keep(form);
  }
}

function onSend(event) {
  const form = event.detail.elt;
  if (form.matches("[data-child]")) {
    sent.set(form, words(form).map(valueOf));
  }
}

function onAnswer(event) {
  const form = event.detail.elt;
  if (!form.matches("[data-child]")) {
    return;
  }
  if (event.detail.successful) {
    settled(form);
  }
  show(form);
}

// Typed while the answer was on its way: that is kept next.
function settled(form) {
  const before = sent.get(form) ?? [];
  clashing.delete(form);
  words(form).forEach((field, place) => {
    if (field.type !== "checkbox" && valueOf(field) === before[place]) {
      field.defaultValue = field.value;
    }
  });
  if (words(form).every((field, place) => valueOf(field) === before[place])) {
    unsaved.delete(form);
  } else {
    timers.set(form, setTimeout(keep, MOMENT, form));
  }
  if (holding && unsaved.size === 0) {
    document.getElementById("hold").requestSubmit();
  }
}

// Both texts are shown; nothing more is kept of this child until somebody chooses.
function onSwap(event) {
  if (event.detail.xhr.status === 409 && event.detail.requestConfig.elt.matches("[data-child]")) {
    clashing.add(event.detail.requestConfig.elt);
    event.detail.shouldSwap = true;
  }
}

// What came from the server takes no place in which somebody is writing.
function onFresh(event) {
  const field = event.detail.target;
  if (field.matches("textarea") && field.value !== field.defaultValue && !isTaken(field)) {
    event.detail.shouldSwap = false;
  }
}

function isTaken(field) {
  const choice = field.form.querySelector(`[name="take-${field.name}"][value="theirs"]`);
  return Boolean(choice?.checked);
}

function go(form, step) {
  const forms = [...document.querySelectorAll("form[data-child]")];
  const next = forms[forms.indexOf(form) + step];
  const target = next ? words(next)[0] : step > 0 && document.querySelector("#hold input, #hold button");
  if (target) {
    target.focus();
    target.scrollIntoView({ block: "center" });
  }
}

function onKey(event) {
  const form = formOf(event.target);
  const next = (event.ctrlKey && event.key === "Enter") || (event.altKey && event.key === "ArrowDown");
  const back = event.altKey && event.key === "ArrowUp";
  if (form && (next || back)) {
    event.preventDefault();
    keep(form);
    go(form, next ? 1 : -1);
  }
}

// The meeting is held once every child's words are kept.
function onSubmit(event) {
  const waiting = [...unsaved].filter((form) => form.isConnected && !clashing.has(form));
  if (event.target.id === "hold" && waiting.length > 0) {
    event.preventDefault();
    holding = true;
    waiting.forEach(keep);
  }
}

function again() {
  [...unsaved].forEach(keep);
}

document.addEventListener("input", onInput);
document.addEventListener("change", onChange);
document.addEventListener("keydown", onKey);
document.addEventListener("submit", onSubmit, true);
document.addEventListener("htmx:beforeRequest", onSend);
document.addEventListener("htmx:afterRequest", onAnswer);
document.addEventListener("htmx:beforeSwap", onSwap);
document.addEventListener("htmx:oobBeforeSwap", onFresh);
window.addEventListener("online", again);

// Forms: what is wrong gets the focus, a second press does nothing, and leaving with something
// typed asks first. What was typed stays in the page: nothing about a child is kept by the browser.

const GUARDED = "main:not(.entrance) form[method='post']";
const changed = new Set();

function onInput(event) {
  const form = event.target.form;
  if (form?.matches(GUARDED)) {
    changed.add(form);
  }
}

function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  changed.delete(form);
}

function onAnswered(event) {
  if (event.detail.successful) {
    changed.delete(event.detail.elt);
  }
}

function onLeave(event) {
  const stillHere = [...changed].some((form) => form.isConnected);
  if (stillHere) {
    event.preventDefault();
  }
}

// A page that comes back from the browser's memory can be sent again.
function onShow() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
  }
}

function goToMistakes() {
  const summary = document.querySelector("[data-mistakes]:not([data-seen])");
  if (summary) {
    summary.dataset.seen = "yes";
    document.title = `Error: ${document.title.replace(/^Error: /, "")}`;
    summary.focus();
  }
}

function followMistake(event) {
  const link = event.target.closest("[data-mistakes] a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (field) {
    event.preventDefault();
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    (label ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  }
}

document.addEventListener("input", onInput);
// A shared tablet that locks does not ask: nobody is there to answer.
document.addEventListener("locking", () => changed.clear());
document.addEventListener("submit", onSubmit);
document.addEventListener("click", followMistake);
window.addEventListener("beforeunload", onLeave);
window.addEventListener("pageshow", onShow);
document.addEventListener("htmx:afterSwap", goToMistakes);
document.addEventListener("htmx:afterRequest", onAnswered);
goToMistakes();

// Forms that are kept as a draft while somebody writes (htmx sends them). What could not be kept
// stays on the page and says so; a form is sent once what is on its way has arrived.

const DRAFT = "form[data-draft]";
const onItsWay = new WeakMap();
const waiting = new WeakMap();

function unsavedOf(form) {
  return form.querySelector(".unsaved");
}

function onTyped(event) {
  const form = event.target.closest(DRAFT);
  if (form) {
    unsavedOf(form).hidden = false;
  }
}

// Both texts are on the page: nothing more is kept until somebody chooses and sends.
function onSend(event) {
  const form = event.detail.elt;
  if (!form.matches(DRAFT)) {
    return;
  }
  const isBack = event.detail.requestConfig.triggeringEvent?.type === "online";
  if (form.querySelector(".clash") || (isBack && unsavedOf(form).hidden)) {
    event.preventDefault();
    return;
  }
  onItsWay.set(form, (onItsWay.get(form) ?? 0) + 1);
}

function onAnswer(event) {
  const form = event.detail.elt;
  if (!form.matches(DRAFT)) {
    return;
  }
  onItsWay.set(form, (onItsWay.get(form) ?? 1) - 1);
  if (event.detail.successful) {
    unsavedOf(form).hidden = true;
  }
  if (waiting.has(form) && onItsWay.get(form) === 0) {
    const button = waiting.get(form);
    waiting.delete(form);
    form.requestSubmit(button);
  }
}

// A mistake or a clash is shown where the form is: in a form of a plan, with the part it stands in.
function onSwap(event) {
  const { xhr, requestConfig } = event.detail;
  const isForm = requestConfig.elt.closest(`${DRAFT}, .plan-form`);
  if (isForm && (xhr.status === 409 || xhr.status === 422)) {
    event.detail.shouldSwap = true;
  }
}

function onSubmit(event) {
  const form = event.target;
  if (form.matches(DRAFT) && onItsWay.get(form) > 0) {
    event.preventDefault();
    waiting.set(form, event.submitter);
  }
}

document.addEventListener("input", onTyped);
document.addEventListener("submit", onSubmit, true);
document.addEventListener("htmx:beforeRequest", onSend);
document.addEventListener("htmx:afterRequest", onAnswer);
document.addEventListener("htmx:beforeSwap", onSwap);

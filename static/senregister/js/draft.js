// A form that is kept as a draft while somebody writes (htmx sends it). What could not be kept stays
// on the page and says so; the form is sent once what is on its way has arrived.

const DRAFT = "form[data-draft]";
const form = document.querySelector(DRAFT);
const unsaved = document.querySelector(".unsaved");
let onItsWay = 0;
let waiting = null;

function mark(yes) {
  unsaved.hidden = !yes;
}

function onTyped(event) {
  if (form.contains(event.target)) {
    mark(true);
  }
}

// Both texts are on the page: nothing more is kept until somebody chooses and sends.
function onSend(event) {
  if (event.detail.elt !== form) {
    return;
  }
  if (form.querySelector(".clash") || (event.detail.requestConfig.triggeringEvent?.type === "online" && unsaved.hidden)) {
    event.preventDefault();
    return;
  }
  onItsWay += 1;
}

function onAnswer(event) {
  if (event.detail.elt !== form) {
    return;
  }
  onItsWay -= 1;
  if (event.detail.successful) {
    mark(false);
  }
  if (waiting && onItsWay === 0) {
    const button = waiting;
    waiting = null;
    form.requestSubmit(button);
  }
}

function onSwap(event) {
  const { xhr, requestConfig } = event.detail;
  if (requestConfig.elt === form && (xhr.status === 409 || xhr.status === 422)) {
    event.detail.shouldSwap = true;
  }
}

function onSubmit(event) {
  if (event.target === form && onItsWay > 0) {
    event.preventDefault();
    waiting = event.submitter;
  }
}

document.addEventListener("input", onTyped);
document.addEventListener("submit", onSubmit, true);
document.addEventListener("htmx:beforeRequest", onSend);
document.addEventListener("htmx:afterRequest", onAnswer);
document.addEventListener("htmx:beforeSwap", onSwap);

// A shared tablet: after five minutes without a touch it locks, and says so a minute before. While
// somebody writes, the server is told now and then, since it locks by itself as well.

const WARN_AFTER = 4 * 60_000;
const LOCK_AFTER = 5 * 60_000;
const TELL_EVERY = 60_000;
const form = document.querySelector("[data-lock]");
let last = Date.now();
let told = Date.now();
let warned = false;

function body(what) {
  const sent = new FormData(form);
  sent.delete("lock");
  sent.set(what, "yes");
  return sent;
}

function tell(what) {
  return window.fetch(form.action, { method: "POST", body: body(what), redirect: "manual" });
}

async function lock() {
  document.documentElement.classList.add("locked");
  document.dispatchEvent(new CustomEvent("locking"));
  try {
    await tell("lock");
  } finally {
    window.location.replace(form.action);
  }
}

function onTouch() {
  last = Date.now();
  warned = false;
  if (last - told > TELL_EVERY) {
    told = last;
    tell("here").then((answer) => answer.status === 204 || lock(), () => {});
  }
}

function onTick() {
  const idle = Date.now() - last;
  if (idle > LOCK_AFTER) {
    lock();
  } else if (idle > WARN_AFTER && !warned) {
    warned = true;
    const words = "This tablet locks in a minute. Touch it to stay; what you typed is not saved yet.";
    document.dispatchEvent(new CustomEvent("say", { detail: words }));
  }
}

for (const kind of ["pointerdown", "keydown", "input", "scroll"]) {
  document.addEventListener(kind, onTouch, { passive: true, capture: true });
}
document.addEventListener("visibilitychange", onTick);
window.setInterval(onTick, 5_000);

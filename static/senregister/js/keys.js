// Keys: "/" goes to the find box, "h" hides every name (names.js). They can be turned off
// (WCAG 2.1.4); that choice is a cookie, since signing out clears the rest.

const OFF = "keys=off";

function keysAreOff() {
  return document.cookie.split("; ").includes(OFF);
}

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function goToFind(event) {
  const box = document.querySelector("[data-find]");
  if (box && box.offsetParent !== null) {
    event.preventDefault();
    box.focus();
    box.select();
  }
}

function showState() {
  for (const button of document.querySelectorAll("[data-keys-off]")) {
    button.setAttribute("aria-pressed", String(keysAreOff()));
  }
}

function toggleKeys() {
  const age = keysAreOff() ? 0 : 365 * 24 * 3600;
  document.cookie = `${OFF}; path=/; max-age=${age}; samesite=lax`;
  showState();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || keysAreOff() || isTyping(event.target)) {
    return;
  }
  if (event.key === "/") {
    goToFind(event);
  } else if (event.key === "h") {
    document.dispatchEvent(new CustomEvent("hide-names"));
  }
}

document.addEventListener("keydown", onKey);
for (const button of document.querySelectorAll("[data-keys-off]")) {
  button.addEventListener("click", toggleKeys);
}
for (const item of document.querySelectorAll("[data-needs-js]")) {
  item.hidden = false;
}
showState();

// Menus made of <details>: one open at a time, Escape and a click elsewhere close them.

const OPEN = "details.menu[open]";

function closeOthers(kept) {
  for (const menu of document.querySelectorAll(OPEN)) {
    if (menu !== kept && !menu.contains(kept)) {
      menu.open = false;
    }
  }
}

function keepOnScreen(menu) {
  const list = menu.querySelector(".menu-list");
  list.classList.remove("menu-list-end");
  if (list.getBoundingClientRect().right > document.documentElement.clientWidth) {
    list.classList.add("menu-list-end");
  }
}

function onToggle(event) {
  const menu = event.target;
  if (menu.matches?.("details.menu") && menu.open) {
    closeOthers(menu);
    keepOnScreen(menu);
  }
}

function onEscape(event) {
  const menu = event.key === "Escape" && document.querySelector(OPEN);
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

document.addEventListener("toggle", onToggle, true);
document.addEventListener("keydown", onEscape);
document.addEventListener("click", (event) => closeOthers(event.target.closest("details.menu")));

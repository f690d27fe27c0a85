// Ticking children of the register: this page, all that match, how many. Works on swapped lists too.

function boxes(list) {
  return [...list.querySelectorAll("input[name=pupil]")];
}

function say(list) {
  const ticked = boxes(list).filter((box) => box.checked).length;
  const all = list.querySelector("[data-tick-all]");
  const page = list.querySelector("[data-tick-page]");
  const count = all?.checked ? Number(all.dataset.count) : ticked;
  page.checked = ticked > 0 && ticked === boxes(list).length;
  page.indeterminate = ticked > 0 && !page.checked;
  list.querySelector("[data-chosen]").classList.toggle("chosen-some", count > 0);
  for (const button of list.querySelectorAll("[data-chosen] button")) {
    button.disabled = count === 0;
  }
  const words = count === 1 ? "1 child:" : `${count} children:`;
  list.querySelector("[data-chosen-count]").textContent = count
    ? words
    : "Tick children to act for several at once.";
}

function onChange(event) {
  const list = event.target.closest("#register");
  if (!list?.querySelector("[data-chosen]")) {
    return;
  }
  if (event.target.matches("[data-tick-page]")) {
    for (const box of boxes(list)) {
      box.checked = event.target.checked;
    }
  }
  say(list);
}

function begin() {
  const list = document.querySelector("#register");
  if (list?.querySelector("[data-chosen]")) {
    list.querySelector("[data-needs-ticks]").hidden = false;
    say(list);
  }
}

document.addEventListener("change", onChange);
document.addEventListener("htmx:afterSettle", begin);
window.addEventListener("pageshow", begin);
begin();

// The paper of a plan: pressing on its words opens them, unless somebody marks a passage.

function onPress(event) {
  const words = event.target.closest("[data-opens]");
  if (!words || event.target.closest("a, button, form") || String(window.getSelection())) {
    return;
  }
  document.getElementById(words.dataset.opens)?.click();
}

document.addEventListener("click", onPress);

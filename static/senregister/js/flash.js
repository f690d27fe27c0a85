// Notices: what just happened. They stay until put away, so that nobody has to read fast.

export function say(words, kind = "error") {
  const area = document.getElementById("notices");
  const notice = document.createElement("div");
  const text = document.createElement("p");
  notice.className = `notice notice-${kind}`;
  notice.setAttribute("role", "alert");
  text.textContent = words;
  notice.append(text);
  area.replaceChildren(notice);
  notice.scrollIntoView({ block: "nearest" });
}

function putAway(event) {
  const button = event.target.closest("[data-put-away]");
  if (button) {
    button.closest(".notice").remove();
    document.getElementById("main").focus();
  }
}

export function startFlash() {
  document.addEventListener("click", putAway);
}

// Notices: what just happened, said by an event "say". They stay: nobody has to read fast.

function say(words) {
  const area = document.getElementById("notices");
  const notice = document.createElement("div");
  const text = document.createElement("p");
  notice.className = "notice notice-error";
  notice.setAttribute("role", "alert");
  text.textContent = words;
  notice.append(text);
  area.replaceChildren(notice);
  notice.scrollIntoView({ block: "nearest" });
}

document.addEventListener("say", (event) => say(event.detail));

// Runs before the page is drawn: what needs a script may show itself, and names that are hidden
// stay unseen until names.js has found them all.
document.documentElement.classList.add("js");

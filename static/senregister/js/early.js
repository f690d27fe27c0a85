// Runs before the page is drawn: names that were hidden stay hidden on the next page.
(function early(root) {
  root.classList.add("js");
  if (window.sessionStorage.getItem("names") === "hidden") {
    root.classList.add("names-hidden");
  }
})(document.documentElement);

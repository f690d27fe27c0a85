// htmx: an expired sign-in, a lost connection, a refusal. What was typed stays in every case.

const TYPED = "What you typed is still here.";
const WORDS = {
  403: `You may not do that. ${TYPED}`,
  404: `That is not there any more, or no longer for you to see. Nothing was saved. ${TYPED}`,
  409: `Someone else changed this first. ${TYPED}`,
  413: `That is too large to send. ${TYPED}`,
  429: `That was too often. Wait a minute and try again. ${TYPED}`,
};

function say(words) {
  document.dispatchEvent(new CustomEvent("say", { detail: words }));
}

function isSignIn(xhr) {
  const path = document.body.dataset.signIn;
  return Boolean(path && xhr.responseURL) && new URL(xhr.responseURL).pathname === path;
}

function onAnswer(event) {
  if (event.detail.xhr.status === 401 || isSignIn(event.detail.xhr)) {
    event.preventDefault();
    say(`You have been signed out. Sign in again in another tab, then repeat this. ${TYPED}`);
  }
}

function onRefusal(event) {
  const status = event.detail.xhr.status;
  say(WORDS[status] ?? `Something went wrong here. ${TYPED} Try again.`);
}

function onLost() {
  say(`The connection was lost, and nothing was saved. ${TYPED} Try again.`);
}

document.addEventListener("htmx:beforeOnLoad", onAnswer);
document.addEventListener("htmx:responseError", onRefusal);
document.addEventListener("htmx:sendError", onLost);
document.addEventListener("htmx:timeout", onLost);

// Passkeys: a form with data-passkey asks the device and sends what it answers. "create" and "get"
// find what to ask in data-options; "login" fetches it, so that an old page still works.

const BASE64URL = { "+": "-", "/": "_", "=": "" };

function toBytes(text) {
  const plain = window.atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return window.btoa(plain).replace(/[+/=]/g, (sign) => BASE64URL[sign]);
}

function withBytes(list) {
  return (list ?? []).map((item) => ({ ...item, id: toBytes(item.id) }));
}

// What the server says, with bytes where the browser wants bytes.
function asked({ publicKey }) {
  const found = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (publicKey.user) {
    found.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
    found.excludeCredentials = withBytes(publicKey.excludeCredentials);
  } else {
    found.allowCredentials = withBytes(publicKey.allowCredentials);
  }
  return { publicKey: found };
}

// What the device answered, as the server reads it.
function answered(credential) {
  const response = {};
  for (const part of [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ]) {
    if (credential.response[part]) {
      response[part] = toText(credential.response[part]);
    }
  }
  return {
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsOf(form) {
  if (form.dataset.passkey !== "login") {
    return JSON.parse(form.dataset.options);
  }
  const answer = await window.fetch(form.action, {
    headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
  });
  if (!answer.ok) {
    throw new Error(`The site answered ${answer.status}`);
  }
  return (await answer.json()).request_options;
}

function sayWhy(fault) {
  const words =
    fault.name === "InvalidStateError"
      ? "This device has a passkey for you already."
      : "No passkey was given. Try again, or use another way.";
  document.dispatchEvent(new CustomEvent("say", { detail: words }));
}

async function onSubmit(event) {
  const form = event.target;
  if (!form.dataset.passkey || form.elements.credential.value) {
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const ask = form.dataset.passkey === "create" ? "create" : "get";
  try {
    const options = asked(await optionsOf(form));
    const credential = await navigator.credentials[ask](options);
    form.elements.credential.value = JSON.stringify(answered(credential));
  } catch (fault) {
    sayWhy(fault);
    return;
  }
  form.requestSubmit();
}

// Before the other listeners: they take a form that is sent for one that is on its way.
document.addEventListener("submit", onSubmit, true);
const beside = window.PublicKeyCredential ? "[data-without-passkeys]" : "[data-wants-passkeys]";
for (const part of document.querySelectorAll(beside)) {
  part.remove();
}

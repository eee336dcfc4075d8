// Small comforts. Every page does its whole work without this file.

document.documentElement.classList.add("scripted");

// After a form came back with problems, start reading at the list of them.
document.querySelector("[data-focus-first]")?.focus();

// Copy what stands beside the button, and say so, also to screen readers.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const label = button.textContent;
  const said = document.createElement("span");
  said.className = "govuk-visually-hidden";
  said.setAttribute("role", "status");
  button.after(said);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
      said.textContent = "Copied";
    } catch {
      button.textContent = "Could not copy";
      said.textContent = "Could not copy";
    }
    setTimeout(() => {
      button.textContent = label;
      said.textContent = "";
    }, 3000);
  });
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// A second press while the first is under way would send the same form twice.
for (const form of document.querySelectorAll('form[method="post"]:not([data-upload])')) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    setTimeout(() => {
      sent = false;
    }, 4000);
  });
}

// What an answer asks further is in sight only while it is chosen; "none of these" takes the other ticks away.
for (const group of document.querySelectorAll("[data-follows]")) {
  const boxes = [...group.querySelectorAll(":scope > div > input")];
  const settle = () => {
    for (const box of boxes) {
      const more = box.dataset.opens && document.getElementById(box.dataset.opens);
      if (more) more.hidden = !box.checked;
    }
  };
  group.addEventListener("change", ({ target }) => {
    if (target.type === "checkbox" && target.checked && boxes.includes(target)) {
      const alone = "alone" in target.dataset;
      for (const box of boxes) if (box !== target && (alone || "alone" in box.dataset)) box.checked = false;
    }
    settle();
  });
  settle();
}

// Leaving quickly: one press on the link, or Escape three times. The page is replaced, so "back" does not lead to it.
for (const link of document.querySelectorAll("[data-leave]")) {
  let presses = [];
  const leave = () => {
    document.body.hidden = true;
    window.location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      presses = [];
      return;
    }
    presses = [...presses.filter((time) => event.timeStamp - time < 3000), event.timeStamp];
    if (presses.length === 3) leave();
  });
}

// Files on their way: how far they are. Each goes by itself, so that a lost connection loses one and not all.
for (const form of document.querySelectorAll("form[data-upload]")) {
  const field = form.querySelector('input[type="file"]');
  const said = form.querySelector("[data-upload-said]");
  const send = (file, progress) =>
    new Promise((resolve) => {
      const body = new FormData();
      body.append("csrf_token", form.elements.csrf_token.value);
      body.append(field.name, file);
      const request = new XMLHttpRequest();
      request.upload.addEventListener("progress", (event) => progress(event.loaded / Math.max(event.total, 1)));
      request.addEventListener("loadend", () => resolve(request));
      request.open("POST", form.action);
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.send(body);
    });
  form.addEventListener("submit", async (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const go = event.submitter?.value ?? "send";
    const words = document.createElement("p");
    const bar = document.createElement("progress");
    bar.max = 1;
    said.replaceChildren(words, bar);
    const buttons = form.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    const files = [...field.files];
    const largest = Number(form.dataset.uploadLargest);
    const problems = [];
    for (const [place, file] of files.entries()) {
      if (file.size > largest) {
        problems.push(`${file.name} is too big. The most for one file is ${Math.round(largest / 1e6)} MB.`);
        continue;
      }
      bar.setAttribute("aria-label", `Sending ${file.name}`);
      words.textContent = `Sending file ${place + 1} of ${files.length}: ${file.name}`;
      const answer = await send(file, (part) => {
        bar.value = part;
        if (part === 1) words.textContent = `Checking file ${place + 1} of ${files.length}: ${file.name}`;
      });
      if (answer.status === 0) {
        problems.push("The connection was lost. Files that are in the list are safe. Choose the others again.");
        break;
      }
      const page = new DOMParser().parseFromString(answer.responseText, "text/html");
      const there = page.querySelector("[data-upload-list]");
      if (there) document.querySelector("[data-upload-list]").replaceWith(document.adoptNode(there));
      if (answer.status === 200) continue;
      const problem = page.querySelector("#files-error") ?? page.querySelector("main p");
      problems.push(problem?.textContent.replace("Error:", "").trim() || `${file.name} could not be sent.`);
    }
    for (const button of buttons) button.disabled = false;
    // What was sent is not sent again, and what was refused does not stand in the way of going on.
    field.value = "";
    if (problems.length) {
      said.replaceChildren(
        ...problems.map((problem) => {
          const line = document.createElement("p");
          line.textContent = problem;
          return line;
        }),
      );
      return;
    }
    if (go === "send") window.location.reload();
    else form.requestSubmit(event.submitter);
  });
}

// Show what is typed into a password field, for whoever wants to see it.
for (const field of document.querySelectorAll('input[data-reveal="yes"]')) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  button.textContent = "Show what I type";
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
  field.form.addEventListener("submit", () => {
    field.type = "password";
  });
  field.after(button);
}

// Passkeys: the server says what to ask the device, the device answers, the server looks at the answer.
const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const textOf = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function readOptions(options) {
  options.challenge = bytesOf(options.challenge);
  if (options.user) options.user.id = bytesOf(options.user.id);
  for (const held of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) held.id = bytesOf(held.id);
  return options;
}

function writeAnswer(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = textOf(credential.response[part]);
  }
  return { id: credential.id, rawId: textOf(credential.rawId), type: credential.type, response, clientExtensionResults: {} };
}

async function tell(address, token, body) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
  });
  const said = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : {};
  if (!response.ok) throw new Error(said.problem ?? "That did not work. Load the page again, and try once more.");
  return said;
}

for (const place of document.querySelectorAll("[data-passkey-options]")) {
  const { passkeyOptions, passkeyAnswer, passkeyNext, passkeyName } = place.dataset;
  const button = place.querySelector("button");
  const said = place.querySelector(".passkey__said");
  if (!window.PublicKeyCredential) {
    button.hidden = true;
    said.textContent = "Your browser cannot use passkeys. You can use the other ways.";
    continue;
  }
  button.addEventListener("click", async () => {
    said.textContent = "";
    button.disabled = true;
    const name = passkeyName ? document.getElementById(passkeyName).value : "";
    const token = button.dataset.csrf;
    try {
      const { publicKey } = await tell(passkeyOptions, token, { name });
      const options = { publicKey: readOptions(publicKey) };
      const credential = await (publicKey.user ? navigator.credentials.create(options) : navigator.credentials.get(options));
      const { next } = await tell(passkeyAnswer, token, { answer: writeAnswer(credential), name, next: passkeyNext });
      window.location.assign(next);
    } catch (error) {
      const known = {
        NotAllowedError: "Your device did not confirm it, or it took too long. Try again, or use another way.",
        InvalidStateError: "This device has a passkey for your account already.",
      };
      said.textContent = known[error.name] ?? error.message;
      button.disabled = false;
    }
  });
}

// Staff are signed out when they do nothing for a while. Say so in good time; a sign of life is one press.
for (const place of document.querySelectorAll("[data-idle-at]")) {
  const ask = place.querySelector("[data-idle-ask]");
  const left = place.querySelector("[data-idle-left]");
  const line = place.querySelector(":scope > p");
  const lasts = new Date(place.dataset.idleAt) - Date.now();
  let ends = Date.now() + lasts;
  let before;
  const look = () => {
    const minutes = Math.ceil((ends - Date.now()) / 60000);
    if (minutes > Number(place.dataset.idleWarning)) return;
    if (ask.hidden) {
      before = document.activeElement;
      ask.hidden = false;
    }
    left.textContent =
      minutes > 0
        ? `You will be signed out in ${minutes === 1 ? "a minute" : `${minutes} minutes`}. What you typed is kept.`
        : "You are signed out. Sign in again to go on: what you typed is kept when you send it.";
  };
  setInterval(look, 15000);
  ask.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const said = await tell(place.dataset.idleStay, ask.elements.csrf_token.value, {});
      ends = Date.now() + lasts;
      line.textContent = `You are signed in until ${new Date(said.idle_at).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit" })} or longer.`;
      ask.hidden = true;
      before?.focus();
    } catch {
      ask.submit();
    }
  });
}

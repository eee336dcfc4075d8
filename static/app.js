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
for (const form of document.querySelectorAll('form[method="post"]')) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    setTimeout(() => {
      sent = false;
    }, 4000);
  });
}

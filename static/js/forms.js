/** Small help for forms. Every one of them works without this file. */
import { gettext } from "./i18n.js";

const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** A button that shows what is typed into a password field. */
function reveal(button) {
  const field = document.getElementById(button.dataset.reveal);
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
}

/** A button that copies a secret, and says that it did. */
function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const words = button.lastChild;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      words.textContent = gettext("Copied");
      document.getElementById("live").textContent = words.textContent;
    } catch {
      getSelection().selectAllChildren(source);
      words.textContent = gettext("Press Ctrl C");
    }
  });
}

/** "Save" can be pressed when there is something to save; what came back with errors can be sent again at once. */
function saveWhenChanged(form) {
  const save = form.querySelector("button:not([type=button])");
  if (!save) return;
  const state = () => new URLSearchParams(new FormData(form)).toString();
  const start = state();
  const look = () => (save.disabled = !form.querySelector("[aria-invalid]") && state() === start);
  form.addEventListener("input", look);
  form.addEventListener("reset", () => setTimeout(look));
  look();
}

/** A form is sent once, however often its button is pressed. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.hasAttribute("data-ui-sent")) return event.preventDefault();
  form.setAttribute("data-ui-sent", "");
  addEventListener("pageshow", () => form.removeAttribute("data-ui-sent"), { once: true });
}

$$("[data-reveal]").forEach(reveal);
$$("[data-copy]").forEach(copy);
$$("form[data-save]").forEach(saveWhenChanged);
document.addEventListener("submit", sendOnce);
document.getElementById(document.querySelector("[data-first-invalid]")?.dataset.firstInvalid)?.focus();

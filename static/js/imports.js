/** Bringing a board in: the file is chosen or dropped once and stays through every look, refusal and retry.
 *
 *  What comes of it stands below the form and asks again by itself until it has ended. The form works without this.
 */
import { $, $$, element, esc, tell } from "./dom.js";
import { say } from "./announce.js";
import { renewToken, token } from "./http.js";
import { gettext } from "./i18n.js";

const MB = 1_000_000;
const HEAD = 65_536;
const form = $("#import-form");
const result = $("#import-result");

const carries = (event) => event.dataTransfer?.types.includes("Files");
const panel = () => $("#import-panel");

function sized(bytes) {
  const [value, unit] = bytes < MB ? [bytes / 1000, "kB"] : [bytes / MB, "MB"];
  return `${new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${unit}`;
}

/** Send a form as a browser would; `null` when there was no answer. */
async function send(url, body, again = true) {
  const headers = { "X-CSRFToken": token(), "HX-Request": "true", Accept: "application/json" };
  const response = await fetch(url, { method: "POST", body, headers, credentials: "same-origin" }).catch(() => null);
  if (response?.status === 403 && again && (await renewToken())) return send(url, body, false);
  if (response?.status === 401 || response?.redirected) tell("auth:expired");
  return response;
}

function wrong(words) {
  $("#file-error").textContent = words;
  $("#drop").toggleAttribute("data-ui-wrong", Boolean(words));
}

/** Name, size and format stand in the field as soon as there is a file. */
async function chosen() {
  const [file] = form.elements.file.files;
  if (!file) return;
  wrong("");
  $("#drop").setAttribute("data-ui-chosen", "");
  $("#drop-name").textContent = file.name;
  $("#drop-what").textContent = sized(file.size);
  const most = Number(form.dataset.most);
  if (file.size > most) return wrong(gettext("%(name)s has %(size)s; at most %(most)s can be brought in here.", { name: file.name, size: sized(file.size), most: sized(most) }));
  const body = new FormData();
  body.append("name", file.name);
  body.append("head", file.slice(0, HEAD), "head");
  const response = await send(form.dataset.recognition, body);
  if (!response?.ok || form.elements.file.files[0] !== file) return;
  recognised(file, await response.json());
}

function recognised(file, found) {
  if (!found.known) return wrong(found.sentence);
  $("#drop-what").textContent = `${found.name}, ${sized(file.size)}`;
  $("#into").toggleAttribute("data-ui-into", !found.into_board);
  if (!found.into_board) form.elements.board.value = "";
  into();
  say(gettext("%(name)s is a file of %(format)s.", { name: file.name, format: found.name }));
}

/** A board that is there has its name and key already. */
const into = () => ($("#new").hidden = Boolean(form.elements.board.value));

async function submitted(event) {
  event.preventDefault();
  if (form.hasAttribute("data-ui-sent")) return;
  const body = new FormData(form, event.submitter);
  forget();
  form.setAttribute("data-ui-sent", "");
  result.innerHTML = `<p class="notice" role="status">${gettext("The file is being sent…")}</p>`;
  const response = await send(form.action, body);
  form.removeAttribute("data-ui-sent");
  const text = response && [202, 422].includes(response.status) && !response.redirected ? await response.text() : "";
  if (text) shown(text);
  else failed(response);
}

function shown(text) {
  result.innerHTML = text;
  $$("[data-field]", result).forEach(besideField);
  if (!panel().textContent.trim()) result.replaceChildren();
  ($("[aria-invalid]", form) ?? $("h2", result))?.focus();
  htmx.process(result);
}

/** What is wrong with a field stands under it, where it is read out with it. */
function besideField(words) {
  const field = document.getElementById(words.dataset.field);
  if (field === form.elements.file) wrong(words.textContent);
  else if (field?.closest(".row")) {
    const said = element(`<span class="error" id="${field.id}_wrong">${esc(words.textContent)}</span>`);
    field.closest(".row").append(said);
    field.setAttribute("aria-describedby", said.id);
  } else return;
  field.setAttribute("aria-invalid", "true");
  words.remove();
}

function forget() {
  wrong("");
  for (const said of $$(".row .error", form)) said.remove();
  for (const field of $$("[aria-invalid]", form)) field.removeAttribute("aria-invalid");
}

async function failed(response) {
  const lost = gettext("The file could not be sent. It is still chosen: try again in a moment.");
  const told = response?.headers.get("Content-Type")?.includes("json") ? (await response.json()).sentence : "";
  const line = document.createElement("p");
  line.className = "notice notice--late";
  line.setAttribute("role", "alert");
  line.textContent = told || lost;
  result.replaceChildren(line);
}

/** Told once when it ends, however often the progress moves. */
function ended() {
  let state = panel()?.dataset.state;
  new MutationObserver(() => {
    const now = panel()?.dataset.state;
    if (now && now !== state && !["queued", "running"].includes(now)) {
      say($("h2", panel()).textContent);
      panel().scrollIntoView({ block: "start" });
    }
    state = now;
  }).observe(result, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
}

function dropped(event) {
  if (!carries(event)) return;
  event.preventDefault();
  $("#drop").removeAttribute("data-ui-drop");
  form.elements.file.files = event.dataTransfer.files;
  chosen();
}

if (form) {
  form.elements.file.addEventListener("change", chosen);
  form.elements.board.addEventListener("change", into);
  form.addEventListener("submit", submitted);
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    $("#drop").setAttribute("data-ui-drop", "");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? $("#drop").removeAttribute("data-ui-drop"));
  document.addEventListener("drop", dropped);
  ended();
  chosen(); // a browser keeps a file over a reload
}

/** Files: chosen, dropped on the card, or pasted and dropped into a text, where they stand at once.
 *
 *  Each file is sent by itself with its progress on screen; what fails says why and can be sent again.
 */
import { $, element, esc, tell } from "./dom.js";
import { say } from "./announce.js";
import { draw } from "./clock.js";
import { replaceInDraft } from "./drafts.js";
import { newOp, renewToken, token } from "./http.js";
import { gettext } from "./i18n.js";
import { morph } from "./morph.js";
import { toast } from "./toast.js";

const OPENED = "#drawer, #cardpage";
const MB = 1_000_000;
let count = 0;

const part = (root) => $("#part-files", root);
const carries = (event) => event.dataTransfer?.types.includes("Files");

/** The card there, if the viewer may attach something: named once, since another may be open when an answer comes. */
function cardAt(node) {
  const root = node?.closest?.(OPENED);
  const form = root && $("#files-form", root);
  return form ? { root, action: form.action, most: Number(part(root).dataset.most) } : null;
}

const isOpen = ({ root, action }) => $("#files-form", root)?.action === action;

/** Send one file; `told` hears the share that has gone. */
function send(url, file, told, again = true) {
  const body = new FormData();
  body.append("op", newOp());
  body.append("file", file, file.name);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", ({ loaded, total }) => told(loaded / total));
    request.addEventListener("loadend", async () => {
      const { status, response } = request;
      if (status === 403 && !response && again && (await renewToken())) return done(send(url, file, told, false));
      if (status === 401) tell("auth:expired");
      done({ ok: status === 201, status, data: response });
    });
    request.send(body);
  });
}

function sentence({ status, data }, { name }) {
  if (status === 401) return gettext("Sign in again, then send %(name)s once more.", { name });
  const lost = status ? gettext("%(name)s could not be attached.", { name }) : gettext("No connection: %(name)s was not sent.", { name });
  return data?.sentence ?? lost;
}

function inMB({ size }) {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false };
  return new Intl.NumberFormat(document.documentElement.lang, digits).format(size / MB);
}

/** One file on its way, as a line under the files; resolves to its row, or null. */
async function attach(card, file) {
  const { action, most } = card;
  const line = row(card, file.name);
  const tooLarge = gettext("%(name)s has %(size)s MB; a file holds at most %(most)s MB.", { name: file.name, size: inMB(file), most: most / MB });
  const answer =
    file.size > most
      ? { ok: false, data: { sentence: tooLarge } }
      : await send(action, file, (share) => ($("progress", line).value = share));
  if (!answer.ok) {
    refused(card, line, file, sentence(answer, file));
    return null;
  }
  line.remove();
  say(gettext("Attached %(name)s", { name: answer.data.name }));
  if (isOpen(card)) refresh(card);
  return answer.data;
}

function row(card, name) {
  let list = isOpen(card) && $(".files__sending", part(card.root));
  if (!list) list = element('<ul class="files__sending" role="list" data-ui-keep></ul>');
  if (!list.isConnected && isOpen(card)) part(card.root).append(list);
  count += 1;
  const id = `sending-${count}`;
  const line = element(`<li><span id="${id}">${esc(name)}</span><progress max="1" value="0" aria-labelledby="${id}"></progress></li>`);
  list.append(line);
  return line;
}

function refused(card, line, file, words) {
  if (!line.isConnected) return toast(words, { kind: "error" });
  line.innerHTML =
    `<span class="error" role="alert">${esc(words)}</span><span class="actions">` +
    `<button type="button" class="btn btn--sm" data-again>${gettext("Try again")}</button><button type="button" class="btn btn--sm btn--ghost" data-drop>${gettext("Dismiss")}</button></span>`;
  $("[data-again]", line).addEventListener("click", () => {
    line.remove();
    attach(card, file);
  });
  $("[data-drop]", line).addEventListener("click", () => {
    line.remove();
    $("#files-add", card.root)?.focus();
  });
}

/** The files as the server has them now; other parts of the card follow from the stream. */
async function refresh(card) {
  const address = card.action.replace(/files\/$/, "part/files/");
  const response = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  const text = response?.ok && (await response.text());
  if (!text || !isOpen(card)) return;
  const old = part(card.root);
  morph(old, element(text));
  htmx.process(old);
  draw(old);
}

/** A pasted picture has no name of its own. */
function named(file) {
  if (file.name && file.name !== "image.png") return file;
  const at = new Date().toISOString().slice(0, 16).replace("T", " ").replace(":", "");
  return new File([file], `Pasted ${at}.${file.type.split("/")[1] ?? "bin"}`, { type: file.type });
}

/** Put files into a text: a mark stands there until the file has its address. */
async function into(field, files) {
  const card = cardAt(field);
  for (const each of files) {
    const file = named(each);
    count += 1;
    const mark = `![${gettext("Sending %(name)s %(count)s…", { name: file.name.replace(/[[\]]/g, ""), count })}]()`;
    if (field.isConnected) insert(field, mark);
    const sent = await attach(card, file);
    replace(field, mark, sent?.markdown ?? "");
  }
}

function insert(field, text) {
  const before = field.value.slice(0, field.selectionStart);
  const gap = before && !/\s$/.test(before) ? "\n" : "";
  field.setRangeText(`${gap}${text}\n`, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The caret stays where the person has it meanwhile; a text that was closed lives on as a draft. */
function replace(field, mark, text) {
  const at = field.isConnected ? field.value.indexOf(mark) : -1;
  if (at < 0) return replaceInDraft(field.dataset.draft, mark, text);
  field.setRangeText(text, at, at + mark.length, "preserve");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function chosen({ target }) {
  if (target.id !== "files-add") return;
  const card = cardAt(target);
  const files = [...target.files];
  target.value = "";
  target.form.removeAttribute("hx-morph-skip");
  for (const file of files) await attach(card, file);
}

function pasted(event) {
  const field = event.target.closest?.("textarea[data-draft]");
  const files = [...(event.clipboardData?.files ?? [])];
  if (!field || !files.length || !cardAt(field)) return;
  event.preventDefault();
  into(field, files);
}

/** A file never replaces the page, wherever it is dropped. */
function over(event) {
  if (!carries(event)) return;
  event.preventDefault();
  const card = cardAt(event.target);
  event.dataTransfer.dropEffect = card ? "copy" : "none";
  light(card?.root);
}

function light(root) {
  for (const each of document.querySelectorAll(OPENED)) each.toggleAttribute("data-ui-drop", each === root);
}

async function dropped(event) {
  if (!carries(event)) return;
  event.preventDefault();
  light(null);
  const card = cardAt(event.target);
  const files = [...event.dataTransfer.files];
  const field = event.target.closest("textarea[data-draft]");
  if (!card) return;
  if (field) return into(field, files);
  for (const file of files) await attach(card, file);
}

export function startFiles() {
  document.addEventListener("change", chosen);
  document.addEventListener("paste", pasted);
  document.addEventListener("dragover", over);
  document.addEventListener("drop", dropped);
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? light(null));
}

/** When the session has ended: say so, keep what is typed, and go on after signing in again. */
import { $ } from "./dom.js";
import { showDialog } from "./dialog.js";
import { post, renewToken, setToken, token } from "./http.js";
import { gettext } from "./i18n.js";
import { toast } from "./toast.js";

let shown = false;
const retries = [];

function askToSignIn() {
  if (shown) return;
  shown = true;
  const dialog = showDialog(
    `<dialog class="modal modal--sm" aria-labelledby="out-title"><form class="modal__in" id="sign-in-again"><div><h2 id="out-title">${gettext("You were signed out")}</h2>` +
      `<p class="lead">${gettext("Your text is safe. Sign in to go on where you were.")}</p></div>` +
      `<p class="row"><label for="again-name">${gettext("User name or e-mail")}</label><input class="input" id="again-name" name="username" autocomplete="username" required></p>` +
      `<p class="row"><label for="again-password">${gettext("Password")}</label><input class="input" id="again-password" name="password" type="password" autocomplete="current-password" required></p>` +
      '<p class="error" role="alert" hidden></p>' +
      `<div class="actions actions--end"><button type="button" class="btn btn--ghost" data-close>${gettext("Not now")}</button><button class="btn btn--ink">${gettext("Sign in")}</button></div></form></dialog>`,
  );
  dialog.addEventListener("close", () => (shown = false));
  $("form", dialog).addEventListener("submit", (event) => {
    event.preventDefault();
    signIn(dialog, new FormData(event.target));
  });
}

async function signIn(dialog, form) {
  const { ok, data } = await post("/sign-in/", { username: form.get("username"), password: form.get("password") });
  if (!ok) {
    const error = $(".error", dialog);
    error.textContent = data?.sentence ?? gettext("That did not work. Try again.");
    error.hidden = false;
    return;
  }
  setToken(data.csrf_token);
  dialog.close();
  document.dispatchEvent(new CustomEvent("auth:renewed"));
  for (const run of retries.splice(0)) run();
}

const SECOND_WITHIN = 10_000;
const sentAgain = new WeakMap();

/** A form that is refused without a word has an old token: it is sent once more with a fresh one. */
async function sendAgain({ detail: { ctx } }) {
  const form = ctx?.sourceElement;
  if (ctx?.response?.status !== 403 || ctx.hx?.trigger || !form?.matches("form")) return;
  const isSecond = Date.now() - (sentAgain.get(form) ?? 0) < SECOND_WITHIN;
  sentAgain.set(form, Date.now());
  if (!isSecond && (await renewToken())) form.requestSubmit(ctx.request.submitter);
  else toast(gettext("Not saved: this page is out of date. Load it again; what you typed is kept."), { kind: "error" });
}

export function startSession() {
  document.addEventListener("htmx:response:error", sendAgain);
  document.addEventListener("auth:expired", askToSignIn);
  document.addEventListener("retry:offer", ({ detail }) => retries.push(detail.run));
  document.addEventListener("htmx:config:request", ({ detail }) => (detail.ctx.request.headers["X-CSRFToken"] = token()));
  document.addEventListener("htmx:response:error", ({ detail }) => detail.ctx?.response?.raw?.status === 401 && askToSignIn());
}

/** Editing a title in place. The text is a draft until the server has it. */
import { $, element, esc, linkOf, may, titleOf } from "./dom.js";
import { put } from "./cardacts.js";
import { clearDraft, watchDraft } from "./drafts.js";
import { gettext } from "./i18n.js";
import { focusCard } from "./place.js";

export function editTitle(card) {
  if (!may("write_card") || $(".card__edit", card)) return;
  const { ref } = card.dataset;
  const { version } = card.dataset;
  const form = element(
    `<form class="card__edit" id="card-${ref}-edit" data-ui-keep><label class="vh" for="card-${ref}-title">${gettext("Title of %(ref)s", { ref })}</label>` +
      `<textarea class="input" id="card-${ref}-title" rows="2" maxlength="200" data-draft="title-${ref}">${esc(titleOf(card))}</textarea></form>`,
  );
  const text = $("textarea", form);
  card.dataset.uiEditing = "";
  $(".card__title", card).after(form);
  watchDraft(text);
  text.focus();
  text.select();
  const done = (save) => finish(card, form, text, save, version);
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") done(false);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) done(true);
    else return;
    event.preventDefault();
  });
}

/** Others may have changed the card meanwhile: the version is the one the person began with. */
async function finish(card, form, text, save, version) {
  const title = text.value.trim();
  const changed = save && title && title !== titleOf(card);
  delete card.dataset.uiEditing;
  if (changed) linkOf(card).textContent = title;
  form.remove();
  focusCard(card);
  if (!changed) return clearDraft(text);
  const answer = await put(card, "title", { title, version }, gettext("Title of %(ref)s changed", { ref: card.dataset.ref }));
  if (answer.ok) clearDraft(text);
}

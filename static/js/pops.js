/** The small panels of an opened card: under their button, walked with the arrows, closed once they have done it. */
import { $, $$, phone } from "./dom.js";

const GAP = 4;
const EDGE = 8;
const ours = (node) => node.matches?.(".pop[popover]:not(#menu)");
const openerOf = (pop) => $(`[popovertarget="${pop.id}"]:not([popovertargetaction])`);
const items = (pop) => $$("[role^=menuitem], .pop__item", pop);

/** Under its button, inside the window; on a phone a sheet at the bottom, which CSS places. */
function stand(pop, opener) {
  if (!opener || (phone.matches && pop.matches(".pop--sheet"))) return;
  const at = opener.getBoundingClientRect();
  const own = pop.getBoundingClientRect();
  const below = at.bottom + GAP + own.height < innerHeight - EDGE;
  pop.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - own.width - EDGE))}px`;
  pop.style.top = `${Math.max(EDGE, below ? at.bottom + GAP : at.top - own.height - GAP)}px`;
}

function toggled(event) {
  const pop = event.target;
  if (!ours(pop)) return;
  if (event.newState !== "open") {
    for (const form of $$("form[hx-morph-skip]", pop)) form.removeAttribute("hx-morph-skip");
    return;
  }
  const opener = openerOf(pop);
  stand(pop, opener?.closest(".pop") ? openerOf(opener.closest(".pop")) : opener);
  const first = $('[aria-checked="true"]', pop) ?? items(pop)[0] ?? $("input:not([type=hidden]), select", pop);
  first?.focus({ preventScroll: true });
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function pressed(event) {
  const pop = event.target.closest?.(".pop[popover]");
  if (!pop || !ours(pop) || event.isComposing) return;
  if (event.key === "Escape") return shut(pop, event);
  const all = items(pop);
  if (!event.target.matches("[role^=menuitem], .pop__item")) return;
  const at = all.indexOf(event.target);
  if (STEPS[event.key]) all.at((at + STEPS[event.key] + all.length) % all.length).focus();
  else if (event.key === "Home") all[0].focus();
  else if (event.key === "End") all.at(-1).focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Escape closes the panel only, and gives the focus back to its button. */
function shut(pop, event) {
  event.preventDefault();
  event.stopPropagation();
  pop.hidePopover();
  openerOf(pop)?.focus({ preventScroll: true });
}

/** A choice that is made closes its panel; the choice of several people or labels does not. */
function sent({ detail: { ctx } }) {
  const form = ctx.sourceElement?.closest?.("form[data-shuts]");
  const pop = form?.closest(".pop[popover]");
  if (!pop || !ctx.response?.raw?.ok || !pop.matches(":popover-open")) return;
  const opener = openerOf(pop);
  pop.hidePopover();
  opener?.focus({ preventScroll: true });
}

export function startPops() {
  document.addEventListener("toggle", toggled, true);
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("htmx:after:request", sent);
}

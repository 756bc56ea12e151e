/** The words of the page in its language. Without a catalogue they are the English ones that stand in the code. */
const catalogue = globalThis.prooflaneWords ?? { messages: {}, plural: (n) => Number(n !== 1) };
const language = document.documentElement.lang;

const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

/** `gettext("Moved to %(lane)s", { lane })` */
export function gettext(text, values = {}) {
  return filled(catalogue.messages[text] ?? text, values);
}

/** The same text may stand for different things: `pgettext("month", "May")`. */
export function pgettext(context, text, values = {}) {
  return filled(catalogue.messages[`${context}\u0004${text}`] ?? text, values);
}

/** `ngettext("%(n)s card", "%(n)s cards", n)`; `n` is always among the values. */
export function ngettext(one, many, n, values = {}) {
  const forms = catalogue.messages[one] ?? [one, many];
  return filled(forms[catalogue.plural(n)], { n, ...values });
}

/** Dates as this language writes them; English as in Britain: the day comes first. */
export function dates(options) {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, options);
}

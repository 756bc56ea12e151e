/** The filter language in the browser: the grammar of boards/filter_language.py over the data of the cards.
 *
 *  Words, "quoted words", key:value, key:a,b, key>7d, and - before any of them. Both run tests/filter_cases.json.
 */
import { gettext } from "./i18n.js";

export const KEYS = {
  kind: ["hypothesis", "exploration", "task"],
  assignee: [],
  author: [],
  label: [],
  lane: [],
  priority: ["low", "normal", "high", "urgent"],
  blocked: ["yes", "no"],
  due: ["none", "over"],
  updated: [],
  created: [],
  age: [],
  verdict: ["supported", "refuted", "inconclusive", "invalid", "not_tested", "none"],
  box: ["planned", "running", "expiring", "expired", "paused", "closed", "none"],
  gate: ["open", "none"],
  help: ["open", "none"],
  initiative: [],
};
export const TIMES = ["due", "updated", "created", "age"];
const ALIASES = { who: "assignee", owner: "assignee", type: "kind", tag: "label", prio: "priority", column: "lane" };
const TERM = /(-?)(?:([A-Za-z_]+)(:|<|>))?((?:"[^"]*"?|[^\s"])*)/g;
const VALUE = /"([^"]*)"?|([^,"]+)/g;
const UNITS = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const LONGEST = 500;
const MOST_TERMS = 20;

/**
 * @typedef {{key: string, op: string, values: string[], negated: boolean, at: [number, number]}} Term
 * @returns {{terms: Term[], error: string}} what could be read, and the first mistake in words
 */
export function parse(text) {
  const terms = [];
  let error = text.length > LONGEST ? gettext("A filter has at most %(most)s characters.", { most: LONGEST }) : "";
  for (const found of text.matchAll(TERM)) {
    if (!found[0].trim()) continue;
    try {
      const term = read(found);
      if (term) terms.push({ ...term, at: [found.index, found.index + found[0].length] });
    } catch (wrong) {
      error ||= wrong.message;
    }
  }
  return { terms, error: error || (terms.length > MOST_TERMS ? gettext("A filter has at most %(most)s conditions.", { most: MOST_TERMS }) : "") };
}

function read([, sign, key, op, rest]) {
  const negated = sign === "-";
  if (!key) {
    const word = rest.replaceAll('"', "");
    return word.trim() ? { key: "", op: ":", values: [word], negated } : null;
  }
  const name = ALIASES[key.toLowerCase()] ?? key.toLowerCase();
  if (!Object.hasOwn(KEYS, name)) throw Error(gettext("There is no filter %(name)s.", { name: key }) + meant(key.toLowerCase(), [...Object.keys(KEYS), ...Object.keys(ALIASES)]));
  const values = [...rest.matchAll(VALUE)].map(([, quoted, bare]) => quoted || bare || "").filter((value) => value.trim());
  if (!values.length) throw Error(gettext("%(name)s needs a value.", { name: name + op }));
  check(name, op, values);
  return { key: name, op, values, negated };
}

function check(name, op, values) {
  const words = KEYS[name];
  if (op !== ":") {
    if (!TIMES.includes(name)) throw Error(gettext("%(name)s is compared with a colon: %(name)s:%(value)s.", { name, value: values[0] }));
    for (const value of values) moment(value, 0, 1);
    return;
  }
  if (TIMES.includes(name) && !words.length) throw Error(gettext("%(name)s is compared with < or >, such as %(name)s>7d.", { name }));
  for (const value of values) {
    if (words.length && !words.includes(value.toLowerCase())) throw Error(gettext("%(name)s is one of %(known)s.", { name, known: words.join(", ") }) + meant(value.toLowerCase(), words));
  }
}

/** A day, or so long before (-1) or after (1) now. */
function moment(value, now, direction) {
  const span = /^(\d{1,4})([hdw])$/.exec(value.toLowerCase());
  if (span) return now + direction * Number(span[1]) * UNITS[span[2]];
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  if (!day || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(value)) {
    throw Error(gettext("%(value)s is no time; write 12h, 7d, 2w or a date such as 2026-12-24.", { value }));
  }
  return day.getTime();
}

/** The nearest known word, when it is near enough to be a slip. */
function meant(word, known) {
  const best = known.map((each) => [distance(word, each), each]).sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1))[0];
  return best[0] <= (word.length < 4 ? 1 : 2) ? ` ${gettext("Did you mean %(word)s?", { word: best[1] })}` : "";
}

function distance(a, b) {
  const row = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i++) {
    let corner = row[0];
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const here = Math.min(row[j] + 1, row[j - 1] + 1, corner + (a[i - 1] === b[j - 1] ? 0 : 1));
      corner = row[j];
      row[j] = here;
    }
  }
  return row[b.length];
}

/** Whether a card, given by its facts, meets every term. */
export const meets = (facts, terms, now = Date.now()) =>
  terms.every((term) => term.negated !== term.values.some((value) => one(facts, term, value, now)));

function one(facts, { key, op }, value, now) {
  const low = value.toLowerCase();
  if (!key) return facts.text.includes(low);
  if (op !== ":") return compared(facts[key], key, op, value, now);
  if (key === "due") return low === "none" ? !facts.due : Boolean(facts.due) && facts.due < now;
  const has = facts[key];
  if (low === "none") return !has.length;
  return has.includes(low) || has.includes(low.replaceAll("-", " "));
}

/** `due` looks ahead; the others look back, where longer ago is more. */
function compared(time, key, op, value, now) {
  if (!time) return false;
  const at = moment(value, now, key === "due" ? 1 : -1);
  if (key === "due") return op === "<" ? time <= at : time > at;
  return (op === "<") !== value.includes("-") ? time > at : time < at;
}

/** A value as it has to be written. */
export const written = (value) => (/^[^\s",]+$/.test(value) ? value : `"${value.replaceAll('"', "")}"`);

/** What a key is set to in a text, as the chips show it. */
export const valuesOf = (text, key) => parse(text).terms.filter((term) => term.key === key && term.op === ":" && !term.negated).flatMap((term) => term.values);

/** The text with a key set to these values, and the rest of it as it was. */
export function withValues(text, key, values) {
  let rest = text;
  for (const term of parse(text).terms.reverse()) {
    if (term.key === key && term.op === ":" && !term.negated) rest = rest.slice(0, term.at[0]) + rest.slice(term.at[1]);
  }
  const added = values.length ? `${key}:${values.map(written).join(",")}` : "";
  return [rest.trim().replace(/\s{2,}/g, " "), added].filter(Boolean).join(" ");
}

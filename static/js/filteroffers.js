/** What the field of a filter suggests, on the board and on the backlog. */
import { data } from "./dom.js";
import { KEYS } from "./filterlang.js";
import { gettext } from "./i18n.js";

const NONE = "none";
const WORDS = {
  kind: { hypothesis: gettext("Hypothesis"), exploration: gettext("Exploration"), task: gettext("Task") },
  box: {
    expired: gettext("Over"),
    expiring: gettext("Ends soon"),
    running: gettext("Running"),
    planned: gettext("Not started"),
    paused: gettext("Paused"),
    closed: gettext("Decided"),
    none: gettext("No time-box"),
  },
};
/** What each key may be, value and words; initiatives are known to the page. @param {() => string[][]} initiatives */
export const choicesWith = (initiatives) => ({
  assignee: () => [["me", gettext("Me")], ...data.people.filter((p) => p.username !== data.me).map((p) => [p.username, p.name]), [NONE, gettext("Nobody")]],
  kind: () => Object.entries(WORDS.kind),
  label: () => [...data.labels.map((label) => [label.name, label.name]), [NONE, gettext("No label")]],
  box: () => Object.entries(WORDS.box),
  initiative: () => [...initiatives(), [NONE, gettext("No initiative")]],
});

/** What may stand at the caret: keys, then the values of the key. */
export function offersFrom(choices) {
  return (word) => {
    const [, sign, key, start] = /^(-?)(?:(\w+):)?(.*)$/.exec(word);
    const low = start.replaceAll('"', "").toLowerCase();
    if (key) {
      const last = low.split(",").at(-1);
      const before = start.includes(",") ? start.slice(0, start.lastIndexOf(",") + 1) : "";
      const values = choices[key]?.() ?? (KEYS[key] ?? []).map((value) => [value, value]);
      return values
        .filter(([value, label]) => value.toLowerCase().includes(last) || label.toLowerCase().includes(last))
        .map(([value, label]) => ({ text: `${sign}${key}:${before}${/[\s"]/.test(value) ? `"${value}"` : value} `, label: value === label ? value : `${label}`, sub: value === label ? "" : value }));
    }
    return Object.keys(KEYS).filter((name) => low && name.startsWith(low)).map((name) => ({ text: `${sign}${name}${["updated", "created", "age"].includes(name) ? ">" : ":"}`, label: name, sub: KEYS[name].slice(0, 3).join(", ") }));
  };
}

/** Make an element look like another one and keep its nodes, so that focus, caret and scroll stay where they are. */

// What belongs to the browser and is never overwritten by markup from the server.
const OURS = (name) => name.startsWith("data-ui-") || name === "tabindex" || name === "aria-expanded" || name === "open";

export function morph(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (isKept(old)) return;
  attributes(old, fresh);
  if (!old.isEqualNode(fresh)) children(old, fresh);
}

/** Text somebody types in, and forms they have begun, are theirs. */
const isKept = (node) =>
  node.hasAttribute("data-ui-keep") ||
  node.hasAttribute("hx-morph-skip") ||
  (node === document.activeElement && node.matches("input, textarea, select"));

function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (!(OURS(name) && old.hasAttribute(name)) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) if (!OURS(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
}

function children(old, fresh) {
  const named = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  let cursor = old.firstChild;
  for (const want of [...fresh.childNodes]) {
    const match = want.id ? named.get(want.id) : isLike(cursor, want) ? cursor : null;
    if (!match) {
      old.insertBefore(want, cursor);
      continue;
    }
    if (match === cursor) cursor = cursor.nextSibling;
    else move(old, match, cursor);
    morph(match, want);
  }
  while (cursor) {
    const gone = cursor;
    cursor = cursor.nextSibling;
    if (gone.nodeType !== Node.ELEMENT_NODE || !isKept(gone)) gone.remove();
  }
}

const isLike = (node, want) => Boolean(node) && node.nodeName === want.nodeName && !node.id;

function move(parent, node, before) {
  if (parent.moveBefore) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

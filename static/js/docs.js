// Filters the operations by the words typed, and opens the one the address names.
const search = document.getElementById("search");
const found = document.getElementById("found");
const sections = document.querySelectorAll("[data-section]");

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const section of sections) {
    let here = 0;
    for (const operation of section.querySelectorAll("[data-words]")) {
      operation.hidden = !words.every((word) => operation.dataset.words.includes(word));
      here += operation.hidden ? 0 : 1;
    }
    section.hidden = here === 0;
    shown += here;
  }
  found.textContent = words.length ? `${shown} operations` : "";
}

function open() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}

search.addEventListener("input", filter);
addEventListener("hashchange", open);
open();

/** Light or dark. A cookie tells the server, so that the next page is drawn right from the start. */
import { $ } from "./dom.js";
import { post } from "./http.js";

const YEAR = 365 * 24 * 3600;
const system = matchMedia("(prefers-color-scheme: dark)");

export function startTheme() {
  $("[data-theme-switch]")?.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
    set(dark ? "light" : "dark");
  });
}

function set(theme) {
  document.documentElement.dataset.theme = theme;
  $('meta[name="color-scheme"]').content = theme;
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
  if ($(".mob")) post("/look/", { theme }); // signed in: the choice goes along to other browsers
}

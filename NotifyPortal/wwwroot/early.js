// Runs before anything is painted: the theme, so that it does not flash, and the time zone, so that the server can name days.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => { try { return localStorage.getItem("np-theme"); } catch { return null; } };
  const apply = () => {
    const theme = chosen() ?? "system";
    document.documentElement.dataset.theme = theme === "dark" || (theme === "system" && dark.matches) ? "dark" : "light";
    document.documentElement.dataset.themeChoice = theme;
  };
  dark.addEventListener("change", apply);
  addEventListener("storage", e => { if (e.key === "np-theme") apply(); });
  window.notifyPortalTheme = { apply };
  apply();

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  document.cookie = `np_tz=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
})();

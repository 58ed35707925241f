// Before the first paint: which theme. `?theme=dark|light|transparent`; an embedded globe is transparent by itself.
(() => {
  const root = document.documentElement;
  const wanted = new URLSearchParams(location.search).get('theme');
  const themes = ['dark', 'light', 'transparent'];
  root.dataset.theme = themes.includes(wanted) ? wanted : root.dataset.theme || 'dark';
  if (!themes.includes(wanted) && /\/embed\/?$/.test(location.pathname)) root.dataset.theme = 'transparent';
})();

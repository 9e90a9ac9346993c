// Runs before the first paint, so that a chosen theme never flashes into the other one. Not a module, as those wait.
try {
  const theme = localStorage.getItem('vigil.theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // storage is blocked: the system's theme it is
}

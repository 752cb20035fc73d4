// A file that was opened by double-click loads no modules: the page says what to do instead.
if (location.protocol === 'file:') {
  document.getElementById('state').textContent = 'Opened as a file this page cannot load Python. In its folder, type: python -m http.server  and open http://localhost:8000/play/';
}

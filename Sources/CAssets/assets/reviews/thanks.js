// It was sent: what the tab kept of it goes, and the private link may be printed.
sessionStorage.removeItem('review')
const print = document.querySelector('[data-print]')
print.hidden = false
print.addEventListener('click', () => window.print())

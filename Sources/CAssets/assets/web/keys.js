// Keyboard shortcuts. An element names its own: data-key="j", or two keys in a row: data-key="g t".
// Pressing them clicks a link or a button, and gives the focus to a field. "?" lists them.
// They rest while somebody types, and with Ctrl, Alt or Meta (WCAG 2.1.4: no shortcut where text is entered).

const typing = element => element?.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')
const find = key => [...document.querySelectorAll('[data-key]')].find(element => element.dataset.key === key)

export function keys() {
  let first = ''
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return
    if (event.key === '?') return list(event)
    const target = find(first ? `${first} ${event.key}` : event.key) ?? find(event.key)
    first = ''
    if (target) {
      event.preventDefault()
      target.matches('input, textarea, select') ? target.focus() : target.click()
    } else if ([...document.querySelectorAll('[data-key]')].some(e => e.dataset.key.startsWith(`${event.key} `))) {
      first = event.key
      setTimeout(() => { first = '' }, 1200)
    }
  })
}

function list(event) {
  const named = [...document.querySelectorAll('[data-key]')]
  if (!named.length || document.querySelector('dialog[open]')) return
  event.preventDefault()
  const dialog = document.createElement('dialog')
  const terms = document.createElement('dl')
  terms.className = 'keys'
  const seen = new Set()
  for (const element of named) {
    if (seen.has(element.dataset.key)) continue
    seen.add(element.dataset.key)
    const key = document.createElement('dt')
    for (const part of element.dataset.key.split(' ')) {
      const cap = document.createElement('kbd')
      cap.textContent = part
      key.append(cap, ' ')
    }
    const what = document.createElement('dd')
    what.textContent = element.getAttribute('aria-label') ?? element.title ?? ''
    if (!what.textContent) what.textContent = element.textContent.trim() || element.labels?.[0]?.textContent || ''
    terms.append(key, what)
  }
  const close = document.createElement('button')
  close.textContent = 'OK'
  close.addEventListener('click', () => dialog.close())
  dialog.append(terms, close)
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

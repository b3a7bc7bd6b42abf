// A list without the mouse. Every key presses a link, a box or a button that stands on the page, so that nothing exists
// here that cannot be clicked; a dialog `#keys` says which ones there are.
const help = document.getElementById('keys')
const typing = element => element?.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')

// Shortcuts of one letter can be turned off (WCAG 2.1.4); this browser remembers.
const enabled = () => localStorage.getItem('keys') !== 'off'
const choice = document.querySelector('[data-keys-on]')
if (choice) {
  choice.checked = enabled()
  choice.addEventListener('change', () => localStorage.setItem('keys', choice.checked ? 'on' : 'off'))
}
for (const button of document.querySelectorAll('[data-keys]')) {
  button.hidden = false
  button.addEventListener('click', () => help?.showModal())
}

// The filters open, ready for the first choice.
function filters() {
  const panel = document.querySelector('[data-filters]')
  if (!panel) return false
  panel.open = true
  panel.querySelector('select, input:not([type=hidden])')?.focus()
  return true
}

function click(selector) {
  const target = document.querySelector(selector)
  target?.click()
  return Boolean(target)
}

function move(all, here, step) {
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step]
  if (next) {
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: 'nearest' })
  } else if (here >= 0) {
    document.querySelector(step > 0 ? '.pages [rel=next]' : '.pages [rel=prev]')?.focus()
  }
  return true
}

// `item` is the selector of what the list holds, `news` the key that shows what has come; `act(key, item)` says whether
// it knew the key, and is given the item that has the focus.
export function walk({ item, news, act }) {
  const focused = () => document.activeElement?.closest(item)
  const step = by => {
    const all = [...document.querySelectorAll(item)]
    return move(all, all.indexOf(focused()), by)
  }
  const common = {
    '?': () => { help?.showModal(); return Boolean(help) },
    '/': () => { const field = document.getElementById('q'); field?.focus(); return Boolean(field) },
    j: () => step(1),
    k: () => step(-1),
    f: filters,
    [news]: () => click('[data-arrivals] a'),
  }
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return
    if (document.querySelector('dialog[open]') || !enabled() && event.key !== '?') return
    if (!(common[event.key]?.() || act(event.key, focused()))) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }, true)
}

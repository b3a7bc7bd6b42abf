// The inbox without the mouse. Every key presses a link, a box or a button that stands on the page, so that nothing
// exists here that cannot be clicked.
const status = document.querySelector('[data-status]')
const help = document.getElementById('keys')
const bulk = document.getElementById('bulk')
const talks = () => [...document.querySelectorAll('[data-talk]')]
const focused = () => document.activeElement?.closest('[data-talk]')
const box = talk => talk.querySelector('input[type=checkbox]')
const ticked = () => talks().filter(talk => box(talk).checked)
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

function move(step) {
  const all = talks()
  const here = all.indexOf(focused())
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step]
  if (next) {
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: 'nearest' })
  } else if (here >= 0) {
    document.querySelector(step > 0 ? '.pages [rel=next]' : '.pages [rel=prev]')?.focus()
  }
}

// How many are ticked is said beside what can be done with them.
const title = document.getElementById('bulk-title')
const plain = title?.textContent
function count() {
  const number = ticked().length
  bulk.classList.toggle('idle', number === 0)
  title.textContent = number ? title.dataset.selected.replace('{n}', number) : plain
}
document.addEventListener('change', event => { if (event.target.matches('[data-talk] input')) count() })
count()

// What is ticked, else the one that has the focus.
function act(key) {
  const button = bulk.querySelector(`[data-bulk="${key}"]`)
  if (!button) return false
  if (!ticked().length) {
    const talk = focused()
    if (!talk) return false
    box(talk).checked = true
    count()
  }
  bulk.requestSubmit(button)
  return true
}

function open(talk, place) {
  const link = talk?.querySelector('[data-open]')
  if (link) location.href = link.href + place
  return Boolean(link)
}

function filters() {
  const panel = document.querySelector('[data-filters]')
  if (!panel) return false
  panel.open = true
  panel.querySelector('select')?.focus()
  return true
}

const acts = {
  '?': () => { help.showModal(); return true },
  '/': () => { document.getElementById('q').focus(); return true },
  j: () => { move(1); return true },
  k: () => { move(-1); return true },
  x: () => { const talk = focused(); if (talk) box(talk).click(); return Boolean(talk) },
  o: () => open(focused(), ''),
  r: () => open(focused(), '#reply'),
  f: filters,
  n: () => { const link = document.querySelector('[data-arrivals] a'); link?.click(); return Boolean(link) },
}
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return
  if (document.querySelector('dialog[open]') || !enabled() && event.key !== '?') return
  const done = event.key in acts ? acts[event.key]() : 'eyuwas'.includes(event.key) && act(event.key)
  if (!done) return
  event.preventDefault()
  event.stopImmediatePropagation()
}, true)

// What has changed is said in a bar; nothing moves under the reader's eyes.
const bar = document.querySelector('[data-arrivals]')
const changed = new Set()
bar?.addEventListener('changed', event => {
  changed.add(event.detail.id)
  const { one, other, refresh } = bar.dataset
  const link = document.createElement('a')
  link.href = refresh
  link.textContent = changed.size === 1 ? one : other.replace('{n}', changed.size)
  bar.replaceChildren(link)
  if (status) status.textContent = link.textContent
})

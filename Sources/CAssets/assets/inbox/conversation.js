// A conversation's page: who else is here, what has changed, and the keys that are no link or button.
const here = document.querySelector('[data-here]')
let written = 0

// Somebody writes when a field of words changed a moment ago.
document.addEventListener('input', event => { if (event.target.matches('textarea')) written = Date.now() })

async function beat() {
  if (document.visibilityState === 'hidden') return
  const body = new URLSearchParams({ writing: Date.now() - written < 20_000 ? '1' : '0', csrf: document.body.dataset.csrf })
  const answer = await fetch(here.dataset.here, { method: 'POST', body, redirect: 'error', headers: { Accept: 'application/json' } }).catch(() => null)
  if (!answer?.ok) return
  const text = (await answer.json()).here
  if (text === here.textContent.trim()) return
  const pill = document.createElement('span')
  pill.className = 'pill accent'
  pill.textContent = text
  here.replaceChildren(...(text ? [pill] : []))
}
if (here) {
  beat()
  setInterval(beat, 15_000)
}

// A word that arrives is announced; the page stays as it is until the reader asks.
const bar = document.querySelector('[data-changed]')
const opened = Date.now()
bar?.addEventListener('changed', event => {
  if (event.detail.id !== bar.dataset.changed || Date.now() - opened < 4_000) return
  const link = document.createElement('a')
  link.href = bar.dataset.refresh
  link.textContent = bar.dataset.text
  bar.replaceChildren(link)
})

const typing = element => element?.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')
const messages = () => [...document.querySelectorAll('[data-message]')]
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
  if (event.key === 'Escape' && typing(event.target)) return event.target.blur()
  if (typing(event.target) || document.querySelector('dialog[open]')) return
  const enabled = localStorage.getItem('keys') !== 'off'
  if (!enabled) return event.key === '?' ? undefined : event.stopImmediatePropagation()
  if (event.key === 'r') {
    const field = document.querySelector('#reply textarea')
    if (!field) return
    event.preventDefault()
    field.focus()
  } else if (event.key === 'j' || event.key === 'k') {
    const all = messages()
    const index = all.indexOf(document.activeElement?.closest('[data-message]'))
    const next = all[index < 0 ? 0 : index + (event.key === 'j' ? 1 : -1)]
    next?.focus()
  }
}, true)
if (location.hash === '#reply') document.querySelector('#reply textarea')?.focus()

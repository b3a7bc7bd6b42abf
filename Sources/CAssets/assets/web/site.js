// Loaded on every page. Each page works without it; this makes it quicker to use.
import { keys } from './keys.js'
import { live } from './live.js'

// What was said is said once: a reload or a bookmark does not say it again.
const address = new URL(location.href)
if (address.searchParams.has('said')) {
  address.searchParams.delete('said')
  history.replaceState(null, '', address)
}

// After a refused form, the summary of what to correct takes the focus.
document.querySelector('[data-focus]')?.focus()

// Menus close by Escape and by a click elsewhere.
const menus = () => document.querySelectorAll('details.menu[open]')
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return
  for (const menu of menus()) {
    menu.open = false
    menu.querySelector('summary').focus()
  }
})
document.addEventListener('click', event => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false
})

// Light, dark, or as the device: seen at once, kept by the account.
const appearance = document.querySelector('[data-appearance-form]')
const root = document.documentElement
const show = chosen => {
  root.dataset.appearance = chosen
  for (const button of appearance.querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.value === chosen))
  }
}
if (appearance) {
  show(root.dataset.appearance)
  appearance.addEventListener('submit', event => {
    event.preventDefault()
    const body = new URLSearchParams(new FormData(appearance))
    const before = root.dataset.appearance
    body.set('appearance', event.submitter.value)
    show(event.submitter.value)
    fetch(appearance.action, { method: 'POST', body, redirect: 'manual' }).catch(() => show(before))
  })
}

// A form is sent once, even under two clicks.
document.addEventListener('submit', event => {
  const form = event.target
  if (form.method !== 'post' || event.defaultPrevented) return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = '1'
  setTimeout(() => delete form.dataset.sent, 4000)
})

// What takes a while says that it works: the pressed button turns until the next page is there.
document.addEventListener('submit', event => {
  if (!event.defaultPrevented && event.submitter?.matches('button')) event.submitter.setAttribute('aria-busy', 'true')
})
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[aria-busy]')) button.removeAttribute('aria-busy')
})

// On a telephone the navigation is longer than the screen: the page that one is on is in sight.
document.querySelector('.side [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })

// A text to send elsewhere is copied by a button, where the browser lets us: <button data-copy="id" hidden>.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value)
    button.lastChild.textContent = button.dataset.copied
  })
}

// What was left empty is no part of an address.
document.addEventListener('formdata', event => {
  if (event.target.method !== 'get') return
  for (const [name, value] of [...event.formData]) if (value === '') event.formData.delete(name)
})

// A choice that applies by itself: <select data-submit>.
document.addEventListener('change', event => {
  if (event.target.matches('[data-submit]')) event.target.form.requestSubmit()
})

keys()
live()

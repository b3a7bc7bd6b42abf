// The stream without the mouse: one key corrects the voice that has the focus, and only that voice is drawn anew.
// Every key presses a link or a button that stands on the page, so that nothing exists here that cannot be clicked.
import { fragment } from '../web/live.js'

const list = document.querySelector('[data-voices]')
const status = document.querySelector('[data-status]')
const help = document.getElementById('keys')
const voices = () => [...document.querySelectorAll('[data-voice]')]
const focused = () => document.activeElement?.closest('[data-voice]')
const say = text => { if (status) status.textContent = text }
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
  const all = voices()
  const here = all.indexOf(focused())
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step]
  if (next) {
    next.focus({ preventScroll: true })
    next.scrollIntoView({ block: 'nearest' })
  } else if (here >= 0) {
    document.querySelector(step > 0 ? '.pages [rel=next]' : '.pages [rel=prev]')?.focus()
  }
}

function press(key, voice) {
  const target = [...voice.querySelectorAll('[data-act]')].find(each => each.dataset.act.split(' ').includes(key))
  if (!target) return false
  if (key === 't' || key === 's') amend(target.href, key, voice)
  else if (target.form) target.form.requestSubmit(target)
  else target.click()
  return true
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return
  if (document.querySelector('dialog[open]') || !enabled() && event.key !== '?') return
  const handled = () => { event.preventDefault(); event.stopImmediatePropagation() }
  if (event.key === '?' && help) { help.showModal(); return handled() }
  if (event.key === '/' && document.getElementById('q')) { document.getElementById('q').focus(); return handled() }
  if (event.key === 'j' || event.key === 'k') { move(event.key === 'j' ? 1 : -1); return handled() }
  if (event.key === 'f' && filters()) return handled()
  const wanted = { w: '[data-press=w]', r: '[data-arrivals] a' }[event.key]
  if (wanted && document.querySelector(wanted)) { document.querySelector(wanted).click(); return handled() }
  const voice = focused()
  if (voice && 'pnumtszo'.includes(event.key) && press(event.key, voice)) handled()
}, true)

// The filters open, ready for the first choice.
function filters() {
  const panel = document.querySelector('[data-filters]')
  if (!panel) return false
  panel.open = true
  panel.querySelector('select, input:not([type=hidden])')?.focus()
  return true
}

// A correction is sent and its voice drawn anew, where it stands.
async function send(form, submitter, voice) {
  const body = new URLSearchParams(new FormData(form, submitter))
  body.set('fragment', '1')
  body.set('next', location.pathname + location.search)
  voice.setAttribute('aria-busy', 'true')
  try {
    const answer = await fetch(form.action, { method: 'POST', body, redirect: 'error', headers: { Accept: 'text/html, text/plain;q=0.5' } })
    if (answer.status === 204) {
      voice.replaceChildren()
      voice.append(list?.dataset.gone ?? '')
      return say(list?.dataset.gone ?? '')
    }
    if (!answer.ok) throw new Error(String(answer.status))
    const drawn = fragment(await answer.text()).firstElementChild
    const because = voice.querySelector('.voice-because')
    if (because) drawn.querySelector('.voice-head')?.prepend(because)
    if (!voice.querySelector('.more') || voice.querySelector('.more[open]')) drawn.querySelector('.more')?.setAttribute('open', '')
    voice.replaceWith(drawn)
    drawn.focus({ preventScroll: true })
    say(list?.dataset.corrected ?? '')
  } catch {
    voice.removeAttribute('aria-busy')
    say(list?.dataset.failed ?? '')
    const line = document.createElement('p')
    line.className = 'error'
    line.setAttribute('role', 'alert')
    line.textContent = list?.dataset.failed ?? ''
    voice.querySelector('.voice-foot')?.before(line)
  }
}

document.addEventListener('submit', event => {
  const form = event.target
  if (!form.matches('[data-judge]') || event.submitter?.formMethod === 'dialog') return
  const dialog = form.closest('dialog')
  const voice = dialog ? document.getElementById(dialog.dataset.voiceId) : form.closest('[data-voice]')
  if (!voice) return
  event.preventDefault()
  event.stopImmediatePropagation()
  dialog?.close()
  send(form, event.submitter, voice)
}, true)

// The form of themes and services, asked for when it is wanted.
async function amend(address, key, voice) {
  const answer = await fetch(`${address}?fragment=1`, { headers: { Accept: 'text/html, text/plain;q=0.5' } }).catch(() => null)
  if (!answer?.ok) { location.href = address; return }
  const dialog = document.createElement('dialog')
  dialog.className = 'amending'
  dialog.dataset.voiceId = voice.id
  dialog.append(fragment(await answer.text()))
  dialog.addEventListener('close', () => { dialog.remove(); voice.isConnected && voice.focus({ preventScroll: true }) })
  document.body.append(dialog)
  dialog.showModal()
  dialog.querySelector(`[data-group="${key}"] input`)?.focus()
}

// What has arrived is said in a bar; nothing moves under the reader's eyes.
const bar = document.querySelector('[data-arrivals]')
let arrived = 0
bar?.addEventListener('arrived', event => {
  const { count, most } = event.detail
  arrived += count
  const { one, other, many, refresh } = bar.dataset
  const number = new Intl.NumberFormat(document.documentElement.lang).format(Math.min(arrived, most))
  const link = document.createElement('a')
  link.href = refresh
  link.textContent = (arrived > most ? many : arrived === 1 ? one : other).replace('{{n}}', number)
  bar.replaceChildren(link)
  document.title = document.title.replace(/^(\(\d+\) )?/, `(${Math.min(arrived, most)}) `)
})

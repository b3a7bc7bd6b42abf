// The stream without the mouse: one key corrects the voice that has the focus, and only that voice is drawn anew.
import { walk } from '../web/list.js'
import { fragment } from '../web/live.js'

const list = document.querySelector('[data-voices]')
const status = document.querySelector('[data-status]')
const say = text => { if (status) status.textContent = text }

function press(key, voice) {
  const target = [...voice.querySelectorAll('[data-act]')].find(each => each.dataset.act.split(' ').includes(key))
  if (!target) return false
  if (key === 't' || key === 's') amend(target.href, key, voice)
  else if (target.form) target.form.requestSubmit(target)
  else target.click()
  return true
}

walk({
  item: '[data-voice]',
  news: 'r',
  act(key, voice) {
    const watch = key === 'w' && document.querySelector('[data-press=w]')
    if (watch) watch.click()
    return watch || Boolean(voice) && 'pnumtszo'.includes(key) && press(key, voice)
  },
})

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

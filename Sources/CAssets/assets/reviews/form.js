// The form of a review: one question a screen in a hand, read aloud by the device's own voices, kept in this page's
// session until it is sent, and let in by a proof of work. Everything works without; this makes it easier.
import { prove } from './proof.js'

const form = document.querySelector('[data-review]')
const ticket = form.elements.ticket
const proof = prove(ticket.value, Number(ticket.dataset.bits))
let ready = false
proof.then(number => {
  form.elements.proof.value = number
  ready = true
})

// Sent before the proof is found: the button turns, and the form goes by itself a moment later.
form.addEventListener('submit', event => {
  if (ready) return
  event.preventDefault()
  const send = form.querySelector('[data-send]')
  if (send.getAttribute('aria-busy')) return
  send.setAttribute('aria-busy', 'true')
  send.textContent = form.dataset.wait
  proof.then(() => form.requestSubmit(send))
})

// What was typed lies in this tab alone, and goes once it is sent.
const place = 'review'
const words = form.elements.text
const stepped = form.querySelector('[data-step]')
if (stepped) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? '{}')
    if (!words.value) words.value = kept.text ?? ''
    for (const [name, values] of Object.entries(kept.boxes ?? {})) {
      for (const box of form.querySelectorAll(`input[name="${CSS.escape(name)}"]`)) box.checked ||= values.includes(box.value)
    }
  } catch { /* Nothing was kept, or it cannot be read. */ }
  form.addEventListener('input', () => {
    const boxes = {}
    for (const box of form.querySelectorAll('input:checked')) (boxes[box.name] ??= []).push(box.value)
    try { sessionStorage.setItem(place, JSON.stringify({ text: words.value, boxes })) } catch { /* The tab keeps nothing. */ }
  })
}

// Too long is said while typing; nothing is cut.
const count = form.querySelector('[data-count]')
if (count) {
  const most = Number(words.dataset.most)
  const look = () => {
    const over = words.value.length > most ? [...words.value].length - most : 0
    count.hidden = over <= 0
    if (over > 0) count.textContent = count.dataset.count.replace('%', over)
  }
  words.addEventListener('input', look)
  look()
}

// One question a screen, where the screen is small.
const steps = [...form.querySelectorAll('[data-step]')]
const small = matchMedia('(max-width: 44rem)')
const [back, next, send, progress] = ['back', 'next', 'send', 'progress'].map(name => form.querySelector(`[data-${name}]`))
let here = 0
function show(step, focus) {
  here = Math.max(0, Math.min(steps.length - 1, step))
  const on = small.matches && steps.length > 1
  form.classList.toggle('stepped', on)
  steps.forEach((each, index) => each.classList.toggle('here', index === here))
  if (!next) return
  back.hidden = !on || here === 0
  next.hidden = !on || here === steps.length - 1
  send.hidden = on && here < steps.length - 1
  progress.hidden = !on
  progress.textContent = progress.dataset.words.replace('%1', here + 1).replace('%2', steps.length)
  if (focus) steps[here].querySelector('textarea, input:not([type=hidden]), select')?.focus()
}
if (next) {
  next.addEventListener('click', () => {
    if (here === 0 && !words.reportValidity()) return
    show(here + 1, true)
  })
  back.addEventListener('click', () => show(here - 1, true))
  // Return in a list of choices goes on to the next question, and does not send what is half done.
  form.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.target.matches('textarea, button') || next.hidden) return
    event.preventDefault()
    next.click()
  })
  small.addEventListener('change', () => show(here))
  show(0)
}

// Read aloud, by a voice of the device: what is read never leaves it.
const speak = document.querySelector('[data-speak]')
if (speak && 'speechSynthesis' in window) {
  const label = speak.firstElementChild
  const start = label.textContent
  const lang = document.documentElement.lang
  const voice = () => speechSynthesis.getVoices().find(each => each.localService && each.lang.toLowerCase().startsWith(lang))
  const look = () => { speak.hidden = !voice() }
  speechSynthesis.addEventListener?.('voiceschanged', look)
  look()
  const rest = () => { label.textContent = start }
  speak.addEventListener('click', () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel()
      return rest()
    }
    const seen = [...document.querySelectorAll('[data-say]')].filter(each => each.checkVisibility?.() ?? true)
    const said = new SpeechSynthesisUtterance(seen.map(each => each.textContent.trim()).join('. '))
    said.voice = voice()
    said.lang = lang
    said.rate = 0.9
    said.addEventListener('end', rest)
    label.textContent = speak.dataset.stop
    speechSynthesis.speak(said)
  })
  addEventListener('pagehide', () => speechSynthesis.cancel())
}

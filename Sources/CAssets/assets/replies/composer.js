// The composer: what the check finds is said while one types, and underlined under the words; the draft is kept; a
// proposal takes the place of the text in one click. Without this, the same form checks with a button.
import { fragment } from '../web/live.js'

const pause = { check: 250, draft: 1500 }

function composer(form) {
  const field = form.querySelector('textarea')
  const mirror = form.querySelector('[data-mirror]')
  const findings = form.querySelector('[data-findings]')
  const count = form.querySelector('[data-count]')
  const state = form.querySelector('[data-state]')
  const send = form.querySelector('[data-send]')
  const timers = {}
  let asked

  form.classList.add('scripted')

  // Underlines what was found, wherever it stands now.
  function underline() {
    const text = field.value
    const marks = [...findings.querySelectorAll('[data-excerpt]')].flatMap(({ dataset: { excerpt, tone } }) => {
      const start = excerpt && tone !== 'lifted' ? text.indexOf(excerpt) : -1
      return start < 0 ? [] : [{ start, end: start + excerpt.length, tone }]
    }).sort((a, b) => a.start - b.start)
    const parts = []
    let at = 0
    for (const { start, end, tone } of marks) {
      if (start < at) continue
      const mark = document.createElement('mark')
      mark.className = `mark-${tone}`
      mark.textContent = text.slice(start, end)
      parts.push(text.slice(at, start), mark)
      at = end
    }
    mirror.replaceChildren(...parts, text.slice(at) + '\n')
    mirror.scrollTop = field.scrollTop
  }

  const segmenter = new Intl.Segmenter()
  function measure() {
    const text = field.value
    const length = form.dataset.unit === 'bytes' ? new TextEncoder().encode(text).length : [...segmenter.segment(text)].length
    const number = new Intl.NumberFormat(document.documentElement.lang)
    count.textContent = count.textContent.replace(/^[\d\s\u202f,.]+/, `${number.format(length)} `)
    count.classList.toggle('over', length > Number(form.dataset.limit))
  }

  const body = () => new URLSearchParams(new FormData(form))
  const post = (address, signal) => fetch(address, { method: 'POST', body: body(), redirect: 'error', signal, headers: { Accept: 'text/html' } })

  async function check() {
    asked?.abort()
    asked = new AbortController()
    try {
      const answer = await post(form.dataset.check, asked.signal)
      if (!answer.ok) throw new Error(String(answer.status))
      const drawn = fragment(await answer.text())
      const held = findings.contains(document.activeElement) ? document.activeElement.value : null
      findings.replaceChildren(drawn)
      if (held) (findings.querySelector(`button[value="${CSS.escape(held)}"]`) ?? field).focus()
      send.textContent = findings.querySelector('[data-check-result]').dataset.button
      underline()
    } catch (error) {
      if (error.name !== 'AbortError') state.textContent = form.dataset.unchecked
    }
  }

  async function keep() {
    try {
      const answer = await post(form.dataset.draft)
      if (!answer.ok) throw new Error(String(answer.status))
      const number = fragment(await answer.text()).querySelector('[data-number]')?.dataset.number
      if (number) form.elements.reply.value = number
      state.textContent = form.dataset.saved
    } catch { state.textContent = form.dataset.unsaved }
  }

  const later = (name, act) => { clearTimeout(timers[name]); timers[name] = setTimeout(act, pause[name]) }

  function changed() {
    measure()
    underline()
    state.textContent = ''
    later('check', check)
    later('draft', keep)
  }

  // Through the browser's own editing, so that Ctrl+Z brings the words back.
  function write(text) {
    field.focus()
    field.select()
    if (!document.execCommand('insertText', false, text)) {
      field.value = text
      changed()
    }
    clearTimeout(timers.check)
    check()
  }

  field.addEventListener('input', changed)
  field.addEventListener('scroll', () => { mirror.scrollTop = field.scrollTop })
  form.addEventListener('click', event => {
    const better = event.target.closest('[data-use-better]')
    const use = event.target.closest('[data-use]')
    if (!better && !use) return
    event.preventDefault()
    write((better ? better.parentElement.querySelector('[data-better]') : use.closest('.suggestion').querySelector('[data-text]')).textContent)
  })
  // A sentence that another part of the page proposes goes below what is written.
  for (const button of document.querySelectorAll('[data-add-to-reply]')) {
    button.hidden = false
    button.addEventListener('click', () => {
      const sentence = button.parentElement.querySelector('[data-sentence]').textContent
      form.closest('details')?.setAttribute('open', '')
      write([field.value.trimEnd(), sentence].filter(Boolean).join('\n\n'))
    })
  }
  form.addEventListener('submit', () => { for (const timer of Object.values(timers)) clearTimeout(timer); asked?.abort() })
  underline()
  suggest(form.querySelector('[data-suggestions][data-path]'))
}

async function suggest(place) {
  if (!place) return
  const answer = await fetch(place.dataset.path, { headers: { Accept: 'text/html' } }).catch(() => null)
  if (answer?.ok) place.replaceChildren(fragment(await answer.text()))
}

for (const form of document.querySelectorAll('[data-composer]')) composer(form)

// The composer of posts: while one types, every network counts the text as it does, and the checks say what they find.
// Without this, the same form checks with a button.
import { fragment } from '../web/live.js'

function composer(form) {
  const place = form.querySelector('[data-checked]')
  let timer
  let asked

  function tell() {
    for (const count of form.querySelectorAll('[data-count]')) {
      const face = place.querySelector(`[data-face-check="${CSS.escape(count.dataset.count)}"]`)
      count.textContent = face?.querySelector('[data-face-count]')?.textContent ?? ''
      count.classList.toggle('over', face?.hasAttribute('data-over') ?? false)
    }
  }

  async function check() {
    asked?.abort()
    asked = new AbortController()
    try {
      const answer = await fetch(form.dataset.check, {
        method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'error', signal: asked.signal,
        headers: { Accept: 'text/html' }
      })
      if (!answer.ok) throw new Error(String(answer.status))
      const open = [...place.querySelectorAll('[data-preview][open]')].map(one => one.dataset.preview)
      place.replaceChildren(fragment(await answer.text()))
      // What somebody looks at stays open.
      for (const one of place.querySelectorAll('[data-preview]')) one.open = open.includes(one.dataset.preview)
      tell()
    } catch (error) {
      if (error.name !== 'AbortError') {
        const note = document.createElement('p')
        note.className = 'note warn'
        note.textContent = form.dataset.unchecked
        place.replaceChildren(note)
      }
    }
  }

  const later = () => { clearTimeout(timer); timer = setTimeout(check, 250) }
  form.addEventListener('input', later)
  form.addEventListener('change', later)
  form.addEventListener('submit', () => { clearTimeout(timer); asked?.abort() })
  tell()
}

for (const form of document.querySelectorAll('[data-post-composer]')) composer(form)

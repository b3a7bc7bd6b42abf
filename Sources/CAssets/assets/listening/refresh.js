// A part of the page that moves by itself while something runs: `<section data-reload="2">` is fetched again every two
// seconds, in place, until the server no longer marks it.
import { fragment } from '../web/live.js'

const moving = () => document.querySelector('[data-reload]')

const refresh = async () => {
  const part = moving()
  if (!part) return
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null)
  if (answer?.ok) {
    const next = fragment(await answer.text()).querySelector('[data-reload]')
    if (!next) return location.reload()
    part.replaceWith(next)
  }
  setTimeout(refresh, Number(moving()?.dataset.reload ?? 2) * 1000)
}

if (moving()) setTimeout(refresh, Number(moving().dataset.reload) * 1000)

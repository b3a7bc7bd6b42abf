// The inbox without the mouse: what is ticked, else the conversation that has the focus, is settled, given or put aside.
import { walk } from '../web/list.js'

const status = document.querySelector('[data-status]')
const bulk = document.getElementById('bulk')
const talks = () => [...document.querySelectorAll('[data-talk]')]
const box = talk => talk.querySelector('input[type=checkbox]')
const ticked = () => talks().filter(talk => box(talk).checked)

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
function act(key, talk) {
  const button = bulk.querySelector(`[data-bulk="${key}"]`)
  if (!button) return false
  if (!ticked().length) {
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

const acts = {
  x: talk => { if (talk) box(talk).click(); return Boolean(talk) },
  o: talk => open(talk, ''),
  r: talk => open(talk, '#reply'),
}
walk({
  item: '[data-talk]',
  news: 'n',
  act: (key, talk) => key in acts ? acts[key](talk) : 'eyuwas'.includes(key) && act(key, talk),
})

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

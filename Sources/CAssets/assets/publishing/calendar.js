// The calendar: a planned post is dragged to another day with a mouse or a finger, or moved with Alt and the arrows. Without
// this, the form behind "Move" does it. Days are handed over as the page wrote them: the browser's own zone has no say.
const table = document.querySelector('[data-calendar]')
const form = document.querySelector('[data-move]')

function move(post, day) {
  if (!form || day === post.dataset.day) return
  const state = document.querySelector('[data-move-state]')
  state.textContent = state.dataset.moving
  form.action = `${post.dataset.post}/move`
  form.elements.day.value = day
  form.submit()
}

function mark(cell) {
  for (const other of table.querySelectorAll('td.over')) if (other !== cell) other.classList.remove('over')
  cell?.classList.add('over')
}

let dragged
table?.addEventListener('dragstart', event => {
  if (held) return event.preventDefault()
  dragged = event.target.closest('[data-post]')
  if (dragged) event.dataTransfer.setData('text/plain', dragged.dataset.post)
})
table?.addEventListener('dragover', event => {
  const cell = event.target.closest('td[data-day]')
  if (!dragged || !cell) return
  event.preventDefault()
  mark(cell)
})
table?.addEventListener('drop', event => {
  const cell = event.target.closest('td[data-day]')
  if (!dragged || !cell) return
  event.preventDefault()
  move(dragged, cell.dataset.day)
})
table?.addEventListener('dragend', () => { mark(null); dragged = undefined })

// A finger that rests on a post takes it up; one that moves at once scrolls the page.
let held, resting
const under = touch => document.elementFromPoint(touch.clientX, touch.clientY)?.closest('td[data-day]')
function letGo() {
  clearTimeout(resting)
  held = resting = undefined
  table.classList.remove('moving')
  mark(null)
}
table?.addEventListener('touchstart', event => {
  const post = event.target.closest('[data-post]')
  if (!post || event.touches.length !== 1) return
  resting = setTimeout(() => { held = post; table.classList.add('moving') }, 350)
}, { passive: true })
table?.addEventListener('touchmove', event => {
  if (!held) return clearTimeout(resting)
  event.preventDefault()
  // Near an edge, the days beyond come into reach.
  const y = event.touches[0].clientY
  if (y < 70) scrollBy(0, -14)
  else if (y > innerHeight - 70) scrollBy(0, 14)
  mark(under(event.touches[0]))
}, { passive: false })
table?.addEventListener('touchend', event => {
  const [post, cell] = [held, under(event.changedTouches[0])]
  letGo()
  if (!post) return
  event.preventDefault()
  if (cell) move(post, cell.dataset.day)
})
table?.addEventListener('touchcancel', letGo)
table?.addEventListener('contextmenu', event => { if (held) event.preventDefault() })

table?.addEventListener('keydown', event => {
  const post = event.target.closest('[data-post]')
  const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key]
  if (!post || !days || !event.altKey) return
  event.preventDefault()
  const day = new Date(`${post.dataset.day}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  move(post, day.toISOString().slice(0, 10))
})

// What was just moved, or is about to be, has the keyboard.
const first = document.querySelector('[data-move-one] input[name=day]') ?? document.querySelector('[data-at]')
if (first && !document.querySelector('[data-focus]')) first.focus()

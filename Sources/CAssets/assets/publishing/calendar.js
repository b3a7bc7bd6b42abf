// The calendar: a planned post is dragged to another day, or moved with Alt and the arrows. Without this, its page plans it.
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

let dragged
table?.addEventListener('dragstart', event => {
  dragged = event.target.closest('[data-post]')
  if (dragged) event.dataTransfer.setData('text/plain', dragged.dataset.post)
})
table?.addEventListener('dragover', event => {
  const cell = event.target.closest('td[data-day]')
  if (!dragged || !cell) return
  event.preventDefault()
  for (const other of table.querySelectorAll('td.over')) other.classList.toggle('over', other === cell)
  cell.classList.add('over')
})
table?.addEventListener('drop', event => {
  const cell = event.target.closest('td[data-day]')
  if (!dragged || !cell) return
  event.preventDefault()
  move(dragged, cell.dataset.day)
})
table?.addEventListener('keydown', event => {
  const post = event.target.closest('[data-post]')
  const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key]
  if (!post || !days || !event.altKey) return
  event.preventDefault()
  const day = new Date(`${post.dataset.day}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  move(post, day.toISOString().slice(0, 10))
})

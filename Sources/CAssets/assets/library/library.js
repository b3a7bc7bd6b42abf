// The library: a page looks again while a file is being worked on, and a face that was missed is drawn on the picture.
// Without this, a link looks again, and four numbers say where the face is.
if (document.querySelector('[data-working]')) {
  // Nobody's typing is lost: the page waits while a field has the focus.
  const again = () => {
    const typing = document.activeElement?.matches('input, textarea, select')
    if (typing || document.hidden) setTimeout(again, 2000)
    else location.replace(location.pathname + location.search.replace(/[?&]said=[^&]*/, ''))
  }
  setTimeout(again, 2000)
}

const form = document.querySelector('[data-add-face]')
const picture = document.querySelector('[data-picture]')

if (form && picture) {
  const [wide, high] = picture.dataset.picture.split(' ').map(Number)
  const hint = form.querySelector('[data-draw]')
  const box = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  const mark = document.createElementNS('http://www.w3.org/2000/svg', 'g')
  mark.setAttribute('class', 'face-mark open')
  mark.append(box)
  let start

  const place = event => {
    const frame = picture.getBoundingClientRect()
    const scale = Math.min(frame.width / wide, frame.height / high)
    const left = frame.left + (frame.width - wide * scale) / 2
    const top = frame.top + (frame.height - high * scale) / 2
    const inside = (value, most) => Math.round(Math.min(Math.max(value, 0), most))
    return { x: inside((event.clientX - left) / scale, wide), y: inside((event.clientY - top) / scale, high) }
  }
  const show = values => {
    for (const [name, value] of Object.entries(values)) {
      form.elements[name].value = value
      box.setAttribute(name, value)
    }
    if (!mark.isConnected) picture.append(mark)
  }

  hint.hidden = false
  form.closest('details').addEventListener('toggle', event => {
    picture.classList.toggle('drawing', event.target.open)
  })
  picture.addEventListener('pointerdown', event => {
    if (!picture.classList.contains('drawing')) return
    start = place(event)
    picture.setPointerCapture(event.pointerId)
    event.preventDefault()
  })
  picture.addEventListener('pointermove', event => {
    if (!start) return
    const end = place(event)
    show({
      x: Math.min(start.x, end.x), y: Math.min(start.y, end.y),
      width: Math.abs(end.x - start.x), height: Math.abs(end.y - start.y)
    })
  })
  for (const name of ['pointerup', 'pointercancel']) picture.addEventListener(name, () => { start = undefined })
}

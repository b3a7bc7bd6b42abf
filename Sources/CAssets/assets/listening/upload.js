// A large file shows how much of it has gone. Without this module the browser sends the form by itself.
const form = document.querySelector('form[data-upload]')
const panel = form?.querySelector('[data-progress]')
const bar = panel?.querySelector('progress')

function reproach(text) {
  const line = document.createElement('p')
  line.className = 'error'
  line.setAttribute('role', 'alert')
  line.textContent = text
  form.querySelector('[role=alert]')?.remove()
  form.prepend(line)
  panel.hidden = true
  for (const button of form.querySelectorAll('button')) { button.disabled = false; button.removeAttribute('aria-busy') }
  delete form.dataset.sent
}

form?.addEventListener('submit', event => {
  event.preventDefault()
  const body = new FormData(form)
  panel.hidden = false
  for (const button of form.querySelectorAll('button')) button.disabled = true
  const request = new XMLHttpRequest()
  request.upload.addEventListener('progress', sent => {
    if (sent.lengthComputable) bar.value = 100 * sent.loaded / sent.total
  })
  // All of it has gone; the server is reading: a bar without an end.
  request.upload.addEventListener('load', () => bar.removeAttribute('value'))
  request.addEventListener('load', () => {
    if (request.status < 400) return location.assign(request.responseURL)
    const said = request.responseXML?.querySelector('main [role=alert], main .failure p:not([aria-hidden])')
    reproach(said?.textContent.trim() || form.dataset.failed)
  })
  for (const name of ['error', 'abort', 'timeout']) request.addEventListener(name, () => reproach(form.dataset.failed))
  request.open('POST', form.action)
  request.responseType = 'document'
  request.send(body)
})

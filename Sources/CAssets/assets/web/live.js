// Live updates by server-sent events. <div data-live="/stream/events"> is kept up to date by the events of that
// address:
//   event: append | prepend | replace    data: {"target": "id", "html": "…"}    a fragment drawn by our templates
//   event: badge                         data: {"key": "alerts", "count": 3}    a number in the navigation
//   any other                            a CustomEvent of that name on the element, with the data as `detail`
// Fragments come from our own templates, over our own connection; this is the one place where text becomes elements.

const policy = window.trustedTypes?.createPolicy('resonance', { createHTML: text => text })

/** Elements of a fragment that our server drew. Scripts in it do not run. */
export function fragment(html) {
  const parsed = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html')
  const elements = document.createDocumentFragment()
  elements.append(...parsed.body.childNodes)
  return elements
}

export function badge({ key, count }) {
  for (const mark of document.querySelectorAll(`[data-badge="${CSS.escape(key)}"]`)) {
    mark.textContent = count
    mark.hidden = !count
  }
}

const actions = {
  append: data => document.getElementById(data.target)?.append(fragment(data.html)),
  prepend: data => document.getElementById(data.target)?.prepend(fragment(data.html)),
  replace: data => document.getElementById(data.target)?.replaceWith(fragment(data.html)),
  badge,
}

export function live() {
  for (const element of document.querySelectorAll('[data-live]')) listen(element)
}

function listen(element) {
  const source = new EventSource(element.dataset.live)
  const state = value => { for (const lamp of document.querySelectorAll('.live')) lamp.dataset.state = value }
  source.addEventListener('open', () => state('on'))
  source.addEventListener('error', () => state('off'))
  for (const [name, act] of Object.entries(actions)) {
    source.addEventListener(name, event => act(JSON.parse(event.data)))
  }
  for (const name of (element.dataset.liveEvents ?? '').split(' ').filter(Boolean)) {
    source.addEventListener(name, event => {
      element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: JSON.parse(event.data) }))
    })
  }
  addEventListener('pagehide', () => source.close())
}

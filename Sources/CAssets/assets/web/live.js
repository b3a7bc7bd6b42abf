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
  // What is there already stays, with the focus in it, and is not read out again.
  replace: data => {
    const old = document.getElementById(data.target)
    const next = fragment(data.html)
    if (old && !old.isEqualNode(next.firstElementChild)) old.replaceWith(next)
  },
  badge,
}

export function live() {
  for (const element of document.querySelectorAll('[data-live]')) listen(element)
}

// With data-live-seen a page that nobody sees holds no connection: a browser has six for all of its tabs. What such an
// address says first is all that was missed.
function listen(element) {
  let source = null
  const follow = () => {
    if (document.hidden && 'liveSeen' in element.dataset) {
      source?.close()
      source = null
    } else source ??= open(element)
  }
  document.addEventListener('visibilitychange', follow)
  addEventListener('pageshow', follow)
  addEventListener('pagehide', () => {
    source?.close()
    source = null
  })
  follow()
}

function open(element) {
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
  return source
}

// What a moderator selects in the text goes to the words to hide.
const original = document.querySelector('[data-original]')
const button = document.querySelector('[data-mask-selection]')
const words = document.getElementById('words')
if (original && button && words) {
  button.hidden = false
  let chosen = ''
  document.addEventListener('selectionchange', () => {
    const selection = getSelection()
    if (selection.rangeCount && original.contains(selection.anchorNode) && original.contains(selection.focusNode)) {
      chosen = selection.toString().trim()
    }
  })
  button.addEventListener('click', () => {
    if (!chosen) return
    words.value = [words.value.trim(), chosen].filter(Boolean).join('\n')
    chosen = ''
    words.focus()
  })
}

/* What to do where the browser refuses its clipboard: the old way, or the text selected for a hand. */
function select(element) {
  const selection = window.getSelection(), range = document.createRange()
  range.selectNodeContents(element)
  selection.removeAllRanges()
  selection.addRange(range)
}

function copyOldWay(text) {
  const box = Object.assign(document.createElement("textarea"), { value: text, readOnly: true })
  box.style.cssText = "position:fixed;opacity:0"
  document.body.append(box)
  box.select()
  try { return document.execCommand("copy") } catch { return false } finally { box.remove() }
}

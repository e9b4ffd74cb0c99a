/* Marks under a text: code points from the server, moved across what was typed since, painted as text nodes only. */

/* maps code points of a text to its UTF-16 units */
function unitsOf(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (point) => point
  const starts = []
  let unit = 0
  for (const sign of text) { starts.push(unit); unit += sign.length }
  starts.push(unit)
  return (point) => starts[Math.min(point, starts.length - 1)]
}

/* marks of `old` where they stand in `value`; what was touched by the edit is dropped */
function moveMarks(marks, old, value) {
  const units = unitsOf(old), least = Math.min(old.length, value.length)
  let head = 0, tail = 0
  while (head < least && old[head] === value[head]) head += 1
  while (tail < least - head && old[old.length - 1 - tail] === value[value.length - 1 - tail]) tail += 1
  const moved = value.length - old.length
  return marks.map((mark) => ({ ...mark, start: units(mark.start), end: units(mark.end) }))
    .filter((mark) => mark.end <= head || mark.start >= old.length - tail)
    .map((mark) => mark.end <= head ? mark : { ...mark, start: mark.start + moved, end: mark.end + moved })
    .sort((a, b) => a.start - b.start)
}

function paintMarks(paint, value, marks) {
  const pieces = []
  let at = 0
  for (const mark of marks) {
    if (mark.start < at) continue
    const element = document.createElement("mark")
    element.className = mark.level
    element.textContent = value.slice(mark.start, mark.end)
    pieces.push(document.createTextNode(value.slice(at, mark.start)), element)
    at = mark.end
  }
  pieces.push(document.createTextNode(value.slice(at) + "\u200b"))
  paint.replaceChildren(...pieces)
}

function dressTools(bar, words, wrap) {
  const kinds = [["B", words.bold, "**", "**"], ["H", words.heading, "\n## ", ""],
    ["•", words.list, "\n- ", ""], ["↗", words.link, "[", "](https://)"]]
  bar.setAttribute("aria-label", words.tools)
  while (bar.childElementCount < kinds.length) bar.append(Object.assign(document.createElement("button"), { type: "button" }))
  kinds.forEach(([sign, name, before, after], index) => {
    const button = bar.children[index]
    button.textContent = sign
    button.title = name
    button.setAttribute("aria-label", name)
    button.onclick = () => wrap(before, after)
  })
}

/* A dense list of real links; a plain click stays in this session, a modified one opens as any link does. J and K move. */
export default function ({ data: [data], parentElement, setTriggerValue }) {
  let list = parentElement.querySelector("ul")
  if (!list) {
    list = document.createElement("ul")
    parentElement.querySelector(".root").append(list)
  }
  list.setAttribute("aria-label", data.label)
  list.replaceChildren(...data.rows.map((row) => item(row, setTriggerValue)))
  list.onkeydown = (event) => {
    const step = { j: 1, k: -1 }[event.key]
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return
    const links = [...list.querySelectorAll("a")]
    links[links.indexOf(event.target) + step]?.focus()
    event.preventDefault()
  }
}

function item(row, open) {
  const li = document.createElement("li"), words = document.createElement("div"), link = document.createElement("a")
  words.className = "words"
  link.href = row.href
  link.lang = row.lang || ""
  link.textContent = row.title
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
    event.preventDefault()
    open("open", row.id)
  }
  words.append(link)
  if (row.more?.length) {
    const more = document.createElement("div")
    more.className = "more soft"
    for (const text of row.more) more.append(Object.assign(document.createElement("span"), { textContent: text }))
    words.append(more)
  }
  li.append(words)
  if (row.tag) li.append(Object.assign(document.createElement("span"), { className: `tag ${row.tone || ""}`, textContent: row.tag }))
  return li
}

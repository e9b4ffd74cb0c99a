/* A table that folds into blocks where there is no room for columns. Cells are texts, each with a link or a tag if given. */
export default function ({ data: [data], parentElement }) {
  const table = document.createElement("table"), head = table.createTHead().insertRow(), body = table.createTBody()
  table.append(Object.assign(document.createElement("caption"), { className: "hidden-text", textContent: data.label }))
  for (const name of data.columns) {
    head.append(Object.assign(document.createElement("th"), { scope: "col", textContent: name }))
  }
  for (const row of data.rows) {
    const line = body.insertRow()
    row.forEach((one, index) => line.append(cell(one, data.columns[index], index === 0)))
  }
  parentElement.querySelector(".root").replaceChildren(table)
}

function cell(one, column, first) {
  const td = document.createElement(first ? "th" : "td")
  if (first) td.scope = "row"
  td.dataset.column = column
  let inside = document.createElement("span")
  if (one.url) inside = Object.assign(document.createElement("a"), { href: one.url, target: "_blank", rel: "noreferrer" })
  if (one.tag) inside.className = `tag ${one.tag}`
  inside.textContent = one.text
  td.append(inside)
  return td
}

/* What the check found, each with its article; a click on the quoted words shows them in the editor. */
export default function ({ data: [data], parentElement }) {
  let list = parentElement.querySelector("ul")
  if (!list) {
    list = document.createElement("ul")
    parentElement.querySelector(".root").append(list)
  }
  list.setAttribute("aria-label", data.label)
  list.replaceChildren(...data.findings.map((finding) => item(finding, data)))
}

const make = (name, attributes) => Object.assign(document.createElement(name), attributes)

function item(finding, data) {
  const li = make("li", { className: finding.level }), head = make("div", { className: "head" })
  head.append(make("span", { className: `tag ${finding.tone}`, textContent: finding.weight }))
  if (finding.text && finding.document) {
    const detail = { document: finding.document, start: finding.start, end: finding.end }
    const show = make("button", { type: "button", textContent: finding.text, title: data.show })
    show.lang = finding.lang
    show.onclick = () => window.dispatchEvent(new CustomEvent("publisher:place", { detail }))
    head.append(show)
  } else if (finding.text) head.append(make("span", { textContent: finding.text, lang: finding.lang }))
  li.append(head, make("p", { textContent: finding.message }))
  if (finding.fix) li.append(make("p", { textContent: finding.fix }))
  const source = make("p", { className: "source soft" })
  source.append(finding.url ? make("a", { href: finding.url, target: "_blank", rel: "noopener noreferrer", textContent: finding.source })
    : make("span", { textContent: finding.source }))
  if (finding.state) source.append(document.createTextNode(` — ${finding.state}`))
  li.append(source)
  return li
}

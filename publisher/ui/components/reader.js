/* A whole text to be read. `html` was made safe on the server; everything else is set as text. Says when its end was seen. */
const seen = new WeakMap()
const make = (name, attributes) => Object.assign(document.createElement(name), attributes)

export default function ({ data: [data], parentElement, setStateValue }) {
  const before = seen.get(parentElement)
  if (before?.document === data.document) return () => before.observer?.disconnect()
  before?.observer?.disconnect()
  const article = make("article", { lang: data.lang })
  if (data.title) article.append(make("h2", { textContent: data.title }))
  if (data.question) article.append(make("p", { className: "question", textContent: data.question }))
  for (const text of data.heads) article.append(make("p", { className: "notice", textContent: text }))
  const text = make("div", { className: "text" })
  text.innerHTML = data.html
  article.append(text)
  if (data.sources.length) {
    article.append(make("h3", { textContent: data.labels.sources }))
    const list = make("ul", { className: "sources" })
    for (const source of data.sources) list.append(make("li", { textContent: source }))
    article.append(list)
  }
  for (const footer of data.footers) article.append(make("p", { className: "notice", textContent: footer }))
  const end = make("div", { className: "end" })
  article.append(end)
  const home = parentElement.querySelector(".root")
  home.replaceChildren(article)
  if (before) home.scrollIntoView({ block: "start" })
  const observer = data.watch ? new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return
    observer.disconnect()
    setStateValue("opened", data.document)
  }) : null
  observer?.observe(end)
  seen.set(parentElement, { document: data.document, observer })
  return () => observer?.disconnect()
}

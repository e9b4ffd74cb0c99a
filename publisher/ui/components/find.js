/* One box: results while typing, one key for each way to copy. A copy is recorded by the server before it is given out. */
const WAIT = 20, PAUSE = 400
const FORMS = { 1: "text", 2: "card", 3: "link" }
const instances = new WeakMap()

export default function (component) {
  const { data: [data], parentElement } = component
  let box = instances.get(parentElement)
  if (!box) { box = new Box(parentElement); instances.set(parentElement, box) }
  box.receive(component, data)
}

const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text ?? "" })

class Box {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    this.input = this.find("#asked")
    this.input.oninput = (event) => { if (!event.isComposing) this.later() }
    this.input.addEventListener("compositionend", () => this.later())
    this.input.onkeydown = (event) => this.fromInput(event)
    this.find(".results").onkeydown = (event) => this.fromResults(event)
    this.find(".send").onclick = () => this.send()
  }

  receive(component, data) {
    this.emit = component.setTriggerValue
    const first = !this.data
    this.data = data
    this.words = data.labels
    this.find("legend").textContent = this.words.places
    this.find(".ask").textContent = this.words.ask
    this.input.placeholder = this.words.hint
    this.find(".send").replaceChildren(make("kbd", "", "4"), ` ${this.words.send}`)
    this.find(".keys").replaceChildren(...this.words.keys.flatMap(([key, does]) => [make("kbd", "", key), ` ${does}   `]))
    this.places()
    this.find(".find").hidden = false
    if (first) { this.ask("find", { query: "" }).catch(() => {}); this.input.focus() }
  }

  /* made anew only when they changed: a rerun takes neither a tick nor the focus away */
  places() {
    const told = JSON.stringify(this.data.places)
    if (told === this.told) return
    this.told = told
    const kept = new Set(this.chosen().map((one) => one.value))
    const first = this.data.places.findIndex((place) => place.language === this.data.language)
    const labels = this.data.places.map((place, index) => {
      const label = make("label"), tick = Object.assign(make("input"), { type: "checkbox", value: place.id })
      tick.checked = kept.size ? kept.has(place.id) : index === Math.max(first, 0)
      tick.dataset.language = place.language
      tick.onchange = () => { this.same(); this.later() }
      label.append(tick, place.name)
      if (place.room) label.append(make("span", `tag ${place.tone}`, place.room))
      return label
    })
    this.find(".chips").replaceChildren(...labels)
    this.same()
  }

  chosen() { return [...this.find(".chips").querySelectorAll("input:checked")] }

  /* one copy goes to communities of one language */
  same() {
    const language = this.chosen()[0]?.dataset.language
    for (const tick of this.find(".chips").querySelectorAll("input")) tick.disabled = !!language && tick.dataset.language !== language
    this.input.lang = language || ""
  }

  later() {
    clearTimeout(this.waiting)
    this.pressed = performance.now()
    this.waiting = setTimeout(() => this.look(), WAIT)
  }

  async ask(path, more) {
    const answer = await fetch(`/api/desk/${path}`, {
      method: "POST", credentials: "same-origin", signal: path === "handouts" ? undefined : this.abort?.signal,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ language: this.data.language, communities: this.chosen().map((one) => one.value), ...more }),
    }).catch((error) => { throw error.name === "AbortError" ? error : new Error(this.words.offline) })
    const said = await answer.json().catch(() => ({}))
    if (!answer.ok) throw new Error(answer.status === 401 ? this.words.signedOut : said.error || this.words.failed)
    return said
  }

  async look() {
    const query = this.input.value.trim()
    this.abort?.abort()
    clearTimeout(this.judging)
    this.abort = new AbortController()
    if (!query) { this.show([], null); return }
    if (!this.chosen().length) { this.show([], this.words.choose); return }
    try {
      const found = await this.ask("find", { query })
      if (query !== this.input.value.trim()) return
      this.show(found.results, found.results.length ? this.words.comparing : this.words.nothing, !found.results.length)
      this.find(".results").dataset.took = Math.round(performance.now() - this.pressed)
      if (found.results.length) this.judging = setTimeout(() => this.judge(query), PAUSE)
    } catch (error) {
      if (error.name !== "AbortError") this.show([], error.message)
    }
  }

  /* similarity proposes: until the gate has spoken, nothing is called the answer */
  async judge(query) {
    try {
      const found = await this.ask("find", { query, judge: true })
      if (query !== this.input.value.trim()) return
      const list = this.find(".results"), told = !found.results.length ? this.words.nothing : found.abstained ? this.words.near : this.words.found
      const order = (rows) => JSON.stringify(rows.toSorted())
      const same = order(found.results.map((one) => one.entry)) === order([...list.children].map((li) => li.dataset.entry))
      if (!same && !list.contains(this.focused())) this.show(found.results, told, found.abstained)
      for (const one of found.results) {
        const li = [...list.children].find((each) => each.dataset.entry === one.entry)
        if (!li) continue
        li.dataset.same = String(one.same)
        li.querySelector(".verdict").hidden = one.same
      }
      this.find(".state").textContent = told
      this.find(".none").hidden = !found.abstained
    } catch (error) {
      if (error.name !== "AbortError") this.find(".state").textContent = error.message
    }
  }

  focused() { return this.input.getRootNode().activeElement }

  show(results, told, abstained = false) {
    this.find(".state").textContent = told ?? ""
    this.find(".none").hidden = !abstained
    const list = this.find(".results")
    list.dataset.query = this.input.value.trim()
    list.replaceChildren(...results.map((one) => this.item(one)))
  }

  item(one) {
    const li = make("li"), title = make("button", "title", one.question || one.title), text = make("div", "text short", one.text)
    li.dataset.entry = one.entry
    title.type = "button"
    title.lang = text.lang = this.data.tags[one.language]
    title.setAttribute("aria-expanded", "false")
    title.onclick = () => {
      const open = text.classList.toggle("short")
      title.setAttribute("aria-expanded", String(!open))
    }
    const said = make("p", "said soft")
    for (const part of [one.doctor, this.words.signed.replace("{day}", this.day(one.signed)), one.review && this.words.review.replace("{day}", this.day(one.review)), ...one.stages]) {
      if (part) said.append(make("span", "", part))
    }
    li.append(title, said)
    li.append(make("p", "tag wait verdict", [this.words.notSame, one.differs.map((each) => this.aspect(each)).join("; ")].filter(Boolean).join(": ")))
    li.querySelector(".verdict").hidden = one.same !== false
    const acts = make("div", "acts")
    for (const [key, form] of Object.entries(FORMS)) {
      const button = Object.assign(make("button"), { type: "button" })
      button.append(make("kbd", "", key), ` ${this.words[form]}`)
      button.onclick = () => this.copy(one.entry, form)
      acts.append(button)
    }
    li.append(text, acts)
    return li
  }

  day(iso) { return new Intl.DateTimeFormat(this.data.language === "en" ? "en-GB" : this.data.tags[this.data.language], { dateStyle: "medium", timeZone: iso.length > 10 ? this.data.zone : "UTC" }).format(new Date(iso)) }

  aspect(found) {
    const at = found.indexOf(": ")
    const [name, values] = at < 0 ? [found, ""] : [found.slice(0, at), found.slice(at + 2)]
    const label = this.words.aspects[name] || name
    return this.words.withValues.includes(name) && values ? `${label} (${values})` : label
  }

  fromInput(event) {
    if (event.isComposing) return
    const first = this.find(".results li .title")
    if (event.key === "ArrowDown" && first) { first.focus(); event.preventDefault() }
    if (event.altKey && !event.repeat && /^Digit[1-4]$/.test(event.code)) { this.key(event.code.at(-1), this.find(".results li")); event.preventDefault() }
  }

  fromResults(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.repeat && /\d$/.test(event.code))) return
    const titles = [...this.find(".results").querySelectorAll(".title")], li = event.target.closest("li")
    const at = titles.indexOf(li?.querySelector(".title")), step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key]
    if (step) { (titles[at + step] ?? (step < 0 ? this.input : titles[at])).focus(); event.preventDefault() }
    else if (event.key === "Escape" || event.key === "/") { this.input.focus(); event.preventDefault() }
    else if (/^Digit[1-4]$|^Numpad[1-4]$/.test(event.code)) { this.key(event.code.at(-1), li); event.preventDefault() }
  }

  /* while another question is looked up, what stands below still answers the one before */
  key(number, li) {
    if (number === "4") this.send()
    else if (li && this.find(".results").dataset.query === this.input.value.trim()) this.copy(li.dataset.entry, FORMS[number])
  }

  send() {
    const query = this.input.value.trim()
    if (query && this.chosen().length) this.emit("ask", { query, community: this.chosen()[0].value, at: Date.now() })
  }

  async copy(entry, form) {
    if (!this.chosen().length) { this.find(".state").textContent = this.words.choose; return }
    if (this.copying) return // every press would be a copy on record
    this.copying = true
    const asked = this.ask("handouts", { entry, form })
    const kind = form === "card" ? "image/png" : "text/plain"
    // begun in the key press itself: some browsers give the clipboard to nobody later
    const written = asked.then((said) => form === "card" ? bytes(said.picture) : new Blob([said.text], { type: kind }))
    let copied = Promise.resolve().then(() => navigator.clipboard.write([new ClipboardItem({ [kind]: written })])).then(() => true, () => false)
    try {
      const said = await asked
      this.emit("handed", said.copy)
      this.give(said, form, await copied)
    } catch (error) { this.find(".state").textContent = error.message } finally { this.copying = false }
  }

  give(said, form, copied) {
    const panel = this.find(".copied"), text = panel.querySelector("pre"), shown = panel.querySelector(".shown")
    text.textContent = said.text
    shown.replaceChildren()
    if (said.picture) {
      const address = `data:image/png;base64,${said.picture}`
      shown.append(Object.assign(make("img"), { src: address, alt: this.words.card }), Object.assign(make("a", "", this.words.save), { href: address, download: "answer.png" }))
    }
    if (said.qr) shown.append(Object.assign(make("img", "code"), { src: `data:image/svg+xml;utf8,${encodeURIComponent(said.qr)}`, alt: this.words.code }))
    panel.hidden = false
    panel.focus()
    const done = copied || (form !== "card" && copyOldWay(said.text))
    panel.querySelector(".what").textContent = done ? this.words.copied : form === "card" ? this.words.byHand : this.words.selected
    if (!done && form !== "card") select(text)
  }
}

function bytes(text) {
  return new Blob([Uint8Array.from(atob(text), (char) => char.charCodeAt(0))], { type: "image/png" })
}

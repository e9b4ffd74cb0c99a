/* One draft: marks under the text, every keystroke kept on this device until the server has it, conflicts shown. */
const PUSH_AFTER = 350, SAVE_AFTER = 800, TIMEOUT = 8000
const FIELDS = ["title", "question", "body", "sources"]
const instances = new WeakMap()

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean).join("\n")
const plain = (source, name) => (name === "sources" ? lines(source?.[name] ?? "") : source?.[name] ?? "")
const same = (a, b) => FIELDS.every((name) => plain(a, name) === plain(b, name))
const pick = (source) => Object.fromEntries(FIELDS.map((name) => [name, source?.[name] ?? ""]))

export default function (component) {
  const { data: [data], parentElement } = component
  let editor = instances.get(parentElement)
  if (!editor) {
    editor = new Editor(parentElement)
    instances.set(parentElement, editor)
  }
  editor.receive(component, data)
  return () => editor.close()
}

class Editor {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    this.inputs = { title: this.find("#title"), question: this.find("#question"), body: this.find("#body"), sources: this.find("#sources") }
    this.document = null
    this.composing = false
    this.flush = () => this.save({ leaving: true })
    this.hide = () => document.visibilityState === "hidden" ? this.flush() : this.save({})
    this.online = () => this.save({})
    this.select = (event) => this.showPlace(event.detail)
    window.addEventListener("pagehide", this.flush)
    window.addEventListener("online", this.online)
    window.addEventListener("publisher:place", this.select)
    document.addEventListener("visibilitychange", this.hide)
    for (const input of Object.values(this.inputs)) {
      input.oninput = (event) => { if (!event.isComposing && !this.composing) this.typed(); else this.paint() }
      input.onblur = () => { if (!same(this.text, this.base)) { if (this.pushing) this.push(); this.save({}) } }
      input.addEventListener("compositionstart", () => { this.composing = true })
      input.addEventListener("compositionend", () => { this.composing = false; this.typed() })
    }
    // a long title is shown whole, and stays one line of text
    this.inputs.title.onkeydown = (event) => { if (event.key === "Enter" && !event.isComposing) event.preventDefault() }
    this.find(".mine").onclick = () => this.settle(this.text)
    this.find(".take").onclick = () => this.settle(this.conflict.fields)
  }

  close() {
    this.flush()
    clearTimeout(this.pushing); clearTimeout(this.saving); clearTimeout(this.retrying)
    window.removeEventListener("pagehide", this.flush)
    window.removeEventListener("online", this.online)
    window.removeEventListener("publisher:place", this.select)
    document.removeEventListener("visibilitychange", this.hide)
  }

  receive(component, data) {
    this.emit = component.setStateValue
    this.data = data
    this.words = data.labels
    if (this.document !== data.document) this.open(data)
    else this.refresh(data)
    this.dress(data)
    this.marks = data.marks
    this.marked = data.checked ? this.sent.get(data.checked) ?? null : pick(data.fields).body
    if (data.checked && this.sequence === 0) this.push()
    this.paint()
  }

  dress(data) {
    for (const [name, input] of Object.entries(this.inputs)) {
      input.lang = data.lang
      this.find(`label[for=${name}]`).textContent = data.labels[name]
    }
    this.find(".asked").hidden = !data.asks
    this.find(".mine").textContent = this.words.mine
    this.find(".take").textContent = this.words.theirs
    this.find(".theirs").setAttribute("aria-label", this.words.theirs)
    dressTools(this.find(".tools"), this.words, (before, after) => this.wrap(before, after))
    this.count()
    if (!this.said) same(this.text, this.base) ? this.say(this.words.saved, false) : this.say(this.words.writing, false)
    this.find(".editor").hidden = false // not before every field has its name
  }

  open(data) {
    if (this.document) this.flush()
    this.document = data.document
    this.key = `draft:${data.user}:${data.document}`
    this.version = data.version
    this.base = pick(data.fields)
    this.text = { ...this.base }
    this.sent = new Map()
    this.mounted = Math.random().toString(36).slice(2, 8)
    this.sequence = 0
    this.tried = null
    this.failures = 0
    this.said = ""
    this.showConflict(null)
    const kept = this.readKept()
    if (kept && !same(kept.fields, this.base)) {
      if (kept.version === data.version || same(kept.base, this.base)) this.text = pick(kept.fields)
      else { this.text = pick(kept.fields); this.showConflict({ version: data.version, fields: this.base, by: data.by }) }
    } else if (kept) this.forget()
    this.write()
    if (!same(this.text, this.base)) { this.push(); this.save({}) }
  }

  refresh(data) {
    if (data.version <= this.version || this.conflict || this.composing) return // the next save meets it
    const theirs = pick(data.fields)
    if (same(theirs, this.base)) this.version = data.version
    else if (same(theirs, this.text) || (this.tried && same(theirs, this.tried))) { this.base = theirs; this.version = data.version }
    else if (same(this.text, this.base)) { this.base = theirs; this.text = { ...theirs }; this.version = data.version; this.write(); this.push() }
    else this.showConflict({ version: data.version, fields: theirs, by: data.by })
  }

  write() {
    for (const [name, input] of Object.entries(this.inputs)) if (input.value !== this.text[name]) input.value = this.text[name]
  }

  typed() {
    this.text = Object.fromEntries(Object.entries(this.inputs).map(([name, input]) => [name, name === "title" ? input.value.replace(/\s*\n\s*/g, " ") : input.value]))
    this.keep()
    this.paint()
    this.count()
    if (!this.conflict) this.say(this.words.writing, false)
    clearTimeout(this.pushing); this.pushing = setTimeout(() => this.push(), PUSH_AFTER)
    clearTimeout(this.saving); this.saving = setTimeout(() => this.save({}), SAVE_AFTER)
  }

  push() {
    clearTimeout(this.pushing); this.pushing = 0; this.sequence += 1
    const name = `${this.mounted}-${this.sequence}`
    this.sent.set(name, this.text.body)
    if (this.sent.size > 40) this.sent.delete(this.sent.keys().next().value)
    this.emit("text", { sequence: name, document: this.document, ...this.text })
  }

  /* what is on this device until the server has it */
  keep() {
    try { localStorage.setItem(this.key, JSON.stringify({ version: this.version, base: this.base, fields: this.text })) } catch { /* full or refused: the server still gets it */ }
  }
  readKept() { try { return JSON.parse(localStorage.getItem(this.key)) } catch { return null } }
  forget() { try { localStorage.removeItem(this.key) } catch { /* refused */ } }

  async save({ leaving = false }) {
    if (!this.document || this.conflict || this.composing || same(this.text, this.base)) return
    if (this.underway && !leaving) { this.again = true; return }
    const mine = { ...this.text }, target = this.document
    const changes = Object.fromEntries(FIELDS.filter((name) => mine[name] !== this.base[name]).map((name) => [name, mine[name]]))
    this.tried = mine
    this.underway = !leaving
    const abort = new AbortController(), timer = leaving ? 0 : setTimeout(() => abort.abort(), TIMEOUT)
    try {
      const answer = await fetch(this.data.url, {
        method: "PUT", keepalive: leaving, signal: abort.signal, credentials: "same-origin",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${this.data.token}` },
        body: JSON.stringify({ version: this.version, changes }),
      })
      const said = await answer.json().catch(() => ({}))
      if (target === this.document) this.answered(answer.status, said, mine)
    } catch { if (target === this.document) this.failed() }
    finally {
      clearTimeout(timer)
      this.underway = false
      if (this.again) { this.again = false; this.save({}) }
    }
  }

  answered(status, said, mine) {
    if (status === 200) {
      this.failures = 0
      this.base = mine
      this.version = Math.max(this.version, said.version)
      if (same(this.text, mine)) { this.forget(); this.say(this.words.saved, false) } else { this.keep(); this.save({}) }
    } else if (status === 409) {
      const theirs = pick(said.fields)
      if (same(theirs, this.base)) { this.version = said.version; this.again = true }
      else if (same(theirs, mine)) { this.answered(200, said, mine) }
      else this.showConflict({ version: said.version, fields: theirs, by: said.by })
    } else if (status === 401 || status === 403) this.say(this.words.signedOut, true)
    else if (status >= 500) this.failed()
    else this.say(said.error || this.words.refused, true)
  }

  failed() {
    this.failures += 1
    this.say(this.words.offline, true)
    clearTimeout(this.retrying)
    this.retrying = setTimeout(() => this.save({}), Math.min(1000 * 2 ** this.failures, 10000))
  }

  showConflict(conflict) {
    this.conflict = conflict
    this.find(".conflict").hidden = !conflict
    if (!conflict) return
    this.keep()
    this.find(".what").textContent = this.words.conflict.replace("{name}", conflict.by || "?")
    this.find(".theirs").textContent = [conflict.fields.title, conflict.fields.question, conflict.fields.body].filter(Boolean).join("\n\n")
    this.say(this.words.kept, true)
  }

  settle(fields) {
    this.version = this.conflict.version
    this.base = this.conflict.fields
    this.text = { ...fields }
    this.showConflict(null)
    this.write()
    if (same(this.text, this.base)) { this.forget(); this.say(this.words.saved, false) } else { this.keep(); this.save({}) }
    this.push()
    this.paint()
  }

  say(sentence, warn) {
    this.said = sentence
    const state = this.find(".state")
    if (state.textContent !== sentence) state.textContent = sentence
    state.classList.toggle("kept", warn)
  }

  count() {
    const length = [...this.inputs.body.value].length
    this.find(".count").textContent = this.words.count.replace("{count}", length.toLocaleString(this.words.locale))
  }

  paint() {
    const value = this.inputs.body.value
    paintMarks(this.find(".paint"), value, this.marked == null ? [] : moveMarks(this.marks ?? [], this.marked, value))
  }

  showPlace({ document: target, start, end }) {
    if (target !== this.document || this.marked == null) return
    const units = unitsOf(this.marked), body = this.inputs.body
    body.focus()
    body.setSelectionRange(units(start), units(end))
    const marks = [...this.find(".paint").querySelectorAll("mark")]
    const mark = marks.find((one) => one.textContent === body.value.slice(units(start), units(end)))
    mark?.scrollIntoView({ block: "center" })
  }

  wrap(before, after) {
    const body = this.inputs.body, start = body.selectionStart, end = body.selectionEnd
    const lead = before.startsWith("\n") && (start === 0 || body.value[start - 1] === "\n") ? before.slice(1) : before
    body.focus()
    body.setRangeText(lead + body.value.slice(start, end) + after, start, end, "end")
    body.setSelectionRange(start + lead.length, end + lead.length)
    this.typed()
  }
}

/* A month: a grid where there is room, an agenda on a phone. Dragging moves to another day; a click opens, where Move… is. */
const make = (name, attributes) => Object.assign(document.createElement(name), attributes)
const MOST = { month: 5, week: 12 }
const dragging = new WeakMap()

export default function ({ data: [data], parentElement, setTriggerValue }) {
  if (dragging.get(parentElement)) return
  const grid = parentElement.querySelector(".grid"), agenda = parentElement.querySelector(".agenda")
  const byDay = new Map()
  for (const event of data.events) byDay.set(event.date, [...(byDay.get(event.date) || []), event])
  grid.replaceChildren(
    ...data.weekdays.map((name) => make("div", { className: "name", textContent: name })),
    ...data.days.map((day) => cell(day, byDay.get(day.date) || [])),
  )
  agenda.replaceChildren(...agendaOf(data, byDay))
  const root = parentElement.querySelector(".root")
  root.dataset.view = data.view
  root.querySelector(".keys").textContent = data.keys

  function cell(day, events) {
    const box = make("div", { className: `day${day.other ? " other" : ""}${day.today ? " today" : ""}` })
    box.dataset.date = day.date
    const date = make("span", { className: "date", textContent: day.number })
    date.append(make("span", { className: "hidden-text", textContent: ` ${day.label}` }))
    const buttons = events.map((event) => button(event, true))
    const most = MOST[data.view] ?? MOST.month
    box.append(date, ...buttons.slice(0, most))
    if (buttons.length > most) {
      const more = make("details", {})
      more.append(make("summary", { textContent: data.more.replace("{count}", buttons.length - most) }), ...buttons.slice(most))
      box.append(more)
    }
    return box
  }

  function button(event, drags) {
    const element = make("button", { type: "button", className: `event ${event.tone}${drags && event.movable ? " movable" : ""}` })
    const title = make("span", { className: "title", lang: event.lang })
    title.append(make("span", { className: "time", textContent: event.time }), document.createTextNode(event.title))
    element.append(title, make("span", { className: "hidden-text", textContent: `, ${event.state}` }))
    element.title = `${event.time} ${event.title} — ${event.state}`
    element.onclick = () => { if (!element.dataset.moved) setTriggerValue("open", event.id) }
    if (drags && event.movable) element.onpointerdown = (down) => begin(down, element, event)
    if (event.movable) {
      element.setAttribute("aria-keyshortcuts", "Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown")
      element.setAttribute("aria-description", data.keys)
      element.onkeydown = (pressed) => {
        const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[pressed.key]
        if (!pressed.altKey || !by) return
        pressed.preventDefault()
        const day = new Date(`${event.date}T12:00:00Z`)
        day.setUTCDate(day.getUTCDate() + by)
        setTriggerValue("move", { id: event.id, date: day.toISOString().slice(0, 10) })
      }
    }
    return element
  }

  function begin(down, element, event) {
    if (down.button !== 0) return
    let ghost = null
    const move = (pointer) => {
      if (!ghost && Math.hypot(pointer.clientX - down.clientX, pointer.clientY - down.clientY) < 6) return
      if (!ghost) {
        ghost = element.cloneNode(true)
        ghost.classList.add("dragged")
        ghost.style.width = `${element.offsetWidth}px`
        grid.append(ghost)
        dragging.set(parentElement, true)
      }
      ghost.style.left = `${pointer.clientX - 12}px`
      ghost.style.top = `${pointer.clientY - 12}px`
      const under = dayAt(pointer)
      grid.querySelectorAll(".target").forEach((day) => day.classList.remove("target"))
      under?.classList.add("target")
    }
    const end = (pointer) => {
      element.removeEventListener("pointermove", move)
      element.removeEventListener("pointerup", end)
      element.removeEventListener("pointercancel", end)
      grid.querySelectorAll(".target").forEach((day) => day.classList.remove("target"))
      if (!ghost) return
      ghost.remove()
      dragging.delete(parentElement)
      element.dataset.moved = "1"
      setTimeout(() => delete element.dataset.moved, 0)
      const under = pointer.type === "pointerup" ? dayAt(pointer) : null
      if (under && under.dataset.date !== event.date) setTriggerValue("move", { id: event.id, date: under.dataset.date })
    }
    element.setPointerCapture(down.pointerId)
    element.addEventListener("pointermove", move)
    element.addEventListener("pointerup", end)
    element.addEventListener("pointercancel", end)
  }

  function dayAt({ clientX, clientY }) {
    return [...grid.querySelectorAll(".day")].find((day) => {
      const box = day.getBoundingClientRect()
      return clientX >= box.left && clientX < box.right && clientY >= box.top && clientY < box.bottom
    })
  }

  function agendaOf(month, events) {
    const days = month.days.filter((day) => !day.other && events.has(day.date))
    if (!days.length) return [make("p", { className: "soft", textContent: month.empty })]
    return days.flatMap((day) => [make("h3", { textContent: day.label }), ...events.get(day.date).map((event) => button(event, false))])
  }
}

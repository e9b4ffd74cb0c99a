/* What Streamlit leaves out: the page's language, a calm banner when the line drops instead of a modal, and signing out. */
const DIALOG = "[data-testid=stDialog]"
const ENGLISH = /^(Connection error|Connecting|Streamlit server)/i
let words = {}, banner = null, polling = 0

export default function ({ data, parentElement }) {
  words = data.labels
  if (document.documentElement.lang !== data.lang) document.documentElement.lang = data.lang
  const form = parentElement.querySelector("form"), button = parentElement.querySelector("button")
  form.hidden = !data.person
  button.textContent = words.signOut
  form.onsubmit = (event) => {
    const mine = drafts(data.person)
    if (mine.length && !window.confirm(words.unsaved)) event.preventDefault()
    else mine.forEach((key) => localStorage.removeItem(key))
  }
  if (!window.publisherGuard) {
    window.publisherGuard = new MutationObserver(watch)
    window.publisherGuard.observe(document.body, { childList: true, subtree: true })
    window.addEventListener("offline", lost)
  }
}

function drafts(person) {
  try { return Object.keys(localStorage).filter((key) => key.startsWith(`draft:${person}:`)) } catch { return [] }
}

/* Streamlit's own dialog for a lost line: told by its English words, closed at once, and no keystroke is left in it. */
function lostDialog() {
  return [...document.querySelectorAll(DIALOG)].find((dialog) =>
    ENGLISH.test(dialog.querySelector("h1, h2")?.textContent || ""))
}

function watch() {
  const dialog = lostDialog()
  if (!dialog) return
  dialog.style.visibility = "hidden"
  dialog.querySelector("button[aria-label=Close]")?.click()
  document.getElementById("root")?.removeAttribute("inert")
  for (const wait of [0, 60, 250]) setTimeout(refocus, wait)
  closedAt = performance.now()
  lost()
}

let typing = null, closedAt = -Infinity
document.addEventListener("focusin", (event) => {
  const inner = event.composedPath()[0]
  if (event.target.closest?.(DIALOG)) return
  if (inner.matches?.("textarea, input")) typing = inner
  else if (performance.now() - closedAt > 1000) typing = null
}, true)

function refocus() {
  const inside = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement
  if (typing?.isConnected && inside !== typing) typing.focus({ preventScroll: true })
}

document.addEventListener("keydown", (event) => {
  const text = event.key === "Enter" ? "\n" : event.key
  const astray = typing?.isConnected && event.composedPath()[0] !== typing && (lostDialog() || performance.now() - closedAt < 1000)
  if (!astray || text.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  event.preventDefault()
  event.stopImmediatePropagation()
  typing.setRangeText(text, typing.selectionStart, typing.selectionEnd, "end")
  typing.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }))
  refocus()
}, true)

function lost() {
  if (!banner) {
    banner = document.createElement("div")
    banner.setAttribute("role", "status")
    banner.id = "publisher-line"
    banner.style.cssText = "position:fixed;left:50%;bottom:1rem;transform:translateX(-50%);z-index:1000000;max-width:92vw;" +
      "padding:.6rem 1rem;border-radius:10px;background:#3B2A05;color:#fff;font:500 .95rem/1.4 Inter,sans-serif;box-shadow:0 4px 18px #0005"
    document.body.append(banner)
  }
  banner.textContent = words.lost
  if (!polling) polling = setInterval(ask, 1500)
}

async function ask() {
  try {
    const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(4000) })
    if (!answer.ok) return
  } catch { return }
  clearInterval(polling)
  polling = 0
  banner.textContent = words.back
  window.dispatchEvent(new Event("online"))
  setTimeout(() => { if (!polling) { banner?.remove(); banner = null } }, 2500)
}

/* What Streamlit leaves out: the page's language, a calm banner when the line drops instead of a modal, and signing out. */
const DIALOG = "[data-testid=stDialog]"
const ENGLISH = /^(Connection error|Connecting|Streamlit server)/i
const shared = (window.publisherFrame ??= { words: {} })
let banner = null, polling = 0

export default function ({ data: [data], parentElement }) {
  shared.words = data.labels
  if (document.documentElement.lang !== data.lang) document.documentElement.lang = data.lang
  const form = parentElement.querySelector("form"), button = parentElement.querySelector("button")
  form.hidden = !data.person
  button.textContent = shared.words.signOut
  form.onsubmit = (event) => {
    const mine = drafts(data.person)
    if (mine.length && !window.confirm(shared.words.unsaved)) event.preventDefault()
    else mine.forEach((key) => localStorage.removeItem(key))
  }
  if (!shared.guard) install()
}

/* Once per window, whatever is mounted anew: this module may be loaded more than once. */
function install() {
  shared.guard = new MutationObserver(watch)
  shared.guard.observe(document.body, { childList: true, subtree: true })
  window.addEventListener("offline", lost)
  // focus that moves within one component is not told outside of it, so keys and pointers tell where somebody types
  for (const kind of ["focusin", "keydown", "pointerup"]) document.addEventListener(kind, remember, true)
  document.addEventListener("keydown", catchAstray, true)
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
  for (const wait of [0, 60, 250, 500]) setTimeout(refocus, wait)
  closedAt = performance.now()
  lost()
}

const SETTLING = 600
let typing = null, closedAt = -Infinity
const settling = () => lostDialog() || performance.now() - closedAt < SETTLING

function remember(event) {
  // while the dialog goes away, focus is handed to the first field of the component, not to the one that had it
  if (settling() && typing?.isConnected) return
  const inner = event.composedPath()[0]
  typing = inner.matches?.("textarea, input") ? inner : null
}

function catchAstray(event) {
  const text = event.key === "Enter" ? "\n" : event.key
  const astray = typing?.isConnected && event.composedPath()[0] !== typing && settling()
  if (!astray || text.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  event.preventDefault()
  event.stopImmediatePropagation()
  typing.setRangeText(text, typing.selectionStart, typing.selectionEnd, "end")
  typing.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }))
  refocus()
}

function refocus() {
  const inside = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement
  if (typing?.isConnected && inside !== typing) typing.focus({ preventScroll: true })
}


function lost() {
  if (!banner) {
    banner = document.createElement("div")
    banner.setAttribute("role", "status")
    banner.id = "publisher-line"
    banner.style.cssText = "position:fixed;left:50%;bottom:1rem;transform:translateX(-50%);z-index:1000000;max-width:92vw;" +
      "padding:.6rem 1rem;border-radius:10px;background:#3B2A05;color:#fff;font:500 .95rem/1.4 Inter,sans-serif;box-shadow:0 4px 18px #0005"
    document.body.append(banner)
  }
  banner.textContent = shared.words.lost
  if (!polling) polling = setInterval(ask, 1500)
}

async function ask() {
  try {
    const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(4000) })
    if (!answer.ok) return
  } catch { return }
  clearInterval(polling)
  polling = 0
  banner.textContent = shared.words.back
  window.dispatchEvent(new Event("online"))
  setTimeout(() => { if (!polling) { banner?.remove(); banner = null } }, 2500)
}

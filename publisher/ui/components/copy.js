/* A text to take away: copied where the browser allows it, else selected so that a person can. */
export default function ({ data: [data], parentElement }) {
  const text = parentElement.querySelector("pre"), button = parentElement.querySelector("button")
  const status = parentElement.querySelector("[role=status]")
  if (text.textContent !== data.text) { text.textContent = data.text; status.textContent = "" }
  text.lang = data.lang || ""
  parentElement.querySelector(".row").hidden = false
  button.textContent = data.labels.copy
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.text)
      status.textContent = data.labels.copied
    } catch {
      select(text)
      status.textContent = copyOldWay(data.text) ? data.labels.copied : data.labels.selected
      select(text)
    }
  }
}

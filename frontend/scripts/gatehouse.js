// Small comforts. Every page works without this file.

// A button that prints the page; without script the browser's own menu does it.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// After a refused form, start at the list of what to mend.
document.querySelector('[data-focus-first]')?.focus()

// Filters stay folded on a phone, where the list matters more; beside the list there is room.
if (window.matchMedia('(min-width: 48.0625rem)').matches) {
  for (const fold of document.querySelectorAll('details[data-open-on-wide]')) fold.open = true
}

// Choosing a date by hand chooses "another date".
for (const field of document.querySelectorAll('[data-chooses]')) {
  const radio = document.getElementById(field.dataset.chooses)
  field.addEventListener('input', () => { radio.checked = true })
}

// Search and selection of the data sheet. Everything stands in the page already: this only hides.
// Runs as a classic script in the HTML file and as a module in the preview.

/** @param {Document | HTMLElement} sheet where the data sheet stands */
function startSheet(sheet) {
  const form = sheet.querySelector('.filters');
  const output = sheet.querySelector('#fields-shown');
  const nothing = sheet.querySelector('.nothing-found');
  if (!(form instanceof HTMLFormElement) || !(nothing instanceof HTMLElement) || output === null)
    return;

  const sections = [...sheet.querySelectorAll('.endpoint')].map((section) => ({
    section,
    rows: [...section.querySelectorAll('tbody tr')].map((row) => ({ row, text: textOf(row) })),
    text: textOf(section.querySelector('h3')),
  }));
  const total = sections.reduce((sum, { rows }) => sum + rows.length, 0);

  /** @param {string} id */
  const valueOf = (id) => {
    const control = form.querySelector(`#field-${id}`);
    const isControl = control instanceof HTMLInputElement || control instanceof HTMLSelectElement;
    return isControl ? control.value : '';
  };

  const apply = () => {
    const words = valueOf('search').toLowerCase().split(/\s+/).filter(Boolean);
    const [fate, kind, endpoint] = ['fate', 'kind', 'endpoint'].map(valueOf);
    let shown = 0;
    for (const { section, rows, text } of sections) {
      const isChosen = endpoint === '' || section.getAttribute('data-endpoint') === endpoint;
      let inSection = 0;
      for (const { row, text: rowText } of rows) {
        const fits =
          isChosen &&
          (fate === '' || row.getAttribute('data-fate') === fate) &&
          (kind === '' || row.getAttribute('data-kind') === kind) &&
          words.every((word) => rowText.includes(word) || text.includes(word));
        row.toggleAttribute('hidden', !fits);
        if (fits) inSection += 1;
      }
      section.toggleAttribute('hidden', inSection === 0);
      shown += inSection;
    }
    nothing.hidden = shown > 0;
    const number = `${shown.toLocaleString('en')} of ${total.toLocaleString('en')} fields`;
    output.textContent = [number, sentenceOf(form.querySelector('#field-fate'))]
      .filter(Boolean)
      .join(': ');
  };

  form.hidden = false;
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
  });
  apply();
}

/** @param {Element | null} select */
function sentenceOf(select) {
  return select instanceof HTMLSelectElement
    ? select.selectedOptions[0]?.getAttribute('data-sentence')
    : undefined;
}

/** @param {Element | null} element */
function textOf(element) {
  return (element?.textContent ?? '').toLowerCase();
}

startSheet(document);

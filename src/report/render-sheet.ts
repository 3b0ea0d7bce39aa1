import { version } from '../version.ts';
import type { DataSheet } from './data-sheet.ts';
import { FATE_WORDS } from './fate-words.ts';
import type { Fate } from './fate.ts';
import { html, htmlOfMarked, type Html } from './html.ts';
import { renderEndpoints, renderFilters } from './render-endpoints.ts';
import { fateBadge } from './render-fate.ts';
import { fatesIn, summarize, type ClassSummary, type SheetSummary } from './sheet-summary.ts';
import { shortAnswers } from './short-answers.ts';
import { coverageLine } from './write-markdown.ts';

/** The data sheet as the content of a page: of the HTML file and of the preview. */
export function renderSheet(sheet: DataSheet): Html {
  const summary = summarize(sheet);
  return html`
    <header class="sheet-head">
      <p class="eyebrow">Scrim data sheet</p>
      <h1>What leaves, field by field</h1>
      <p class="lead">${htmlOfMarked(coverageLine(sheet, summary).replaceAll('**', ''))}</p>
      ${renderTiles(summary)}
    </header>
    ${renderAnswers(sheet, summary)} ${renderPicture(summary)}
    <section class="card" aria-labelledby="fields-title">
      <h2 id="fields-title">Every field</h2>
      ${renderFilters(sheet, summary)} ${renderEndpoints(sheet.endpoints)}
    </section>
    ${renderSensitive(summary)} ${renderRisks(sheet)} ${renderFooter(sheet)}
  `;
}

const TILES: readonly { readonly label: string; readonly fates: readonly Fate[] }[] = [
  { label: 'leave as they are', fates: ['keep'] },
  { label: 'leave only if they fit a list or form', fates: ['keep-enum', 'partial'] },
  { label: 'depend on the data', fates: ['conditional'] },
  {
    label: 'replaced by a keyed code',
    fates: ['pseudonymize', 'pseudonymize-reversible', 'tokenize'],
  },
  { label: 'replaced by their size', fates: ['digest'] },
  { label: 'removed', fates: ['remove'] },
];

function renderTiles({ counts }: SheetSummary): Html {
  const tiles = TILES.map(({ label, fates }) => ({
    label,
    fate: fates[0] ?? 'keep',
    number: fates.reduce((sum, fate) => sum + counts[fate], 0),
  }));
  return html`<ul class="tiles">
    ${tiles
      .filter(({ number }) => number > 0)
      .map(
        ({ label, fate, number }) =>
          html`<li class="tile fate-${fate}">
            <strong>${number.toLocaleString('en')}</strong> <span>${label}</span>
          </li>`,
      )}
  </ul>`;
}

function renderAnswers(sheet: DataSheet, summary: SheetSummary): Html {
  return html`<section class="card" aria-labelledby="answers-title">
    <h2 id="answers-title">Short answers</h2>
    <dl class="answers">
      ${shortAnswers(sheet, summary).map(
        ({ question, answer, isWarning }) =>
          html`<div class="${isWarning ? 'answer look-closer' : 'answer'}">
            <dt>${question}</dt>
            <dd>${htmlOfMarked(answer)}</dd>
          </div>`,
      )}
      <div class="answer">
        <dt>What would removing a line of the rules reveal?</dt>
        <dd>
          Each field below names the line that decides it and what would become of it without that
          line. <code>scrim rules diff</code> tells it for any change.
        </dd>
      </div>
    </dl>
  </section>`;
}

/** Fields of each class by fate, as bars. */
function renderPicture({ classes, counts }: SheetSummary): Html {
  return html`<section class="card" aria-labelledby="picture-title">
    <h2 id="picture-title">What becomes of which kind of field</h2>
    <table class="picture">
      <caption class="hidden">
        Number of fields of each kind, by what becomes of them
      </caption>
      <thead>
        <tr>
          <th scope="col">kind</th>
          <th scope="col" class="number">fields</th>
          <th scope="col">what becomes of them</th>
        </tr>
      </thead>
      <tbody>
        ${classes.map(renderClass)}
      </tbody>
    </table>
    <dl class="legend">
      ${fatesIn(counts).map(
        (fate) =>
          html`<div>
            <dt>${fateBadge(fate)}</dt>
            <dd>${FATE_WORDS[fate].sentence}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function renderClass({ label, fields, counts, isSensitive }: ClassSummary): Html {
  let start = 0;
  const bars = fatesIn(counts).map((fate) => {
    const x = start;
    const width = (100 * counts[fate]) / fields;
    start += width;
    return html`<rect
      class="fill-${fate}"
      x="${x.toFixed(3)}"
      width="${width.toFixed(3)}"
      height="10"
    ></rect>`;
  });
  const words = fatesIn(counts).map((fate) => `${String(counts[fate])} ${FATE_WORDS[fate].label}`);
  return html`<tr>
    <th scope="row">${label}${isSensitive ? html` <span class="mark">sensitive</span>` : ''}</th>
    <td class="number">${fields}</td>
    <td>
      <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        ${bars}
      </svg>
      <span class="bar-words">${words.join(' · ')}</span>
    </td>
  </tr>`;
}

/** What a reviewer should have agreed to: identifying by kind, but needed in clear. */
function renderSensitive({ sensitiveInClear }: SheetSummary): Html {
  if (sensitiveInClear.length === 0) return html``;
  const groups = [
    ...Map.groupBy(sensitiveInClear, ({ path, fate }) => `${lastName(path)} ${fate}`).values(),
  ];
  return html`<section class="card" aria-labelledby="sensitive-title">
    <h2 id="sensitive-title">Kept although of a sensitive kind</h2>
    <p>
      ${sensitiveInClear.length} fields leave in clear, all or in part, though their kind can point
      to a person. Look at each once.
    </p>
    <ul class="groups">
      ${groups.map(([first, ...more]) =>
        first === undefined
          ? ''
          : html`<li>
              <code>${lastName(first.path)}</code> ${fateBadge(first.fate)}
              <span class="muted">${places(more.length + 1)}</span>
            </li>`,
      )}
    </ul>
  </section>`;
}

function places(number: number): string {
  return `in ${String(number)} ${number === 1 ? 'place' : 'places'}`;
}

function lastName(path: string): string {
  return path.replaceAll('[*]', '').split('.').at(-1) ?? path;
}

function renderRisks({ risks }: DataSheet): Html {
  return html`<section class="card" aria-labelledby="risks-title">
    <h2 id="risks-title">What can still be learned</h2>
    <ul class="risks">
      ${risks.map(
        ({ risk, why, advice }) =>
          html`<li>
            <strong>${risk}</strong>
            <span>${why}</span>
            <span class="advice">${advice}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

function renderFooter({ rules, sha }: DataSheet): Html {
  return html`<footer class="sheet-foot">
    <dl>
      <div>
        <dt>Rules</dt>
        <dd><code>${rules}</code></dd>
      </div>
      <div>
        <dt>SHA-256 of the rules</dt>
        <dd><code id="rules-sha">${sha}</code></dd>
      </div>
      <div>
        <dt>Made by</dt>
        <dd>Scrim ${version}</dd>
      </div>
    </dl>
    <p class="muted">
      The proxy sends the same SHA-256 with every answer, in <code>X-Psoxy-Rules-SHA</code>: compare
      the two to see that these are the rules at work.
    </p>
    <div class="signature"><span>Reviewed by</span><span>Date</span><span>Signature</span></div>
  </footer>`;
}

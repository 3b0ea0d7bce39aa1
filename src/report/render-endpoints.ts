import type { DataSheet, SheetEndpoint, SheetField } from './data-sheet.ts';
import { detailOf, remarkOf } from './describe-field.ts';
import { FATE_WORDS } from './fate-words.ts';
import type { Fate } from './fate.ts';
import { FIELD_CLASSES } from './field-class.ts';
import { html, htmlOfMarked, type Html } from './html.ts';
import { fateBadge } from './render-fate.ts';
import { fatesIn, type SheetSummary } from './sheet-summary.ts';

/** Search and selection; without JavaScript everything is shown, and these are not. */
export function renderFilters({ endpoints }: DataSheet, summary: SheetSummary): Html {
  const kinds = summary.classes.filter((one) => one.class !== undefined);
  const fates = fatesIn(summary.counts);
  return html`<form class="filters" role="search" aria-label="Find fields" hidden>
    <div>
      <label for="field-search">Search</label>
      <input
        type="search"
        id="field-search"
        placeholder="topic, email, /users …"
        autocomplete="off"
      />
    </div>
    ${select('fate', 'What becomes of it', [
      option('', 'anything'),
      ...fates.map((fate) => fateOption(fate, summary.counts[fate])),
    ])}
    ${
      kinds.length === 0
        ? ''
        : select('kind', 'Kind', [
            option('', 'any'),
            ...kinds.map((kind) => option(kind.class ?? '', kind.label, kind.fields)),
          ])
    }
    ${select('endpoint', 'Endpoint', [
      option('', 'all'),
      ...endpoints.map(({ id, path, fields }) => option(id, path, fields.length)),
    ])}
    <output id="fields-shown" class="shown" aria-live="polite"></output>
  </form>`;
}

function select(name: string, label: string, options: readonly Html[]): Html {
  return html`<div>
    <label for="field-${name}">${label}</label>
    <select id="field-${name}">
      ${options}
    </select>
  </div>`;
}

function fateOption(fate: Fate, number: number): Html {
  const { label, sentence } = FATE_WORDS[fate];
  return html`<option value="${fate}" data-sentence="${sentence}">${label} (${number})</option>`;
}

function option(value: string, label: string, number?: number): Html {
  const count = number === undefined ? '' : ` (${String(number)})`;
  return html`<option value="${value}">${label}${count}</option>`;
}

/** A table for each endpoint. */
export function renderEndpoints(endpoints: readonly SheetEndpoint[]): Html {
  return html`<div class="endpoints">${endpoints.map(renderEndpoint)}</div>
    <p class="nothing-found" hidden>No field fits.</p>`;
}

function renderEndpoint(endpoint: SheetEndpoint): Html {
  const { id, methods, path, fields, others, line } = endpoint;
  return html`<section class="endpoint" data-endpoint="${id}" aria-labelledby="endpoint-${id}">
    <h3 id="endpoint-${id}">
      <span class="methods">${methods.join(' ')}</span> <code>${breakable(path)}</code>
    </h3>
    <p class="muted">
      ${fields.length} fields · from line ${line} ·
      ${
        others === 'remove'
          ? 'any other field is removed'
          : html`<strong>any other field leaves as it is</strong>`
      }
      ${methods.length === 0 ? '' : `· ${asked(endpoint)}`}
    </p>
    <table class="fields">
      <caption class="hidden">
        Fields of ${path}
      </caption>
      <thead>
        <tr>
          <th scope="col">field</th>
          <th scope="col">kind</th>
          <th scope="col">what becomes of it</th>
          <th scope="col" class="number">line</th>
        </tr>
      </thead>
      <tbody>
        ${fields.map((field) => renderField(field, endpoint))}
      </tbody>
    </table>
  </section>`;
}

/** Which query parameters a caller may send. */
function asked({ requests }: SheetEndpoint): string {
  const names = [...requests.keys()]
    .filter((what) => what.startsWith('query '))
    .map((what) => what.slice('query '.length));
  if (names.includes('*')) return 'any query parameter may be sent';
  return names.length === 0 ? 'no query parameters' : `query: ${names.join(', ')}`;
}

function renderField(field: SheetField, endpoint: SheetEndpoint): Html {
  const { path, fate, line } = field;
  const kind =
    field.class === undefined ? 'not in the inventory' : FIELD_CLASSES[field.class].label;
  const remark = remarkOf(field);
  const otherwise = fateWithout(field, endpoint);
  return html`<tr data-fate="${fate}" data-kind="${field.class ?? ''}">
    <th scope="row"><code>${breakable(path)}</code></th>
    <td class="kind">${kind}</td>
    <td>
      ${fateBadge(fate)} <span class="words">${htmlOfMarked(detailOf(field))}</span>
      ${remark === undefined ? '' : html`<span class="remark">The rules say: ${remark}.</span>`}
      ${
        otherwise === undefined
          ? ''
          : html`<span class="without">Without line ${line}: ${FATE_WORDS[otherwise].label}.</span>`
      }
    </td>
    <td class="number">${line}</td>
  </tr>`;
}

/** The fate of a field if the line that decides it were taken out. */
function fateWithout(
  { path, line, reason }: SheetField,
  endpoint: SheetEndpoint,
): SheetField['fate'] | undefined {
  if (reason.kind !== 'transform') return undefined;
  return endpoint.withoutLine(line).find((revealed) => revealed.path === path)?.fate;
}

/** Long paths may break behind a dot, a slash or a bracket. */
function breakable(path: string): Html {
  const pieces = path.split(/(?<=[./\]])/);
  return html`${pieces.map((piece) => html`${piece}<wbr />`)}`;
}

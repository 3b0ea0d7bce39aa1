import { ScrimError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { JsonSyntaxError, parseJsonValues } from '../parse-json.ts';
import { analyseEndpoint } from '../report/analyse-endpoint.ts';
import type { RulesDocument } from '../rules/document.ts';
import type { Endpoint } from '../rules/policy.ts';
import type { Comparison } from './answers.ts';
import { createFieldPlaces } from './field-places.ts';
import { packRows } from './packed-rows.ts';
import { compareDocuments } from './rows.ts';

/** What an endpoint of the rules makes of a pasted answer. */
export function sanitizeDocument(
  text: string,
  endpoint: Endpoint,
  document: RulesDocument,
): Comparison {
  const originals = parse(text);
  if (originals === undefined)
    return refused(
      'This is no JSON. Paste the whole body of one answer, from its first “{” or “[” to its last bracket.',
    );
  try {
    const { body } = endpoint.sanitize(text);
    return compareAnswers(originals, parseJsonValues(body.text()), { endpoint, document });
  } catch (error) {
    if (!(error instanceof ScrimError)) throw error;
    return refused(REFUSALS.get(error.code) ?? `The proxy would answer ${error.code}.`);
  }
}

const REFUSALS: ReadonlyMap<string, string> = new Map([
  [
    'UNSANITIZABLE_RESPONSE',
    'The proxy would answer UNSANITIZABLE_RESPONSE: the root of this body does not fit the endpoint. Choose the endpoint that it is an answer of.',
  ],
]);

function refused(message: string): Comparison {
  return { kind: 'refused', message };
}

function parse(text: string): readonly JsonValue[] | undefined {
  try {
    return parseJsonValues(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

interface At {
  readonly endpoint: Endpoint;
  readonly document: RulesDocument;
}

function compareAnswers(
  originals: readonly JsonValue[],
  sanitized: readonly JsonValue[],
  { endpoint, document }: At,
): Comparison {
  const rule = document.endpoints.find(({ id }) => id === endpoint.id);
  if (rule === undefined) throw new Error('an endpoint of other rules');
  const { definitions } = document;
  const analysis = analyseEndpoint({ ...rule, definitions });
  const { root, fields } = createFieldPlaces((steps) => analysis.fateAt(steps));
  const rows = originals.flatMap((one, index) => compareDocuments(one, sanitized[index], root));
  return { kind: 'rows', rows: packRows(rows), fields, notes: [] };
}

import {
  credentialRemedies,
  errorRemedies,
  reasonRemedies,
  type Remedy,
} from '../../src/cli/remedies.ts';
import { errorTable, type ErrorCode } from '../../src/errors.ts';
import { fillTemplate, table } from './template.ts';

/** Every error: code, status, meaning, remedy. */
export function errorsPage(): string {
  return fillTemplate('errors.md', {
    codes: () => table(['code', 'status', 'meaning', 'what to do'], codeRows()),
    'texts of codes': () =>
      table(
        ['code', '`message`'],
        Object.entries(errorTable).map(([code, { message }]) => [`\`${code}\``, message]),
      ),
    reasons: () => remedyTable('`reason`', reasonRemedies),
    credentials: () => remedyTable('`sourceCredentials`', credentialRemedies),
  });
}

function codeRows(): readonly (readonly string[])[] {
  const isCode = (code: string): code is ErrorCode => code in errorTable;
  return Object.keys(errorTable)
    .filter(isCode)
    .map((code) => {
      const { meaning, remedy } = errorRemedies[code];
      return [`\`${code}\``, statusOf(code), meaning, remedy];
    });
}

/** Two codes have more than one. */
function statusOf(code: ErrorCode): string {
  if (code === 'CONFIGURATION_FAILURE') return '500, 503';
  if (code === 'API_ERROR') return 'that of the source, 502';
  return String(errorTable[code].status);
}

function remedyTable(head: string, remedies: Readonly<Record<string, Remedy>>): string {
  return table(
    [head, 'meaning', 'what to do'],
    Object.entries(remedies).map(([name, { meaning, remedy }]) => [`\`${name}\``, meaning, remedy]),
  );
}

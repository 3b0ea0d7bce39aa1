import { bulkErrorTable, type BulkErrorCode } from '../../src/bulk/bulk-error.ts';
import { bulkRemedies } from '../../src/cli/bulk-remedies.ts';
import { fillTemplate, table } from './template.ts';

/** What a data engineer reads: files in, files out, every rules key and every code. */
export function bulkPage(): string {
  return fillTemplate('bulk.md', {
    codes: () => table(['code', 'class', 'meaning', 'what to do'], codeRows()),
  });
}

function codeRows(): readonly (readonly string[])[] {
  const isCode = (code: string): code is BulkErrorCode => code in bulkErrorTable;
  return Object.keys(bulkErrorTable)
    .filter(isCode)
    .map((code) => {
      const { meaning, remedy } = bulkRemedies[code];
      return [`\`${code}\``, bulkErrorTable[code], meaning, remedy];
    });
}

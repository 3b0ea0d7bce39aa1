import type { DataSheet, SheetEndpoint, SheetField } from './data-sheet.ts';

/** The data sheet as JSON for machines; the shape is a contract (docs/cli.md). */
export function writeSheetJson({ kind, rules, sha, endpoints, coverage }: DataSheet): string {
  const parts =
    kind === 'api' ? { endpoints: endpoints.map(toEndpoint) } : { files: endpoints.map(toFile) };
  const document = { rules, sha, ...parts, coverage: coverage ?? null };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toEndpoint({ id, methods, path, fields, others, line }: SheetEndpoint): object {
  return { id, methods, path, line, others, fields: fields.map(toField) };
}

function toFile({ path, fields, others, line }: SheetEndpoint): object {
  return { path, line, others, fields: fields.map(toField) };
}

function toField({ path, fate, line, reason, outcomes, ...field }: SheetField): object {
  return {
    path,
    fate,
    line,
    by: reason.kind === 'transform' ? reason.transform : reason.kind,
    ...(fate === 'conditional' ? { outcomes } : {}),
    ...(field.class === undefined ? {} : { class: field.class }),
  };
}

import { createHmac } from 'node:crypto';
import type { Pseudonymizer } from '../pseudonym/pseudonymizer.ts';
import type { FileRules } from '../rules/bulk/document.ts';
import type { BulkSettings, RecordFormat } from './bulk-settings.ts';
import { createColumnarFile } from './columns/columnar-file.ts';
import { shuffleSeed } from './columns/shuffle.ts';
import { chooseFormat } from './record-format.ts';
import { createRecordFile } from './records/record-file.ts';
import type { TextSanitizer } from './text-sanitizer.ts';

/** Raise it whenever the same input and rules would give other bytes. */
const ENGINE = 2;

/** Whether an output is gzip. A function never unpacks a source for good; a local file is as its name says. */
export type Compression = 'always' | 'as-source' | 'never';

/** What becomes of one kind of files on their way to one output. */
export interface Treatment {
  /** Changes with everything that decides the bytes of an output; tells nothing without the salt. */
  readonly sha: string;
  readonly kind: FileRules['kind'];
  open(file: OpenedFile): OpenedTreatment;
}

/** What a store tells of a source before its first byte. */
export interface OpenedFile {
  readonly key: string;
  readonly etag: string;
  readonly contentType: string | undefined;
}

export interface OpenedTreatment {
  readonly sanitizer: TextSanitizer;
  readonly inputFormat: RecordFormat;
  readonly outputFormat: RecordFormat;
  readonly warnings: readonly string[];
}

export interface TreatmentContext {
  readonly settings: BulkSettings;
  readonly pseudonymizer: Pseudonymizer;
  readonly isLookupTable: boolean;
  readonly compression: Compression;
}

export function createTreatment(rules: FileRules, context: TreatmentContext): Treatment {
  const sha = treatmentSha(rules, context);
  if (rules.kind === 'columnar') {
    const open = (file: OpenedFile): OpenedTreatment => ({
      sanitizer: createColumnarFile(rules, {
        ...toolsOf(context),
        isLookupTable: context.isLookupTable,
        shuffleSeed: shuffleSeed(context.settings.pseudonyms.identifiers.salt, file.etag),
      }),
      inputFormat: 'CSV',
      outputFormat: 'CSV',
      warnings: [],
    });
    return { sha, kind: rules.kind, open };
  }
  const open = (file: OpenedFile): OpenedTreatment => {
    const { format: inputFormat, isGuess } = chooseFormat(rules, file);
    const outputFormat = context.settings.outputFormat ?? inputFormat;
    return {
      sanitizer: createRecordFile(rules, { ...toolsOf(context), inputFormat, outputFormat }),
      inputFormat,
      outputFormat,
      warnings: isGuess ? ['neither content type nor key tell the format; read as NDJSON'] : [],
    };
  };
  return { sha, kind: rules.kind, open };
}

function toolsOf({ settings, pseudonymizer }: TreatmentContext) {
  const { leakGuard, maxRecordBytes, bufferBytes } = settings;
  return { pseudonymizer, leakGuard, maxRecordBytes, bufferBytes };
}

function treatmentSha(rules: FileRules, context: TreatmentContext): string {
  const { rulesMode, leakGuard, outputFormat, pseudonyms } = context.settings;
  const { identifiers, emailDomains } = pseudonyms;
  const decisive = {
    engine: ENGINE,
    rules,
    rulesMode,
    leakGuard,
    outputFormat: outputFormat ?? null,
    compression: context.compression,
    lookupTable: context.isLookupTable,
    algorithm: pseudonyms.algorithm,
    emailCanonicalization: pseudonyms.emailCanonicalization,
    emailDomainHandling: pseudonyms.emailDomainHandling,
    // Privacy: part of what is hashed with the salt as key, so nothing of them can be read from the result.
    secrets: [identifiers.encryptionKey, emailDomains.salt, emailDomains.encryptionKey].map(
      (secret) => secret?.reveal() ?? null,
    ),
  };
  return createHmac('sha256', identifiers.salt.reveal())
    .update(JSON.stringify(toPlain(decisive)))
    .digest('hex');
}

/** Values that JSON can hold, keys sorted: regexes by their text, places in the rules left out. */
function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Map) return [...value].map(toPlain);
  if (typeof value !== 'object' || value === null) return value ?? null;
  if ('matchesWhole' in value && 'source' in value) return { regex: value.source };
  const entries = Object.entries(value)
    .filter(([name]) => name !== 'position')
    .map(([name, property]): [string, unknown] => [name, toPlain(property)]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

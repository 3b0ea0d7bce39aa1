import type { Pseudonymizer } from '../pseudonym/pseudonymizer.ts';
import type { BulkRulesDocument } from '../rules/bulk/document.ts';
import { checkBulkRules } from '../rules/bulk/parse-bulk-rules.ts';
import { parseYaml, type ParsedYaml } from '../rules/parse-yaml.ts';
import { formatProblem, type Problem } from '../rules/problem.ts';
import { readAdditionalOutputs } from './additional-outputs.ts';
import type { BulkErrorDetails } from './bulk-error.ts';
import type { BulkSettings } from './bulk-settings.ts';
import { compileChoice, makesReversible } from './choose-treatment.ts';
import { withoutBasePath } from './object-names.ts';
import type { BulkOutput } from './output.ts';
import { createTreatment, type Compression } from './treatment.ts';

/** The texts that say what becomes of files. */
export interface OutputTexts {
  /** YAML of the main output, decoded. */
  readonly rules: string;
  /** The file in which they stand; undefined: the property `RULES`. */
  readonly rulesFile?: string;
  /** YAML list of `ADDITIONAL_TRANSFORMS`. */
  readonly additionalTransforms: string | undefined;
}

/** With bad rules every file is rejected by this code. */
export type OutputProblemCode =
  'RULES_INVALID_YAML' | 'RULES_INVALID' | 'FORMAT_NOT_SUPPORTED' | 'CONFIGURATION_FAILURE';

export type CompiledOutputs =
  | {
      readonly kind: 'outputs';
      /** The main output first; each is a run of its own for every source, one after another. */
      readonly outputs: readonly BulkOutput[];
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'problems';
      readonly code: OutputProblemCode;
      /** Code of the first problem and the rules key it is about, for reports. */
      readonly details: BulkErrorDetails;
      /** With line, column, caret and hint. */
      readonly problems: readonly string[];
    };

/** Checks and compiles the rules of every output, once per container; all problems at once. */
export function compileOutputs(
  texts: OutputTexts,
  settings: BulkSettings,
  pseudonymizer: Pseudonymizer,
): CompiledOutputs {
  const tools = { settings, pseudonymizer };
  const written = [
    mainOutput(texts, settings),
    ...additionalOutputs(texts.additionalTransforms ?? '[]', settings),
  ];
  const checked = written.map((one) => ('failure' in one ? one : check(one, tools)));
  const failures = checked.flatMap((one) => ('failure' in one ? [one.failure] : []));
  const [first] = failures;
  if (first !== undefined) {
    return {
      kind: 'problems',
      code: first.code,
      details: first.details,
      problems: failures.flatMap(({ problems }) => problems),
    };
  }
  const good = checked.flatMap((one) => ('failure' in one ? [] : [one]));
  return {
    kind: 'outputs',
    outputs: good.map((one) => compile(one, tools)),
    warnings: good.flatMap(({ warnings }) => warnings),
  };
}

interface Tools {
  readonly settings: BulkSettings;
  readonly pseudonymizer: Pseudonymizer;
}

interface Failure {
  readonly failure: {
    readonly code: OutputProblemCode;
    readonly details: BulkErrorDetails;
    readonly problems: readonly string[];
  };
}

/** One output and its rules, not yet checked. */
interface WrittenOutput {
  readonly name: string;
  readonly bucket: string;
  readonly toKey: BulkOutput['toKey'];
  readonly isLookupTable: boolean;
  readonly compression: Compression;
  readonly yaml: ParsedYaml;
  /** For messages: the property in which the rules stand, and its text. */
  readonly property: string;
  readonly text: string;
}

interface CheckedOutput extends WrittenOutput {
  readonly document: BulkRulesDocument;
  readonly warnings: readonly string[];
}

function mainOutput(
  { rules: text, rulesFile }: OutputTexts,
  settings: BulkSettings,
): WrittenOutput {
  return {
    name: 'main',
    bucket: settings.outputBucket,
    toKey: (key) => settings.outputBasePath + withoutBasePath(key, settings.inputBasePath),
    isLookupTable: false,
    compression: settings.compressAlways ? 'always' : 'as-source',
    yaml: parseYaml(text),
    property: rulesFile ?? 'RULES',
    text,
  };
}

function additionalOutputs(
  text: string,
  settings: BulkSettings,
): readonly (WrittenOutput | Failure)[] {
  const property = 'ADDITIONAL_TRANSFORMS';
  const { outputs, problems } = readAdditionalOutputs(text, settings);
  if (problems.length > 0) return [failure('CONFIGURATION_FAILURE', problems, { property, text })];
  return outputs.map(({ bucket, keyPrefix, rules, compresses, isLookupTable }, index) => ({
    name: `additional-${String(index + 1)}`,
    bucket,
    toKey: (key) => keyPrefix + withoutBasePath(key, settings.inputBasePath),
    isLookupTable,
    compression: (compresses ?? settings.compressAlways) ? 'always' : 'as-source',
    yaml: { root: rules, problems: [] },
    property,
    text,
  }));
}

function check(output: WrittenOutput, { settings, pseudonymizer }: Tools): CheckedOutput | Failure {
  const { yaml, isLookupTable, property, text } = output;
  const checked = checkBulkRules(yaml, { mode: settings.rulesMode, isLookupTable });
  if (checked.kind === 'api-rules') {
    const problems = [`${property}: these are rules for an API, not for files`];
    return { failure: { code: 'CONFIGURATION_FAILURE', details: {}, problems } };
  }
  if (checked.kind === 'problems') {
    return failure(codeOf(checked.problems), checked.problems, output);
  }
  const { document } = checked;
  if (makesReversible(document.rules) && !pseudonymizer.canReverse('identifiers')) {
    const problems = [`${property}: tokenize needs PSOXY_ENCRYPTION_KEY`];
    return { failure: { code: 'CONFIGURATION_FAILURE', details: {}, problems } };
  }
  const warnings = checked.warnings.map((warning) => formatProblem(warning, property, text));
  return { ...output, document, warnings };
}

/** Rules at which nothing is wrong but a format that cannot be read yet are told apart. */
function codeOf(problems: readonly Problem[]): OutputProblemCode {
  if (problems.some(({ code }) => code === 'yaml-syntax')) return 'RULES_INVALID_YAML';
  const isFormat = problems.every(({ code }) => code === 'unsupported-format');
  return isFormat ? 'FORMAT_NOT_SUPPORTED' : 'RULES_INVALID';
}

function failure(
  code: OutputProblemCode,
  problems: readonly (Problem & { readonly key?: string | undefined })[],
  { property, text }: Pick<WrittenOutput, 'property' | 'text'>,
): Failure {
  const [first] = problems;
  const key = first?.key;
  return {
    failure: {
      code,
      details: {
        ...(first === undefined ? {} : { problem: first.code, line: first.line }),
        ...(key === undefined ? {} : { key }),
      },
      problems: problems.map((problem) => formatProblem(problem, property, text)),
    },
  };
}

function compile(output: CheckedOutput, { settings, pseudonymizer }: Tools): BulkOutput {
  const { name, bucket, toKey, document, isLookupTable, compression } = output;
  const { maxInflatedBytes, maxInflateRatio, bufferBytes, inputBucket } = settings;
  return {
    name,
    bucket,
    toKey,
    rulesSha: document.sha,
    guardsKey: settings.leakGuard !== 'off',
    isLookupTable,
    compression,
    limits: { maxInflatedBytes, maxInflateRatio, bufferBytes },
    inputBucket,
    treatmentOf: compileChoice(document.rules, (rules) =>
      createTreatment(rules, { settings, pseudonymizer, isLookupTable, compression }),
    ),
  };
}

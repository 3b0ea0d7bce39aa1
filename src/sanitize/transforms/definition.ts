import type { JsonPath } from '../../json-path/json-path.ts';
import type { JsonValue } from '../../json.ts';
import type { Pseudonymizer } from '../../pseudonym/pseudonymizer.ts';
import type { Regex } from '../../regex.ts';

export type OptionType =
  | 'boolean'
  | 'string'
  | 'enum'
  | 'string-list'
  | 'char-list'
  | 'regex'
  | 'regex-list'
  | 'json-path';

/** One option of a transform, as the rules may give it. Lists must not be empty. */
export interface OptionDefinition {
  readonly type: OptionType;
  readonly required?: true;
  /** What the option is when it is left out; for `regex` the source text. Absent: undefined. */
  readonly default?: string | boolean;
  /** The members of an `enum`. */
  readonly values?: readonly string[];
  /** An explicit null is a value of this option. */
  readonly nullable?: true;
  readonly description: string;
}

export type OptionTable = Readonly<Record<string, OptionDefinition>>;

interface TypeOf {
  boolean: boolean;
  string: string;
  'string-list': readonly string[];
  'char-list': readonly string[];
  regex: Regex;
  'regex-list': readonly Regex[];
  'json-path': JsonPath;
}

type BaseOf<D extends OptionDefinition> = D extends {
  readonly type: 'enum';
  readonly values: readonly (infer V)[];
}
  ? V
  : D['type'] extends keyof TypeOf
    ? TypeOf[D['type']]
    : never;

type AbsentOf<D extends OptionDefinition> = D extends { readonly required: true }
  ? never
  : D extends { readonly default: string | boolean }
    ? never
    : undefined;

type NullOf<D extends OptionDefinition> = D extends { readonly nullable: true } ? null : never;

/** The checked options of a table, defaults filled in. */
export type OptionValues<T extends OptionTable> = {
  readonly [Name in keyof T]: BaseOf<T[Name]> | AbsentOf<T[Name]> | NullOf<T[Name]>;
};

/** What becomes of a field, as the reports say it. */
export type TransformFate =
  | 'pseudonymize'
  | 'pseudonymize-reversible'
  | 'tokenize'
  | 'digest'
  | 'partial'
  | 'remove'
  | 'keep';

/** A forbidden combination of options, found at load. */
export interface OptionProblem {
  readonly option: string;
  readonly code: 'bad-option' | 'bad-regex';
  readonly message: string;
}

/** Something the author should know, but no reason to refuse. */
export interface OptionWarning {
  readonly option: string;
  readonly code: 'includes-original' | 'ignored-key';
  readonly message: string;
}

/** Options as the rules spell them, for worked examples. */
export type ExampleOptions = Readonly<Record<string, string | boolean | null | readonly string[]>>;

/**
 * A worked example, run by the tests and printed in the rules reference. `output` undefined: the
 * value is removed. Tokens are those of hmac-sha256 with the example salt and password.
 */
export interface TransformExample {
  readonly options: ExampleOptions;
  readonly input: string | number | null;
  readonly output: string | number | null | undefined;
}

/** What a transform tells the leak guard about the document at hand. */
export interface ClearTexts {
  /** A clear text that was replaced or removed. */
  remember(text: string): void;
  /** A token that was written. */
  mint(token: string): void;
}

export interface TransformTools {
  readonly pseudonymizer: Pseudonymizer;
}

/** A transform with its options bound. */
export interface ValueTransform {
  /** The new value; undefined where the value does not fit and must go. Never changes its argument. */
  readonly apply: (value: JsonValue, clearTexts: ClearTexts) => JsonValue | undefined;
  /** Removing is what the rules asked for, not a mismatch. */
  readonly isRedaction: boolean;
  /** Values it replaces count as pseudonymized, and a value it removes is remembered by the leak guard. */
  readonly isPseudonymization: boolean;
  /** The strings it writes are not tested by the leak guard. */
  readonly isExempt: boolean;
}

/** The options a definition is given: checked against its table by whoever read the rules. */
export type CheckedOptions = Readonly<Record<string, unknown>>;

/** One member of the table in `index.ts`, whatever its options are. */
export interface TransformDefinition<Options extends CheckedOptions = CheckedOptions> {
  /** One sentence for the rules reference. */
  readonly summary: string;
  readonly options: OptionTable;
  readonly examples: readonly TransformExample[];
  /** Forbidden combinations. */
  checkOptions?(options: Options): readonly OptionProblem[];
  /** Combinations that load with a warning. */
  warnAbout?(options: Options): readonly OptionWarning[];
  /** Which encryption key must be configured. */
  needsKey?(options: Options): 'identifiers' | 'ips' | undefined;
  fate(options: Options): TransformFate;
  compile(options: Options, tools: TransformTools): ValueTransform;
}

/** Ties the option table of a transform to the types its functions receive. */
export function defineTransform<const T extends OptionTable>(
  definition: { readonly options: T } & TransformDefinition<OptionValues<T>>,
): TransformDefinition {
  return definition;
}

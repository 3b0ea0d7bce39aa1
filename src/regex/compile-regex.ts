import { RE2JS } from 're2js';
import type { FindOptions, Regex, RegexMatch, RegexSpan } from '../regex.ts';
import { translateRegex, type RegexProblem, type Translation } from './translate.ts';

/** Longest text that the native engine is given; it may need exponential time. */
const NATIVE_MAX_LENGTH = 2048;

const NO_EMPTY: FindOptions = { keepEmpty: false };

export interface RegexOptions {
  readonly ignoreCase?: boolean;
  /** `refused` where a text that is too long to be tried would have no safe answer. */
  readonly lookAround?: 'allowed' | 'refused';
  /** This very source compiled before: the linear engine may be built with its first use. */
  readonly isProven?: boolean;
}

export type CompiledRegex =
  | {
      readonly kind: 'regex';
      readonly regex: Regex;
      /** A native pattern with a quantifier inside a quantified group. */
      readonly isSlow: boolean;
    }
  | { readonly kind: 'problem'; readonly problem: RegexProblem };

export type CompileRegex = (source: string, options?: RegexOptions) => CompiledRegex;

/** Compiles a regex of the rules: linear time on RE2, or native and capped if it looks around. */
export function compileRegex(source: string, options: RegexOptions = {}): CompiledRegex {
  const translation = translateRegex(source);
  if (!('native' in translation)) return { kind: 'problem', problem: translation };
  const { hasLookAround } = translation;
  if (hasLookAround && options.lookAround === 'refused') {
    return { kind: 'problem', problem: { at: 1, expected: 'no look-around here' } };
  }
  try {
    const regex = hasLookAround
      ? nativeRegex(source, translation, options)
      : linearRegex(source, translation, options);
    return { kind: 'regex', regex, isSlow: hasLookAround && translation.hasNestedQuantifier };
  } catch {
    return { kind: 'problem', problem: { at: 1, expected: 'a regex that compiles' } };
  }
}

function linearRegex(source: string, translation: Translation, options: RegexOptions): Regex {
  const flags = options.ignoreCase === true ? RE2JS.CASE_INSENSITIVE : 0;
  let compiled: RE2JS | undefined;
  const engine = (): RE2JS => (compiled ??= RE2JS.compile(translation.linear, flags));
  if (options.isProven !== true) engine();
  const toMatch = (matcher: ReturnType<RE2JS['matcher']>): RegexMatch => {
    const span = (group: string | number): RegexSpan | undefined => {
      const text = matcher.group(group);
      return text === null
        ? undefined
        : { start: matcher.start(group), end: matcher.end(group), text };
    };
    return {
      start: matcher.start(),
      end: matcher.end(),
      groups: Array.from({ length: matcher.groupCount() + 1 }, (_, group) => span(group)),
      named: namedSpans(Object.keys(engine().namedGroups()), span),
    };
  };
  return {
    source,
    engine: 'linear',
    get groupCount() {
      return engine().groupCount();
    },
    maxLength: undefined,
    matchesWhole: (text) => engine().matches(text),
    matchWhole: (text) => {
      // Without groups the engine says no some forty times as fast, which counts for long texts.
      if (!engine().matches(text)) return undefined;
      const matcher = engine().matcher(text);
      return matcher.matches() ? toMatch(matcher) : undefined;
    },
    findAll: (text, { keepEmpty } = NO_EMPTY) => {
      const matcher = engine().matcher(text);
      const found: RegexMatch[] = [];
      while (matcher.find()) {
        if (keepEmpty || matcher.end() > matcher.start()) found.push(toMatch(matcher));
      }
      return found;
    },
  };
}

function nativeRegex(source: string, translation: Translation, options: RegexOptions): Regex {
  const flags = new Set(`du${translation.flags}${options.ignoreCase === true ? 'i' : ''}`);
  const search = new RegExp(translation.native, [...flags, 'g'].join(''));
  // Own start and end: with the flag `m`, ^ and $ would also match inside the text.
  const whole = new RegExp(`(?<![^])(?:${translation.native})(?![^])`, [...flags].join(''));
  const isTooLong = (text: string): boolean => text.length > NATIVE_MAX_LENGTH;
  const groupCount =
    (new RegExp(`${translation.native}|`, [...flags].join('')).exec('')?.length ?? 1) - 1;
  return {
    source,
    engine: 'native',
    groupCount,
    maxLength: NATIVE_MAX_LENGTH,
    matchesWhole: (text) => (isTooLong(text) ? undefined : whole.test(text)),
    matchWhole: (text) => {
      const found = isTooLong(text) ? null : whole.exec(text);
      return found === null ? undefined : nativeMatch(found);
    },
    findAll: (text, { keepEmpty } = NO_EMPTY) => {
      if (isTooLong(text)) return undefined;
      return [...text.matchAll(search)]
        .filter((match) => keepEmpty || match[0] !== '')
        .map(nativeMatch);
    },
  };
}

function nativeMatch(match: RegExpExecArray): RegexMatch {
  const spanOf = (
    indices: readonly [number, number] | undefined,
    text: string | undefined,
  ): RegexSpan | undefined =>
    indices === undefined || text === undefined
      ? undefined
      : { start: indices[0], end: indices[1], text };
  const { indices } = match;
  return {
    start: match.index,
    end: match.index + match[0].length,
    groups: [...match].map((text, group) => spanOf(indices?.[group], text)),
    named: namedSpans(Object.keys(match.groups ?? {}), (name) =>
      spanOf(indices?.groups?.[name], match.groups?.[name]),
    ),
  };
}

function namedSpans(
  names: readonly string[],
  span: (name: string) => RegexSpan | undefined,
): ReadonlyMap<string, RegexSpan> {
  const spans = names.flatMap((name): [string, RegexSpan][] => {
    const found = span(name);
    return found === undefined ? [] : [[name, found]];
  });
  return new Map(spans);
}

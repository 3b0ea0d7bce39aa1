import type { JsonValue } from '../../json.ts';
import type { ClearTexts, ValueTransform } from './definition.ts';

/** What most transforms do with what is no text: null stays, all else does not fit. */
export interface TextTransform {
  /** The new value of a text that is not blank; undefined removes it. */
  readonly apply: (text: string, clearTexts: ClearTexts) => string | null | undefined;
  /** What becomes of blank text; unchanged if left out. */
  readonly blank?: string | null;
  readonly isPseudonymization?: boolean;
  /** The leak guard need not test what it writes. */
  readonly isExempt?: boolean;
}

export function textTransform(transform: TextTransform): ValueTransform {
  const { apply, blank, isPseudonymization = false, isExempt = false } = transform;
  return {
    isRedaction: false,
    isPseudonymization,
    isExempt,
    apply: (value: JsonValue, clearTexts) => {
      if (value === null) return null;
      if (typeof value !== 'string') return undefined;
      if (value.trim() === '') return blank === undefined ? value : blank;
      return apply(value, clearTexts);
    },
  };
}

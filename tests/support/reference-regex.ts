import type { Regex } from '../../src/regex.ts';

/** A regex of the rules on the native engine, as far as the tests use the dialect: flags at the start, ASCII classes. */
export function regExpOf(regex: Regex, use: 'whole' | 'search'): RegExp {
  const [, flags = '', source = ''] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(regex.source) ?? [];
  return new RegExp(
    use === 'whole' ? `^(?:${source})$` : source,
    `u${flags}${use === 'search' ? 'dg' : ''}`,
  );
}

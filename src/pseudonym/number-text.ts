/**
 * The identifier text of a JSON number as spelled: integers keep their digits (any size, `-0` is `0`);
 * others are laid out like Java's doubles: `1.0`, `1000.0`, `1.0E-4`, `1.23456789E7`.
 */
export function numberText(spelled: string): string {
  if (/^-?[0-9]+$/.test(spelled)) return /^-?0+$/.test(spelled) ? '0' : spelled;
  const [, sign = '', digits = '', exponentText = '0'] =
    /^(-?)([0-9.]+)e([+-][0-9]+)$/.exec(Number(spelled).toExponential()) ?? [];
  const exponent = Number(exponentText);
  const significant = digits.replace('.', '');
  if (Number(spelled) === 0) return `${spelled.startsWith('-') ? '-' : ''}0.0`;
  if (exponent < -3 || exponent >= 7) {
    return `${sign}${significant.charAt(0)}.${significant.slice(1) || '0'}E${String(exponent)}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${significant}`;
  const whole = significant.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${significant.slice(exponent + 1) || '0'}`;
}

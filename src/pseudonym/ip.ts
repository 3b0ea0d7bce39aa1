/** Canonical text of an IP address: dotted decimal, or eight hex groups. No name is ever resolved. */
export function canonicalIp(text: string): string | undefined {
  return text.includes(':') ? canonicalIpv6(text) : canonicalIpv4(text);
}

function canonicalIpv4(text: string): string | undefined {
  const groups = text.split('.');
  const isAddress =
    groups.length === 4 &&
    groups.every((group) => /^[0-9]{1,3}$/.test(group) && Number(group) <= 255);
  return isAddress ? groups.map((group) => String(Number(group))).join('.') : undefined;
}

function canonicalIpv6(text: string): string | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : hexGroups(half)));
  if (head === undefined) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? tail === undefined || missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (!isMapped) return groups.map((group) => group.toString(16)).join(':');
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
}

/** The 16-bit groups of one half; an IPv4 tail counts as two. */
function hexGroups(half: string): readonly number[] | undefined {
  const parts = half.split(':');
  const last = parts.at(-1) ?? '';
  const ipv4 = last.includes('.') ? canonicalIpv4(last)?.split('.').map(Number) : [];
  if (ipv4 === undefined) return undefined;
  const hex = last.includes('.') ? parts.slice(0, -1) : parts;
  if (!hex.every((part) => /^[0-9A-Fa-f]{1,4}$/.test(part))) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = ipv4;
  const tail = ipv4.length === 4 ? [a * 256 + b, c * 256 + d] : [];
  return [...hex.map((part) => Number.parseInt(part, 16)), ...tail];
}

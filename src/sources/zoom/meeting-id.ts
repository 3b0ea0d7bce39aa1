import { encodeSegment } from '../../rules/request-form.ts';

/** Numbers and instance UUIDs of meetings and webinars in paths: any spelling of a client, the one that Zoom wants. */

const NAMES = new Set(['meetingid', 'meetinguuid', 'webinarid', 'webinaruuid', 'uuid']);
const NUMBER = /^[0-9]+$/;
const UUID = /^[A-Za-z0-9+/]{22}==$/;
const MAX_ROUNDS = 3;

/** True for path parameters that hold a meeting or webinar: `meetingId`, `webinar_uuid`, … */
export function isMeetingParameter(name: string): boolean {
  return NAMES.has(name.replaceAll('_', '').toLowerCase());
}

/**
 * The identifier behind a captured text that was percent-encoded up to three times; a text that
 * becomes neither a number nor a UUID is decoded once. Undefined for other parameters.
 */
export function rewriteMeetingParameter(name: string, captured: string): string | undefined {
  if (!isMeetingParameter(name)) return undefined;
  const once = decodedOrSame(captured);
  let text = captured;
  for (let round = 0; round <= MAX_ROUNDS; round += 1) {
    if (NUMBER.test(text) || UUID.test(text)) return text;
    text = decodedOrSame(text);
  }
  return once;
}

/** One path segment; a UUID that starts with `/` or holds `//` is encoded twice, as Zoom asks. */
export function encodeMeetingId(value: string): string {
  const once = encodeSegment(value);
  const needsTwice = UUID.test(value) && (value.startsWith('/') || value.includes('//'));
  return needsTwice ? encodeSegment(once) : once;
}

function decodedOrSame(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

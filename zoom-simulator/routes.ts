/** The 33 endpoints that the simulator knows, and how Zoom reads the identifiers in their paths. */

const TEMPLATES = {
  'list-users': '/v2/users',
  'get-user': '/v2/users/{user}',
  'get-user-settings': '/v2/users/{user}/settings',
  'list-user-meetings': '/v2/users/{user}/meetings',
  'list-user-webinars': '/v2/users/{user}/webinars',
  'list-user-recordings': '/v2/users/{user}/recordings',
  'get-meeting': '/v2/meetings/{meeting}',
  'list-meeting-registrants': '/v2/meetings/{meeting}/registrants',
  'get-meeting-registrant-questions': '/v2/meetings/{meeting}/registrants/questions',
  'list-meeting-polls': '/v2/meetings/{meeting}/polls',
  'get-meeting-summary': '/v2/meetings/{meeting}/meeting_summary',
  'get-past-meeting': '/v2/past_meetings/{meeting}',
  'list-past-meeting-instances': '/v2/past_meetings/{meeting}/instances',
  'list-past-meeting-participants': '/v2/past_meetings/{meeting}/participants',
  'list-past-meeting-polls': '/v2/past_meetings/{meeting}/polls',
  'list-past-meeting-files': '/v2/past_meetings/{meeting}/files',
  'get-webinar': '/v2/webinars/{meeting}',
  'list-webinar-panelists': '/v2/webinars/{meeting}/panelists',
  'list-webinar-registrants': '/v2/webinars/{meeting}/registrants',
  'get-webinar-registrant-questions': '/v2/webinars/{meeting}/registrants/questions',
  'list-webinar-polls': '/v2/webinars/{meeting}/polls',
  'list-webinar-tracking-sources': '/v2/webinars/{meeting}/tracking_sources',
  'list-webinar-absentees': '/v2/past_webinars/{meeting}/absentees',
  'list-past-webinar-participants': '/v2/past_webinars/{meeting}/participants',
  'list-past-webinar-polls': '/v2/past_webinars/{meeting}/polls',
  'list-past-webinar-qa': '/v2/past_webinars/{meeting}/qa',
  'list-past-webinar-instances': '/v2/past_webinars/{meeting}/instances',
  'list-past-webinar-files': '/v2/past_webinars/{meeting}/files',
  'get-meeting-report': '/v2/report/meetings/{meeting}',
  'list-meeting-report-participants': '/v2/report/meetings/{meeting}/participants',
  'list-user-report-meetings': '/v2/report/users/{user}/meetings',
  'get-webinar-report': '/v2/report/webinars/{meeting}',
  'list-webinar-report-participants': '/v2/report/webinars/{meeting}/participants',
} as const;

export type Slug = keyof typeof TEMPLATES;

export interface Route {
  readonly slug: Slug;
  readonly kind: 'none' | 'user' | 'meeting';
  /** The identifier in the path as Zoom understands it; empty for none. */
  readonly id: string;
}

const ROUTES = Object.entries(TEMPLATES).map(([slug, template]) => ({
  slug: slug as Slug,
  segments: template.split('/'),
}));

/** The endpoint that a raw path names; undefined for all others. */
export function findRoute(path: string): Route | undefined {
  const segments = path.split('/');
  for (const { slug, segments: wanted } of ROUTES) {
    if (wanted.length !== segments.length) continue;
    const isMatch = wanted.every((text, at) => text.startsWith('{') || text === segments[at]);
    if (!isMatch) continue;
    const at = wanted.findIndex((text) => text.startsWith('{'));
    const raw = segments[at] ?? '';
    if (at === -1) return { slug, kind: 'none', id: '' };
    return wanted[at] === '{user}'
      ? { slug, kind: 'user', id: decodeURIComponent(raw) }
      : { slug, kind: 'meeting', id: readMeetingId(raw) };
  }
  return undefined;
}

/**
 * Zoom's front end decodes once and merges slashes, so a UUID that starts with `/` or holds `//`
 * arrives whole only if it was encoded twice.
 */
function readMeetingId(raw: string): string {
  const once = decodeURIComponent(raw);
  return once.includes('%')
    ? decodeURIComponent(once)
    : once.replaceAll('//', '/').replace(/^\//, '');
}

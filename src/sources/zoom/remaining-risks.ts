/** What a reader of sanitized Zoom answers can still learn, and what an operator can do about it. */
export const zoomRisks = [
  {
    risk: 'The number of a meeting equals its host’s personal meeting ID, where people use that for meetings.',
    why: 'Callers page by the number; without a passcode the number alone seldom opens a meeting.',
    advice: 'Turn personal meeting IDs for scheduled and instant meetings off in Zoom.',
  },
  {
    risk: 'Times are exact.',
    why: 'Durations and overlaps are the purpose.',
    advice: 'Round times downstream.',
  },
  {
    risk: 'Role, group and time zone can single out people in small accounts.',
    why: 'Role and group are pseudonyms; they are needed to compare groups.',
    advice: 'Remove group_ids, role_id or timezone from the rules.',
  },
  {
    risk: 'People with access to the Zoom account can match rows by time or by meeting.',
    why: 'They see the originals anyway.',
    advice: 'None is needed.',
  },
] as const;

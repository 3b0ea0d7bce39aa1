import { describe, expect, test } from 'vitest';
import { normalizePath, parseQuery } from '../../src/rules/request-form.ts';
import { rewriteMeetingParameter } from '../../src/sources/zoom/meeting-id.ts';
import { zoomPolicy } from '../support/zoom.ts';

const policy = zoomPolicy();
const reasonOf = (method: string, path: string): string => {
  const request = { method, path: normalizePath(path), query: parseQuery('') };
  const outcome = policy.match(request, rewriteMeetingParameter);
  return outcome.kind === 'blocked' ? outcome.reason : `allowed as ${outcome.endpoint.id}`;
};

/** An allowed path reaches as far as its identifier, and what follows is no part of one. */
const refusedByParameter = [
  '/v2/past_meetings/{meetingId}/qa',
  '/v2/report/meetings/{meetingId}/polls',
  '/v2/report/meetings/{meetingId}/qa',
  '/v2/report/meetings/{meetingId}/survey',
  '/v2/report/webinars/{webinarId}/polls',
  '/v2/report/webinars/{webinarId}/qa',
  '/v2/report/webinars/{webinarId}/survey',
  '/v2/meetings/meeting_summaries',
  '/v2/meetings/{meetingId}/recordings',
  '/v2/meetings/{meetingId}/transcript',
  '/v2/meetings/{meetingId}/registrants/{registrantId}',
  '/v2/webinars/{webinarId}/registrants/{registrantId}',
  '/v2/meetings/{meetingId}/invitation',
  '/v2/meetings/{meetingId}/survey',
  '/v2/webinars/{webinarId}/survey',
  '/v2/users/summary',
];

/** No allowed path begins like these. */
const refusedByPath = [
  '/v2/report/users',
  '/v2/report/daily',
  '/v2/report/activities',
  '/v2/report/operationlogs',
  '/v2/report/meeting_activities',
  '/v2/report/history_meetings',
  '/v2/report/upcoming_events',
  '/v2/report/telephone',
  '/v2/report/cloud_recording',
  '/v2/report/remote_support',
  '/v2/users/{userId}/upcoming_meetings',
  '/v2/users/{userId}/presence_status',
  '/v2/users/{userId}/schedulers',
  '/v2/users/{userId}/assistants',
  '/v2/users/{userId}/permissions',
  '/v2/groups',
  '/v2/groups/{groupId}',
  '/v2/groups/{groupId}/members',
  '/v2/roles',
  '/v2/roles/{roleId}/members',
  '/v2/divisions',
  '/v2/tracking_fields',
  '/v2/contacts',
  '/v2/metrics/meetings',
  '/v2/metrics/meetings/{meetingId}',
  '/v2/metrics/meetings/{meetingId}/participants',
  '/v2/metrics/meetings/{meetingId}/participants/qos',
  '/v2/metrics/meetings/{meetingId}/participants/satisfaction',
  '/v2/metrics/meetings/{meetingId}/participants/sharing',
  '/v2/metrics/webinars',
  '/v2/metrics/webinars/{webinarId}',
  '/v2/metrics/webinars/{webinarId}/participants',
  '/v2/metrics/client/feedback',
  '/v2/metrics/client/feedback/{feedbackId}',
  '/v2/metrics/client/satisfaction',
  '/v2/metrics/client_versions',
  '/v2/metrics/quality',
  '/v2/metrics/chat',
  '/v2/metrics/crc',
  '/v2/archive_files',
  '/v2/phone/users',
  '/v2/phone/call_history',
  '/v2/phone/call_history/{callHistoryUuid}',
  '/v2/phone/recordings',
  '/v2/phone/metrics/call_logs',
  '/v2/report/chat/sessions',
  '/v2/report/chat/sessions/{sessionId}',
  '/v2/chat/users/{userId}/channels',
  '/v2/chat/users/{userId}/messages',
  '/v2/aic/users/{userId}/conversation_archive',
  '/v2/accounts/{accountId}/settings',
  '/v2/accounts/{accountId}/managed_domains',
];

const ids: Readonly<Record<string, string>> = {
  meetingId: '85746065432',
  webinarId: 'ab/DeF+HiJkLmNoPqRsTuV==',
  userId: 'KDcuGIm1QgePTO8WbOqwIQ',
};
const withIds = (template: string): string =>
  template.replaceAll(/\{(\w+)\}/g, (_all, name: string) => ids[name] ?? 'aBcDeFgHiJkLmNoPqRsTuV');

describe('the 68 further reading endpoints of Zoom are refused, and the check that failed is named', () => {
  test('there are 68', () => {
    expect(new Set([...refusedByParameter, ...refusedByPath]).size).toBe(68);
  });

  test.each(refusedByParameter)('%s: parameter', (template) => {
    expect(reasonOf('GET', withIds(template))).toBe('parameter');
    expect(reasonOf('HEAD', withIds(template))).toBe('parameter');
  });

  test.each(refusedByPath)('%s: path', (template) => {
    expect(reasonOf('GET', withIds(template))).toBe('path');
    expect(reasonOf('HEAD', withIds(template))).toBe('path');
  });
});

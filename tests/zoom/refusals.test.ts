import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { localPolicy, matchUrl } from '../../src/cli/local-policy.ts';
import { readRulesFile } from '../../src/cli/rules-file.ts';

const rules = readRulesFile('rules/zoom.yaml', 'strict');
if (rules.kind === 'problems') throw new Error('rules/zoom.yaml has problems');
const terminal = {
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  environment: {},
  stopped: new AbortController().signal,
};
const policy = localPolicy(rules.document, terminal);
const outcomeOf = (url: string, method = 'GET') => {
  const outcome = matchUrl(policy, method, url);
  return outcome.kind === 'blocked' ? outcome.reason : outcome.endpoint.id;
};
const UUID = 'aB//eF+HiJkLmNoPqRsTuV==';

describe('instance UUIDs are recognised however a client spells them', () => {
  test.each([UUID, encodeURIComponent(UUID), encodeURIComponent(encodeURIComponent(UUID))])(
    '%s',
    (uuid) => {
      expect(outcomeOf(`/v2/past_meetings/${uuid}/participants?page_size=1000&page_number=1`)).toBe(
        'list-past-meeting-participants',
      );
      expect(outcomeOf(`/v2/past_meetings/${uuid}`)).toBe('get-past-meeting');
    },
  );
});

describe('other endpoints of Zoom are refused', () => {
  test.each([
    ['/v2/past_meetings/85746065432/qa', 'parameter'],
    ['/v2/report/users', 'path'],
    ['/v2/report/daily', 'path'],
    ['/v2/meetings/meeting_summaries', 'parameter'],
    ['/v2/meetings/85746065432/recordings', 'parameter'],
    ['/v2/meetings/85746065432/invitation', 'parameter'],
    ['/v2/users/summary', 'parameter'],
    ['/v2/users/me/zak', 'path'],
    ['/v2/users/KDcuGIm1QgePTO8WbOqwIQ/token', 'path'],
    ['/v2/groups', 'path'],
    ['/v2/metrics/meetings', 'path'],
    ['/v2/phone/call_history', 'path'],
    ['/v2/accounts/abc/settings', 'path'],
    ['/v2/users?include_fields=host_key', 'query'],
    ['/v2/users/jane.roe@example.com', 'parameter'],
    ['/v2/users/KDcuGIm1QgePTO8WbOqwIQ?search_by_unique_id=true', 'query'],
  ])('%s: %s', (url, reason) => {
    expect(outcomeOf(url)).toBe(reason);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s is refused on every endpoint',
    (method) => {
      for (const { pathText } of policy.endpoints) {
        const url = pathText
          .replace('{userId}', 'KDcuGIm1QgePTO8WbOqwIQ')
          .replace(/\{\w+\+\}/, '85746065432');
        expect(['method', 'parameter']).toContain(outcomeOf(url, method));
      }
    },
  );
});

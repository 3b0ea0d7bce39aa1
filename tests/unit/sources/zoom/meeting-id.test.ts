import { describe, expect, test } from 'vitest';
import {
  encodeMeetingId,
  isMeetingParameter,
  rewriteMeetingParameter,
} from '../../../../src/sources/zoom/meeting-id.ts';

const encodings = (value: string): readonly string[] => {
  const once = encodeURIComponent(value);
  return [value, once, encodeURIComponent(once)];
};

describe('a meeting identifier reaches Zoom in the form that Zoom wants', () => {
  test.each([
    ['85746065432', '85746065432'],
    ['aBcDeFgHiJkLmNoPqRsTuV==', 'aBcDeFgHiJkLmNoPqRsTuV%3D%3D'],
    ['ab/DeF+HiJkLmNoPqRsTuV==', 'ab%2FDeF%2BHiJkLmNoPqRsTuV%3D%3D'],
    ['/BcDeFgHiJkLmNoPqRsTuV==', '%252FBcDeFgHiJkLmNoPqRsTuV%253D%253D'],
    ['aB//eF+HiJkLmNoPqRsTuV==', 'aB%252F%252FeF%252BHiJkLmNoPqRsTuV%253D%253D'],
    ['abc', 'abc'],
  ])('%s, raw, encoded once or twice, is sent as %s', (value, sent) => {
    for (const arrived of encodings(value)) {
      expect(rewriteMeetingParameter('meetingId', arrived)).toBe(value);
    }
    expect(encodeMeetingId(value)).toBe(sent);
  });

  test('what is no identifier is decoded once', () => {
    expect(rewriteMeetingParameter('meetingId', 'a%252520b')).toBe('a%2520b');
  });

  test.each(['meetingId', 'meeting_id', 'meetingUUID', 'webinarId', 'webinar_uuid', 'uuid'])(
    '%s is one',
    (name) => {
      expect(isMeetingParameter(name)).toBe(true);
    },
  );

  test.each(['userId', 'id', 'meeting', 'groupId'])('%s is none', (name) => {
    expect(rewriteMeetingParameter(name, 'a%20b')).toBeUndefined();
  });
});

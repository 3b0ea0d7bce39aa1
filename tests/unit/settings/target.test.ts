import { expect, test } from 'vitest';
import { isLoopbackUrl, toTargetHost, toTokenEndpoint } from '../../../src/settings/target.ts';

test.each([
  ['api.zoom.us', 'https://api.zoom.us'],
  ['api.zoomgov.com/base/', 'https://api.zoomgov.com/base'],
  ['https://api.zoom.us', 'https://api.zoom.us'],
  [' https://gateway.example.org:8443/zoom ', 'https://gateway.example.org:8443/zoom'],
  ['http://api.zoom.us', undefined],
  ['https://user@api.zoom.us', undefined],
  ['https://user:password@api.zoom.us', undefined],
  ['api.zoom.us?x=1', undefined],
  ['api.zoom.us#x', undefined],
  ['api.zoom.us:port', undefined],
  ['//api.zoom.us', undefined],
  ['-api.zoom.us', undefined],
  ['api.zoom.us/a b', undefined],
  ['ftp://api.zoom.us', undefined],
  ['', undefined],
])('TARGET_HOST=%s gives %s', (text, expected) => {
  expect(toTargetHost(text)).toBe(expected);
});

test.each([
  ['https://zoom.us/oauth/token', 'https://zoom.us/oauth/token'],
  [' https://zoomgov.com/oauth/token ', 'https://zoomgov.com/oauth/token'],
  ['http://zoom.us/oauth/token', undefined],
  ['zoom.us/oauth/token', undefined],
  ['https://user@zoom.us/oauth/token', undefined],
  ['https://zoom.us/oauth/token?account_id=1', undefined],
])('REFRESH_ENDPOINT=%s gives %s', (text, expected) => {
  expect(toTokenEndpoint(text)).toBe(expected);
});

test.each([
  ['http://127.0.0.1:8080', true],
  ['http://localhost/oauth/token', true],
  ['http://[::1]:8080', true],
  ['http://127.0.0.1.example.org', false],
  ['http://user@127.0.0.1', false],
  ['http://127.0.0.2', false],
  ['http://api.zoom.us', false],
])('%s is of this machine: %s', (text, expected) => {
  expect(isLoopbackUrl(text)).toBe(expected);
});

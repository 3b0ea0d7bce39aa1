import { isLoopbackUrl, toTokenEndpoint } from '../settings/target.ts';
import { textOption, UsageError, type CommandCall, type CommandOption } from './command.ts';

export const TOKEN_URL_OPTION = {
  type: 'string',
  placeholder: 'URL',
  description: 'where access tokens come from, if not from zoom.us; http on loopback only',
} as const satisfies CommandOption;

/** A token endpoint other than the usual one; plain HTTP on this machine is fine, as for tests. */
export function tokenUrlOption(call: CommandCall): string | undefined {
  const url = textOption(call, 'token-url');
  if (url === undefined) return undefined;
  const endpoint = isLoopbackUrl(url) ? url : toTokenEndpoint(url);
  if (endpoint === undefined) throw new UsageError('--token-url must be https');
  return endpoint;
}

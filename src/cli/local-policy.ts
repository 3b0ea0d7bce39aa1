import type { Terminal } from './command.ts';
import { DEMO_SECRETS } from './demo-secrets.ts';
import { createPseudonymizer } from '../pseudonym/create-pseudonymizer.ts';
import type { PseudonymSettings } from '../pseudonym/pseudonymizer.ts';
import { compilePolicy } from '../rules/compile-policy.ts';
import type { RulesDocument } from '../rules/document.ts';
import type { Policy } from '../rules/policy.ts';
import { normalizePath, parseQuery, refusalOf } from '../rules/request-form.ts';
import type { MatchOutcome } from '../rules/policy.ts';
import { knownZoomPaths } from '../sources/zoom/known-paths.ts';
import { rewriteMeetingParameter } from '../sources/zoom/meeting-id.ts';
import { Secret } from '../secret.ts';
import { UsageError } from './command.ts';

/** The policy of a rules file with salt and key of the environment, else with the public ones of the demo. */
export function localPolicy(document: RulesDocument, { environment, stderr }: Terminal): Policy {
  const salt = environment['PSOXY_SALT'];
  const key = environment['PSOXY_ENCRYPTION_KEY'];
  if (salt === undefined) {
    stderr.write('scrim: PSOXY_SALT is not set; using the public salt and key of the demo\n');
  } else if (salt.length < 16) throw new UsageError('PSOXY_SALT must have at least 16 characters');
  const ownKey = key === undefined || key === '' ? undefined : new Secret(key);
  const secrets =
    salt === undefined
      ? {
          salt: new Secret(DEMO_SECRETS.PSOXY_SALT),
          encryptionKey: new Secret(DEMO_SECRETS.PSOXY_ENCRYPTION_KEY),
        }
      : { salt: new Secret(salt), encryptionKey: ownKey };
  const compiled = compilePolicy(document, {
    pseudonymizer: createPseudonymizer(defaultPseudonymSettings(secrets)),
    leakGuard: 'redact',
    knownPaths: knownZoomPaths,
  });
  if (compiled.kind === 'policy') return compiled.policy;
  throw new UsageError(
    compiled.problems.map(({ line, message }) => `line ${String(line)}: ${message}`).join('\n'),
  );
}

/** What the settings are where none is set, with the same secrets for everything. */
export function defaultPseudonymSettings(
  secrets: PseudonymSettings['identifiers'],
): PseudonymSettings {
  return {
    algorithm: 'hmac-sha256',
    emailCanonicalization: 'STRICT',
    emailDomainHandling: 'PRESERVE',
    identifiers: secrets,
    ips: secrets,
    emailDomains: secrets,
  };
}

/** Matches a method and URL (absolute, or from the path on) as the proxy would. */
export function matchUrl(policy: Policy, method: string, url: string): MatchOutcome {
  const [, target = '', query = ''] =
    /^(?:https?:\/\/[^/?#]+)?([^?#]*)(?:\?([^#]*))?/.exec(url) ?? [];
  if (refusalOf(target, query) !== undefined) throw new UsageError('the URL is malformed');
  const request = {
    method: method.toUpperCase(),
    path: normalizePath(target),
    query: parseQuery(query),
  };
  return policy.match(request, rewriteMeetingParameter);
}

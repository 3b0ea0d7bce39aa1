import type { Terminal } from './command.ts';
import { DEMO_SECRETS } from './demo-secrets.ts';
import { createPseudonymizer } from '../pseudonym/create-pseudonymizer.ts';
import { compilePolicy, type PolicyTools } from '../rules/compile-policy.ts';
import type { RulesDocument } from '../rules/document.ts';
import type { Policy } from '../rules/policy.ts';
import { normalizePath, parseQuery, refusalOf } from '../rules/request-form.ts';
import type { MatchOutcome } from '../rules/policy.ts';
import { knownZoomPaths } from '../sources/zoom/known-paths.ts';
import { rewriteMeetingParameter } from '../sources/zoom/meeting-id.ts';
import { Secret } from '../secret.ts';
import { toPseudonymSettings } from '../settings/pseudonym-settings.ts';
import {
  environmentValue,
  readEnvironment,
  type Environment,
} from '../settings/read-environment.ts';
import { UsageError } from './command.ts';

/** The policy of a rules file by the settings of the environment; without a salt of its own with the public one of the demo. */
export function localPolicy(document: RulesDocument, { environment, stderr }: Terminal): Policy {
  const own = { SOURCE: 'zoom', ...environment };
  const hasSalt = environmentValue(own, 'PSOXY_SALT') !== undefined;
  if (!hasSalt) {
    stderr.write('scrim: PSOXY_SALT is not set; using the public salt and key of the demo\n');
  }
  const compiled = compilePolicy(document, toTools(hasSalt ? own : { ...own, ...DEMO_SECRETS }));
  if (compiled.kind === 'policy') return compiled.policy;
  throw new UsageError(
    compiled.problems.map(({ line, message }) => `line ${String(line)}: ${message}`).join('\n'),
  );
}

function toTools(environment: Environment): PolicyTools {
  const read = readEnvironment(environment, 'api');
  if (read.kind === 'problems') throw new UsageError(read.problems.join('\n'));
  const pseudonyms = toPseudonymSettings(read.settings, (name) => {
    const text = environmentValue(environment, name);
    return text === undefined ? undefined : new Secret(text);
  });
  if (pseudonyms.kind === 'problems') throw new UsageError(pseudonyms.problems.join('\n'));
  return {
    pseudonymizer: createPseudonymizer(pseudonyms.settings),
    leakGuard: read.settings.LEAK_GUARD,
    knownPaths: knownZoomPaths,
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

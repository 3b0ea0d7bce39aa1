import { saltSha256Hash } from '../pseudonym/keyed-hash.ts';
import type { HealthFacts } from '../proxy/health.ts';
import { version } from '../version.ts';
import { lintRules } from '../rules/lint-rules.ts';
import { toText, type Findings } from './load-api.ts';

/** What the health check may tell, from what loading found out. Keys: docs/api.md, "Health check". */
export function toHealthFacts(findings: Findings): HealthFacts {
  const { settings, values } = findings;
  const salt = findings.hasValidSalt ? values?.value('PSOXY_SALT') : undefined;
  return {
    source: findings.source,
    missingConfigProperties: findings.missing,
    configurationProblems: findings.problems,
    configuredSource: settings?.SOURCE,
    hasValidSalt: findings.hasValidSalt,
    saltSha256Hash: salt && saltSha256Hash(salt),
    version,
    report: {
      bundleFilename: settings?.BUNDLE_FILENAME,
      configPropertiesLastModified: Object.fromEntries(
        [...(values?.lastModified ?? [])].map(([name, date]) => [name, date.toISOString()]),
      ),
      configuredHost: findings.targetBase?.replace(/^https?:\/\//, ''),
      pseudonymAlgorithm: settings?.PSEUDONYM_ALGORITHM,
      pseudonymImplementation: settings?.PSEUDONYM_IMPLEMENTATION,
      pseudonymizeAppIds: settings?.PSEUDONYMIZE_APP_IDS,
      rules: findings.configuredRules,
      rulesMode: settings?.RULES_MODE,
      rulesSha: findings.policy?.rulesSha,
      rulesWarnings: [...findings.rulesWarnings, ...lintsOf(findings)],
      sourceAuthGrantType: settings?.GRANT_TYPE,
      sourceAuthStrategy: settings?.SOURCE_AUTH_STRATEGY_IDENTIFIER,
      warningMessages: findings.warnings,
    },
  };
}

function lintsOf({ rulesDocument }: Findings): readonly string[] {
  return rulesDocument === undefined ? [] : lintRules(rulesDocument).map(toText);
}

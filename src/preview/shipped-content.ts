import { fileURLToPath } from 'node:url';
import { goldenPairs } from '../cli/golden-pairs.ts';
import { matchUrl } from '../cli/local-policy.ts';
import { readTextFile } from '../cli/rules-file.ts';
import { createRulesReader, type PreviewRules } from './preview-rules.ts';
import type { PreviewContent, PreviewExample } from './questions.ts';

const root = new URL('../../', import.meta.url);
const pathOf = (name: string): string => fileURLToPath(new URL(name, root));

/** The shipped rules on the examples of this checkout. */
export function shippedContent(): PreviewContent {
  const api = shippedRules('rules/zoom.yaml');
  const files = shippedRules('rules/zoom-ai-metrics.yaml');
  const metrics = {
    name: 'zoom-ai-metrics.csv',
    rules: files.name,
    endpoint: 'file-1',
    text: readTextFile(pathOf('example-files/zoom-ai-metrics.csv')),
  };
  return { rules: [api, files], examples: [...exampleAnswers(api), metrics] };
}

function shippedRules(name: string): PreviewRules {
  return { name, text: readTextFile(pathOf(name)), mode: 'strict' };
}

/** The original answers, each with the endpoint that it is an answer of. */
function exampleAnswers(rules: PreviewRules): readonly PreviewExample[] {
  const read = createRulesReader()(rules);
  if (read.kind !== 'api') return [];
  return goldenPairs(pathOf('example-api-responses/zoom')).flatMap(({ name, url, original }) => {
    const match = matchUrl(read.policy, 'GET', url);
    if (match.kind === 'blocked') return [];
    const { id: endpoint } = match.endpoint;
    return [{ name, rules: rules.name, endpoint, text: readTextFile(original) }];
  });
}

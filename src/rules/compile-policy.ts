import { compileSanitizer } from '../sanitize/compile-sanitizer.ts';
import type { Sanitize, SanitizeTools } from '../sanitize/sanitizer.ts';
import type { Definitions, SchemaNode } from '../sanitize/schema.ts';
import { transforms } from '../sanitize/transforms/index.ts';
import type { TransformDefinition } from '../sanitize/transforms/definition.ts';
import { acceptsBody } from './accept-body.ts';
import type { EndpointRule, RulesDocument } from './document.ts';
import { matchEndpoints } from './match-endpoints.ts';
import type { Endpoint, Policy } from './policy.ts';
import type { Problem } from './problem.ts';

export interface PolicyTools extends Omit<SanitizeTools, 'knownPaths'> {
  /** Paths of the source's field inventory for an endpoint; undefined where there is none. */
  knownPaths(pathText: string): ReadonlySet<string> | undefined;
}

export type CompiledPolicy =
  | { readonly kind: 'policy'; readonly policy: Policy }
  /** Transforms that need a key that is not configured. */
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Turns a checked document into closures, once per cold start. */
export function compilePolicy(document: RulesDocument, tools: PolicyTools): CompiledPolicy {
  const problems = document.endpoints.flatMap((rule) => missingSecrets(rule, tools));
  if (problems.length > 0) return { kind: 'problems', problems };
  const compiled = document.endpoints.map((rule) => ({
    rule,
    endpoint: compileEndpoint(rule, document, tools),
  }));
  const policy: Policy = {
    rulesSha: document.sha,
    endpoints: compiled.map(({ endpoint }) => endpoint),
    match: (request, rewrite) => matchEndpoints(compiled, request, rewrite),
  };
  return { kind: 'policy', policy };
}

function compileEndpoint(
  rule: EndpointRule,
  { definitions, mode }: RulesDocument,
  tools: PolicyTools,
): Endpoint {
  const headers = new Set(rule.allowedRequestHeaders);
  const rootNames = rule.responseSchema && namesAtRoot(rule.responseSchema, definitions);
  let sanitizer: Sanitize | undefined;
  return {
    id: rule.id,
    methods: rule.methods,
    pathText: rule.path.text,
    forwardsHeader: (name) => headers.has(name.toLowerCase()),
    acceptsBody: (body) => acceptsBody(body, rule.requestBody, mode === 'compatible'),
    declaresAtRoot: (name) => rootNames?.has(name) === true,
    // Compiled with the first answer: a cold start is for one endpoint, not for all.
    sanitize: (body) => {
      sanitizer ??= compileSanitizer(
        { schema: rule.responseSchema, definitions, transforms: rule.transforms },
        { ...tools, knownPaths: tools.knownPaths(rule.path.text) },
      );
      return sanitizer(body);
    },
  };
}

/** Property names of the root, through references and in any alternative. */
function namesAtRoot(schema: SchemaNode, definitions: Definitions): ReadonlySet<string> {
  switch (schema.kind) {
    case 'value':
      return new Set(schema.properties?.keys());
    case 'any-of':
      return new Set(schema.alternatives.flatMap((one) => [...namesAtRoot(one, definitions)]));
    case 'ref': {
      const target = definitions.get(schema.name);
      return target === undefined ? new Set() : namesAtRoot(target, definitions);
    }
    default:
      return schema satisfies never;
  }
}

function missingSecrets(rule: EndpointRule, tools: PolicyTools): readonly Problem[] {
  const definitions = new Map<string, TransformDefinition>(Object.entries(transforms));
  return rule.transforms.flatMap(({ kind, options, position }) => {
    const use = definitions.get(kind)?.needsKey?.(options);
    if (use === undefined || tools.pseudonymizer.canReverse(use)) return [];
    const key =
      use === 'ips' ? 'ENCRYPTION_KEY_IP or PSOXY_ENCRYPTION_KEY' : 'PSOXY_ENCRYPTION_KEY';
    return [
      {
        code: 'missing-secret',
        ...position,
        message: `the transform "${kind}" needs ${key}`,
      } as const,
    ];
  });
}

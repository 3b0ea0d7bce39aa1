import type { FunctionDefinition } from './build-function.ts';

/** What is deployed. Terraform takes `dist/api.zip` and `dist/bulk.zip`. */
export const functions = {
  api: {
    name: 'api',
    entry: 'src/lambda/api.ts',
    rules: ['zoom'],
    preparesRules: true,
    maxZipBytes: 1_000_000,
    notAtStart: ['@aws-sdk/client-s3', '@aws-sdk/client-secrets-manager', 'yaml'],
  },
  bulk: {
    name: 'bulk',
    entry: 'src/lambda/bulk.ts',
    rules: ['zoom-ai-metrics'],
    preparesRules: false,
    maxZipBytes: 1_000_000,
    notAtStart: ['@aws-sdk/client-secrets-manager', 'undici'],
  },
} as const satisfies Record<string, FunctionDefinition>;

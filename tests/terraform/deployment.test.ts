import { beforeAll, describe, expect, it } from 'vitest';
import { accessFindings } from './support/access.ts';
import { apply, initialize } from './support/apply.ts';
import { checks, type CheckName } from './support/checks.ts';
import type { Deployment } from './support/deployment.ts';
import { examples, type ExampleName } from './support/examples.ts';
import { instanceOf } from './support/instance.ts';
import { describeTerraform, useWorkspace } from './support/terraform.ts';

const NAMES = Object.keys(examples) as ExampleName[];

/** What each check says of a deployment. */
const sentences: Readonly<Record<CheckName, string>> = {
  isAsAsked: 'functions run as asked, after what they need',
  runsOnce: 'a call that nobody waits for is not repeated',
  hasEnvironment:
    'functions get the settings that their code reads, all that it needs and no other',
  isReachedBySignature:
    'functions are reached with a signature, by both permissions, and in no other way',
  isBehindGateway: 'a gateway keeps encoded slashes and logs no path',
  hasRoles: 'each role has one policy without wildcards, and function roles are for Lambda',
  logsAreKept: 'each function has a log group that forgets',
  configuresItsOwnBuckets: 'buckets made here are configured, those brought along are left alone',
  bucketsAreHard: 'buckets are private, encrypted and clean up',
  bucketsWantTls: 'buckets want TLS 1.2',
  writersPutFiles: 'writers put files and read none',
  failedFilesAreKept: 'a file is tried three times and then kept',
  onlyItsBucketTellsTheQueue: 'nobody but the input bucket reports files',
  bucketTellsOfFiles: 'the bucket reports new files to the queue',
  arnsAreRight: 'composed ARNs are those of the queues',
  secretsAreEmpty: 'secrets are made empty and write-only',
  rulesLieWhereTheyFit: 'rules lie in a parameter or, if long, in a bucket',
  keyCoversAll: 'a key covers logs, secrets, environments, buckets, queues and topic',
  somebodyIsTold: 'alarms watch what the code publishes',
  everythingIsTagged: 'everything that takes tags has them',
  trustIsNarrow: 'callers are who they should be, and nobody else',
};

describeTerraform('the examples, applied', () => {
  const workspace = useWorkspace();
  const deployments: Partial<Record<ExampleName, Deployment>> = {};
  beforeAll(async () => {
    for (const name of NAMES) {
      await initialize(workspace(), examples[name]);
      deployments[name] = await apply(workspace(), examples[name]);
    }
  }, 120_000);
  const deployed = (name: ExampleName): Deployment => {
    const found = deployments[name];
    if (found === undefined) throw new Error(`${name} was not applied`);
    return found;
  };

  describe.each(NAMES)('%s', (name) => {
    it('lets each role do what it must and nothing else', () => {
      for (const facts of examples[name].instances) {
        expect(accessFindings(facts, deployed(name))).toEqual([]);
      }
    });

    it.each(Object.entries(sentences) as [CheckName, string][])('%s: %s', (check) => {
      for (const facts of examples[name].instances) {
        expect(checks[check](instanceOf(facts, deployed(name)))).toEqual([]);
      }
    });
  });
});

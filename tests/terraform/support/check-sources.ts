/** What must hold of the configuration as text, since neither plan nor state shows it. */
import { blocksOf } from './sources.ts';

/** File → text; a line for each rule that is broken. */
export function sourceFindings(sources: ReadonlyMap<string, string>): readonly string[] {
  const perFile = [...sources].flatMap(([file, text]) => [
    ...(/arn:aws[a-z-]*:/.test(text) ? [`${file}: names a partition`] : []),
    ...(text.split('\n').length > 300 ? [`${file}: is longer than 300 lines`] : []),
    ...FORBIDDEN.filter(([pattern]) => pattern.test(text)).map(([, why]) => `${file}: ${why}`),
  ]);
  const secrets = sources.get('modules/secrets/main.tf') ?? '';
  const parameter =
    blocksOf(secrets).find(({ labels }) => labels[0] === 'aws_ssm_parameter')?.body ?? '';
  return [
    ...perFile,
    ...REQUIRED.filter(([pattern]) => !pattern.test(parameter)).map(([, why]) => `secrets: ${why}`),
  ];
}

const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [
    /provisioner|local-exec|null_resource|local_file|archive_file|data "external"/,
    'runs or writes something',
  ],
  [
    /random_|secret_string|aws_secretsmanager_secret_version|data "aws_ssm_parameter"/,
    'a secret would pass through Terraform',
  ],
  [/aws_iam_policy_document/, 'tests could not read the policy'],
  [/overwrite\s+=/, 'what exists would be overwritten'],
];

/** A change of any ignored argument, or of the version, would write the placeholder over the secret. */
const REQUIRED: readonly (readonly [RegExp, string])[] = [
  [
    /ignore_changes = \[description, key_id, tier, value_wo_version\]/,
    'a change writes the placeholder over the secret',
  ],
  [/value_wo_version = 1\n/, 'a new version writes the placeholder over the secret'],
];

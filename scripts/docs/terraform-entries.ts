const ofBoth = {
  rules_file: 'file with the rules',
  rules: 'their text, such as `yamlencode({ … })`; not both',
  rules_mode: '`strict` or `compatible`',
  memory_mb: 'memory of the function',
  timeout_seconds: 'most time for one call',
  reserved_concurrency: 'how many may run at once; null: none reserved, 0: switched off',
  environment: 'further settings by the names of docs/settings.md; no secrets',
};

/** What each key of an entry means; the page fails to build where one is missing or too many. */
export const entryMeanings = {
  apis: { ...ofBoth, source: 'the API, which has its rules in the zip' },
  bulk: {
    ...ofBoth,
    source: 'rules in the zip: `zoom-ai-metrics`',
    additional_transforms_file: 'more outputs of every file, a YAML list',
    input_bucket: 'an existing bucket for the files; null: one is made',
    output_bucket: 'an existing bucket for the sanitized files; null: one is made',
    input_prefix: 'only keys that begin so',
    output_prefix: 'put in front of keys of sanitized files',
    suffixes: 'only keys that end so, such as `.csv`',
    manage_notification: "false leaves the input bucket's notification to its owner",
    writer_arns: 'principals that may put files into the input bucket made here',
    input_expiration_days:
      'files in the input bucket made here are deleted after so many days; 0: never; null: 30',
    output_expiration_days:
      'files in the output bucket made here are deleted after so many days; 0: never; null: 720',
    versioning: 'keep overwritten files for a day',
    extra_input_policy_json: 'statements to add to the policy of the input bucket',
    extra_output_policy_json: 'statements to add to the policy of the output bucket',
    max_concurrency: 'how many files may be sanitized at once',
  },
} as const;

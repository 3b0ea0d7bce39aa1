const PURE =
  '^src/(errors|secret|json|parse-json|regex|regex/.*|own-text|raw-body|log|metrics|version)\\.ts$';
/** What computes and touches nothing: no disk, no network, no clock, no environment. */
const COMPUTES = [
  '^(node:)?(buffer|crypto|stream|string_decoder|util|zlib)(/|$)',
  'node_modules/(re2js|yaml|zod)/',
];

/** A folder and what it may import, besides itself and the files every folder may use. */
const mayImport = (folder, allowed, comment) => ({
  name: `${folder.replace('src/', '')}-imports`,
  severity: 'error',
  comment,
  from: { path: `^${folder}/` },
  to: { path: '^src/', pathNot: [`^${folder}/`, PURE, ...allowed.map((name) => `^src/${name}`)] },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Move what both need into the lower of the two files.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure-without-outside',
      severity: 'error',
      comment:
        'Pure folders take parts as arguments; read files, clock and network in lambda/ or cli/.',
      from: { path: ['^src/(json-path|pseudonym|sanitize|rules|report|proxy|bulk)/', PURE] },
      to: { pathNot: ['^src/', ...COMPUTES] },
    },
    {
      name: 'pure-files-imports',
      severity: 'error',
      comment: 'What every folder may use knows none of them.',
      from: { path: PURE },
      to: { path: '^src/', pathNot: PURE },
    },
    mayImport('src/json-path', [], 'JSON paths know nothing but regexes and JSON.'),
    mayImport('src/pseudonym', [], 'Pseudonyms know nothing of rules or transforms.'),
    mayImport(
      'src/sanitize',
      ['json-path/', 'pseudonym/'],
      'The policy is handed to the sanitizer.',
    ),
    mayImport('src/rules', ['json-path/', 'pseudonym/', 'sanitize/'], 'Rules look downwards only.'),
    mayImport(
      'src/report',
      ['json-path/', 'sanitize/', 'rules/'],
      'Reports are pure; callers read files.',
    ),
    mayImport(
      'src/proxy',
      ['json-path/', 'pseudonym/', 'sanitize/', 'rules/'],
      'Take it as a port.',
    ),
    mayImport(
      'src/bulk',
      ['json-path/', 'pseudonym/', 'sanitize/', 'rules/'],
      'Take it as a port.',
    ),
    mayImport(
      'src/settings',
      ['settings', 'pseudonym/pseudonymizer'],
      'Settings are read from what callers pass in.',
    ),
    mayImport('src/http', ['proxy/ports', 'bulk/ports'], 'The outside implements ports only.'),
    mayImport(
      'src/aws',
      ['proxy/ports', 'bulk/ports', 'settings/store'],
      'The outside implements ports only.',
    ),
    mayImport(
      'src/sources',
      ['proxy/ports', 'rules/policy', 'rules/request-form'],
      'The outside implements ports only.',
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};

import tseslint from 'typescript-eslint';

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only; a default export has a new name at each import.',
};

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      'coverage/',
      '**/*.mjs',
      '*.config.js',
      '.dependency-cruiser.js',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: ['./tsconfig.json', './tsconfig.browser.json'] } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // `return reader.problem(…)` ends the reading of a value and gives undefined.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Spreading a text gives its code points, and that is what is meant here.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
    },
  },
  {
    files: ['src/**/*.{ts,js}'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'max-depth': ['error', 3],
    },
  },
  {
    // What import rules cannot see: clock, chance, environment and output are parts, too.
    files: ['src/{json-path,pseudonym,sanitize,rules,report,proxy,bulk,regex}/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'console', 'fetch'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take a clock as a part.' },
        { object: 'Math', property: 'random', message: 'Take a random number as a part.' },
      ],
      'no-restricted-syntax': [
        'error',
        NO_DEFAULT_EXPORT,
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Take a clock as a part.',
        },
      ],
    },
  },
  {
    // Code, node, message and detail are one finding; a record at each call would hide the message.
    files: ['src/rules/rules-reader.ts'],
    rules: { 'max-params': ['error', 4] },
  },
  // A transform's `apply` is no Function.prototype.apply.
  { files: ['tests/**/*.ts'], rules: { 'prefer-spread': 'off' } },
  // Generated data.
  { files: ['src/sources/zoom/known-names.ts'], rules: { 'max-lines': 'off' } },
  // Describes a library that has a default export.
  { files: ['src/http/undici-pool.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
);

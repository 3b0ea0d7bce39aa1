import type { ProblemCode, WarningCode } from '../../src/rules/problem.ts';

interface FindingText {
  readonly when: string;
  readonly remedy: string;
}

const finding = (when: string, remedy: string): FindingText => ({ when, remedy });

/** Every problem, and what to do about it; a code without an entry does not compile. */
export const problemTexts: Readonly<Record<ProblemCode, FindingText>> = {
  'yaml-syntax': finding(
    'the text is no YAML, names a key twice, has too many aliases or several documents',
    'mend the line that is named; quote texts with special characters',
  ),
  'unknown-key': finding(
    'a key has no meaning where it stands',
    'take the name that is proposed, or remove it',
  ),
  'forbidden-key': finding(
    '`allowAllEndpoints`, `allowedRequestHeadersToForward`; in strict mode `augments` and `defaultScopeIdForSource`',
    'remove it; list endpoints and `allowedRequestHeaders`',
  ),
  'wrong-type': finding(
    'a list where a text is meant, a text where a number is, null, …',
    'write the kind that the message names',
  ),
  'empty-list': finding(
    'a list that must name something names nothing',
    'name something, or remove the key',
  ),
  'missing-key': finding(
    'a required key is not there: `endpoints`, a path, `jsonPaths`, an option; in strict mode `responseSchema`',
    'add it',
  ),
  'two-paths': finding('`pathTemplate` and `pathRegex` together', 'keep one'),
  'duplicate-id': finding('two endpoints with one `id`', 'give one of them another'),
  'bad-template': finding(
    'a path template outside its grammar',
    'see [Path templates](#path-templates)',
  ),
  'unbounded-parameter': finding(
    '`{name+}` without a `pattern`',
    'say in `pathParameterSchemas` what it may be',
  ),
  'unknown-parameter': finding(
    '`pathParameterSchemas` names a parameter that the path lacks',
    'take the name in the template',
  ),
  'unknown-method': finding('no HTTP method', 'take one of the list'),
  'forbidden-header': finding(
    'a header that must not be forwarded: credentials, connection, proxy and AWS headers',
    'remove it',
  ),
  'bad-regex': finding(
    'a regex that does not compile, or uses what the dialect lacks',
    'see [Regexes](#regexes)',
  ),
  'bad-path': finding('a JSON path outside the dialect', 'see [JSON paths](#json-paths)'),
  'bad-parameter-schema': finding(
    'an unknown type or format of a parameter, or `required` outside `queryParamSchemas`',
    'take a name of the table',
  ),
  'bad-schema': finding(
    'a schema that no value could meet or that means nothing here',
    'see [The response schema](#the-response-schema)',
  ),
  'unknown-definition': finding(
    '`$ref` names no definition',
    'take the name that is proposed, or add the definition',
  ),
  'unknown-transform': finding(
    'no transform of this name, or none named',
    'take a name of [Transforms](#transforms)',
  ),
  'bad-option': finding(
    'an option outside its values, or two that exclude each other',
    'see the transform’s table',
  ),
  'missing-secret': finding(
    'a transform needs a key that is not configured',
    'configure `PSOXY_ENCRYPTION_KEY`, or do without reversible tokens',
  ),
  'two-kinds': finding(
    'rules for files with keys of two kinds',
    'split them; see [Bulk files](bulk.md)',
  ),
  'empty-rules': finding('rules for files that name nothing', 'name columns or fields'),
  undecided: finding(
    'rules for files that do not say what happens to columns or fields they do not name',
    'add `columnsToInclude`, `unlistedColumns`, `outputSchemaFilter` or `unlistedFields`',
  ),
  'blank-name': finding('a column without a name', 'name it'),
  'name-clash': finding(
    'one column name in two places of renames or derived columns',
    'take another name',
  ),
  'include-without-source': finding(
    'a derived column may pass, its source may not',
    'name the source in `columnsToInclude` or pseudonymize it',
  ),
  'clear-copy': finding('a column in clear beside its own pseudonym', 'leave one of the two out'),
  'unsupported-format': finding(
    'rules for records of a format that cannot be read yet: `PARQUET`',
    'have the source written as NDJSON or CSV',
  ),
};

/** Every warning: the rules load, and this may not be what was meant. */
export const warningTexts: Readonly<Record<WarningCode, FindingText>> = {
  overlap: finding(
    'two endpoints match one request',
    'the first wins; narrow one of them, or put the narrower first',
  ),
  'no-response-schema': finding(
    'an endpoint without schema, in compatible mode: what no transform touches leaves',
    'add a `responseSchema`',
  ),
  'write-method': finding(
    'a method that can change data at the source',
    'remove it unless it is meant',
  ),
  'any-query': finding('any query parameter passes', 'list them in `allowedQueryParams`'),
  'untyped-leaf': finding(
    'a schema without type keeps every text, number and boolean',
    'add `type`',
  ),
  'unenforced-format': finding('a `format` that is not checked', 'use `pattern` where it matters'),
  'unknown-type': finding(
    'a `type` that is none, in compatible mode: nothing passes',
    'take a type of the table',
  ),
  'ignored-key': finding('a key or option that has no effect', 'remove it'),
  'look-around': finding(
    'a regex looks ahead or behind: longer texts are not tried',
    'do without, if you can',
  ),
  'slow-pattern': finding(
    'a quantifier inside a quantified group, on the engine that can be slow',
    'write the repetition once',
  ),
  'nothing-to-do': finding(
    'a path finds nothing, because the schema lets nothing there through; a column is made from one that does not pass',
    'correct the path, or remove it; let the source pass, or pseudonymize what is made',
  ),
  'double-transform': finding(
    'one path in two places: its values are transformed twice',
    'keep one',
  ),
  'includes-original': finding(
    '`includeOriginal` lets the value out in clear',
    'remove it unless it is meant',
  ),
  'not-executed': finding('`augments` in compatible mode', 'remove it'),
  'kept-identifier': finding(
    'a value leaves in clear, and its name looks like an identifier',
    'pseudonymize it, bound it by `enum`, `const` or `format`, or remove it from the schema',
  ),
  'body-never-read': finding(
    '`requestBody` where only GET and HEAD are allowed',
    'remove it, or allow the method',
  ),
  undecided: finding(
    'in compatible mode: columns or fields that the rules do not name leave in clear',
    'say what happens to them',
  ),
  'clear-part': finding(
    'a column in clear, made by a pipeline from one that also leaves as a pseudonym',
    'see that what its steps keep cannot tell who it is, or pseudonymize it',
  ),
  'redact-wins': finding(
    'a column is both redacted and pseudonymized or included',
    'redacting wins; remove the other mention',
  ),
  'literal-asterisk': finding('an asterisk in a path template is an asterisk', 'write a parameter'),
};

// node schema/build-schema.mjs cdktn-provider-aws-25.7.0.tgz
// Writes schema.json: the types of types.json as the package has them, with what overlay.json adds.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyOverlay } from './overlay.mjs';
import { bindingFolder, extractSchema, readBinding } from './extract-schema.mjs';

const PROVIDER_FOLDER = 'lib/provider';
const readJson = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

const [tarball] = process.argv.slice(2);
if (!tarball) throw new Error('usage: node schema/build-schema.mjs PACKAGE.tgz');

const types = readJson('types.json');
const folder = mkdtempSync(join(tmpdir(), 'bindings-'));
try {
  const root = unpack(tarball, folder, types);
  const schema = applyOverlay(
    {
      ...headerOf(tarball, root),
      provider: schemaIn(root, PROVIDER_FOLDER),
      resources: schemasOf(root, 'resource', types.resources),
      data: schemasOf(root, 'data', types.data),
    },
    readJson('overlay.json'),
  );
  writeFileSync(new URL('schema.json', import.meta.url), oneTypeALine(schema));
  console.log(
    `schema.json: hashicorp/aws ${schema.source.provider}, ${types.resources.length} resources, ${types.data.length} data sources`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

function unpack(file, folder, { resources, data }) {
  const bindings = [
    PROVIDER_FOLDER,
    ...resources.map((type) => bindingFolder('resource', type)),
    ...data.map((type) => bindingFolder('data', type)),
  ];
  const wanted = ['package.json', 'README.md', ...bindings].map((path) => `package/${path}`);
  execFileSync('tar', ['-xzf', file, '-C', folder, ...wanted]);
  return join(folder, 'package');
}

function schemaIn(root, path) {
  return extractSchema(readBinding(join(root, path))).schema;
}

function schemasOf(root, kind, names) {
  return Object.fromEntries(names.map((type) => [type, schemaIn(root, bindingFolder(kind, type))]));
}

function headerOf(file, root) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const provider = readFileSync(join(root, 'README.md'), 'utf8').match(
    /provider version (\d+\.\d+\.\d+)/,
  )[1];
  return {
    notice: [
      `Facts about the arguments of hashicorp/aws ${provider}, read by build-schema.mjs from the npm package ${name}@${version}.`,
      'That package and the provider are Copyright IBM Corp. and HashiCorp, Inc.,',
      'under the Mozilla Public License 2.0 (https://mozilla.org/MPL/2.0/).',
      'This file stays under that licence. Do not edit it by hand: change types.json or overlay.json and build it again.',
    ],
    source: {
      package: name,
      version,
      license,
      provider,
      integrity: `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`,
    },
  };
}

// One line for each type, so that a new provider version shows as the lines that changed.
function oneTypeALine({ notice, source, provider, resources, data }) {
  const lines = (types) =>
    Object.keys(types)
      .sort()
      .map((name) => `    ${JSON.stringify(name)}: ${JSON.stringify(types[name])}`)
      .join(',\n');
  return `{
  "notice": ${JSON.stringify(notice, null, 2).replaceAll('\n', '\n  ')},
  "source": ${JSON.stringify(source, null, 2).replaceAll('\n', '\n  ')},
  "provider": ${JSON.stringify(provider)},
  "resources": {
${lines(resources)}
  },
  "data": {
${lines(data)}
  }
}
`;
}

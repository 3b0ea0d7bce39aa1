import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { BundledPackage } from './packages.ts';

interface Component {
  readonly 'bom-ref': string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** The parts of CycloneDX 1.6 that are read here; the rest goes through as it is. */
export interface BillOfMaterials {
  readonly metadata: { readonly component: Component; readonly tools?: unknown };
  readonly components: readonly Component[];
  readonly dependencies: readonly {
    readonly ref: string;
    readonly dependsOn?: readonly string[];
  }[];
}

const PACKAGE = import.meta.resolve('@cyclonedx/cyclonedx-npm');
const TOOL = fileURLToPath(new URL('bin/cyclonedx-npm-cli.js', PACKAGE));

/** Everything that is installed for production, as the CycloneDX tool sees it. */
export function installedMaterials(root: string): BillOfMaterials {
  const options = ['--omit', 'dev', '--flatten-components', '--output-reproducible'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [TOOL, ...options], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`cyclonedx-npm failed: ${stderr}`);
  return JSON.parse(stdout) as BillOfMaterials;
}

/** Just what is in one bundle. The tools are left out: they name the machine's npm. */
export function materialsOf(
  { metadata, components, dependencies, ...rest }: BillOfMaterials,
  packages: readonly BundledPackage[],
): BillOfMaterials {
  const folders = new Set(packages.map(({ folder }) => folder));
  const bundled = components.filter((component) => folders.has(folderOf(component)));
  if (bundled.length !== folders.size) {
    throw new Error('a bundled package is missing in the bill of materials');
  }
  const refs = new Set([metadata.component, ...bundled].map((component) => component['bom-ref']));
  return {
    ...rest,
    metadata: { component: metadata.component },
    components: bundled,
    dependencies: dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({
        ref,
        dependsOn: dependsOn.filter((other) => refs.has(other)),
      })),
  };
}

function folderOf({ properties = [] }: Component): string {
  return properties.find(({ name }) => name === 'cdx:npm:package:path')?.value ?? '';
}

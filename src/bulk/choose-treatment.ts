import type { BulkRules, FileRules } from '../rules/bulk/document.ts';
import type { Treatment } from './treatment.ts';

/** The treatment of a source by its key; undefined where no rules are meant for it. */
export type ChooseTreatment = (key: string) => Treatment | undefined;

/** Compiles the treatment of every kind of files once. The first template that matches decides. */
export function compileChoice(
  rules: BulkRules,
  create: (rules: FileRules) => Treatment,
): ChooseTreatment {
  if (rules.kind !== 'multi-file') {
    const treatment = create(rules);
    return () => treatment;
  }
  const files = rules.files.map(({ template, rules: inner }) => ({
    template,
    isNested: inner.kind === 'multi-file',
    choose: compileChoice(inner, create),
  }));
  return (key) => {
    for (const { template, isNested, choose } of files) {
      const values = template.match(key);
      if (values !== undefined) return choose(isNested ? (values.at(-1) ?? '') : key);
    }
    return undefined;
  };
}

/** Whether some rules make tokens that can be turned back. */
export function makesReversible(rules: BulkRules): boolean {
  switch (rules.kind) {
    case 'columnar':
      return false;
    case 'record':
      return rules.transforms.some(({ kind }) => kind === 'tokenize');
    case 'multi-file':
      return rules.files.some((file) => makesReversible(file.rules));
    default:
      return rules satisfies never;
  }
}

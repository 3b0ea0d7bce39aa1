import type { Entry, RulesNode } from '../rules-node.ts';
import type { BulkContext } from './bulk-context.ts';
import type { FileEntry, FileRules, MultiFileRules } from './document.ts';
import { parseFileTemplate, type FileTemplate } from './file-template.ts';
import { MULTI_FILE_KEYS } from './keys.ts';

/** Reads the rules behind a template. */
type CheckInner = (node: RulesNode | undefined) => FileRules | MultiFileRules | undefined;

/** Reads rules by object key, in the order of the text. */
export function checkMultiFile(
  node: RulesNode | undefined,
  context: BulkContext,
  checkInner: CheckInner,
): MultiFileRules | undefined {
  const { reader } = context;
  const entry = reader.fields(node, 'multi-file rules', MULTI_FILE_KEYS)?.get('fileRules');
  if (entry === undefined) return undefined;
  const entries = reader.entries(entry.value ?? entry.keyNode, 'fileRules');
  if (entries?.length === 0) {
    return reader.problem('empty-rules', entry.keyNode, 'fileRules must name at least one file');
  }
  const files = entries?.flatMap((file) => checkFile(file, context, checkInner) ?? []);
  return files && { kind: 'multi-file', files };
}

function checkFile(
  { name, keyNode, value }: Entry,
  context: BulkContext,
  checkInner: CheckInner,
): FileEntry | undefined {
  const template = checkTemplate(name, keyNode, context);
  const rules = checkInner(value ?? keyNode);
  if (template === undefined || rules === undefined) return undefined;
  if (rules.kind === 'multi-file' && template.parameterCount === 0) {
    const message = 'nested fileRules are tried on the last parameter, and this template has none';
    return context.reader.problem('bad-template', keyNode, message);
  }
  return { template, rules };
}

function checkTemplate(
  text: string,
  node: RulesNode,
  { reader, mode }: BulkContext,
): FileTemplate | undefined {
  const parsed = parseFileTemplate(text);
  if (parsed.kind === 'problem') {
    const message = `the template is none of the dialect: expected ${parsed.expected}`;
    return reader.problem('bad-template', node, message, { at: parsed.at });
  }
  if (text.includes('*')) {
    const message = 'an asterisk in a template stands for itself; use {name} for what varies';
    const at = text.indexOf('*') + 1;
    if (mode === 'strict') return reader.problem('bad-template', node, message, { at });
    reader.warn('literal-asterisk', node, message, { at });
  }
  return parsed.template;
}

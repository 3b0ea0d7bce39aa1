import { settingsTable } from '../../src/settings.ts';
import type { SettingDefinition, SettingKind } from '../../src/settings/definition.ts';
import { fillTemplate, table } from './template.ts';

/** Every setting of the deployed functions, by where it may stand. */
export function settingsPage(): string {
  return fillTemplate('settings.md', {
    'environment of both': () => settingsOf('env', ['api', 'bulk']),
    'environment of an API': () => settingsOf('env', ['api']),
    'environment of bulk': () => settingsOf('env', ['bulk']),
    configuration: () => settingsOf('config'),
    secrets: () => settingsOf('secret'),
  });
}

function settingsOf(kind: SettingKind, functions?: readonly string[]): string {
  const rows = Object.entries<SettingDefinition>(settingsTable)
    .filter(
      ([, setting]) =>
        setting.kind === kind &&
        (functions === undefined || functions.join() === setting.functions.join()),
    )
    .map(([name, setting]) => [
      `\`${name}\``,
      setting.meaning,
      setting.expected ?? 'text',
      defaultOf(setting),
      ...(functions === undefined ? [setting.functions.map(nameOf).join(', ')] : []),
    ]);
  const head = ['setting', 'meaning', 'value', 'default'];
  return table(functions === undefined ? [...head, 'read by'] : head, rows);
}

function defaultOf({ fallback, isRequired }: SettingDefinition): string {
  if (isRequired === true) return '**required**';
  return fallback === undefined || fallback === '' ? '–' : `\`${fallback}\``;
}

function nameOf(role: 'api' | 'bulk'): string {
  return role === 'api' ? 'API' : 'bulk';
}

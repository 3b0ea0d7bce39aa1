import type { Command, CommandOption } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { fillTemplate, table } from './template.ts';

/** Every command with its options. */
export function cliPage(): string {
  const entries = Object.entries<Command>(commands);
  return fillTemplate('cli.md', {
    overview: () =>
      table(
        ['command', 'what it does'],
        entries.map(([name, { summary }]) => [
          `[\`scrim ${name}\`](#scrim-${name.replaceAll(' ', '-')})`,
          summary,
        ]),
      ),
    commands: () => entries.map(commandSection).join('\n\n'),
  });
}

function commandSection([name, command]: readonly [string, Command]): string {
  const options = Object.entries(command.options);
  return [
    `## scrim ${name}`,
    '',
    `${capital(command.summary)}.`,
    '',
    '```sh',
    `scrim ${name} ${command.positionals}`.trimEnd(),
    '```',
    '',
    ...(options.length === 0
      ? ['No options of its own.']
      : [table(['option', 'meaning', 'default'], options.map(optionRow))]),
    '',
    'Example:',
    '',
    '```sh',
    command.example,
    '```',
  ].join('\n');
}

function optionRow([name, option]: readonly [string, CommandOption]): readonly string[] {
  const { placeholder, description, short, default: fallback } = option;
  return [
    `${short === undefined ? '' : `\`-${short}\`, `}\`--${name}${placeholder === undefined ? '' : ` ${placeholder}`}\``,
    description,
    typeof fallback === 'string' ? `\`${fallback}\`` : '–',
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

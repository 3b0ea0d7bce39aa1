import { bulkPage } from './bulk-page.ts';
import { cliPage } from './cli-page.ts';
import { errorsPage } from './errors-page.ts';
import { rulesPage } from './rules-page.ts';
import { settingsPage } from './settings-page.ts';
import { terraformPage } from './terraform-page.ts';

/** Every generated page, by its path from docs/. */
export const pages: Readonly<Record<string, () => string>> = {
  'bulk.md': bulkPage,
  'cli.md': cliPage,
  'errors.md': errorsPage,
  'rules.md': rulesPage,
  'settings.md': settingsPage,
  '../terraform/README.md': terraformPage,
};

import { rulesPage } from './rules-page.ts';

/** Every generated page of docs/. */
export const pages: Readonly<Record<string, () => string>> = {
  'rules.md': rulesPage,
};

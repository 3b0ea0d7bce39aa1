import type { RulesMode } from '../document.ts';
import type { RulesReader } from '../rules-reader.ts';

/** What the checks of rules for files share. */
export interface BulkContext {
  readonly reader: RulesReader;
  readonly mode: RulesMode;
  /** Holds a clear copy beside its pseudonym on purpose. */
  readonly isLookupTable: boolean;
}

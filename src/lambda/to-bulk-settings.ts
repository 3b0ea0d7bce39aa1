import type { BulkSettings } from '../bulk/bulk-settings.ts';
import type { PseudonymSettings } from '../pseudonym/pseudonymizer.ts';
import type { Settings } from '../settings/read-environment.ts';

/** The settings of the file story, as the environment and the stores gave them. */
export function toBulkSettings(settings: Settings, pseudonyms: PseudonymSettings): BulkSettings {
  return {
    rulesMode: settings.RULES_MODE,
    leakGuard: settings.LEAK_GUARD,
    outputBucket: settings.OUTPUT_BUCKET,
    inputBucket: settings.INPUT_BUCKET,
    inputBasePath: settings.INPUT_BASE_PATH,
    outputBasePath: settings.OUTPUT_BASE_PATH,
    outputFormat: settings.BULK_OUTPUT_FORMAT,
    compressAlways: settings.COMPRESS_OUTPUT_ALWAYS,
    bufferBytes: settings.BUFFER_SIZE,
    maxRecordBytes: settings.MAX_RECORD_BYTES,
    maxInflatedBytes: settings.MAX_INFLATED_BYTES,
    maxInflateRatio: settings.MAX_INFLATE_RATIO,
    pseudonyms,
  };
}

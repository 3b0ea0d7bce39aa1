import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { knownZoomPaths } from '../../src/sources/zoom/known-paths.ts';
import { zoomInventory, zoomPolicy, readExample, examples } from '../support/zoom.ts';

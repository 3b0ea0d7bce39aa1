#!/usr/bin/env node
// node selftest.mjs — proves that the stand-in still does what its README says. Needs terraform and nothing else.
import { checkBehaviour } from './selftest/behaviour.mjs';
import { checkData } from './selftest/data.mjs';
import { checkSample } from './selftest/sample.mjs';
import { createSuite } from './selftest/suite.mjs';
import { checkValidation } from './selftest/validation.mjs';
import { checkWire } from './selftest/wire.mjs';

const suite = await createSuite();
try {
  for (const part of [checkWire, checkData, checkValidation, checkBehaviour, checkSample])
    await part(suite);
} finally {
  await suite.close();
}
const { passed, failed } = suite.count;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

#!/usr/bin/env node
// node tf.mjs ARGS…          terraform ARGS… with the stand-in attached as hashicorp/aws
// node tf.mjs --floor ARGS…  the same, with only what the oldest allowed provider version had
// node tf.mjs --serve        keeps the stand-in running and prints the variables to export
import { runTerraform, startStandIn } from './standin.mjs';

const args = process.argv.slice(2);
const floor = args[0] === '--floor';
if (floor) args.shift();

const standIn = await startStandIn({ floor });
if (args[0] === '--serve') {
  for (const [name, value] of Object.entries(standIn.environment))
    console.log(`export ${name}='${value}'`);
} else {
  // Ctrl-C reaches terraform too; it ends in its own time, and this process after it.
  process.on('SIGINT', () => {});
  try {
    process.exitCode = (await runTerraform(args, { standIn, stdio: 'inherit' })).code;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 127;
  }
  await standIn.stop();
}

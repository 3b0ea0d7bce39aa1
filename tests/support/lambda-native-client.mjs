// Stands in for the compiled part of aws-lambda-ric, which speaks HTTP with the Runtime API, so that
// the package runs without a compiler. Loaded before it, in plain JavaScript: what is measured
// with it must not pay for stripping types.
import { Agent, request } from 'node:http';
import { registerHooks } from 'node:module';
import process from 'node:process';

const hooks = registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.endsWith('rapid-client.node')) return next(specifier, context);
    // The function itself is loaded without hooks.
    hooks.deregister();
    return { url: import.meta.url, shortCircuit: true };
  },
});

const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
// One connection keeps the order: an answer goes out before the next event is asked for.
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const send = (method, path, body) =>
  new Promise((resolve, reject) => {
    const outgoing = request(`${base}${path}`, { method, agent }, (incoming) => {
      let bodyJson = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk) => (bodyJson += chunk));
      incoming.on('end', () => resolve({ bodyJson, headers: incoming.headers }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

export const initializeClient = () => undefined;
export const next = () => send('GET', '/next');
export const done = (id, body) => void send('POST', `/${id}/response`, body);
export const error = (id, body) => void send('POST', `/${id}/error`, body);

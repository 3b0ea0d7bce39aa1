// Serves the provider to a running terraform over gRPC: HTTP/2 without TLS, on a loopback port of this process.
import { createServer } from 'node:http2';
import { MessageReader, MessageWriter } from './protobuf.mjs';

const PROVIDER_ADDRESS = 'registry.terraform.io/hashicorp/aws';
const SERVICE = '/tfplugin5.Provider/';
const GRPC = { ok: 0, unimplemented: 12, internal: 13 };
const FRAME_HEADER_BYTES = 5;

/** Starts serving. `reattach` is what terraform must find in TF_REATTACH_PROVIDERS. */
export async function serveProvider(calls, { log = () => {} } = {}) {
  const sessions = new Set();
  const instances = new WeakMap();
  const server = createServer();
  server.on('session', (session) => {
    sessions.add(session);
    instances.set(session, {});
    session.on('close', () => sessions.delete(session));
    session.on('error', (error) => log('session', error.message));
  });
  server.on('stream', (stream, headers) =>
    answerCall(stream, headers[':path'], { calls, log, instance: instances.get(stream.session) }),
  );
  await new Promise((resolve, reject) =>
    server.once('error', reject).listen(0, '127.0.0.1', resolve),
  );
  return {
    reattach: JSON.stringify({ [PROVIDER_ADDRESS]: reattachConfig(server.address().port) }),
    stop: () => stop(server, sessions),
  };
}

// "Test" tells terraform that the process is not its own to end.
function reattachConfig(port) {
  return {
    Protocol: 'grpc',
    ProtocolVersion: 5,
    Pid: process.pid,
    Test: true,
    Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
  };
}

function stop(server, sessions) {
  for (const session of sessions) session.destroy();
  return new Promise((resolve) => server.close(resolve));
}

function answerCall(stream, path, { calls, log, instance }) {
  const chunks = [];
  stream.on('error', (error) => log(path, error.message));
  stream.on('data', (chunk) => chunks.push(chunk));
  // Two of go-plugin's own calls keep their side of the stream open, so they are refused at once.
  if (!path.startsWith(SERVICE))
    return refuse(stream, GRPC.unimplemented, 'not part of the stand-in');
  stream.on('end', () => {
    log(path);
    const call = calls[path.slice(SERVICE.length)];
    if (!call) return refuse(stream, GRPC.unimplemented, `the stand-in has no ${path}`);
    try {
      const request = new MessageReader(Buffer.concat(chunks).subarray(FRAME_HEADER_BYTES));
      respond(stream, GRPC.ok, '', call(request, instance) ?? new MessageWriter());
    } catch (error) {
      log(path, error.stack);
      refuse(stream, GRPC.internal, `${path}: ${error.stack}`);
    }
  });
}

function refuse(stream, status, reason) {
  respond(stream, status, reason, null);
}

function respond(stream, status, reason, message) {
  if (stream.destroyed) return;
  stream.on('wantTrailers', () =>
    stream.sendTrailers({
      'grpc-status': String(status),
      'grpc-message': encodeURIComponent(reason),
    }),
  );
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.end(message ? frame(message.finish()) : undefined);
}

function frame(body) {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt32BE(body.length, 1);
  return Buffer.concat([header, body]);
}

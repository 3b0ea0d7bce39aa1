import type { ErrorCode } from '../errors.ts';
import type { Refusal } from '../proxy/outcome.ts';
import type { TokenFailure } from '../proxy/ports.ts';

/** What an error means and what to do about it, for people: `scrim call`, `scrim doctor`, docs/errors.md. */
export interface Remedy {
  readonly meaning: string;
  readonly remedy: string;
}

export const errorRemedies = {
  HTTPS_REQUIRED: {
    meaning: 'The call came over plain HTTP.',
    remedy: 'Call the https address.',
  },
  INVALID_REQUEST: {
    meaning: 'The request is malformed; `reason` says in what.',
    remedy: 'Correct the request as the table of reasons says; do not repeat it unchanged.',
  },
  UNAUTHORIZED_IP_ADDRESS: {
    meaning: 'The address of the caller is not in ALLOWED_DATA_ACCESS_IP_BLOCKS.',
    remedy: 'Call from a listed address, or add yours to caller_ip_blocks and apply.',
  },
  BLOCKED_BY_RULES: {
    meaning: 'No endpoint of the rules allows this request; `reason` says what did not fit.',
    remedy:
      'Call only what the rules list (docs/zoom.md for the shipped ones), or widen the rules: rules/README.md.',
  },
  TOKENIZED_REQUEST_PARAMETER_INVALID: {
    meaning:
      'A reversible token in the request was cut, forged, or made with another salt, key or algorithm.',
    remedy:
      'Read the list that gave the token again and use the new tokens; compare saltSha256Hash of the health check with the one you noted.',
  },
  RESPONSE_TOO_LARGE: {
    meaning: 'The sanitized answer does not fit into 6 MB, which is all that Lambda can return.',
    remedy: 'Ask for a smaller page (page_size), and accept gzip.',
  },
  RULES_INVALID_YAML: {
    meaning: 'The rules are not valid YAML; nothing is answered until they are.',
    remedy:
      'Run scrim rules check FILE, correct what it lists, and apply; the health check lists it too.',
  },
  RULES_INVALID: {
    meaning: 'The rules are YAML but not rules; nothing is answered until they are.',
    remedy:
      'Run scrim rules check FILE, correct what it lists, and apply; the health check lists it too.',
  },
  CONFIGURATION_FAILURE: {
    meaning:
      'A setting is missing or wrong (500), or a store of AWS fails for the moment (503, worth repeating).',
    remedy:
      'Run scrim doctor URL: the health check names each setting. What is put right in a store is found within 30 s.',
  },
  FAILED_TO_BUILD_URL: {
    meaning: 'A value of the request cannot be written into the URL of the source.',
    remedy: 'Check the identifier in the path; report it with the requestId if it is right.',
  },
  CONNECTION_SETUP: {
    meaning: 'The credentials for the source are missing, or the source refused them.',
    remedy:
      'Run scrim call URL --health: sourceCredentials tells a wrong secret from a wrong account id. Then scrim secrets set zoom.',
  },
  NETWORK_EGRESS_BLOCKED: {
    meaning: 'The token endpoint of the source cannot be reached, or fails.',
    remedy:
      'Repeat in a minute. If it stays: check the way out of the function (VPC, NAT, firewall) and the status page of the source.',
  },
  CONNECTION_TO_SOURCE: {
    meaning: 'No connection to the source: refused, reset, DNS, TLS or time-out; tried twice.',
    remedy:
      'Repeat in a minute. If it stays: check TARGET_HOST, TLS_VERSION and the way out of the function.',
  },
  SOURCE_API_READ_TIMEOUT: {
    meaning: 'The source gave no complete answer in the time that there was.',
    remedy: 'Ask for a smaller page, or raise timeout_seconds of the function.',
  },
  SOURCE_RESPONSE_TOO_LARGE: {
    meaning: 'The answer of the source is larger than MAX_SOURCE_BODY_MIB.',
    remedy: 'Ask for a smaller page, or raise MAX_SOURCE_BODY_MIB (and the memory).',
  },
  UNSANITIZABLE_RESPONSE: {
    meaning: 'The answer of the source is not JSON that the rules can read, so nothing leaves.',
    remedy:
      'Repeat; if it stays, report it with the requestId and the source’s tracking id in the log.',
  },
  LEAK_BLOCKED: {
    meaning:
      'With LEAK_GUARD=fail: a kept text gave away a value that was pseudonymized or removed.',
    remedy: 'The log line names the path: remove or pseudonymize that field in the rules.',
  },
  API_ERROR: {
    meaning:
      'The source answered with an error, its status is passed on; 502 if it answered with a redirect. The body holds the source’s own number in `code`, never its text.',
    remedy: 'Look up `code` in docs/zoom.md, section 5. 429: wait as Retry-After says.',
  },
  UNKNOWN: {
    meaning: 'Something that nobody expected.',
    remedy: 'Repeat once; then report it with the requestId. The log has its class and place.',
  },
} as const satisfies Record<ErrorCode, Remedy>;

/** The words in `reason`. */
export const reasonRemedies = {
  path: { meaning: 'No rule has this path.', remedy: 'See docs/zoom.md for the paths there are.' },
  method: {
    meaning: 'The path is known, the method is not allowed there.',
    remedy: 'Use GET or HEAD.',
  },
  parameter: {
    meaning: 'An identifier in the path has not the form that the rules want.',
    remedy: 'Send identifiers as the proxy returned them; an e-mail address is none.',
  },
  query: {
    meaning: 'A query parameter, or its value, is not allowed.',
    remedy: 'Leave it out, or allow it in the rules.',
  },
  body: { meaning: 'The rules do not let this body through.', remedy: 'Leave it out.' },
  'target-path': {
    meaning: 'X-Psoxy-TargetPath is not a path: 1 to 4096 printable characters from / on.',
    remedy: 'Send a path without query, blanks and #.',
  },
  'target-query': {
    meaning: 'X-Psoxy-TargetQuery holds blanks, # or other characters that no query has.',
    remedy: 'Encode it.',
  },
  'pseudonym-implementation': {
    meaning: 'X-Psoxy-Pseudonym-Implementation names another version.',
    remedy: 'Leave the header out, or send v0.4.',
  },
  'too-long': {
    meaning: 'Path and query have more than 8,192 bytes together.',
    remedy: 'Send less in one call.',
  },
  'path-form': {
    meaning:
      'The path has dot segments, backslashes or control characters (however often encoded), or is an absolute URL.',
    remedy: 'Send the plain path.',
  },
  encoding: {
    meaning: 'A percent escape in path or query is broken or not UTF-8.',
    remedy: 'Encode as UTF-8; a percent sign is %25.',
  },
  'body-on-get': { meaning: 'GET and HEAD have no body.', remedy: 'Leave the body out.' },
  'content-encoding': {
    meaning: 'The body is compressed, which is not accepted.',
    remedy: 'Send it as it is.',
  },
  'content-type': {
    meaning: 'The body is neither JSON nor a form.',
    remedy: 'Send application/json or application/x-www-form-urlencoded.',
  },
  'body-form': {
    meaning: 'The body is not what its content type says, or not UTF-8.',
    remedy: 'Correct the body.',
  },
} as const satisfies Record<NonNullable<Refusal['reason']>, Remedy>;

/** Why a source gave no token; the values of `sourceCredentials`. */
export const credentialRemedies = {
  invalid_client: {
    meaning: 'Zoom does not accept client id and secret, or the app is not activated.',
    remedy:
      'Copy both again from App Credentials of the Zoom app, and activate it (docs/zoom.md, section 1).',
  },
  invalid_account: {
    meaning: 'Zoom does not know the account id.',
    remedy: 'Copy Account ID from App Credentials; it is not the account number.',
  },
  unreachable: {
    meaning: 'The token endpoint cannot be reached, or gave no token.',
    remedy: 'Check the network (proxy, firewall, VPC) and try again in a minute.',
  },
} as const satisfies Record<Exclude<TokenFailure, 'missing'>, Remedy>;

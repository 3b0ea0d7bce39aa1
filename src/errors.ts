/** What a caller may learn about a failure: a code, a status and a fixed text. Source: the error table in docs/errors.md. */
interface ErrorEntry {
  readonly status: number;
  readonly message: string;
}

export const errorTable = {
  HTTPS_REQUIRED: { status: 400, message: 'The call must use HTTPS.' },
  INVALID_REQUEST: { status: 400, message: 'The request is malformed.' },
  UNAUTHORIZED_IP_ADDRESS: { status: 403, message: 'The client address is not allowed.' },
  BLOCKED_BY_RULES: { status: 403, message: 'No rule allows this request.' },
  TOKENIZED_REQUEST_PARAMETER_INVALID: {
    status: 409,
    message: 'A token in the request is not valid.',
  },
  RESPONSE_TOO_LARGE: { status: 413, message: 'The answer is too large; ask for a smaller page.' },
  RULES_INVALID_YAML: { status: 500, message: 'The rules are not valid YAML.' },
  RULES_INVALID: { status: 500, message: 'The rules are not valid.' },
  CONFIGURATION_FAILURE: { status: 500, message: 'The proxy is not configured correctly.' },
  FAILED_TO_BUILD_URL: { status: 500, message: 'The target URL could not be built.' },
  CONNECTION_SETUP: {
    status: 500,
    message: 'The credentials for the source are missing or were refused.',
  },
  NETWORK_EGRESS_BLOCKED: { status: 502, message: 'The token endpoint could not be reached.' },
  CONNECTION_TO_SOURCE: { status: 503, message: 'The source could not be reached.' },
  SOURCE_API_READ_TIMEOUT: { status: 504, message: 'The source did not answer in time.' },
  SOURCE_RESPONSE_TOO_LARGE: { status: 502, message: 'The answer of the source is too large.' },
  UNSANITIZABLE_RESPONSE: {
    status: 502,
    message: 'The answer of the source could not be sanitized.',
  },
  LEAK_BLOCKED: { status: 502, message: 'The answer was held back by the leak guard.' },
  API_ERROR: { status: 502, message: 'The source reported an error.' },
  UNKNOWN: { status: 500, message: 'The proxy failed.' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/**
 * The one error class. `message` names the place (endpoint, rule, setting, line), never a value
 * of a body, header, cell or secret; callers see only the fixed text of `code`.
 */
export class ScrimError extends Error {
  override readonly name = 'ScrimError';
  readonly code: ErrorCode;
  readonly status: number;
  /** One word of a closed list, shown to the caller beside the code (`path`, `method`, `encoding`, …). */
  readonly reason: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly status?: number; readonly reason?: string } = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status ?? errorTable[code].status;
    this.reason = options.reason;
  }
}

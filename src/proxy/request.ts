/** One call as the platform handed it over, whatever the shape of its event. */
export interface ProxyRequest {
  readonly method: string;
  readonly path: string;
  /** Without `?`; empty for none. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array | undefined;
  readonly clientIp: string | undefined;
  /** ARN of whom IAM let in. */
  readonly callerArn: string | undefined;
  readonly requestId: string;
  /** Behind an API Gateway, which waits 30 s at most. */
  readonly isBehindGateway: boolean;
  /** Until the platform stops this run. */
  readonly timeLeftMs: number;
}

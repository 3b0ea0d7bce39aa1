import type { Route } from './routes.ts';

export interface SimulatedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text, or bytes as they go over the wire. */
  readonly body: string | Uint8Array;
}

/** What a simulated account holds. */
export interface ZoomContent {
  /** The JSON of a route, or undefined where Zoom would say that there is no such thing. */
  answer(route: Route, query: URLSearchParams): string | undefined;
}

/** Zoom's own words for what is not there; they repeat the identifier that was asked for. */
export function notFound({ kind, id }: Route): SimulatedAnswer {
  const body =
    kind === 'user'
      ? { code: 1001, message: `User does not exist: ${id}.` }
      : { code: 3001, message: `Meeting does not exist: ${id}.` };
  return { status: 404, body: JSON.stringify(body) };
}

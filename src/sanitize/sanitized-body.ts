declare const sanitized: unique symbol;

/** JSON text that the policy has sanitized. Only `src/sanitize` mints it. */
export type SanitizedBody = string & { readonly [sanitized]: true };

declare const sanitized: unique symbol;

/** JSON text that the policy has sanitized. Only `compileSanitizer` mints it. */
export type SanitizedBody = string & { readonly [sanitized]: true };

/** Mints the brand: the one place where a text becomes answerable. */
export function toSanitizedBody(text: string): SanitizedBody {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a brand is minted by assertion
  return text as SanitizedBody;
}

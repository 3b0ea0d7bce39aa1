/** The version of package.json, without a prefix; a test holds the two together. */
export const version = '0.1.0';

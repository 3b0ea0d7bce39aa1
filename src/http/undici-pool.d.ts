/** The pool alone: undici's index loads mocks, caches and fetch, and costs a cold start dearly. */
declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici';

  export default Pool;
}

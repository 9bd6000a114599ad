import { mergeConfig } from 'vitest/config';
import unit from './vitest.config.mjs';

/** `npm run soak`: the stories of sessions over days, in about ten minutes. `npm test` tells the first hours of each. */
export default mergeConfig(unit, {
  test: { env: { ROLE_SESSIONS_SOAK: 'true' }, testTimeout: 900_000 },
});

import type { Endpoints } from '../config/planTypes.js';

const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;

/** How every SDK client for a plan connects: timeouts, and which of AWS's own hosts it takes. */
export function clientTransport(endpoints: Endpoints) {
  return {
    useFipsEndpoint: endpoints.fips === true,
    useDualstackEndpoint: endpoints.dualstack === true,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  };
}

import type { LiveSession } from '../../model/session/session.js';
import { placeVariables } from '../../model/variables/sessionVariables.js';
import { CONTAINER_TOKEN, CONTAINER_URI } from '../../model/variables/strayVariables.js';
import { ENDPOINT_PATH } from './request.js';

/** Files of ours without a profile, for a terminal whose own would win over the endpoint. */
export interface Shield {
  readonly config: string;
  readonly credentials: string;
}

/** The variables by which every AWS SDK and the CLI ask the endpoint, where nothing else wins over it. */
export function endpointVariables(
  session: Pick<LiveSession, 'region' | 'endpoints'>,
  { port, token, shield }: { readonly port: number; readonly token: string; readonly shield: Shield | undefined },
): ReadonlyMap<string, string> {
  return new Map([
    [CONTAINER_URI, `http://127.0.0.1:${port}${ENDPOINT_PATH}`],
    [CONTAINER_TOKEN, token],
    ...placeVariables(session),
    ...(shield === undefined
      ? []
      : ([
          ['AWS_CONFIG_FILE', shield.config],
          ['AWS_SHARED_CREDENTIALS_FILE', shield.credentials],
        ] as const)),
  ]);
}

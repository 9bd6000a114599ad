import * as l10n from '../../base/l10n.js';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { Endpoints } from '../../model/plan/plan.js';
import { errorCode, UserError } from '../../base/errors.js';
import { agentsFor, newAgents } from './agents.js';
import { certificateAuthorities } from './caBundle.js';
import { proxyFor, proxyName, proxyPort, proxyRefusal } from './proxy.js';

type Timeouts = Pick<
  NodeHttpHandlerOptions,
  'connectionTimeout' | 'requestTimeout' | 'socketTimeout' | 'throwOnRequestTimeout'
>;
type Handle = NodeHttpHandler['handle'];

const TIMEOUTS: Timeouts = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

type Service = 'sts' | 's3' | 'iam' | 'accessAnalyzer' | 'sso' | 'ssoOidc' | 'signin';

interface Connecting {
  /** In milliseconds. */
  readonly timeouts?: Timeouts;
  /** Whether no connection is used that served another call, which may break at any time. */
  readonly fresh?: boolean;
}

/**
 * What every client would else look up by itself, in the editor's variables and in what the AWS files say of AWS_PROFILE
 * or of [default]: none of that is the plan's, and a file that cannot be read to its end would hold up the call.
 */
const NOTHING_ELSE = {
  ignoreConfiguredEndpointUrls: true,
  defaultsMode: 'standard',
  retryMode: 'standard',
  maxAttempts: 3,
  userAgentAppId: () => Promise.resolve(undefined),
  authSchemePreference: [] as string[],
  disableClockSkewCorrection: false,
} as const;

/**
 * How every SDK client for a plan connects: the address that is configured for its service or which of AWS's own it
 * takes, the proxies of the environment, the plan's certificate authorities. Calls fail with a UserError where the last
 * two are at fault.
 * @throws UserError where the service's address cannot be told
 */
export function clientTransport(
  endpoints: Endpoints,
  service: Service,
  { timeouts = TIMEOUTS, fresh = false }: Connecting = {},
) {
  const own = endpoints[service];
  if (own === undefined && endpoints.refusal !== undefined) {
    throw new UserError(endpoints.refusal);
  }
  const endpoint = own ?? endpoints.all;
  return {
    ...NOTHING_ELSE,
    ...(endpoint !== undefined && { endpoint }),
    // As for botocore, an address that is given is the address: FIPS and dual stack are about AWS's own.
    useFipsEndpoint: endpoint === undefined && endpoints.fips === true,
    useDualstackEndpoint: endpoint === undefined && endpoints.dualstack === true,
    requestHandler: new RoutedHandler(endpoints.caBundle, timeouts, fresh),
  };
}

/**
 * Chooses the agents of each request by its host. They are shared by all clients, so that the hops of a chain use one
 * connection; that is why destroying a client leaves them alone, and idle connections close by themselves. Fresh ones are
 * this client's own.
 */
class RoutedHandler extends NodeHttpHandler {
  private readonly handlers = new Map<string, NodeHttpHandler>();

  constructor(
    private readonly caBundle: string | undefined,
    private readonly timeouts: Timeouts,
    private readonly fresh: boolean,
  ) {
    super(timeouts);
  }

  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const { protocol, hostname, port } = request;
    const proxy = proxyFor(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
    const authorities =
      this.caBundle === undefined || protocol !== 'https:' ? undefined : await certificateAuthorities(this.caBundle);
    const agents = this.fresh ? newAgents(proxy, authorities) : agentsFor(proxy, authorities);
    let handler = this.handlers.get(agents.key);
    if (handler === undefined) {
      handler = new NodeHttpHandler({ ...this.timeouts, httpAgent: agents.http, httpsAgent: agents.https });
      this.handlers.set(agents.key, handler);
    }
    return proxy === undefined ? handler.handle(request, options) : through(proxy, handler.handle(request, options));
  }

  override destroy(): void {
    if (this.fresh) {
      this.handlers.forEach((handler) => handler.destroy());
    }
    this.handlers.clear();
  }
}

/** Tells the proxy's own failures from those of the host behind it. */
async function through(proxy: URL, handled: ReturnType<Handle>): ReturnType<Handle> {
  try {
    const reply = await handled;
    if (reply.response.statusCode === 407) {
      throw proxyRefusal(proxy, 407);
    }
    return reply;
  } catch (error) {
    throw proxyFailure(error, proxy) ?? error;
  }
}

/** By whom the error names: the editor may have put its own proxy, or none, in the place of ours. */
function proxyFailure(error: unknown, proxy: URL): UserError | undefined {
  // Where a name has more than one address, each has failed.
  const tried: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(tried instanceof Error)) {
    return undefined;
  }
  const named = Reflect.get(tried, 'hostname') === proxy.hostname || Reflect.get(tried, 'port') === proxyPort(proxy);
  return named
    ? new UserError(
        l10n.t(
          'The proxy {0} cannot be reached ({1}). Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.',
          proxyName(proxy),
          errorCode(tried) ?? l10n.t('error'),
        ),
      )
    : undefined;
}

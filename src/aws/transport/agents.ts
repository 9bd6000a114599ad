import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { CertificateAuthorities } from './caBundle.js';
import { isHttpProxy, proxyRefusal, unusableProxy } from './proxy.js';

export interface Agents {
  /** The same for the same proxy and certificate authorities. */
  readonly key: string;
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** After that an unused connection closes. */
const IDLE_MS = 15_000;
const MAX_SOCKETS = 50;
const MAX_KEPT = 16;

const kept = new Map<string, Agents>();

/** Agents that reuse connections; the same again for the same proxy and certificate authorities. */
export function agentsFor(proxy: URL | undefined, authorities: CertificateAuthorities | undefined): Agents {
  const known = kept.get(keyOf(proxy, authorities));
  if (known !== undefined) {
    return known;
  }
  const agents = newAgents(proxy, authorities);
  const [oldest] = kept.keys();
  if (kept.size >= MAX_KEPT && oldest !== undefined) {
    kept.delete(oldest); // what it still has open ends by itself
  }
  kept.set(agents.key, agents);
  return agents;
}

function keyOf(proxy: URL | undefined, authorities: CertificateAuthorities | undefined): string {
  return JSON.stringify([proxy?.href, authorities?.id]);
}

/** Agents without a connection yet, which nobody else has. */
export function newAgents(proxy: URL | undefined, authorities: CertificateAuthorities | undefined): Agents {
  const key = keyOf(proxy, authorities);
  const options: AgentOptions = {
    keepAlive: true,
    maxSockets: MAX_SOCKETS,
    timeout: IDLE_MS,
    ...(authorities && { ca: [...authorities.certificates] }),
  };
  if (proxy === undefined) {
    return { key, http: new HttpAgent(options), https: new HttpsAgent(options) };
  }
  return isHttpProxy(proxy)
    ? { key, http: proxied(proxy), https: new TunnelAgent(proxy, options) }
    : { key, ...agentsPastNoProxy(proxy, options) };
}

/** The editor puts its own agents in their place where it knows the proxy; where not, nothing is to go past it. */
function agentsPastNoProxy(proxy: URL, options: AgentOptions): Pick<Agents, 'http' | 'https'> {
  const refusing = (variable: string) => ({
    createConnection: (_: unknown, done: (error: Error) => void) => done(unusableProxy(variable, proxy)),
  });
  return {
    http: Object.assign(new HttpAgent(options), refusing('HTTP_PROXY')),
    https: Object.assign(new HttpsAgent(options), refusing('HTTPS_PROXY')),
  };
}

function proxied(proxy: URL): HttpProxyAgent<string> {
  const agent = new HttpProxyAgent(proxy, { keepAlive: true, maxSockets: MAX_SOCKETS });
  agent.options = { ...agent.options, timeout: IDLE_MS };
  return agent;
}

/** What `https.request` hands a request to: a method of every agent that the types leave out. */
interface RequestTaker {
  addRequest(request: ClientRequest, options: object): void;
}

/**
 * TLS through a proxy. It is a node:https agent by class because the editor, where it puts its own proxy agent in place
 * of ours, takes over the certificate authorities from none but those.
 */
class TunnelAgent extends HttpsAgent implements RequestTaker {
  private readonly tunnel: HttpsProxyAgent<string>;

  constructor(proxy: URL, options: AgentOptions) {
    super(options);
    this.tunnel = new HttpsProxyAgent(proxy, { keepAlive: true, maxSockets: MAX_SOCKETS });
    const { ca, timeout = IDLE_MS } = options;
    this.tunnel.options = { ...this.tunnel.options, timeout, ...(ca !== undefined && { ca }) };
    this.tunnel.on('proxyConnect', ({ statusCode }: { statusCode: number }, request: ClientRequest) => {
      if (statusCode !== 200) {
        request.destroy(proxyRefusal(proxy, statusCode));
      }
    });
  }

  addRequest(request: ClientRequest, options: object): void {
    const tunnel = this.tunnel as HttpsProxyAgent<string> & RequestTaker;
    tunnel.addRequest(request, { ...options, secureEndpoint: true });
  }

  override destroy(): void {
    this.tunnel.destroy();
    super.destroy();
  }
}

/**
 * The proxy that the variables of a process name for a URL, as text; undefined for none. As the AWS CLI takes them:
 * Python's urllib.request (getproxies_environment, proxy_bypass_environment) by way of botocore's get_environ_proxies and
 * ProxyConfiguration, which is why ALL_PROXY does not count and NO_PROXY knows neither patterns nor networks.
 */
export function proxyOf(url: URL, variables: NodeJS.ProcessEnv): string | undefined {
  const proxies = proxiesByScheme(variables);
  const proxy = proxies.get(url.protocol.replace(/:$/, ''));
  return proxy === undefined || isBypassed(url, proxies.get('no')) ? undefined : withScheme(proxy);
}

/** Names may be of either case. One that ends in lower case comes before the others, also when it is empty. */
function proxiesByScheme(variables: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  const named = Object.entries(variables).filter(([name]) => /_proxy$/i.test(name));
  const lower = named.filter(([name]) => name.endsWith('_proxy'));
  const isScript = variables['REQUEST_METHOD'] !== undefined;
  const others = named.filter(([name, value]) => value !== '' && !(isScript && name.toLowerCase() === 'http_proxy'));
  const byScheme = [...others, ...lower].map(([name, value = '']) => [name.slice(0, -6).toLowerCase(), value] as const);
  return new Map([...new Map(byScheme)].filter(([, value]) => value !== ''));
}

/** Names in NO_PROXY cover what is below them, with a dot before them or without. */
function isBypassed({ host, hostname }: URL, names = ''): boolean {
  const covers = (name: string): boolean => [hostname, host].some((each) => each === name || each.endsWith(`.${name}`));
  const list = names.split(',').map((name) => name.trim());
  return names === '*' || list.some((name) => name !== '' && covers(name.replace(/^\.+/, '').toLowerCase()));
}

function withScheme(proxy: string): string {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(proxy)) {
    return proxy;
  }
  return proxy.startsWith('//') ? `http:${proxy}` : `http://${proxy}`;
}

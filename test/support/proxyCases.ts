/** Which variables lead to a proxy: asked of the extension, and of the AWS CLI itself. */
export interface ProxyCase {
  readonly what: string;
  /** PROXY stands for the proxy's host and port. */
  readonly variables: Readonly<Record<string, string>>;
  readonly url: string;
  readonly proxied: boolean;
}

const HTTP = 'http://sts.us-west-2.amazonaws.test:8080';
const THROUGH = { HTTP_PROXY: 'http://PROXY' };

const without = (list: string, proxied: boolean, url = HTTP): ProxyCase => ({
  what: `NO_PROXY=${list} for ${url}`,
  variables: { ...THROUGH, NO_PROXY: list },
  url,
  proxied,
});

const by = (variables: Readonly<Record<string, string>>, proxied: boolean, url = HTTP): ProxyCase => ({
  what: Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join(' '),
  variables,
  url,
  proxied,
});

export const PROXY_CASES: readonly ProxyCase[] = [
  by(THROUGH, true),
  by({ http_proxy: 'http://PROXY' }, true),
  by({ HTTP_PROXY: 'PROXY' }, true),
  by({ HTTP_PROXY: '//PROXY' }, true),
  by({ HTTP_PROXY: 'me:secret@PROXY' }, true),
  by({ Http_Proxy: 'http://PROXY' }, true),
  by({ HTTPS_PROXY: 'http://PROXY' }, false),
  by({ ALL_PROXY: 'http://PROXY' }, false),
  by({ all_proxy: 'http://PROXY' }, false),
  by({ HTTP_PROXY: 'http://127.0.0.1:1', http_proxy: 'http://PROXY' }, true),
  by({ HTTP_PROXY: 'http://PROXY', http_proxy: '' }, false),
  by({ HTTP_PROXY: '', http_proxy: 'http://PROXY' }, true),
  by({ HTTP_PROXY: 'http://PROXY', REQUEST_METHOD: 'GET' }, false),
  by({ http_proxy: 'http://PROXY', REQUEST_METHOD: 'GET' }, true),
  by({ HTTPS_PROXY: 'PROXY' }, true, 'https://sts.us-west-2.amazonaws.test'),
  by({ HTTP_PROXY: 'http://PROXY' }, false, 'https://sts.us-west-2.amazonaws.test'),
  without('amazonaws.test', false),
  without('.amazonaws.test', false),
  without('..amazonaws.test', false),
  without('AmazonAWS.test', false),
  without('sts.us-west-2.amazonaws.test', false),
  without('sts.us-west-2.amazonaws.test:8080', false),
  without('amazonaws.test:8080', false),
  without('amazonaws.test:9090', true),
  without('example.com, amazonaws.test', false),
  without('example.com amazonaws.test', true),
  without('example.com,,', true),
  without('naws.test', true),
  without('test', false),
  without('*', false),
  without('*.amazonaws.test', true),
  without('*, example.com', true),
  without('127.0.0.0/8', true, 'http://127.0.0.1:1'),
  without('127.0.0.1', false, 'http://127.0.0.1:1'),
  without('localhost', true, 'http://127.0.0.1:1'),
  without('::1', true, 'http://[::1]:1'),
  without('[::1]', false, 'http://[::1]:1'),
  by({ ...THROUGH, NO_PROXY: 'amazonaws.test', no_proxy: '' }, true),
  by({ ...THROUGH, NO_PROXY: 'example.com', no_proxy: 'amazonaws.test' }, false),
];

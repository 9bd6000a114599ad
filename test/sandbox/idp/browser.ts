// A browser without a screen: it opens the provider's pages, fills in the form and follows where it is sent.

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
const unescape = (text: string): string => text.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);

interface Form {
  readonly action: string;
  readonly fields: URLSearchParams;
}

/** The form of a page and what it sends as it stands; undefined for a page without one. */
export function formOf(page: string, url: string): Form | undefined {
  const action = /<form method="post" action="([^"]*)"/.exec(page)?.[1];
  if (action === undefined) return undefined;
  const inputs = page.matchAll(/<input type="(?:hidden|radio)" name="([^"]*)" value="([^"]*)"( checked)?>/g);
  const fields = new URLSearchParams();
  for (const [input, name = '', value = ''] of inputs) {
    if (!input.includes('type="radio"') || input.endsWith(' checked>')) fields.append(name, unescape(value));
  }
  return { action: new URL(unescape(action), url).href, fields };
}

const submit = ({ action, fields }: Form, redirect: RequestRedirect): Promise<Response> =>
  fetch(action, { method: 'POST', body: fields, redirect });

export interface Person {
  /** Default: the one that the page has chosen. */
  readonly user?: string;
  /** Default: allow. */
  readonly decision?: 'allow' | 'deny';
}

/**
 * Signs in on the page at `url` and returns what the browser ends on; with "manual" the redirect that comes after the
 * form. A page that posts itself on is posted on.
 */
export async function signIn(
  url: string,
  person: Person = {},
  redirect: RequestRedirect = 'follow',
): Promise<Response> {
  const opened = await fetch(url);
  const form = formOf(await opened.clone().text(), opened.url);
  if (!form) return opened;
  if (person.user !== undefined) form.fields.set('user', person.user);
  form.fields.set('decision', person.decision ?? 'allow');
  const answer = await submit(form, redirect);
  const next = formOf(await answer.clone().text(), answer.url);
  return next?.fields.has('SAMLResponse') ? submit(next, redirect) : answer;
}

import * as l10n from '../../base/l10n.js';
import { iamArn } from '../rules/arn.js';
import { checkObject, placeOf, textField, type JsonObject } from './jsonFields.js';
import { isPort, isSignInUrl } from '../../base/loopback.js';
import type { RoleArn } from '../../model/plan/roleArn.js';
import type { AssertionOrigin } from '../../model/plan/source.js';
import { type Checked, ok, fail, all } from '../../base/checked.js';

export const SAML_SHAPE = {
  name: () => 'saml',
  fields: {
    command: 'string',
    signInUrl: 'string',
    port: 'number',
    path: 'string',
    origin: 'string',
    issuer: 'string',
    principalArn: 'string',
  },
  example: () => l10n.t('{ "signInUrl": "https://…" }, or { } to paste the assertion'),
} as const;
/** Where identity providers for AWS's own clients are registered to answer (AWS Client VPN). */
export const DEFAULT_ASSERTION_PORT = 35_001;
export const DEFAULT_ASSERTION_PATH = '/';
export const ASSERTION_PATH = /^\/[^?#\s]*$/;
/** As a browser writes it: lower case, no path, no port that goes without saying; "null" of pages that do not tell. */
export const ORIGIN = /^(?:https?:\/\/[a-z0-9.:[\]-]+|null)$/;
export const SAML_PROVIDER_ARN = iamArn('\\d{12}', 'saml-provider/[\\w.-]{1,128}');

export interface SamlSetting {
  readonly assertion: AssertionOrigin;
  readonly principalArn: string | undefined;
  readonly issuer?: string;
}

/** `saml` of a role in the settings: how its assertion is had. */
export function readSaml(value: unknown, path: string, role: RoleArn | undefined): Checked<SamlSetting> {
  const object = checkObject(value, path, SAML_SHAPE);
  if (!object.ok) {
    return object;
  }
  const issuer = textField(object.value, 'issuer');
  if (issuer?.value.trim() === '') {
    return fail(
      issuer.place,
      l10n.t('issuer is empty.'),
      l10n.t('Give the entity ID of the identity provider, or take the line away.'),
    );
  }
  const parts = all({ assertion: readAssertion(object.value), principalArn: readPrincipal(object.value, role) });
  return parts.ok && issuer !== undefined ? ok({ ...parts.value, issuer: issuer.value }) : parts;
}

function readAssertion(object: JsonObject): Checked<AssertionOrigin> {
  const command = textField(object, 'command');
  const signInUrl = textField(object, 'signInUrl');
  if (command !== undefined && signInUrl !== undefined) {
    return fail(signInUrl.place, l10n.t('saml has both a command and a signInUrl.'), l10n.t('Keep one of the two.'));
  }
  if (signInUrl !== undefined) {
    return isSignInUrl(signInUrl.value)
      ? readBrowser(object, signInUrl.value)
      : fail(
          signInUrl.place,
          l10n.t('signInUrl is not an https URL.'),
          l10n.t('Give the address that starts the sign-in for AWS.'),
        );
  }
  const stray = ['port', 'path', 'origin'].find((name) => object.values[name] !== undefined);
  if (stray !== undefined) {
    return fail(
      placeOf(object, stray),
      l10n.t('{0} is for a sign-in in the browser.', stray),
      l10n.t('Add the signInUrl.'),
    );
  }
  if (command === undefined) {
    return ok({ kind: 'paste' });
  }
  return command.value.trim() === ''
    ? fail(
        command.place,
        l10n.t('command is empty.'),
        l10n.t('Give a command that prints the assertion, or take the line away.'),
      )
    : ok({ kind: 'command', command: command.value });
}

function readBrowser(object: JsonObject, signInUrl: string): Checked<AssertionOrigin> {
  const port = object.values['port'] ?? DEFAULT_ASSERTION_PORT;
  const path = textField(object, 'path')?.value ?? DEFAULT_ASSERTION_PATH;
  if (!isPort(port)) {
    return fail(
      placeOf(object, 'port'),
      l10n.t('port is not a port number.'),
      l10n.t('Give one from 1 to 65535, such as {0}.', DEFAULT_ASSERTION_PORT),
    );
  }
  if (!ASSERTION_PATH.test(path)) {
    return fail(
      placeOf(object, 'path'),
      l10n.t('path is not the path of a URL.'),
      l10n.t('It starts with a slash, such as /saml.'),
    );
  }
  const origin = textField(object, 'origin');
  if (origin !== undefined && !ORIGIN.test(origin.value)) {
    return fail(
      origin.place,
      l10n.t('origin is not the origin of a page.'),
      l10n.t('Give it as browsers send it, such as https://login.example.com, or "null".'),
    );
  }
  return ok({ kind: 'browser', signInUrl, port: Number(port), path, ...(origin && { origin: origin.value }) });
}

function readPrincipal(object: JsonObject, role: RoleArn | undefined): Checked<string | undefined> {
  const arn = textField(object, 'principalArn');
  if (arn === undefined) {
    return ok(undefined);
  }
  const [, partition, account] = SAML_PROVIDER_ARN.exec(arn.value) ?? [];
  if (partition === undefined || account === undefined) {
    const hint = l10n.t('Give one such as arn:aws:iam::123456789012:saml-provider/NAME, or take it away.');
    return fail(arn.place, l10n.t('principalArn is not the ARN of a SAML provider in IAM.'), hint);
  }
  return role === undefined || (role.partition === partition && role.accountId === account)
    ? ok(arn.value)
    : fail(
        arn.place,
        l10n.t('principalArn is in another account than the role.'),
        l10n.t('Both stand in the role’s account.'),
      );
}

/** What an assertion says itself, so that a role with `saml` cannot. */
export const decidedByAssertion = (): Readonly<Record<string, string>> => ({
  sessionName: l10n.t('Session names come from the assertion (its attribute RoleSessionName).'),
  sessionTags: l10n.t('Session tags come from the assertion (its PrincipalTag attributes).'),
  transitiveTagKeys: l10n.t('Transitive tags come from the assertion (its attribute TransitiveTagKeys).'),
  sourceIdentity: l10n.t('The source identity comes from the assertion (its attribute SourceIdentity).'),
});

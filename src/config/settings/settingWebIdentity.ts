import * as l10n from '../../base/l10n.js';
import { together } from '../../base/words.js';
import { isAbsolute, normalize } from 'node:path';
import type { Field } from '../rules/fields.js';
import { checkObject, placeOf, settingPlace, stringList, textField, type JsonObject } from './jsonFields.js';
import { isPort, isSignInUrl } from '../../base/loopback.js';
import { placeholdersOf, WEB_IDENTITY_PRESETS, type OpenIdPreset, type WebIdentityPreset } from './openIdPresets.js';
import type { TokenOrigin } from '../../model/plan/source.js';
import { type Checked, ok, fail } from '../../base/checked.js';

export const WEB_IDENTITY_SHAPE = {
  name: () => 'webIdentity',
  fields: {
    tokenFile: 'string',
    command: 'string',
    provider: 'string',
    issuer: 'string',
    clientId: 'string',
    clientSecret: 'boolean',
    scopes: 'list',
    redirectPort: 'number',
  },
  example: () => '{ "tokenFile": "…" }',
} as const;
export const TOKEN_ORIGINS = ['tokenFile', 'command', 'issuer'] as const;
/** What only a sign-in needs. */
export const SIGN_IN_FIELDS = ['clientId', 'clientSecret', 'scopes', 'redirectPort'] as const;

export interface WebIdentitySetting {
  readonly token: TokenOrigin;
  readonly providerId?: string;
}

/** `webIdentity` of a role in the settings: where its token comes from. */
export function readWebIdentity(value: unknown, path: string, homeDirectory: string): Checked<WebIdentitySetting> {
  const object = checkObject(value, path, WEB_IDENTITY_SHAPE);
  if (!object.ok) {
    return object;
  }
  const preset = readProvider(object.value);
  if (!preset.ok) {
    return preset;
  }
  const given = TOKEN_ORIGINS.filter((name) => object.value.values[name] !== undefined);
  if (given.length > 1) {
    const message = l10n.t('webIdentity has both {0}.', together(given));
    return fail(placeOf(object.value, given[1] ?? ''), message, l10n.t('Keep one of the two.'));
  }
  return given[0] === 'tokenFile' || given[0] === 'command'
    ? readGiven(object.value, given[0], preset.value, homeDirectory)
    : readSignIn(object.value, preset.value);
}

function readProvider(object: JsonObject): Checked<WebIdentityPreset | undefined> {
  const provider = textField(object, 'provider');
  const preset = WEB_IDENTITY_PRESETS.find(({ id }) => id === provider?.value);
  return provider === undefined || preset !== undefined
    ? ok(preset)
    : fail(
        provider.place,
        l10n.t('There is no provider “{0}”.', provider.value),
        l10n.t(
          'Give one of {0}, or the issuer’s URL as "issuer".',
          WEB_IDENTITY_PRESETS.map(({ id }) => id).join(', '),
        ),
      );
}

function readGiven(
  object: JsonObject,
  name: 'tokenFile' | 'command',
  preset: WebIdentityPreset | undefined,
  homeDirectory: string,
): Checked<WebIdentitySetting> {
  const stray = SIGN_IN_FIELDS.find((field) => object.values[field] !== undefined);
  if (stray !== undefined) {
    const hint = l10n.t('Take it away, or give the issuer instead of the {0}.', name);
    return fail(placeOf(object, stray), l10n.t('{0} is for a sign-in in the browser.', stray), hint);
  }
  const field = textField(object, name);
  if (field === undefined || field.value.trim() === '') {
    return fail(placeOf(object, name), l10n.t('{0} is empty.', name), l10n.t('Fill it in, or take it away.'));
  }
  const providerId = preset?.kind === 'accessToken' ? { providerId: preset.providerId } : {};
  if (name === 'command') {
    return ok({ token: { kind: 'command', command: field.value }, ...providerId });
  }
  const file = field.value.replace(/^~(?=$|[/\\])/, () => homeDirectory);
  return isAbsolute(file)
    ? ok({ token: { kind: 'file', file: normalize(file) }, ...providerId })
    : fail(field.place, l10n.t('tokenFile is not an absolute path.'), l10n.t('Start it with / or ~/.'));
}

function readSignIn(object: JsonObject, preset: WebIdentityPreset | undefined): Checked<WebIdentitySetting> {
  if (preset?.kind === 'accessToken') {
    return fail(placeOf(object, 'provider'), l10n.t('{0} has no sign-in for a program.', preset.name), preset.note());
  }
  const issuer = readIssuer(object, preset);
  const clientId = textField(object, 'clientId');
  const scopes = readScopes(object, preset);
  if (!issuer.ok) {
    return issuer;
  }
  if (clientId === undefined || clientId.value.trim() === '') {
    const hint = l10n.t('Register this computer’s sign-in with the provider and give the client ID it assigns.');
    return fail(placeOf(object, 'clientId'), l10n.t('A sign-in needs a clientId.'), preset?.note() ?? hint);
  }
  if (!scopes.ok) {
    return scopes;
  }
  const port = object.values['redirectPort'];
  if (port !== undefined && !isPort(port)) {
    const hint = l10n.t('Give one from 1 to 65535, as registered with the provider.');
    return fail(placeOf(object, 'redirectPort'), l10n.t('redirectPort is not a port number.'), hint);
  }
  if (port === undefined && preset?.anyPort === false) {
    const message = l10n.t('{0} sends its answer to a port that is registered, and to no other.', preset.name);
    return fail(placeOf(object, 'provider'), message, l10n.t('Give it as "redirectPort". {0}', preset.note()));
  }
  return ok({
    token: {
      kind: 'sign-in',
      issuer: issuer.value,
      clientId: clientId.value.trim(),
      usesClientSecret: Boolean(object.values['clientSecret'] ?? preset?.needsSecret),
      scopes: scopes.value,
      redirectPort: port === undefined ? undefined : Number(port),
      ...(preset !== undefined && { redirectHost: preset.redirectHost, extraParameters: preset.extraParameters }),
    },
  });
}

function readIssuer(object: JsonObject, preset: OpenIdPreset | undefined): Checked<string> {
  const written = textField(object, 'issuer');
  if (written === undefined && preset === undefined) {
    const hint = l10n.t('Give one of "tokenFile", "command", "provider" and "issuer".');
    return fail(settingPlace(object.path), l10n.t('webIdentity does not say where the token comes from.'), hint);
  }
  const issuer: Field = written ?? { name: 'issuer', value: preset?.issuer ?? '', place: placeOf(object, 'provider') };
  const [placeholder] = placeholdersOf(issuer.value);
  if (placeholder !== undefined) {
    const message = l10n.t(
      'The issuer of {0} is different for everyone: {1} is to fill in.',
      preset?.name ?? l10n.t('this provider'),
      `{${placeholder}}`,
    );
    return fail(issuer.place, message, l10n.t('Give it as "issuer": {0}.', preset?.issuer ?? issuer.value));
  }
  return isSignInUrl(issuer.value)
    ? ok(issuer.value)
    : fail(
        issuer.place,
        l10n.t('issuer is not an https URL.'),
        l10n.t('Give it as IAM’s OpenID Connect provider names it.'),
      );
}

function readScopes(object: JsonObject, preset: OpenIdPreset | undefined): Checked<readonly string[]> {
  const scopes = stringList(object, 'scopes');
  if (!scopes.ok) {
    return scopes;
  }
  if (object.values['scopes'] === undefined) {
    return ok(preset?.scopes ?? ['openid']);
  }
  const names = scopes.value.map(({ value }) => value);
  return names.includes('openid')
    ? ok(names)
    : fail(
        placeOf(object, 'scopes'),
        l10n.t('scopes lacks openid, without which there is no ID token.'),
        l10n.t('Add "openid".'),
      );
}

/** What a token says itself, so that a role with `webIdentity` cannot. */
export const decidedByToken = (): Readonly<Record<string, string>> => ({
  sessionTags: l10n.t('Session tags come from the token (its claim https://aws.amazon.com/tags).'),
  transitiveTagKeys: l10n.t('Transitive tags come from the token (its claim https://aws.amazon.com/tags).'),
  sourceIdentity: l10n.t(
    'The source identity comes from the token (its claim https://aws.amazon.com/source_identity).',
  ),
});

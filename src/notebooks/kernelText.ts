import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import {
  conflictLines,
  documentOf,
  shortId,
  takesRows,
  titleWithArn,
  variableLines,
} from '../identity/identityDocument.js';
import type { GivenKernel } from './givenKernels.js';
import type { DefaultSession } from './kernelProbe.js';
import type { KernelIdentity, KernelFacts, KernelRepair, KernelVerdict } from './kernelVerdict.js';

/** Whom a notebook's kernel acts as, in one sentence. */
export function kernelSentence(notebook: string, { verdict, takes }: KernelIdentity, given: GivenKernel | undefined) {
  switch (verdict.kind) {
    case 'asExpected':
    case 'began':
    case 'lent':
      return l10n.t('{0} acts as {1}, as it should.', notebook, titleWithArn(verdict.acts));
    case 'oldDefault':
      return l10n.t(
        "The variables of {0} are those of {1}, but boto3's default session was made of other keys ({2}): what uses it acts by those.",
        notebook,
        titleWithArn(verdict.acts),
        shortId(verdict.accessKeyId),
      );
    case 'another':
      return verdict.expected === undefined
        ? unkeptText(notebook, titleWithArn(verdict.acts), given)
        : l10n.t('{0} acts as {1}, and was given {2}.', notebook, titleWithArn(verdict.acts), verdict.expected.title);
    case 'stale':
    case 'ended':
    case 'expired':
      return oldText(notebook, verdict);
    case 'pastExpiration':
      return l10n.t(
        '{0} has keys that nobody here knows ({1}), past the end that AWS_CREDENTIAL_EXPIRATION says.',
        notebook,
        shortId(verdict.accessKeyId),
      );
    case 'foreign':
      return l10n.t(
        '{0} has keys that nobody here knows ({1}): they are of no session that is open.',
        notebook,
        shortId(verdict.accessKeyId),
      );
    case 'nobody':
      return sentences(
        nobodyText(notebook, verdict.expected?.title, given),
        verdict.asksMachine ? l10n.t('On a machine of AWS, programs act as the machine.') : undefined,
      );
    case 'redirected':
      return redirectedText(notebook, verdict, takes);
    case 'mixed':
      return l10n.t('{0} has variables that do not agree: programs there act as different identities.', notebook);
    case 'unknown':
      return verdict.reason === 'endpoint'
        ? l10n.t(
            'Whom {0} acts as is not known: programs there ask an endpoint for credentials, and it alone knows whose it gives.',
            notebook,
          )
        : l10n.t('Whom {0} acts as is not known: it depends on AWS files that could not be read.', notebook);
  }
}

function unkeptText(notebook: string, who: string, given: GivenKernel | undefined): string {
  return given?.standing === 'closed'
    ? l10n.t(
        '{0} acts as {1}, but was closed since it was given that: it gets no keys of a renewal, and keeps these when the session ends.',
        notebook,
        who,
      )
    : l10n.t(
        '{0} acts as {1}, but not by this window (or by it before it was loaded anew): it gets no keys of a renewal from here, and keeps these when the session ends.',
        notebook,
        who,
      );
}

function oldText(notebook: string, { kind, keys }: KernelVerdict & { kind: 'stale' | 'ended' | 'expired' }): string {
  switch (kind) {
    case 'stale':
      return l10n.t('{0} has keys of {1} from before its renewal. They work until they end.', notebook, keys.title);
    case 'ended':
      return l10n.t(
        '{0} has keys of {1}, whose session has ended or is somebody else by now. AWS may take them until they end.',
        notebook,
        keys.title,
      );
    case 'expired':
      return l10n.t('{0} has keys of {1} that have expired. AWS refuses them.', notebook, keys.title);
  }
}

function nobodyText(notebook: string, title: string | undefined, given: GivenKernel | undefined): string {
  if (title === undefined) {
    return l10n.t('{0} acts as nobody: it has no credentials.', notebook);
  }
  switch (given?.standing) {
    case 'restarted':
      return l10n.t(
        '{0} acts as nobody: its kernel has ended or was started anew since it was given {1}.',
        notebook,
        title,
      );
    case 'ended':
      return l10n.t(
        '{0} acts as nobody: the session of {1}, which it was given, is over, and its keys were taken out.',
        notebook,
        title,
      );
    default:
      return l10n.t('{0} acts as nobody, and was given {1}: its keys are gone.', notebook, title);
  }
}

function redirectedText(
  notebook: string,
  { names, expected }: KernelVerdict & { kind: 'redirected' },
  takes: KernelIdentity['takes'],
): string {
  const by = names.join(', ');
  if (names.length > 0) {
    return [...takes.values()].every(({ kind }) => kind === 'environment')
      ? l10n.t('{0} has keys, and {1}, by which programs may talk to another address or region.', notebook, by)
      : l10n.t('{0} is redirected by {1}: that decides whom programs act as, or whom they talk to.', notebook, by);
  }
  const profile = [...takes.values()].find((taken) => taken.kind === 'profile')?.profile ?? '';
  return expected === undefined
    ? l10n.t('{0} acts by profile "{1}" of the AWS files, as no session.', notebook, profile)
    : l10n.t(
        '{0} acts by profile "{1}" of the AWS files, and was given {2}: its keys are gone.',
        notebook,
        profile,
        expected.title,
      );
}

/** The whole answer, for an editor. */
export function kernelDocument(notebook: string, answer: KernelIdentity, { kernel, given }: KernelFacts): string {
  const { takes, stray, repair } = answer;
  return documentOf([
    { title: l10n.t('Notebook'), prose: [notebook, givenText(given)] },
    { title: l10n.t('It acts as'), prose: [kernelSentence(notebook, answer, given)] },
    { title: l10n.t('By program'), rows: takesRows(takes) },
    {
      title: l10n.t('Default session of boto3'),
      prose: [
        defaultText(kernel.defaultSession, answer),
        l10n.t('Sessions and clients that were made otherwise keep what they had then, and are not looked at.'),
      ],
    },
    { title: l10n.t('Variables'), rows: variableLines(kernel.seen) },
    { title: l10n.t('Conflicts'), prose: conflictLines(kernel.seen, stray) },
    { title: l10n.t('What to do'), prose: [repairText(repair)] },
  ]);
}

function givenText(given: GivenKernel | undefined): string {
  const keys = given?.keys.at(-1);
  if (given === undefined || keys === undefined) {
    return l10n.t('This window has given it nothing.');
  }
  const who = titleWithArn(keys);
  switch (given.standing) {
    case 'inUse':
      return l10n.t('It was given {0}, and gets the keys of each renewal.', who);
    case 'restarted':
      return l10n.t('It was given {0}. Its kernel has ended or was started anew since.', who);
    case 'ended':
      return l10n.t('It was given {0}, whose session is over.', who);
    case 'own':
      return l10n.t('It was given {0}. Other keys were set there since, and are left alone.', who);
    case 'failed':
      return l10n.t('It was given {0}, and could not be told that the session has changed since.', who);
    case 'closed':
      return l10n.t('It was given {0} before it was closed.', who);
  }
}

function defaultText(session: DefaultSession, { defaultTitle, defaultDiffers }: KernelIdentity): string {
  switch (session.kind) {
    case 'notLoaded':
      return l10n.t('None: boto3 is not imported.');
    case 'none':
      return l10n.t('None yet: the first client that is made takes what the variables are by then.');
    case 'unused':
      return l10n.t('There is one, which has not looked for credentials yet.');
    case 'unknown':
      return l10n.t('There is one. Whose credentials it has is not known without asking for them.');
    case 'keys': {
      const id = shortId(session.accessKeyId);
      const whose =
        defaultTitle === undefined
          ? l10n.t('It has the keys {0}.', id)
          : l10n.t('It has the keys {0}, of {1}.', id, defaultTitle);
      return defaultDiffers ? sentences(whose, l10n.t('They are not those of the variables.')) : whose;
    }
  }
}

function repairText(repair: KernelRepair): string {
  switch (repair.kind) {
    case 'use':
      return l10n.t(
        'Run "Use in This Notebook" as {0}: the kernel gets the keys that the session has now, and boto3 makes its default session anew.',
        repair.title,
      );
    case 'useAny':
      return l10n.t('To have it act as a session, run "Use in This Notebook".');
    case 'takeOut':
      return l10n.t('Take the keys of {0} out of the kernel.', repair.title);
    case 'assume':
      return l10n.t('Assume the role, and run "Use in This Notebook".');
    case 'none':
      return l10n.t('Nothing.');
  }
}

// What the extension makes of a case: the plan for the profile, executed.
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { executePlan } from '../../src/aws/index.js';
import { stsClient } from '../../src/aws/sts/stsClient.js';
import { Cancelled, UserError } from '../../src/base/errors.js';
import { problemText } from '../../src/base/place.js';
import { Configuration } from '../../src/config/configuration.js';
import { AwsFiles } from '../../src/config/files/awsFiles.js';
import { planProfile } from '../../src/config/plan/planRole.js';
import { planContext } from '../../src/config/roles.js';
import type { Environment } from '../../src/model/environment.js';
import type { Interaction } from '../../src/model/session/interaction.js';
import type { Plan } from '../../src/model/plan/plan.js';
import { writtenSettings } from '../support/settings.js';
import type { Case } from './case.js';
import type { Outcome } from './outcome.js';
import { onlyCode } from '../flows/aws/interaction.js';
import { mfaCode } from './people.js';
import { withoutUnchosen } from './way.js';
import { KeptSecrets } from '../support/keptSecrets.js';

/** Who one is, and a call as whoever uses the session would make it. */
export async function ours(given: Case, environment: Environment): Promise<Outcome> {
  const files = new AwsFiles(environment);
  const catalog = new Configuration(writtenSettings(), files, environment, new KeptSecrets());
  try {
    const plan = await planOf(given.profile ?? 'dev', files, environment, catalog);
    const secrets = {
      readStaticKeys: catalog.readStaticKeys.bind(catalog),
      readProcess: catalog.readProcess.bind(catalog),
    };
    const { signal } = new AbortController();
    const code = given.mfa === true ? onlyCode(mfaCode('us')) : {};
    const interaction = { ...NOBODY, ...code };
    const { arn, credentials } = await executePlan(plan, { environment, secrets, interaction, signal });
    if (isCalled(plan)) await callAs(plan, credentials, arn);
    return { kind: 'acts', arn: withoutUnchosen(arn) };
  } catch (error) {
    if (error instanceof UserError || error instanceof Cancelled) {
      return { kind: 'refuses', message: error.message };
    }
    throw error;
  } finally {
    catalog.dispose();
    files.dispose();
  }
}

/** Where no STS call gave the identity, executing the plan has asked for it already. */
const isCalled = ({ hops, source }: Plan): boolean => hops.length > 0 || source.kind === 'web-identity';

async function callAs(plan: Plan, { sessionToken, ...keys }: Credentials, arn: string): Promise<void> {
  const client = stsClient(plan, { ...keys, ...(sessionToken !== '' && { sessionToken }) }, 0);
  const { Arn } = await client.send(new GetCallerIdentityCommand({}));
  client.destroy();
  if (Arn !== arn) throw new Error(`The session is said to be ${arn}, and is ${Arn ?? 'nobody'}.`);
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

const absent = (): Promise<never> => Promise.reject(new Cancelled());

const NOBODY: Interaction = {
  attended: false,
  mfaCode: absent,
  openBrowser: absent,
  showDeviceCode: absent,
  forgetClientSecret: absent,
  chooseSamlRole: absent,
  pasteAssertion: absent,
  clientSecret: absent,
  signInWithAwsLogin: absent,
  identityCenterFlow: () => 'device-code',
  report: () => undefined,
  warn: () => undefined,
};

/** The list that the picker shows has to say the same as the plan by name. */
async function planOf(name: string, files: AwsFiles, environment: Environment, catalog: Configuration): Promise<Plan> {
  const context = planContext({ files: await files.read(), environment });
  const profile = context.profiles.byName.get(name);
  if (profile === undefined) {
    throw new UserError(`There is no profile ${name}.`);
  }
  const plan = planProfile(profile, context);
  const listed = (await catalog.entries()).find(({ id }) => id === `profile:${name}`);
  const shown = listed?.kind === 'ready' ? listed.plan : undefined;
  if (listed !== undefined && JSON.stringify(shown) !== JSON.stringify(plan.ok ? plan.value : undefined)) {
    throw new Error(`The role list shows another plan than ${name} has.`);
  }
  if (!plan.ok) {
    throw new UserError(problemText(plan.problem));
  }
  return plan.value;
}

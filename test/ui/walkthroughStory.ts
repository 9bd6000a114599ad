// What somebody new does from an empty ~/.aws to a denial that is explained and gone, by the walkthrough's own buttons.
import type { Sandbox } from '../sandbox/index.js';
import type { Workbench } from './workbench/workbench.js';
import { waitUntil } from './workbench/workbenchWait.js';

export const NEW_ACCOUNT = {
  accountId: '123456789012',
  region: 'us-west-2',
  bucket: 'mynewuser-tutorial-bucket',
  folder: 'reports',
  file: 'hello.txt',
  user: 'mynewuser',
  role: 'sts-s3-read-only-role',
} as const;

/** An account with an administrator and a bucket, and nothing else. */
export function seedNewAccount({ iam, s3 }: Sandbox) {
  const { accountId, region, bucket } = NEW_ACCOUNT;
  iam.createAccount(accountId);
  const admin = iam.createUser({ accountId, name: 'admin' });
  iam.attachPolicy(admin.arn, 'arn:aws:iam::aws:policy/AdministratorAccess');
  s3.createBucket(bucket, { region, accountId });
  s3.putObject(bucket, `${NEW_ACCOUNT.folder}/2026.csv`, 'month,cost\n11,42\n', { contentType: 'text/csv' });
  return admin;
}

type Admin = ReturnType<typeof seedNewAccount>;

/** The moments worth a picture; `picker` goes away where the window changes its theme. */
export type Moment =
  | 'begun'
  | 'pictured'
  | 'source'
  | 'source-done'
  | 'role'
  | 'role-run'
  | 'role-done'
  | 'picker'
  | 'assume'
  | 'terminal'
  | 's3'
  | 'denied'
  | 'explained'
  | 'looked'
  | 'change'
  | 'allowed';

interface Telling {
  readonly workbench: Workbench;
  readonly moment: (name: Moment) => Promise<void>;
}

const SETTLE_MS = 800;
export const STEPS = ['source', 'role', 'assume', 'terminal', 's3', 'denied'] as const;
type StepId = (typeof STEPS)[number];

export class WalkthroughStory {
  constructor(private readonly telling: Telling) {}

  private get workbench(): Workbench {
    return this.telling.workbench;
  }

  async begin(): Promise<void> {
    await this.workbench.runCommand('AWS Role: Get Started');
    await this.step('source').waitFor();
    await this.telling.moment('begun');
  }

  /** The steps that the editor shows as done. */
  async done(): Promise<readonly string[]> {
    const marks = this.workbench.page.locator('.gettingStartedContainer [data-done-step-id][aria-checked="true"]');
    const ids = await marks.evaluateAll((elements) => elements.map((element) => element.dataset['doneStepId'] ?? ''));
    return [...new Set(ids.map((id) => id.slice(id.lastIndexOf('#') + 1)))];
  }

  /** The editor has room for pictures then. */
  async withoutSideBar(look: () => Promise<void>): Promise<void> {
    const toggle = 'View: Toggle Primary Side Bar Visibility';
    await this.workbench.runCommand(toggle);
    await look();
    await this.telling.moment('pictured');
    await this.workbench.runCommand(toggle);
  }

  /** The file that the step's picture is of, once that is drawn. */
  async pictureOf(id: StepId): Promise<string> {
    await this.step(id).click();
    const picture = this.workbench.page.locator('.gettingStartedContainer .getting-started-media img').first();
    let file = '';
    await waitUntil(
      async () => {
        const { from, width } = await picture.evaluate((element) => {
          const image = element as HTMLImageElement;
          return { from: `${image.srcset} ${image.src}`, width: image.naturalWidth };
        });
        file = /walkthrough(?:\/|%2F)([\w-]+\.webp)/i.exec(from)?.[1] ?? '';
        return width > 0 && file.startsWith(`${id}-`);
      },
      () => `the picture of ${id}; there is ${file}`,
    );
    return file;
  }

  async waitDone(...steps: readonly StepId[]): Promise<void> {
    await this.show();
    let seen: readonly string[] = [];
    await waitUntil(
      async () => (seen = await this.done()).join() === steps.join(),
      () => `the steps ${steps.join()} to be done; done are ${seen.join()}`,
    );
  }

  async addSource({ accessKeyId, secretAccessKey }: Admin): Promise<void> {
    const { quickInput } = this.workbench;
    await this.press('source', 'Add Profile…');
    await quickInput.waitFor('Access Key of an IAM User');
    await this.telling.moment('source');
    await quickInput.choose('Access Key of an IAM User');
    await this.answer('The name of the profile', 'admin');
    await quickInput.waitFor('Where shall the keys lie?');
    await quickInput.choose('Secret Storage');
    await this.answer('The access key ID', accessKeyId);
    await this.answer('The secret access key', secretAccessKey);
    await this.answer('The region of the profile', NEW_ACCOUNT.region);
    await this.confirm('Add the profile admin?', 'Add');
    await (await this.workbench.toast('The profile admin is in')).close();
    await this.waitDone('source');
    await this.telling.moment('source-done');
  }

  async setUpRole(): Promise<void> {
    const { quickInput } = this.workbench;
    const { user, role } = NEW_ACCOUNT;
    await this.press('role', 'Set Up a Role…');
    await quickInput.waitFor('Look at IAM First');
    await quickInput.choose('Look at IAM First');
    await quickInput.waitFor('the AWS tutorial');
    await quickInput.choose('the AWS tutorial');
    await this.answer('The name of the user');
    await quickInput.waitFor('An access key for the user?');
    await quickInput.accept();
    await this.answer('The name of the role');
    await quickInput.waitFor('The managed policies that the role has');
    await quickInput.waitFor('AmazonS3ReadOnlyAccess');
    await quickInput.accept();
    await quickInput.waitFor('Anything else?');
    await quickInput.accept();
    await quickInput.waitFor('Run Here…');
    await this.workbench.waitForEditorText('CreateRole');
    await this.telling.moment('role');
    await quickInput.choose('Run Here…');
    await this.confirm(`Set up the role ${role} in the account`, 'Run');
    await this.answer('The name of the profile', user);
    await this.telling.moment('role-run');
    await quickInput.waitFor('Where shall the keys lie?');
    await quickInput.choose('Secret Storage');
    await this.confirm(`Add the profile ${user}?`, 'Add');
    await this.answer('The name of the profile', role);
    await this.confirm(`Add the profile ${role}?`, 'Add');
    await this.workbench.toast(`The role ${role} is set up`);
    await this.telling.moment('role-done');
  }

  async assume(): Promise<void> {
    const { role } = NEW_ACCOUNT;
    await this.workbench.openView('Explorer');
    await this.press('assume', 'Assume Role…');
    await this.workbench.quickInput.waitFor(role);
    await this.telling.moment('picker');
    await this.workbench.quickInput.choose(role);
    await this.workbench.waitForStatus(`${role} 59m`);
    await this.waitDone('source', 'role', 'assume');
    await this.telling.moment('assume');
  }

  async useTerminal(): Promise<void> {
    const { terminal } = this.workbench;
    await this.press('terminal', 'Open Terminal as Role');
    await terminal.waitReady();
    await terminal.type('aws sts get-caller-identity');
    await terminal.waitForText(`assumed-role/${NEW_ACCOUNT.role}`);
    await this.telling.moment('terminal');
    await this.workbench.runCommand('View: Toggle Panel Visibility');
    await this.waitDone('source', 'role', 'assume', 'terminal');
  }

  async browse(): Promise<void> {
    const { tree } = this.workbench;
    await this.press('s3', 'Show S3');
    await tree.expand(NEW_ACCOUNT.bucket);
    await tree.waitForRow(NEW_ACCOUNT.folder);
    await this.telling.moment('s3');
    await this.waitDone('source', 'role', 'assume', 'terminal', 's3');
  }

  /** An upload that the role may not do. */
  async upload(): Promise<void> {
    const { tree, quickInput } = this.workbench;
    await this.workbench.openView('AWS Role Sessions');
    await tree.contextMenu(NEW_ACCOUNT.bucket, 'Upload');
    await quickInput.chooseFile(`${this.workbench.workspace}/${NEW_ACCOUNT.file}`);
  }

  async beDenied(): Promise<void> {
    await this.upload();
    const toast = await this.workbench.toast('is not authorized to perform: s3:PutObject');
    await this.telling.moment('denied');
    await toast.click('Why?');
    await this.workbench.waitForEditorText('s3:PutObject');
    await this.telling.moment('explained');
  }

  /** Has the policy changed that lacks the statement, as the administrator. */
  async allow(): Promise<void> {
    const { quickInput } = this.workbench;
    await (await this.workbench.toast('What to allow can be opened')).click('Look in IAM…');
    await quickInput.waitFor('Whose credentials IAM is asked with');
    await quickInput.choose('admin');
    await this.workbench.waitForTab('What IAM Says');
    await this.workbench.waitForEditorText('s3:PutObject');
    const toast = await this.workbench.toast('The policy can be changed here');
    await this.telling.moment('looked');
    await toast.click('Change Policy…');
    const question = await this.workbench.dialogText();
    if (!question.includes(NEW_ACCOUNT.role)) throw new Error(`The question does not name the role: ${question}`);
    await this.workbench.page.locator('.monaco-diff-editor').first().waitFor();
    await this.telling.moment('change');
    await this.workbench.dialogButton('Change');
    await this.workbench.toast('It can take some seconds until AWS goes by it');
  }

  /** The upload of before. */
  async uploadAgain(): Promise<void> {
    await this.upload();
    await this.workbench.tree.waitForRow(NEW_ACCOUNT.file);
    await this.telling.moment('allowed');
  }

  step(id: StepId) {
    return this.workbench.page.locator(`.gettingStartedContainer [data-step-id$="#${id}"]`).first();
  }

  /** Brings the walkthrough to the front. */
  async show(): Promise<void> {
    if (await this.step('source').isVisible()) return;
    await this.workbench.runCommand('AWS Role: Get Started');
    await this.step('source').waitFor();
  }

  private async press(step: StepId, button: string): Promise<void> {
    await this.show();
    await this.step(step).click();
    // The page gives the step the focus a moment later, and would take it from what the button opens.
    await this.workbench.page.waitForTimeout(SETTLE_MS);
    await this.step(step).locator('.monaco-button', { hasText: button }).click();
  }

  /** Without `text`, as it is proposed. */
  private async answer(prompt: string, text?: string): Promise<void> {
    const { quickInput } = this.workbench;
    await quickInput.waitFor(prompt);
    if (text !== undefined) await quickInput.type(text);
    await quickInput.accept();
  }

  private async confirm(question: string, button: string): Promise<void> {
    let shown = '';
    await waitUntil(
      async () => (shown = await this.workbench.dialogText()).includes(question),
      () => `the question "${question}"; there is ${shown}`,
    );
    await this.workbench.dialogButton(button);
  }
}

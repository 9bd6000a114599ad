import { window, workspace } from 'vscode';
import type { Existing } from '../differences.js';
import { cliScript } from '../documents/cli.js';
import { cloudFormationTemplate } from '../documents/cloudFormation.js';
import { declared } from '../documents/declared.js';
import { terraformConfiguration } from '../documents/terraform.js';
import type { SetupPlan } from '../plan.js';
import type { WantedSetup } from '../wanted.js';

export type DocumentKind = 'cli' | 'cloudFormation' | 'terraform';

interface Planned {
  readonly wanted: WantedSetup;
  readonly existing: Existing;
  readonly plan: SetupPlan;
}

/** Opens the set-up as a document that the user may change, save and run. */
export async function openDocument(kind: DocumentKind, planned: Planned): Promise<void> {
  const document = await workspace.openTextDocument(written(kind, planned));
  await window.showTextDocument(document, { preview: false });
}

/** The editor knows no language for Terraform by itself. */
function written(kind: DocumentKind, { wanted, existing, plan }: Planned) {
  switch (kind) {
    case 'cli':
      return { language: 'shellscript', content: cliScript(plan.steps) };
    case 'cloudFormation':
      return { language: 'json', content: cloudFormationTemplate(declared(wanted, existing, plan)) };
    case 'terraform':
      return { content: terraformConfiguration(declared(wanted, existing, plan)) };
  }
}

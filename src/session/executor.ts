import type { SecretStorage } from 'vscode';
import type { Assumed, Lent } from '../aws/executePlan.js';
import type { Lazy } from '../base/waiting/lazy.js';
import { loadAsk, loadAws } from '../bundles.js';
import type { Log } from '../editor/log.js';
import type { Configuration } from '../config/configuration.js';
import type { Plan } from '../model/plan/plan.js';
import type { SessionTokens } from '../model/session/sessionTokens.js';
import type { SignOuts } from './keep/signOuts.js';
import { whileSignedIn, type SignedIn } from './keep/whileSignedIn.js';

/** How one attempt goes on: what is told meanwhile, and what ends it. */
export interface Attending {
  readonly report: (step: string) => void;
  readonly signal: AbortSignal;
  /** Without it nothing is shown, and NeedsUser thrown where something has to be asked; default true. */
  readonly mayAsk?: boolean;
  /** Of a live session that the plan only narrows in place; default: none. */
  readonly lent?: Lent;
}

/** Calls AWS for plans, and asks the user what they need in the editor's own boxes. */
export class Executor {
  constructor(
    private readonly configuration: Lazy<Configuration>,
    private readonly storage: SecretStorage,
    private readonly sessionTokens: SessionTokens,
    private readonly signOuts: SignOuts,
    private readonly log: Log,
  ) {}

  /** @throws UserError; NeedsUser; Cancelled when the signal aborts, or the user will not answer */
  async run(plan: Plan, { report, signal, mayAsk = true, lent }: Attending): Promise<Assumed & SignedIn> {
    const { sessionTokens, storage, log } = this;
    const [{ executePlan }, { interactionWith, unattended }, configuration] = await Promise.all([
      loadAws(),
      loadAsk(),
      this.configuration.get(),
    ]);
    const { environment } = configuration;
    const context = { name: plan.name, environment, storage, report, log, signal };
    const interaction = mayAsk ? interactionWith(context) : unattended(context);
    const lending = lent === undefined ? {} : { lent };
    return whileSignedIn(this.signOuts, plan, () =>
      executePlan(plan, { environment, secrets: configuration, interaction, sessionTokens, signal, ...lending }),
    );
  }
}

import { CancellationTokenSource, extensions } from 'vscode';
import type { CancellationToken, Event, Uri } from 'vscode';
import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';

/** Of what the Jupyter extension exports (its api.d.ts): a kernel that the user has started. */
export interface JupyterKernel {
  readonly language: string;
  readonly status: string;
  readonly onDidChangeStatus: Event<string>;
  /** Neither counted nor kept in the kernel's history, and in no cell. Cancelling interrupts what the user runs. */
  executeCode(code: string, token: CancellationToken): AsyncIterable<KernelOutput>;
}

interface KernelOutput {
  readonly items: readonly { readonly mime: string; readonly data: Uint8Array }[];
}

interface JupyterExports {
  readonly kernels: { getKernel(uri: Uri): Thenable<JupyterKernel | undefined> };
}

const JUPYTER = 'ms-toolsai.jupyter';

/** The kernel of a notebook, if it has one that runs. @throws UserError where nobody tells */
export async function kernelOf(notebook: Uri): Promise<JupyterKernel | undefined> {
  const extension = extensions.getExtension<unknown>(JUPYTER);
  if (extension === undefined) {
    throw new UserError(l10n.t('The Jupyter extension is not installed, or is disabled, so no kernel can be reached.'));
  }
  const exported = await extension.activate();
  if (!isJupyter(exported)) {
    throw unreachable();
  }
  const kernel = await exported.kernels.getKernel(notebook);
  if (kernel !== undefined && (typeof kernel.executeCode !== 'function' || typeof kernel.language !== 'string')) {
    throw unreachable();
  }
  return kernel;
}

/** What the code prints. Rejects where the kernel does not run it. */
export async function printedBy(kernel: JupyterKernel, code: string): Promise<string> {
  const { token } = new CancellationTokenSource();
  const decoder = new TextDecoder();
  let printed = '';
  for await (const { items } of kernel.executeCode(code, token)) {
    printed += items.map(({ data }) => decoder.decode(data)).join('');
  }
  return printed;
}

function isJupyter(exported: unknown): exported is JupyterExports {
  const { kernels } = { ...(exported as { readonly kernels?: unknown } | null | undefined) };
  const { getKernel } = { ...(kernels as { readonly getKernel?: unknown } | null | undefined) };
  return typeof getKernel === 'function';
}

function unreachable(): UserError {
  return new UserError(l10n.t('This version of the Jupyter extension lets nobody reach kernels. Update it.'));
}

// A small extension with one of everything that the harness drives, to tell a broken harness from a broken product.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oldestVsCode } from '../tools/editorVersions.js';

const MANIFEST = {
  name: 'probe',
  publisher: 'harness',
  version: '0.0.1',
  engines: { vscode: `^${oldestVsCode()}` },
  main: './extension.js',
  activationEvents: ['onStartupFinished'],
  contributes: {
    commands: [
      { command: 'probe.ask', title: 'Ask', category: 'Probe' },
      { command: 'probe.pin', title: 'Pin It', category: 'Probe', icon: '$(pin)' },
    ],
    viewsContainers: { activitybar: [{ id: 'probe', title: 'Probe Box', icon: '$(beaker)' }] },
    views: {
      probe: [
        { id: 'probe.tree', name: 'Things' },
        { id: 'probe.empty', name: 'Nothing' },
      ],
    },
    viewsWelcome: [{ view: 'probe.empty', contents: 'Nothing is here.\n[Ask me](command:probe.ask)' }],
    menus: {
      'view/item/context': [
        { command: 'probe.pin', when: 'view == probe.tree', group: 'inline' },
        { command: 'probe.pin', when: 'view == probe.tree' },
      ],
    },
  },
};

const CODE = `
const vscode = require('vscode');
const tree = {
  getChildren: (node) => node === undefined ? ['parent'] : node === 'parent' ? ['child'] : [],
  getTreeItem: (node) => new vscode.TreeItem('the ' + node, node === 'parent' ? 1 : 0),
};
async function ask() {
  const fruit = await vscode.window.showQuickPick(['apple', 'pear', 'plum'], { placeHolder: 'Which fruit?' });
  const count = await vscode.window.showInputBox({ prompt: 'How many?', password: true,
    validateInput: (text) => /^\\d+$/.test(text) ? undefined : 'Digits only' });
  const next = await vscode.window.showInformationMessage(count + ' of ' + fruit, 'More', 'Enough');
  if (next) vscode.window.showInformationMessage('You said ' + next);
}
exports.activate = (context) => {
  const item = vscode.window.createStatusBarItem(1, 0);
  item.text = 'probe is up'; item.tooltip = 'It is up'; item.command = 'probe.ask'; item.show();
  context.environmentVariableCollection.replace('PROBE', 'from-the-probe');
  context.subscriptions.push(item,
    vscode.commands.registerCommand('probe.ask', ask),
    vscode.commands.registerCommand('probe.pin', (node) => vscode.window.showWarningMessage('Pinned ' + node)),
    vscode.window.registerTreeDataProvider('probe.tree', tree),
    vscode.window.registerTreeDataProvider('probe.empty', { getChildren: () => [], getTreeItem: tree.getTreeItem }));
};
`;

/** Writes the extension to a folder. */
export function writeProbe(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(MANIFEST));
  writeFileSync(join(folder, 'extension.js'), CODE);
}

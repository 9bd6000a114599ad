/**
 * Whether the editor chooses the variables of a terminal by the folder that it begins in. Before 1.110 a remote window
 * took those of the folder that was last worked in, wherever the terminal began (read in VS Code's
 * RemoteTerminalBackend.createProcess of 1.99 to 1.108, and of 1.110).
 * @param version of the editor: "1.139.1"
 */
export function choosesByFolder(version: string, isRemote: boolean): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return !isRemote || major > 1 || minor >= 110;
}

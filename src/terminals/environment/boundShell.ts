// A terminal for one session, whichever is active. The editor applies the variables of its environment collections
// over those that a terminal is created with, and once more after the shell's start-up files: from a list in
// VSCODE_ENV_REPLACE. So such a terminal runs a script by the shell's name, which puts both right and becomes the shell.

/** What the script is told, and takes out of the environment. */
const SHELL = 'ROLE_SESSIONS_SHELL';
const NOW = 'ROLE_SESSIONS_NOW';
const AGAIN = 'ROLE_SESSIONS_AGAIN';

/** Names beginning so are the session's alone: whatever else puts some there would change who the terminal acts as. */
const OURS = 'AWS_*';

/** For /bin/sh. */
export const BOUND_SHELL_SCRIPT = `#!/bin/sh
# Becomes the user's shell, with the variables of the session that the terminal was opened for.
shell=$${SHELL} now=$${NOW} again=$${AGAIN}
unset ${SHELL} ${NOW} ${AGAIN}
set -f
IFS=:
for entry in \${VSCODE_ENV_REPLACE-}; do
  case $entry in ${OURS}) unset "\${entry%%=*}" ;; *) again=$entry:$again ;; esac
done
IFS='
'
for entry in $now; do
  case $entry in *=*) export "$entry" ;; *) unset "$entry" ;; esac
done
export VSCODE_ENV_REPLACE="$again"
exec "$shell" "$@"
`;

/**
 * The environment that a terminal of the script is created with.
 * @param variables of the session
 * @param others names of variables that must not be there
 */
export function boundEnvironment(
  shell: string,
  variables: ReadonlyMap<string, string>,
  others: readonly string[],
): Record<string, string> {
  const set = [...variables].map(([name, value]) => `${name}=${value}`);
  return {
    [SHELL]: shell,
    [NOW]: [...others, ...set].join('\n'),
    [AGAIN]: set.map((entry) => entry.replaceAll(':', '\\x3a')).join(':'),
  };
}

/** The shell that the script becomes in a terminal which was created so. */
export function becomesShell(environment: Readonly<Record<string, string | null | undefined>>): string | undefined {
  return environment[SHELL] ?? undefined;
}

/** What of the machine decides how a role is reached. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The operating system's name for the user. */
  readonly userName: string;
  /** The machine's name without its domain. */
  readonly hostName: string;
  readonly homeDirectory: string;
}

/** The first of these variables that is set to something: AWS tools take an empty one for unset. */
export function variable(environment: Environment, ...names: readonly string[]): string | undefined {
  return names.map((name) => environment.variables[name]).find((value) => value !== undefined && value !== '');
}

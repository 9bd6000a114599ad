// Where the README's relative links and pictures lead for somebody who reads it in a gallery.

export interface LinkBases {
  readonly baseContentUrl: string;
  readonly baseImagesUrl: string;
}

/**
 * The addresses of the commit that is being released, from the variables that GitHub Actions sets (any server of
 * GitHub's). Undefined elsewhere: there is no address to make links absolute with.
 */
export function linkBases(env: Readonly<Record<string, string | undefined>>): LinkBases | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = env;
  if (server === undefined || repository === undefined || commit === undefined) return undefined;
  return {
    baseContentUrl: `${server}/${repository}/blob/${commit}`,
    baseImagesUrl: `${server}/${repository}/raw/${commit}`,
  };
}

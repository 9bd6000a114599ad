// Where the editor of `npm start` listens.
import { isFree } from './ports.js';
import type { Profile } from './startProfile.js';

/** Of the first profile. Kept the same so that the browser finds its stored sessions again. */
const PORT = 8123;

/** The port that was asked for. @throws Error that says what to do where it cannot be had */
export async function askedPort(text: string): Promise<number> {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Error(`"${text}" is no port: take one of 1 to 65535.`);
  }
  if (await isFree(port)) return port;
  throw new Error(
    `Port ${port} is taken, perhaps by another \`npm start\`. Stop what listens there, ask for another port, ` +
      'or start without --port: then one that is free is taken.',
  );
}

/** The profile's own port where it is free; else 0, which takes any. */
export async function ownPort({ number }: Pick<Profile, 'number'>): Promise<number> {
  const port = PORT + number - 1;
  if (await isFree(port)) return port;
  console.log(`Port ${port} is taken: the editor gets another one. --port asks for one.`);
  return 0;
}

import { expect, it } from 'vitest';
import { NO_SESSION_TOKENS } from '../../../../src/model/session/sessionTokens.js';

it('where nothing is kept there is nothing', async () => {
  const keys = { accessKeyId: 'A', secretAccessKey: 's', sessionToken: 't' };
  await expect(NO_SESSION_TOKENS.write('k', keys, undefined)).resolves.toBeUndefined();
  await expect(NO_SESSION_TOKENS.read('k')).resolves.toBeUndefined();
  await expect(NO_SESSION_TOKENS.remove('k')).resolves.toBeUndefined();
});

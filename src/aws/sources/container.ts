import type { ContainerSource } from '../../config/planTypes.js';
import { UserError } from '../../errors.js';
import type { SourceContext, SourceCredentials } from './source.js';

export function containerCredentials(_source: ContainerSource, _context: SourceContext): Promise<SourceCredentials> {
  return Promise.reject(new UserError('This kind of source is not supported yet.'));
}
